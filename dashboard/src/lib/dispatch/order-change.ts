/**
 * Why the order changed: two successive rankings compared, and what happened between them. Pure: facts only, the sentence is
 * made elsewhere. A hospital that merely made room for another is not told of.
 */
import type { Classification } from '#domain/cases/classification.ts';
import { parseUnitSubject, type AudienceEntry } from '#domain/entries.ts';
import type { Category, PenaltyCode, RejectionCode, StopScope, UnitKind } from '#domain/words.ts';
import type { Candidate, Facts, Ranking } from '#domain/routing/ranking.ts';
import type { DraftChange } from './draft-parts.ts';

/** A ranking and what it rested on. */
export interface Moment {
  ranking: Ranking;
  classification: Classification;
}

/** Where a hospital stands. Fallback are the tiers after the advice. */
export type Standing =
  | { is: 'ranked'; rank: number; tier: number }
  | { is: 'rejected'; code: RejectionCode; because: Facts };

export interface PenaltyChange {
  code: PenaltyCode;
  /** Equivalent minutes; null when it was not, or is no longer, listed. */
  from: number | null;
  to: number | null;
  because: Facts;
}

export interface Move {
  facility: string;
  from: Standing;
  to: Standing;
  /** Equivalent minutes, one decimal; null when one of the two was a rejection. */
  scoreChange: number | null;
  /** Transport minutes, the same. */
  drivingChange: number | null;
  penalties: PenaltyChange[];
}

/** What happened between the two: what was entered here, and what was heard of hospitals. */
export interface Happened {
  entered: DraftChange[];
  heard: Heard[];
}

export type Heard =
  | { of: 'unit'; facility: string; kind: UnitKind }
  | { of: 'stop'; facility: string; scope: StopScope | null; started: boolean }
  | { of: 'claim'; facility: string }
  | { of: 'policy' };

export interface OrderChange {
  /** Milliseconds, of the later ranking. */
  at: number;
  /** Hospitals with a reason of their own, the weightiest first. */
  moves: Move[];
  /** Criteria that were met or are met no longer. */
  criteria: { code: string; colour: 'red' | 'yellow'; met: boolean }[];
  category: { from: Category; to: Category } | null;
  /** The first of the list before and after. */
  first: { from: string | null; to: string | null };
  /** Whether any hospital stands elsewhere than before. */
  reordered: boolean;
  happened: Happened;
}

function standings(ranking: Ranking): Map<string, Standing> {
  const all = new Map<string, Standing>();
  for (const { facility, rank, tier } of ranking.candidates)
    all.set(facility, { is: 'ranked', rank, tier });
  for (const { facility, code, because } of ranking.rejected)
    all.set(facility, { is: 'rejected', code, because });
  return all;
}

const tenth = (value: number) => Math.round(value * 10) / 10;

function penaltyChanges(before: Candidate, after: Candidate): PenaltyChange[] {
  const sums = (row: Candidate) => {
    const byCode = new Map<PenaltyCode, { minutes: number; because: Facts }>();
    for (const { code, minutes, because } of row.penalties) {
      const known = byCode.get(code);
      byCode.set(code, { minutes: (known?.minutes ?? 0) + minutes, because });
    }
    return byCode;
  };
  const [was, is] = [sums(before), sums(after)];
  const changes: PenaltyChange[] = [];
  for (const code of new Set([...was.keys(), ...is.keys()])) {
    const from = was.get(code);
    const to = is.get(code);
    if (from !== undefined && to !== undefined && tenth(from.minutes - to.minutes) === 0) continue;
    changes.push({
      code,
      from: from?.minutes ?? null,
      to: to?.minutes ?? null,
      because: (to ?? from)!.because,
    });
  }
  return changes;
}

function sameStanding(a: Standing, b: Standing): boolean {
  if (a.is === 'ranked' && b.is === 'ranked') return a.rank === b.rank && a.tier === b.tier;
  return a.is === 'rejected' && b.is === 'rejected' && a.code === b.code;
}

/** Whether the hospital has a reason of its own; a mere shift of rank has none. */
function hasOwnReason({ from, to, penalties, drivingChange }: Move): boolean {
  if (from.is !== to.is) return true;
  if (from.is === 'ranked' && to.is === 'ranked' && from.tier !== to.tier) return true;
  if (from.is === 'rejected' && to.is === 'rejected') return from.code !== to.code;
  return penalties.length > 0 || (drivingChange !== null && drivingChange !== 0);
}

