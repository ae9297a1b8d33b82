/** The lane by what each case needs of the dispatcher, the most pressing first. Pure. */
import type { Strip } from './strips.ts';

export const NEEDS = ['refused', 'lost', 'none', 'reason', 'answer', 'way', 'there'] as const;
/**
 * `refused`: the hospital cannot; `lost`: past its time and nobody said where; `none`: no destination yet; `reason`: an override owes
 * its reason; `answer`: the hospital has not answered; `way`: on its way and seen; `there`: arrived, not handed over.
 */
export type Need = (typeof NEEDS)[number];

export function needOf(strip: Strip): Need {
  if (strip.status === 'open') return 'none';
  if (strip.status === 'arrived') return strip.owes ? 'reason' : 'there';
  if (strip.answer === 'declined') return 'refused';
  if (strip.overdue) return 'lost';
  if (strip.owes) return 'reason';
  return strip.answer === 'none' ? 'answer' : 'way';
}

/** Something is asked of the dispatcher now. */
export const isPressing = (need: Need) =>
  need === 'refused' || need === 'lost' || need === 'none' || need === 'reason';

export interface LaneGroup {
  need: Need;
  strips: Strip[];
}

/** Groups that have any; inside one the order of the lane. */
export function groupsOf(strips: readonly Strip[]): LaneGroup[] {
  return NEEDS.map((need) => ({
    need,
    strips: strips.filter((strip) => needOf(strip) === need),
  })).filter((group) => group.strips.length > 0);
}

/** The case before or after the present one in the order of the lane, round and round; null when there is none. */
export function neighbour(
  groups: readonly LaneGroup[],
  current: string | null,
  steps: 1 | -1,
): string | null {
  const ids = groups.flatMap((group) => group.strips.map((strip) => strip.id));
  if (ids.length === 0) return null;
  const at = current === null ? -1 : ids.indexOf(current);
  if (at < 0) return (steps > 0 ? ids[0] : ids.at(-1)) ?? null;
  return ids[(at + steps + ids.length) % ids.length] ?? null;
}
