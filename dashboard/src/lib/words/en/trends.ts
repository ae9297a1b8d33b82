/** English words of the trends of a unit over hours and days. */
import type { Words } from '../nl/index.ts';

export const trends: Words['trends'] = {};
