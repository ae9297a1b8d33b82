/** English words of the pages about: decisions. */
import type { Words } from '../nl/index.ts';

export const decisions: Words['decisions'] = {};
