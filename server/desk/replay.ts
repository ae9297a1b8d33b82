/**
 * Replays decisions: the picture as it was at the seq of the ranking that was seen, the case as it was then, the moment that was
 * used, the travel times that were kept; nobody is asked. Equal when the ranking computed anew has the hash that was stored.
 */
import { rankCase } from '#domain/cases/decide.ts';
import { ms } from '#domain/clock.ts';
import { subjects, type Advice, type Entry } from '#domain/entries.ts';
import type { CaseState, DecisionState, Picture } from '#domain/picture.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { DeskParts } from './parts.ts';

/** A decision computed anew beside what was stored of it. */
export interface Replay {
  identical: boolean;
  ranking: Ranking;
  /** As the advice stood in the ledger. */
  stored: Pick<Advice, 'hash' | 'order' | 'rejected' | 'software'>;
  /** Facilities whose place, tier, score or code differs from what was stored; empty when identical. */
  differences: string[];
  picture: Picture;
  at: number;
  /** The case as it was when the ranking was seen. */
  case: CaseState;
  decision: DecisionState;
  /** The entries of the case, oldest first: who did what when. */
  history: Entry[];
}

/** Ranks anew from the ledger as it was; null when the decision is not one of this case. */
export async function replayDecision(
  { live, ledger, digest }: DeskParts,
  caseId: string,
  decisionId: string,
): Promise<Replay | null> {
  const history = await ledger.read({ subject: subjects.case(caseId) });
  const made = history.find(
    (entry) => entry.kind === 'decision-made' && entry.body.decision.id === decisionId,
  );
  if (made?.kind !== 'decision-made') return null;
  const advice = await adviceFor(ledger, caseId, decisionId);
  const { decision } = made.body;
  const picture = await live.pictureAt(decision.seq);
  const one = picture?.cases[caseId];
  if (advice === null || picture === null || one === undefined) return null;
  const at = ms(decision.at);
  const ranking = rankCase(picture, one, at);
  const { hash, order, rejected, software } = advice;
  return {
    identical: digest(ranking) === hash,
    ranking,
    stored: { hash, order, rejected, software },
    differences: differencesBetween(ranking, advice),
    picture,
    at,
    case: one,
    decision,
    history,
  };
}

async function adviceFor(
  ledger: DeskParts['ledger'],
  caseId: string,
  decisionId: string,
): Promise<Advice | null> {
  const entries = await ledger.read({ subject: subjects.advice(caseId) });
  for (const entry of entries)
    if (entry.kind === 'advice-given' && entry.body.advice.decision === decisionId)
      return entry.body.advice;
  return null;
}

function differencesBetween(ranking: Ranking, advice: Advice): string[] {
  const place = (row: readonly [string, number, number, boolean], index: number) =>
    `${index + 1} ${row.slice(1).join(' ')}`;
  const now = new Map<string, string>();
  ranking.candidates.forEach((row, index) =>
    now.set(row.facility, place([row.facility, row.tier, row.score, row.tie], index)),
  );
  for (const row of ranking.rejected) now.set(row.facility, row.code);
  const then = new Map<string, string>();
  advice.order.forEach((row, index) => then.set(row[0], place(row, index)));
  for (const [facility, code] of advice.rejected) then.set(facility, code);
  const all = new Set([...now.keys(), ...then.keys()]);
  return [...all].filter((facility) => now.get(facility) !== then.get(facility)).sort();
}

/** A case that left the live picture, built from its own entries; null when there never was one. */
export async function caseFromLedger(
  { live, ledger }: DeskParts,
  caseId: string,
): Promise<{ one: CaseState; picture: Picture } | null> {
  const present = live.picture.cases[caseId];
  if (present !== undefined) return { one: present, picture: live.picture };
  const entries = await ledger.read({ subject: subjects.case(caseId) });
  const last = entries.findLast((entry) => entry.kind !== 'case-archived');
  if (last === undefined) return null;
  const picture = await live.pictureAt(last.seq);
  const one = picture?.cases[caseId];
  return one === undefined || picture === null ? null : { one, picture };
}
