/** Dutch words of the pages about: board. */
export const board = {};
