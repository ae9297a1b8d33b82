/**
 * What the places of a unit add up to: held by visits, blocked, closed. Counts live on; visits do not. Source: capacity model, 3.3:
 * occupied = beds (or visits without a bed) held; available = staffed less occupied and blocked; movements alone cannot tell staffed.
 */
import type { PlaceKey } from './visit.ts';

export const BED_STATES = ['free', 'occupied', 'blocked', 'closed'] as const;
/** `blocked`: being cleaned, isolated, contaminated or not staffed: it can take nobody now. */
export type BedState = (typeof BED_STATES)[number];

/** What was last said of a bed itself, apart from who is in it. */
export interface BedWord {
  state: BedState;
  /** Milliseconds. */
  at: number;
}

/** Present visit with its place. */
export interface Held {
  place: PlaceKey;
  /** Milliseconds. */
  since: number;
}

export interface UnitCount {
  occupied: number;
  /** Beds that can take nobody and hold nobody. */
  blocked: number;
  /** Beds with more than one visit. */
  double: PlaceKey[];
}

/**
 * @param held present visits in the unit's places.
 * @param beds what was said of its beds.
 * @param isBed whether the place is one bed; a ward holds as many as come.
 */
export function countUnit(
  held: readonly Held[],
  beds: ReadonlyMap<PlaceKey, BedWord>,
  isBed: (place: PlaceKey) => boolean,
): UnitCount {
  const visits = new Map<PlaceKey, number>();
  for (const { place } of held) visits.set(place, (visits.get(place) ?? 0) + 1);
  let occupied = 0;
  const double: PlaceKey[] = [];
  for (const [place, count] of visits) {
    occupied += isBed(place) ? 1 : count;
    if (isBed(place) && count > 1) double.push(place);
  }
  let blocked = 0;
  for (const [place, { state }] of beds) {
    if (visits.has(place)) continue;
    if (state === 'occupied') occupied += 1;
    else if (state === 'blocked' || state === 'closed') blocked += 1;
  }
  return { occupied, blocked, double };
}

/**
 * More beds occupied than there is staff for. `known`: staffed beds by another word of the hospital, for an observation that does
 * not say. What is not known is not too much.
 */
export function overStaffed(
  { occupied, staffed }: { occupied: number | null; staffed: number | null },
  known: number | null,
): boolean {
  const most = staffed ?? known;
  return occupied !== null && most !== null && occupied > most;
}

/** Free and staffed beds; null where nobody said how many are staffed. Never under 0. */
export function availableOf(staffed: number | null, count: UnitCount): number | null {
  return staffed === null ? null : Math.max(0, staffed - count.occupied - count.blocked);
}
