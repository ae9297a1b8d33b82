/** Dutch words of printing and of what can be taken out as a file. */
export const exports = {};
