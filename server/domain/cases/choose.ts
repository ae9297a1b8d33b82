/**
 * Decides on a destination: checks what was seen against what is, holds the bay, remembers advice and choice. A decision is
 * refused only for news. Source: contract, `POST /cases/{id}/decisions` and "Claim"; routing rules 6.6 and 6.7.
 */
import { viewUnit } from '../capacity/unit-view.ts';
import { iso, MINUTE } from '../clock.ts';
import { subjects, type Advice, type NewEntry } from '../entries.ts';
import type {
  Actor,
  CaseState,
  ClaimState,
  DecisionState,
  FacilityState,
  Iso,
  Picture,
  TextRef,
} from '../picture.ts';
import { refuse, type Decision, type Refusal } from '../refusal.ts';
import type { Policy } from '../routing/policy.ts';
import type { Candidate, Ranking } from '../routing/ranking.ts';
import { tenthsOf } from '../routing/site.ts';
import { minutesAt, type MinutesRange } from '../routing/travel.ts';
import type { Category, UnitKind } from '../words.ts';
import type { DecisionInput } from './commands.ts';
import { policyOf, rankCase } from './decide.ts';

/** Units that a claim can hold: scarce, one patient each. */
const SCARCE: readonly UnitKind[] = ['trauma-bay', 'icu'];

/** A choice as the desk hands it over, with the ids that it will get. */
export interface ChooseCommand {
  case: string;
  input: DecisionInput;
  note: TextRef | null;
  ids: { decision: string; claim: string; advice: string };
}

/** The picture and the moment of the ranking that was seen. */
export interface Seen {
  picture: Picture;
  at: number;
}

export type Choice = Decision | (Refusal & { ranking: Ranking });

/** The decision and its claim, or why it is refused: only for news (contract, "Claim"). */
export function choose(
  picture: Picture,
  seen: Seen,
  command: ChooseCommand,
  by: Actor,
  now: number,
  record: (ranking: Ranking) => Pick<Advice, 'hash' | 'software'>,
): Choice {
  const { input } = command;
  const one = picture.cases[command.case];
  if (one === undefined) return refuse('UNKNOWN_CASE');
  if (one.closedAt !== null) return refuse('CASE_CLOSED');
  if (one.status === 'arrived') return refuse('CASE_ARRIVED');
  const facility = picture.facilities[input.facility];
  if (facility === undefined) return refuse('UNKNOWN_FACILITY', 'facility');
  const then = seen.picture.cases[one.id];
  if (then === undefined) return refuse('SEQ_BEFORE_CASE', 'seq');

  const seenRanking = rankCase(seen.picture, then, seen.at);
  const chosen = seenRanking.candidates.find((row) => row.facility === facility.id) ?? null;
  const rejected = seenRanking.rejected.find((row) => row.facility === facility.id) ?? null;
  if (chosen === null && rejected === null) return refuse('UNKNOWN_FACILITY', 'facility');

  const overridden = chosen?.rank !== 1;
  const owes = overridden && input.overrideReason === null;
  if (owes && (chosen === null || mustExplainAtOnce(one)))
    return refuse('OVERRIDE_REASON_REQUIRED', 'overrideReason');
  if (input.overrideReason === 'OTHER' && command.note === null)
    return refuse('NOTE_REQUIRED', 'note');

  const news = newsAgainst(picture, seen.picture, one, facility, chosen, seenRanking, input, now);
  if (news !== null) return news;

  const policy = policyOf(picture);
  const claim = claimFor(picture, one, facility, policy, command.ids.claim, now);
  const decision: DecisionState = {
    id: command.ids.decision,
    case: one.id,
    facility: facility.id,
    seq: seen.picture.seq,
    at: iso(seen.at),
    decidedAt: iso(now),
    policy: seenRanking.policy,
    rank: chosen?.rank ?? null,
    tie: chosen?.tie ?? false,
    overridden,
    overrideReason: overridden ? input.overrideReason : null,
    note: command.note,
    advised: seenRanking.candidates[0]?.facility ?? null,
    replaces: one.claim?.id ?? null,
    by,
  };
  return written(picture, one, decision, claim, {
    ...adviceOf(seenRanking, then, 'decided', command.ids.advice, iso(now)),
    ...record(seenRanking),
    decision: decision.id,
  });
}

