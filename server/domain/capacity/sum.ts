/**
 * Capacity of several hospitals in one sum that says what it covers. A unit that did not say is in neither number: unknown is
 * never 0.
 */
import { ms } from '../clock.ts';
import type { FacilityState } from '../picture.ts';
import type { UnitKind } from '../words.ts';
import { ageFrom, viewUnit, type UnitView } from './unit-view.ts';

/** Free and staffed places of one kind, over several hospitals. */
export interface Capacity {
  /** Less what is held for patients on the way; null when nothing is known. */
  free: number | null;
  staffed: number | null;
  /** Units whose free and staffed are both known, of those that exist. */
  known: number;
  of: number;
  /** When the oldest figure in it was observed, milliseconds; null when nothing is known. */
  oldest: number | null;
}

/** When the figure was observed, milliseconds, by the clock that its age counts from; null when there is none. */
export function seenAt(view: UnitView): number | null {
  if (view.observedAt === null || view.receivedAt === null) return null;
  return ms(
    ageFrom({ flags: view.flags, observedAt: view.observedAt, receivedAt: view.receivedAt }),
  );
}

/** The sum over the facilities at `now`, milliseconds. */
export function capacityOf(
  facilities: readonly FacilityState[],
  kind: UnitKind,
  now: number,
): Capacity {
  return capacityOfViews(facilities.map((facility) => viewUnit(facility, kind, now)));
}

/** The same of views that are there already; null is no such unit. */
export function capacityOfViews(views: readonly (UnitView | null)[]): Capacity {
  const sum: Capacity = { free: null, staffed: null, known: 0, of: 0, oldest: null };
  for (const view of views) {
    if (view === null) continue;
    sum.of += 1;
    if (view.effectiveAvailable === null || view.staffed === null) continue;
    sum.known += 1;
    sum.free = (sum.free ?? 0) + view.effectiveAvailable;
    sum.staffed = (sum.staffed ?? 0) + view.staffed;
    sum.oldest = older(sum.oldest, seenAt(view));
  }
  return sum;
}

/** The earlier of two moments, milliseconds; null is unknown. */
export function older(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
