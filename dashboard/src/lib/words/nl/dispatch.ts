/** Dutch words of the pages about: dispatch. */
export const dispatch = {};
