/** English words of the components that every page shares. */
import type { Words } from '../nl/index.ts';

export const ui: Words['ui'] = {
  close: 'Close',
  nothingFound: 'Nothing found',
  found: (count) => (count === 1 ? '1 choice' : `${count} choices`),
};
