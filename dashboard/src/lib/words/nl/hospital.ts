/** Dutch words of the pages about: hospital. */
export const hospital = {};
