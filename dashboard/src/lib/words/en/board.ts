/** English words of the pages about: board. */
import type { Words } from '../nl/index.ts';

export const board: Words['board'] = {};
