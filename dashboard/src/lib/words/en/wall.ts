/** English words of the wall screen and of signing it in. */
import type { Words } from '../nl/index.ts';

export const wall: Words['wall'] = {};