/** A0, A1 and unknown urgency may explain afterwards; the others at once (routing rules 6.6). */
function mustExplainAtOnce(one: CaseState): boolean {
  return one.urgency === 'A2' || one.urgency === 'B';
}

function newsAgainst(
  picture: Picture,
  seen: Picture,
  one: CaseState,
  facility: FacilityState,
  chosen: Candidate | null,
  seenRanking: Ranking,
  input: DecisionInput,
  now: number,
): (Refusal & { ranking: Ranking }) | null {
  const ranking = rankCase(picture, one, now);
  const taker = whoTookTheLastBay(picture, seen, one, facility, now);
  if (taker !== null) return { ...refuse('CLAIM_TAKEN', 'facility', taker), ranking };
  if (chosen === null || input.overrideReason !== null) return null;
  const { tieWidth } = policyOf(picture);
  const isRejected = ranking.rejected.some((row) => row.facility === facility.id);
  const moved =
    leads(seenRanking, facility.id, tieWidth) &&
    (isRejected || !leads(ranking, facility.id, tieWidth));
  if (moved || isRejected)
    return { ...refuse('PICTURE_MOVED', 'seq', { seq: picture.seq }), ranking };
  return null;
}

/** First, or tied with the first. */
function leads(ranking: Ranking, facility: string, tieWidth: number): boolean {
  const first = ranking.candidates[0];
  const row = ranking.candidates.find((candidate) => candidate.facility === facility);
  if (first === undefined || row === undefined) return false;
  if (row === first) return true;
  if (!row.tie || !first.tie || row.tier !== first.tier) return false;
  // Ties are groups that stand together: every row between the first and this one is tied.
  const group = ranking.candidates.slice(0, row.rank);
  const scores = group.map((candidate) => candidate.score);
  return (
    group.every((candidate) => candidate.tie && candidate.tier === first.tier) &&
    tenthsOf(Math.max(...scores) - Math.min(...scores)) < tenthsOf(tieWidth)
  );
}

/** The other case that claimed the last free bay since the picture that was seen; null when there is no such news. */
function whoTookTheLastBay(
  picture: Picture,
  seen: Picture,
  one: CaseState,
  facility: FacilityState,
  now: number,
): { unitKind: UnitKind; claim: string } | null {
  const then = seen.facilities[facility.id];
  const needed = policyOf(picture).needs[one.classification.category].units;
  if (then === undefined) return null;
  for (const kind of SCARCE) {
    if (!needed.includes(kind)) continue;
    // The bay is what the contract guards; a last ICU bed is weighed in the ranking, never refused.
    if (kind !== 'trauma-bay') continue;
    const was = viewUnit(then, kind, now)?.effectiveAvailable ?? null;
    const is = viewUnit(facility, kind, now)?.effectiveAvailable ?? null;
    if (was === null || was < 1 || is === null || is > 0) continue;
    const taker = facility.claims.find(
      (claim) =>
        claim.unitKinds.includes(kind) &&
        claim.case !== one.id &&
        !then.claims.some((earlier) => earlier.id === claim.id),
    );
    if (taker !== undefined) return { unitKind: kind, claim: taker.id };
  }
  return null;
}

/** Transport to the facility at the urgency of the case, with its range; null when it could not be reckoned. */
export function transportOf(one: CaseState, facility: string): MinutesRange | null {
  const time = one.travelTimes?.to[facility];
  return time === undefined ? null : minutesAt(time, one.urgency);
}

/** Expected arrival of who leaves the scene at `leaves` (milliseconds), and the end of the claim (routing rules 6.7). */
export function expectedArrival(
  transport: MinutesRange | null,
  leaves: number,
  policy: Policy,
): Pick<ClaimState, 'etaRange' | 'expiresAt'> & { etaAt: Iso } {
  const at = (minutes: number) => leaves + minutes * MINUTE;
  const eta = at(transport?.value ?? 0);
  return {
    etaAt: iso(eta),
    etaRange:
      transport === null ? null : { from: iso(at(transport.low)), to: iso(at(transport.high)) },
    expiresAt: iso(eta + policy.claimMinutesAfterEta * MINUTE),
  };
}

