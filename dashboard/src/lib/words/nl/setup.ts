/** Dutch words of the first day of an installation, and of empty states. */
export const setup = {};