const rankOf = (standing: Standing) => (standing.is === 'ranked' ? standing.rank : 1_000);

/** News from outside is told of hospitals that stand, or stood, so high; what was entered here of all. */
export const NEWS_WITHIN = 8;

/** Null when nothing that a reader would want to know became different. */
export function orderChange(before: Moment, after: Moment, happened: Happened): OrderChange | null {
  const was = standings(before.ranking);
  const is = standings(after.ranking);
  const rowsBefore = new Map(before.ranking.candidates.map((row) => [row.facility, row]));
  const rowsAfter = new Map(after.ranking.candidates.map((row) => [row.facility, row]));
  const moves: Move[] = [];
  let reordered = false;
  for (const [facility, to] of is) {
    const from = was.get(facility);
    if (from === undefined) continue;
    const [a, b] = [rowsBefore.get(facility), rowsAfter.get(facility)];
    const both = a !== undefined && b !== undefined;
    const move: Move = {
      facility,
      from,
      to,
      scoreChange: both ? tenth(b.score - a.score) : null,
      drivingChange: both ? tenth(b.minutes.value - a.minutes.value) : null,
      penalties: both ? penaltyChanges(a, b) : [],
    };
    const stays = sameStanding(from, to);
    reordered ||= !stays;
    const isNewFirst = to.is === 'ranked' && to.rank === 1 && rankOf(from) !== 1;
    if (isNewFirst || hasOwnReason(move)) moves.push(move);
  }
  const criteria = criteriaChanges(before.classification, after.classification);
  const category =
    before.classification.category === after.classification.category
      ? null
      : { from: before.classification.category, to: after.classification.category };
  const isOurs = happened.entered.length > 0;
  const told = moves.filter(
    ({ from, to }) => isOurs || Math.min(rankOf(from), rankOf(to)) <= NEWS_WITHIN,
  );
  if (!isOurs && told.length === 0 && criteria.length === 0 && category === null) return null;
  if (told.length === 0 && !reordered && criteria.length === 0 && category === null) return null;
  told.sort((a, b) => weight(a) - weight(b) || (a.facility < b.facility ? -1 : 1));
  return {
    at: Date.parse(after.ranking.at),
    moves: told,
    criteria,
    category,
    first: {
      from: before.ranking.candidates[0]?.facility ?? null,
      to: after.ranking.candidates[0]?.facility ?? null,
    },
    reordered,
    happened,
  };
}

/** The new first, then by the better of the two places. */
function weight({ from, to }: Move): number {
  if (rankOf(to) === 1 && rankOf(from) !== 1) return -1;
  return Math.min(rankOf(from), rankOf(to));
}

function criteriaChanges(a: Classification, b: Classification): OrderChange['criteria'] {
  const changes: OrderChange['criteria'] = [];
  for (const [colour, list] of [
    ['red', 'redCriteria'],
    ['yellow', 'yellowCriteria'],
  ] as const) {
    for (const code of b[list])
      if (!a[list].includes(code)) changes.push({ code, colour, met: true });
    for (const code of a[list])
      if (!b[list].includes(code)) changes.push({ code, colour, met: false });
  }
  return changes;
}

/** What an entry tells of hospitals; the case's own entries tell nothing that was not entered here. */
export function heardIn(entry: AudienceEntry, ownCase: string | null): Heard[] {
  if (entry.shown === undefined) {
    switch (entry.kind) {
      case 'unit-observed': {
        const unit = parseUnitSubject(entry.subject);
        return unit === null ? [] : [{ of: 'unit', ...unit }];
      }
      case 'stop-started': {
        const { facility, stop } = entry.body;
        return [{ of: 'stop', facility, scope: stop.scope, started: true }];
      }
      case 'stop-ended':
        return [{ of: 'stop', facility: entry.body.facility, scope: null, started: false }];
      case 'policy-adopted':
        return [{ of: 'policy' }];
      default:
        return [];
    }
  }
  if (ownCase !== null && entry.subject === `case:${ownCase}`) return [];
  return entry.shown.facilities.map(({ id }) => ({ of: 'claim', facility: id }));
}

/** What was heard of this hospital that bears on its move; the newest first. */
export function heardOf(happened: Happened, facility: string): Heard[] {
  return happened.heard
    .filter((one) => one.of !== 'policy' && one.facility === facility)
    .toReversed();
}
