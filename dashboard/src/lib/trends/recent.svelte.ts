/** The short lines of all units of a region, read at once. */
import type { UnitKind } from '#domain/words.ts';
import type { RecentWire } from '#wire/trends.ts';
import { linesOf } from './lines.ts';
import { Reading } from './reading.svelte.ts';

export class Recent {
  readonly #reading: Reading<RecentWire>;
  #lines = $derived.by(() => linesOf(this.#reading.told));

  /** Call it while a component is made. */
  constructor(region: () => string) {
    this.#reading = new Reading(() => `/trends/recent?region=${encodeURIComponent(region())}`);
  }

  /** The line up to now: its last point is the figure that stands beside it. Null while it is read. */
  line(facility: string, kind: UnitKind, now: number | null): (number | null)[] | null {
    const known = this.#lines.get(`${facility}/${kind}`);
    return known === undefined ? null : [...known.slice(0, -1), now];
  }
}
