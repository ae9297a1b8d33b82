/** What must happen to things on the map so that they become the wanted ones: matched by id, untouched when nothing changed. */

export interface Diff<T> {
  added: T[];
  changed: T[];
  removed: string[];
}

/** `same`: whether the thing may stay as it is; by reference when absent. Both lists hold each id once. */
export function diffById<T extends { id: string }>(
  before: ReadonlyMap<string, T>,
  wanted: readonly T[],
  same: (a: T, b: T) => boolean = Object.is,
): Diff<T> {
  const diff: Diff<T> = { added: [], changed: [], removed: [] };
  const ids = new Set<string>();
  for (const one of wanted) {
    ids.add(one.id);
    const there = before.get(one.id);
    if (there === undefined) diff.added.push(one);
    else if (!same(there, one)) diff.changed.push(one);
  }
  for (const id of before.keys()) if (!ids.has(id)) diff.removed.push(id);
  return diff;
}

/** Equal field by field, one level deep. */
export function sameFields<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}
