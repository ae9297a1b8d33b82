/** Dutch words of the help on each page: what a figure means and where it comes from. */
export const help = {};
