/**
 * How many emergency departments are stopped at a moment, and at how many a stop impends: what the strip under the map draws.
 * Counted as the map counts its marks: by the status of the unit `ed`, whatever that rests on.
 */
import { viewUnit } from '../capacity/unit-view.ts';
import type { Picture } from '../picture.ts';

/** Emergency departments of one region, or of several together. */
export interface StopCounts {
  /** Status `closed`. */
  stops: number;
  /** Status `limited`. */
  impending: number;
  /** All active ones, those that say nothing among them. */
  eds: number;
}

/** The counts of each region at `now`, milliseconds; a region without emergency department has zeros. */
export function stopCounts(picture: Picture, now: number): Map<string, StopCounts> {
  const counts = new Map<string, StopCounts>();
  for (const region of Object.keys(picture.regions))
    counts.set(region, { stops: 0, impending: 0, eds: 0 });
  for (const facility of Object.values(picture.facilities)) {
    if (!facility.active) continue;
    const ed = viewUnit(facility, 'ed', now);
    const sum = counts.get(facility.region);
    if (ed === null || sum === undefined) continue;
    sum.eds += 1;
    if (ed.status === 'closed') sum.stops += 1;
    else if (ed.status === 'limited') sum.impending += 1;
  }
  return counts;
}

/** Several regions together; null when there is none: of nothing nothing is known. */
export function summedCounts(counts: Iterable<StopCounts>): StopCounts | null {
  let any = false;
  const sum: StopCounts = { stops: 0, impending: 0, eds: 0 };
  for (const one of counts) {
    any = true;
    sum.stops += one.stops;
    sum.impending += one.impending;
    sum.eds += one.eds;
  }
  return any ? sum : null;
}
