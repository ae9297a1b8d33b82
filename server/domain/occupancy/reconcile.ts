/**
 * A unit held against a census: lost messages add up, so that now and then somebody counts. Who has been in a bed longest without a
 * word is most likely the one whose departure was lost. Source: capacity model, 3.3, "Reconcile nightly".
 */
import type { Held } from './unit-count.ts';

export interface Reconciliation {
  /** Visits that are let go, the ones that stood there longest first. */
  release: string[];
  /** Patients that the census has and we never heard of. */
  missing: number;
}

/**
 * @param held present visits of the unit by their hash.
 * @param occupied places that we count as held, beds without a visit among them.
 * @param counted what the census says.
 */
export function reconcile(
  held: ReadonlyMap<string, Held>,
  occupied: number,
  counted: number,
): Reconciliation {
  if (counted >= occupied) return { release: [], missing: counted - occupied };
  const longest = [...held].sort(
    ([a, one], [b, other]) => one.since - other.since || (a < b ? -1 : 1),
  );
  return { release: longest.slice(0, occupied - counted).map(([visit]) => visit), missing: 0 };
}
