/**
 * Two hospitals of one ranking side by side: what each line of the sum is here and there, what stands ready, what they can, and
 * the difference. Pure: facts only, the words are made elsewhere. Differences are left less right; under 0 favours the left.
 */
import type { UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Picture } from '#domain/picture.ts';
import type { Candidate, Penalty, Ranking, Rejected } from '#domain/routing/ranking.ts';
import { CAPABILITIES, type Capability, type PenaltyCode, type UnitKind } from '#domain/words.ts';
import { unitFor } from './rows.ts';

export interface Side {
  facility: FacilityState;
  /** Null when a hard rule dropped it. */
  candidate: Candidate | null;
  rejected: Rejected | null;
}

/** Of both sides; null is unknown, or not there. */
interface Pair<T> {
  left: T;
  right: T;
}
export type Line =
  | ({ of: 'driving'; difference: number | null } & Pair<Candidate['minutes'] | null>)
  | ({ of: 'penalty'; code: PenaltyCode; difference: number | null } & Pair<Penalty | null>)
  | ({ of: 'unit'; kind: UnitKind; difference: number | null } & Pair<UnitView | null>)
  | ({ of: 'level' } & Pair<number | null>)
  | ({ of: 'capability'; capability: Capability } & Pair<boolean | null>);

export interface Comparison extends Pair<Side> {
  lines: Line[];
  /** Of the sums, equivalent minutes, one decimal; null when one of them has none. */
  difference: number | null;
  /** The difference is too small to say anything: routing rules 6.3. */
  tie: boolean;
  /** What both can, which needs no line. */
  same: Capability[];
}

/** In tenths, so that no binary remainder is shown. */
const less = (left: number, right: number) => Math.round((left - right) * 10) / 10;
const between = (left: number | null, right: number | null) =>
  left === null || right === null ? null : less(left, right);

function sideOf(picture: Picture, ranking: Ranking, id: string): Side | null {
  const facility = picture.facilities[id];
  if (facility === undefined) return null;
  return {
    facility,
    candidate: ranking.candidates.find((row) => row.facility === id) ?? null,
    rejected: ranking.rejected.find((row) => row.facility === id) ?? null,
  };
}

/** Null when one of the two is not of this ranking. `needs`: units that the category needs. */
export function compare(
  picture: Picture,
  ranking: Ranking,
  ids: readonly string[],
  needs: readonly UnitKind[],
  about: { ownCase: string | null; now: number; tieWidth: number },
): Comparison | null {
  const [left, right] = ids.map((id) => sideOf(picture, ranking, id));
  if (!left || !right) return null;
  const [a, b] = [left.candidate, right.candidate];
  const unit = (side: Side, kind: UnitKind) =>
    unitFor(side.facility, kind, about.ownCase, about.now);
  const units = needs.map((kind): Line => {
    const [here, there] = [unit(left, kind), unit(right, kind)];
    const difference = between(here?.effectiveAvailable ?? null, there?.effectiveAvailable ?? null);
    return { of: 'unit', kind, left: here, right: there, difference };
  });
  const can = ({ facility }: Side, capability: Capability) => facility.capabilities[capability];
  const apart = CAPABILITIES.filter((one) => can(left, one) !== can(right, one));
  const difference = between(a?.score ?? null, b?.score ?? null);
  return {
    left,
    right,
    difference,
    tie: difference !== null && a?.tier === b?.tier && Math.abs(difference) < about.tieWidth,
    same: CAPABILITIES.filter((one) => can(left, one) === true && can(right, one) === true),
    lines: [
      {
        of: 'driving',
        left: a?.minutes ?? null,
        right: b?.minutes ?? null,
        difference: between(a?.minutes.value ?? null, b?.minutes.value ?? null),
      },
      ...penaltyLines(a, b),
      ...units,
      { of: 'level', left: left.facility.traumaLevel, right: right.facility.traumaLevel },
      ...apart.map((capability): Line => ({
        of: 'capability',
        capability,
        left: can(left, capability),
        right: can(right, capability),
      })),
    ],
  };
}

/** Each rule that is listed with one of them; where the other has none it costs 0 there. */
function penaltyLines(left: Candidate | null, right: Candidate | null): Line[] {
  const listed = [...(left?.penalties ?? []), ...(right?.penalties ?? [])].map(({ code }) => code);
  return [...new Set(listed)].map((code): Line => {
    const of = (row: Candidate | null) => row?.penalties.find((one) => one.code === code) ?? null;
    const cost = (row: Candidate | null) => (row === null ? null : (of(row)?.minutes ?? 0));
    return {
      of: 'penalty',
      code,
      left: of(left),
      right: of(right),
      difference: between(cost(left), cost(right)),
    };
  });
}
