/** Dutch words of the pages about: decisions. */
export const decisions = {};
