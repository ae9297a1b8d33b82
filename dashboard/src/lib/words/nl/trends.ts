/** Dutch words of the trends of a unit over hours and days. */
export const trends = {};
