/** English words of the first day of an installation, and of empty states. */
import type { Words } from '../nl/index.ts';

export const setup: Words['setup'] = {};
