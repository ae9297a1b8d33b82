/** English words of looking back at an earlier moment. */
import type { Words } from '../nl/index.ts';

export const past: Words['past'] = {};
