/** The chosen language with the present moment and the names of hospitals: what sentences are said with. */
import { live } from '#lib/live/live.svelte.ts';
import { words } from '#lib/words/words.svelte.ts';
import type { Say } from './facts.ts';

/** Read inside a template or a derived value, so that it follows language and time. */
export function say(): Say {
  const { picture, now } = live;
  return {
    format: words.format,
    words: words.t,
    now,
    nameOf: (facility) => picture?.facilities[facility]?.shortName ?? facility,
  };
}
