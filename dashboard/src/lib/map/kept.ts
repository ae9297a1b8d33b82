/** Results that are kept by id until what they rest on changes, so that a hundred changes a second cost a hundred and not all. */

interface Entry<V> {
  on: readonly unknown[];
  value: V;
}

export class Kept<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #same: (a: V, b: V) => boolean;

  /** `same`: whether a new result says the same as the old one, which then stays. */
  constructor(same: (a: V, b: V) => boolean = Object.is) {
    this.#same = same;
  }

  /** The kept result while everything in `on` is what it was, else a new one. */
  get(id: string, on: readonly unknown[], make: () => V): V {
    const kept = this.#entries.get(id);
    if (kept !== undefined && sameItems(kept.on, on)) return kept.value;
    const made = make();
    const value = kept !== undefined && this.#same(kept.value, made) ? kept.value : made;
    this.#entries.set(id, { on, value });
    return value;
  }

  /** Forgets all but these. */
  keepOnly(ids: ReadonlySet<string>): void {
    if (this.#entries.size === ids.size) return;
    for (const id of this.#entries.keys()) if (!ids.has(id)) this.#entries.delete(id);
  }
}

/** The same things in the same order, by reference. */
export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => Object.is(one, b[index]));
}

/** A list that stays the same one while its items are the same: what rests on it then rests too. */
export class KeptList<T> {
  #last: readonly T[] = [];

  of(next: readonly T[]): readonly T[] {
    if (!sameItems(this.#last, next)) this.#last = next;
    return this.#last;
  }
}
