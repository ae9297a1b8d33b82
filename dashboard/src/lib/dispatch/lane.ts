/** The lane: a room's cases in groups by what each needs from the dispatcher, the most pressing group first. Pure. */
import type { Picture } from '#domain/picture.ts';
import { stripsOf, type Strip } from './strips.ts';

/** From what must be done now to what is done. */
export const LANE_GROUPS = [
  'refused',
  'undecided',
  'overdue',
  'waiting',
  'owes',
  'on-way',
  'arrived',
  'done',
] as const;
export type LaneGroup = (typeof LANE_GROUPS)[number];

/** Groups in which something is asked of the dispatcher; a case that waits is asked about once it waits long. */
const NEEDS: ReadonlySet<LaneGroup> = new Set(['refused', 'undecided', 'overdue', 'owes']);

export interface Lane {
  groups: { name: LaneGroup; strips: Strip[] }[];
  /** Ids of the open cases in the order of the lane. */
  order: string[];
  /** Open cases that need the dispatcher, in the order of the lane. */
  needing: Strip[];
  open: number;
}

export function groupOf(strip: Strip): LaneGroup {
  if (strip.closedAt !== null) return 'done';
  if (strip.status === 'open') return 'undecided';
  if (strip.status === 'arrived') return strip.owes ? 'owes' : 'arrived';
  if (strip.answer === 'declined') return 'refused';
  if (strip.overdue) return 'overdue';
  if (strip.answer === 'none') return 'waiting';
  return strip.owes ? 'owes' : 'on-way';
}

const NEVER = Number.MAX_SAFE_INTEGER;
/** What a group is sorted by, milliseconds, the smallest first: who waits longest, who is there soonest. */
function placeIn(name: LaneGroup, strip: Strip): number {
  switch (name) {
    case 'undecided':
      return strip.openedAt;
    case 'waiting':
    case 'refused':
    case 'owes':
      return strip.decidedAt ?? strip.openedAt;
    case 'overdue':
    case 'on-way':
      return strip.etaAt ?? NEVER;
    case 'arrived':
      return strip.openedAt;
    case 'done':
      return -(strip.closedAt ?? 0);
  }
}

export function laneOf(picture: Picture | null, room: string | null, now: number): Lane {
  if (picture === null) return { groups: [], order: [], needing: [], open: 0 };
  const { open, done } = stripsOf(picture, room, now);
  const groups = LANE_GROUPS.map((name) => ({
    name,
    strips: [...open, ...done]
      .filter((strip) => groupOf(strip) === name)
      .sort((a, b) => placeIn(name, a) - placeIn(name, b) || (a.id < b.id ? -1 : 1)),
  })).filter(({ strips }) => strips.length > 0);
  const inOrder = groups.filter(({ name }) => name !== 'done');
  return {
    groups,
    order: inOrder.flatMap(({ strips }) => strips.map(({ id }) => id)),
    needing: inOrder.flatMap(({ name, strips }) =>
      strips.filter((strip) => NEEDS.has(name) || strip.urgent),
    ),
    open: open.length,
  };
}
