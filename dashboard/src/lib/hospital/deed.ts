/** The last act in a few words: "AOA 5 → 4". Pure. */
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { Deed } from './desk.svelte.ts';

export function deedSentence(
  deed: Deed,
  now: number,
  { hospital, units, status }: Pick<Words, 'hospital' | 'units' | 'status'>,
  format: Format,
): string {
  const t = hospital.undo;
  switch (deed.what) {
    case 'figures': {
      const name = units.kind[deed.kind];
      const { from, to } = deed;
      const free = t.figures(name, format.count(from.available), format.count(to.available));
      const staffed = t.staffed(name, format.count(from.staffed), format.count(to.staffed));
      if (from.staffed === to.staffed) return free;
      return from.available === to.available ? staffed : `${free}, ${staffed}`;
    }
    case 'stop': {
      const { scope, level, until } = deed.stop;
      return t.stop(units.scope[scope], status[level], format.time(until, now));
    }
    case 'ended':
      return t.ended(units.scope[deed.stop.scope]);
  }
}
