/** English words of the tour of the demo. */
import type { Words } from '../nl/index.ts';

export const tour: Words['tour'] = {};
