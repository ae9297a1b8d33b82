/** Two hospitals of a ranking side by side: what differs, what each has, in one sentence who is better off and by how much. Pure. */
import type { UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState } from '#domain/picture.ts';
import type { Candidate, Ranking } from '#domain/routing/ranking.ts';
import { CAPABILITIES, type Capability, type UnitKind } from '#domain/words.ts';
import { differenceBetween, type Difference } from '#lib/decisions/difference.ts';
import { unitFor } from './rows.ts';

/** Units that a severely injured patient may need, in the order in which one asks for them. */
export const COMPARED_UNITS = [
  'ed',
  'trauma-bay',
  'icu',
  'operating-room',
] as const satisfies readonly UnitKind[];

export interface CapabilityLine {
  capability: Capability;
  left: boolean | null;
  right: boolean | null;
}

export interface Comparison {
  difference: Difference;
  left: Candidate;
  right: Candidate;
  units: { kind: UnitKind; left: UnitView | null; right: UnitView | null }[];
  /** Only where the two differ. */
  capabilities: CapabilityLine[];
  /** The lower score less the higher one, minutes-equivalent, never above 0; 0 is equal. */
  by: number;
  better: string | null;
}

/** Null when one of the two is no candidate any more, or they are the same. `now`: milliseconds. */
export function compare(
  ranking: Ranking,
  facilities: Readonly<Record<string, FacilityState>>,
  [left, right]: readonly [string, string],
  options: { tieWidth: number | null; ownCase: string | null; now: number },
): Comparison | null {
  const difference = differenceBetween(ranking, left, right, options.tieWidth);
  const [a, b] = [facilities[left], facilities[right]];
  if (difference === null || a === undefined || b === undefined) return null;
  const { advised, chosen } = difference;
  const gap = Math.round((chosen.score - advised.score) * 10) / 10;
  return {
    difference,
    left: advised,
    right: chosen,
    units: COMPARED_UNITS.map((kind) => ({
      kind,
      left: unitFor(a, kind, options.ownCase, options.now),
      right: unitFor(b, kind, options.ownCase, options.now),
    })).filter((line) => line.left !== null || line.right !== null),
    capabilities: CAPABILITIES.map((capability) => ({
      capability,
      left: a.capabilities[capability],
      right: b.capabilities[capability],
    })).filter((line) => line.left !== line.right),
    by: -Math.abs(gap),
    better: gap === 0 ? null : gap > 0 ? left : right,
  };
}

/** What the key does: the first press marks a hospital, the second one opens the two; the same one twice lets go. */
export function marked(
  before: string | null,
  facility: string,
): {
  mark: string | null;
  pair: [string, string] | null;
} {
  if (before === null) return { mark: facility, pair: null };
  if (before === facility) return { mark: null, pair: null };
  return { mark: null, pair: [before, facility] };
}