/** Arrival = decision + scene time + transport; the claim ends some minutes after it (routing rules 6.7). */
export function claimFor(
  picture: Picture,
  one: CaseState,
  facility: FacilityState,
  policy: Policy,
  id: string,
  now: number,
): ClaimState {
  const needed = policy.needs[one.classification.category].units.filter((kind) =>
    SCARCE.includes(kind),
  );
  const held: UnitKind[] = [];
  const lacking: UnitKind[] = [];
  for (const kind of needed) {
    const unit = viewUnit(withoutOwnClaim(facility, one), kind, now);
    // Unknown is not full: the bay is held and the hospital warned.
    if (unit === null || unit.effectiveAvailable === 0) lacking.push(kind);
    else held.push(kind);
  }
  const scene = isTrauma(one.classification.category)
    ? policy.sceneMinutes.trauma
    : policy.sceneMinutes.other;
  return {
    id,
    case: one.id,
    unitKinds: held,
    lacking,
    ...expectedArrival(transportOf(one, facility.id), now + scene * MINUTE, policy),
    arrivedAt: null,
  };
}

const isTrauma = (category: Category) =>
  category.startsWith('TRAUMA_') || category === 'TBI_SEVERE';

/** A second decision for the same hospital does not find its own bay taken. */
function withoutOwnClaim(facility: FacilityState, one: CaseState): FacilityState {
  const claims = facility.claims.filter((claim) => claim.case !== one.id);
  return claims.length === facility.claims.length ? facility : { ...facility, claims };
}

function written(
  picture: Picture,
  one: CaseState,
  decision: DecisionState,
  claim: ClaimState,
  advice: Advice,
): Decision {
  const units = new Set(claim.unitKinds.map((kind) => subjects.unit(decision.facility, kind)));
  const held = [...units];
  if (one.claim !== null && one.decision !== null)
    for (const kind of one.claim.unitKinds) units.add(subjects.unit(one.decision.facility, kind));
  const entries: NewEntry[] = [
    {
      kind: 'decision-made',
      subject: subjects.case(one.id),
      also: [...units],
      body: { case: one.id, decision, claim },
    },
    { kind: 'advice-given', subject: subjects.advice(one.id), body: { advice } },
  ];
  if (decision.overrideReason === 'CAPACITY_WRONG') entries.push(qualityTicket(decision));
  const versionOf = (subject: string) => {
    const kind = subject.slice(subject.indexOf('/') + 1);
    return (
      picture.facilities[decision.facility]?.units.find((unit) => unit.kind === kind)?.version ?? 0
    );
  };
  return {
    ok: true,
    entries,
    guards: [
      { subject: subjects.case(one.id), version: one.version },
      ...held.map((subject) => ({ subject, version: versionOf(subject) })),
    ],
  };
}

/** The figures of a hospital that was advised turned out wrong: its own people are told (routing rules 6.6). */
export function qualityTicket(decision: DecisionState): NewEntry {
  const facility = decision.advised ?? decision.facility;
  return {
    kind: 'quality-reported',
    subject: subjects.quality(facility),
    body: { facility, decision: decision.id, reason: 'CAPACITY_WRONG' },
  };
}

/** A ranking as it is kept, without what its hash and the software's version say. */
export function adviceOf(
  ranking: Ranking,
  one: CaseState,
  occasion: Advice['occasion'],
  id: string,
  askedAt: string,
): Omit<Advice, 'hash' | 'software'> {
  return {
    id,
    case: one.id,
    occasion,
    decision: null,
    seq: ranking.seq,
    at: ranking.at,
    askedAt,
    policy: ranking.policy,
    ruleSet: one.classification.ruleSet,
    travelEngine: ranking.travelTimes.engine,
    caseVersion: one.version,
    order: ranking.candidates.map((row) => [row.facility, row.tier, row.score, row.tie]),
    rejected: ranking.rejected.map((row) => [row.facility, row.code]),
  };
}
