/** Dutch words of the tour of the demo. */
export const tour = {};
