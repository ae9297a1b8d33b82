/** How a ranking is laid out: sections, sums, ties and the bar. Pure; no rule is decided here. */
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState } from '#domain/picture.ts';
import type { Candidate, Ranking } from '#domain/routing/ranking.ts';
import type { UnitKind } from '#domain/words.ts';

export type SectionName = 'stabilise' | 'advised' | 'second' | 'fallback' | 'unknown';
export interface Section {
  name: SectionName;
  rows: Candidate[];
}

function sectionOf(row: Candidate, firstTier: number): SectionName {
  const has = (code: Candidate['notes'][number]['code']) =>
    row.notes.some((note) => note.code === code);
  if (has('STABILISE_FIRST')) return 'stabilise';
  if (has('CAPABILITY_UNKNOWN')) return 'unknown';
  if (has('FALLBACK')) return 'fallback';
  return row.tier === firstTier ? 'advised' : 'second';
}

/** In the order of the ranking; each row in exactly one. */
export function sectionsOf({ candidates }: Ranking): Section[] {
  const firstTier =
    candidates.find((row) => !row.notes.some((note) => note.code === 'STABILISE_FIRST'))?.tier ?? 0;
  const sections: Section[] = [];
  for (const row of candidates) {
    const name = sectionOf(row, firstTier);
    const last = sections.at(-1);
    if (last?.name === name) last.rows.push(row);
    else sections.push({ name, rows: [row] });
  }
  return sections;
}

/** The three numbers that add up to all hospital sites. */
export function countsOf(ranking: Ranking): {
  advised: number;
  fallback: number;
  rejected: number;
} {
  const isFallback = ({ name }: Section) => name === 'fallback' || name === 'unknown';
  const fallback = sectionsOf(ranking)
    .filter(isFallback)
    .reduce((sum, { rows }) => sum + rows.length, 0);
  return {
    advised: ranking.candidates.length - fallback,
    fallback,
    rejected: ranking.rejected.length,
  };
}

/** Ranks of the other members of each row's tie group, by facility. Groups as the ranking made them: routing rules 6.3. */
export function tiesOf(candidates: readonly Candidate[], tieWidth: number): Map<string, number[]> {
  const ties = new Map<string, number[]>();
  const sorted = [...candidates].sort((a, b) => a.tier - b.tier || a.score - b.score);
  for (let start = 0; start < sorted.length;) {
    const first = sorted[start]!;
    let end = start + 1;
    while (
      end < sorted.length &&
      sorted[end]!.tier === first.tier &&
      Math.round((sorted[end]!.score - first.score) * 10) < Math.round(tieWidth * 10)
    )
      end += 1;
    const group = sorted.slice(start, end);
    for (const row of group) {
      const others = group.filter((one) => one !== row).map((one) => one.rank);
      ties.set(
        row.facility,
        others.sort((a, b) => a - b),
      );
    }
    start = end;
  }
  return ties;
}

/** The scale of the bar, minutes: its last tick is the limit for level 1. */
export const SCALE_MINUTES = 45;

export interface Bar {
  /** Shares of the scale, 0 to 1. */
  driving: number;
  penalty: number;
  low: number;
  high: number;
  /** The score lies beyond the scale. */
  over: boolean;
}

export function barOf({ minutes, score }: Pick<Candidate, 'minutes' | 'score'>): Bar {
  const share = (value: number) => Math.min(1, Math.max(0, value / SCALE_MINUTES));
  const driving = share(minutes.value);
  return {
    driving,
    penalty: Math.max(0, share(score) - driving),
    low: share(minutes.low),
    high: share(minutes.high),
    over: score > SCALE_MINUTES,
  };
}

/** The unit as this case sees it: a patient does not take the bay from himself. */
export function unitFor(
  facility: FacilityState,
  kind: UnitKind,
  ownCase: string | null,
  now: number,
): UnitView | null {
  const own = ownCase !== null && facility.claims.some((claim) => claim.case === ownCase);
  const seen = own
    ? { ...facility, claims: facility.claims.filter((claim) => claim.case !== ownCase) }
    : facility;
  return viewUnit(seen, kind, now);
}
