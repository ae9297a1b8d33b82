/** English words of the pages about: hospital. */
import type { Words } from '../nl/index.ts';

export const hospital: Words['hospital'] = {};
