/** English words of notes and of the shift's handover. */
import type { Words } from '../nl/index.ts';

export const handover: Words['handover'] = {};
