/** Dutch words of looking back at an earlier moment. */
export const past = {};
