/** English words of printing and of what can be taken out as a file. */
import type { Words } from '../nl/index.ts';

export const exports: Words['exports'] = {};
