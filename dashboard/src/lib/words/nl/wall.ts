/** Dutch words of the wall screen and of signing it in. */
export const wall = {};
