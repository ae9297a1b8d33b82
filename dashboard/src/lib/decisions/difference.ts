/** Where advice and choice differ, rule by rule, in equivalent minutes. Pure; the sentences come from the penalties' own facts. */
import type { Candidate, Penalty, Ranking, Rejected } from '#domain/routing/ranking.ts';
import type { PenaltyCode, RejectionCode } from '#domain/words.ts';
import { tiesOf } from '#lib/dispatch/rows.ts';

export interface DifferenceLine {
  code: PenaltyCode | 'driving' | 'sum';
  advised: number;
  chosen: number;
  /** Chosen less advised, one decimal. */
  difference: number;
  /** The penalty that made the difference, with whom it belongs to; null for driving and the sum. */
  why: { penalty: Penalty; of: 'advised' | 'chosen' } | null;
}

export interface Difference {
  /** The ranking held them for equal. */
  tied: boolean;
  advised: Candidate;
  chosen: Candidate;
  lines: DifferenceLine[];
}

const tenth = (value: number) => Math.round(value * 10) / 10;

/** All penalties of one code together: a rule can count for more than one unit. */
function sumOf({ penalties }: Candidate, code: PenaltyCode): number {
  return tenth(
    penalties.filter((one) => one.code === code).reduce((sum, one) => sum + one.minutes, 0),
  );
}

/** Null when one of the two is no candidate, or they are the same. */
export function differenceBetween(
  ranking: Ranking,
  advised: string | null,
  chosen: string,
  tieWidth: number | null,
): Difference | null {
  const [a, b] = [advised, chosen].map((id) =>
    ranking.candidates.find((row) => row.facility === id),
  );
  if (a === undefined || b === undefined || a === b) return null;
  const codes = [...new Set([...a.penalties, ...b.penalties].map((one) => one.code))];
  const rules = codes.map((code): DifferenceLine => {
    const [left, right] = [sumOf(a, code), sumOf(b, code)];
    const of = Math.abs(right) > Math.abs(left) ? ('chosen' as const) : ('advised' as const);
    const penalties = (of === 'chosen' ? b : a).penalties.filter((one) => one.code === code);
    const penalty = penalties.toSorted((x, y) => Math.abs(y.minutes) - Math.abs(x.minutes))[0];
    const why = penalty === undefined ? null : { penalty, of };
    return { code, advised: left, chosen: right, difference: tenth(right - left), why };
  });
  const line = (code: 'driving' | 'sum', left: number, right: number): DifferenceLine => ({
    code,
    advised: left,
    chosen: right,
    difference: tenth(right - left),
    why: null,
  });
  const equal =
    tieWidth === null ? [] : (tiesOf(ranking.candidates, tieWidth).get(a.facility) ?? []);
  return {
    tied: equal.includes(b.rank),
    advised: a,
    chosen: b,
    lines: [
      line('driving', a.minutes.value, b.minutes.value),
      ...rules.filter((one) => one.advised !== 0 || one.chosen !== 0),
      line('sum', a.score, b.score),
    ],
  };
}

/** How many were rejected by each rule, in the order in which the rules first appear. */
export function countByCode(rejected: readonly Rejected[]): [RejectionCode, number][] {
  const counts = new Map<RejectionCode, number>();
  for (const { code } of rejected) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts];
}
