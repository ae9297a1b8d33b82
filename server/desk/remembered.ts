/**
 * The changes of late, for who comes back after a lost connection and for decisions on a picture of a moment ago. Each picture
 * holds a record of all cases, which is copied when one of them changes: to keep every picture of ten thousand entries would cost
 * hundreds of megabytes on a day of thousands of cases. So the newest changes are kept as they are, and of the others the entries
 * and one picture for each stretch, from which the rest is made again when somebody asks.
 */
import { apply } from '#domain/apply.ts';
import type { Entry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';

/** One entry with the pictures around it: what the gateway projects. */
export interface Change {
  entry: Entry;
  before: Picture;
  after: Picture;
}

interface Stretch {
  before: Picture;
  entries: Entry[];
  /** With their pictures; null where those were let go. */
  changes: Change[] | null;
  /** As made again lately: many who come back at once share it, and it goes when the memory is needed. */
  again: WeakRef<Change[]> | null;
}

/** Changes of one stretch. */
const STRETCH = 128;
/** Stretches that keep their pictures, besides the one that is being filled. */
const WHOLE = 2;

export class Remembered {
  readonly #most: number;
  readonly #each: number;
  #stretches: Stretch[] = [];
  #count = 0;

  /** @param most at least so many changes are remembered, and less than twice as many */
  constructor(most: number) {
    this.#most = most;
    this.#each = Math.max(1, Math.min(STRETCH, most));
  }

  /** The oldest entry that is remembered; null for none. */
  get first(): number | null {
    return this.#stretches[0]?.entries[0]?.seq ?? null;
  }

  /** Pictures that are kept alive by this. */
  get pictures(): number {
    return this.#stretches.reduce((sum, one) => sum + 1 + (one.changes?.length ?? 0), 0);
  }

  /** Takes in what follows the last ones, in order. */
  add(changes: readonly Change[]): void {
    for (const change of changes) {
      let stretch = this.#stretches.at(-1);
      if (stretch?.changes == null || stretch.entries.length >= this.#each) {
        stretch = { before: change.before, entries: [], changes: [], again: null };
        this.#stretches.push(stretch);
      }
      stretch.entries.push(change.entry);
      stretch.changes?.push(change);
      this.#count += 1;
    }
    for (const old of this.#stretches.slice(0, -1 - WHOLE)) old.changes = null;
    for (
      let oldest = this.#stretches[0];
      oldest !== undefined && this.#count - oldest.entries.length >= this.#most;
      oldest = this.#stretches[0]
    ) {
      this.#count -= oldest.entries.length;
      this.#stretches.shift();
    }
  }

  /** The changes after `seq`, oldest first; null when not all of them are remembered. */
  after(seq: number): readonly Change[] | null {
    if (this.first === null || this.first > seq + 1) return null;
    return this.#stretches.flatMap((stretch) => {
      const from = seq + 1 - (stretch.entries[0]?.seq ?? 0);
      if (from >= stretch.entries.length) return [];
      const changes = whole(stretch);
      return from <= 0 ? changes : changes.slice(from);
    });
  }

  /** The picture after the entry `seq`; null when it is not remembered. */
  pictureAt(seq: number): Picture | null {
    if (this.first === null || seq < this.first - 1) return null;
    for (const stretch of this.#stretches) {
      const nth = seq - (stretch.entries[0]?.seq ?? 0);
      if (nth === -1) return stretch.before;
      if (nth < stretch.entries.length) return whole(stretch)[nth]?.after ?? null;
    }
    return null;
  }
}

function whole(stretch: Stretch): readonly Change[] {
  const kept = stretch.changes ?? stretch.again?.deref();
  if (kept !== undefined && kept !== null) return kept;
  let { before } = stretch;
  const changes = stretch.entries.map((entry) => {
    const change = { entry, before, after: apply(before, entry) };
    before = change.after;
    return change;
  });
  stretch.again = new WeakRef(changes);
  return changes;
}
