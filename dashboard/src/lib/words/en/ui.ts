/** English words of the components that every page shares. */
import type { Words } from '../nl/index.ts';

export const ui: Words['ui'] = {
  /** Names of keys, as they stand on a keyboard. */
  escape: 'Esc',
  control: 'Ctrl',
  close: 'Close',
  nothingFound: 'Nothing found',
  found: (count) => (count === 1 ? '1 choice' : `${count} choices`),
};
