/** English words of the pages about: dispatch. */
import type { Words } from '../nl/index.ts';

export const dispatch: Words['dispatch'] = {};
