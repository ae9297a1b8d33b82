/** English words of the help on each page: what a figure means and where it comes from. */
import type { Words } from '../nl/index.ts';

export const help: Words['help'] = {};
