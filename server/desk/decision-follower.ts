/** Keeps the decision log up with the ledger: a row a decision, with what is needed to find it and to say who may see it. */
import {
  DECISION_LOG_KINDS,
  type DecisionEntry,
  type DecisionLog,
  type DecisionRow,
} from '../../db/decision-log.ts';
import { EVENT_LOOP, type Clockwork } from '../../db/clockwork.ts';
import type { Ledger } from '../../db/ledger.ts';
import type { Picture } from '#domain/picture.ts';
import type { Change, LivePicture } from './live-picture.ts';

/** The row of a decision, made from the picture after it. */
export function decisionRow(entry: DecisionEntry, after: Picture): DecisionRow | null {
  const { decision } = entry.body;
  const one = after.cases[entry.body.case];
  const facility = after.facilities[decision.facility];
  if (one === undefined || facility === undefined) return null;
  const told = [...new Set([...Object.keys(one.lost), decision.facility])].sort();
  const regions = told.flatMap((id) => after.facilities[id]?.region ?? []);
  return {
    decisionId: decision.id,
    seq: entry.seq,
    at: decision.decidedAt,
    caseId: one.id,
    caseNumber: one.number,
    room: one.room,
    caseRegion: one.region,
    facility: facility.id,
    facilityRegion: facility.region,
    toldFacilities: [facility.id],
    toldRegions: [...new Set(regions)].sort(),
    overridden: decision.overridden,
    overrideReason: decision.overrideReason,
    tie: decision.tie,
    rank: decision.rank,
    advised: decision.advised,
    policyId: decision.policy.id,
    policyVersion: decision.policy.version,
    urgency: one.urgency,
    category: one.classification.category,
    red: one.classification.redCriteria.length > 0,
    facilityLevel: facility.traumaLevel,
    facilityDesignated: facility.designatedTraumaCentre,
    replaces: decision.replaces,
    noteId: decision.note?.id ?? null,
  };
}

/** What could not be written is tried again so much later, milliseconds, or with the next entry. */
const AGAIN_MS = 1_000;

/** Takes in what the log missed while the server was away, then follows. Returns how to stop. */
export async function followDecisions(
  log: DecisionLog,
  ledger: Ledger,
  live: LivePicture,
  clockwork: Clockwork = EVENT_LOOP,
): Promise<() => void> {
  const since = await log.lastSeq();
  // Listen first: what comes in meanwhile is passed over by its seq when it comes a second time.
  const missedWhileReading: Change[] = [];
  let reading = true;
  /** Not written yet: the log goes on from its last entry, so that none may be passed over, not even while the disk is full. */
  let waiting: readonly Change[] = [];
  let callOff = () => {};
  const take = (changes: readonly Change[]) => {
    waiting = waiting.length === 0 ? changes : [...waiting, ...changes];
    const after = new Map(waiting.map((change) => [change.entry.seq, change.after]));
    callOff();
    try {
      log.apply(
        waiting.map((change) => change.entry),
        (entry) => decisionRow(entry, after.get(entry.seq) ?? live.picture),
      );
    } catch (fault) {
      callOff = clockwork.after(AGAIN_MS, again);
      throw fault;
    }
    waiting = [];
  };
  const again = () => {
    try {
      take([]);
    } catch {
      // Said when it failed first; it is tried again until it passes.
    }
  };
  const stop = live.listen((changes) => {
    if (reading) missedWhileReading.push(...changes);
    else take(changes);
  });
  const rows = new Map<number, DecisionRow | null>();
  const missed = await ledger.read({ after: since, kinds: DECISION_LOG_KINDS });
  for (const entry of missed) {
    if (entry.kind !== 'decision-made') continue;
    const after = await live.pictureAt(entry.seq);
    rows.set(entry.seq, after === null ? null : decisionRow(entry, after));
  }
  log.apply(missed, (entry) => rows.get(entry.seq) ?? null);
  reading = false;
  take(missedWhileReading);
  return () => {
    callOff();
    stop();
  };
}
