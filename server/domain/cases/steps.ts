/** Decides on what happens after a destination was chosen: the hospital's answer, the journey, the reason given afterwards. */
import { iso } from '../clock.ts';
import { subjects, type NewEntry } from '../entries.ts';
import type { Actor, CaseState, DecisionState, Picture, TextRef } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';
import type { Acknowledgement, CaseStatus, CaseStep, OverrideReason } from '../words.ts';
import { qualityTicket, expectedArrival, transportOf } from './choose.ts';
import { policyOf } from './decide.ts';

/** Steps that can follow a status. Source: routing rules 6.7 (somebody says where the patient is). */
const NEXT: Record<CaseStatus, readonly CaseStep[]> = {
  open: ['cancelled'],
  decided: ['en-route', 'arrived', 'handed-over', 'cancelled', 're-routed'],
  'en-route': ['en-route', 'arrived', 'handed-over', 'cancelled', 're-routed'],
  arrived: ['handed-over'],
  'handed-over': [],
  cancelled: [],
};

/** The answer of the chosen hospital: a message, not a veto; the claim stays (routing rules 6.6). */
export function acknowledge(
  picture: Picture,
  command: {
    case: string;
    facilities: readonly string[];
    answer: Acknowledgement;
    reason: TextRef | null;
  },
  by: Actor,
  now: number,
): Decision {
  const one = picture.cases[command.case];
  if (one === undefined) return refuse('UNKNOWN_CASE');
  if (one.closedAt !== null) return refuse('CASE_CLOSED');
  const { decision } = one;
  if (decision === null) return refuse('CASE_NOT_DECIDED');
  if (!command.facilities.includes(decision.facility)) return refuse('NOT_THE_CHOSEN_HOSPITAL');
  return caseEntries(one, [
    {
      kind: 'case-acknowledged',
      subject: subjects.case(one.id),
      body: {
        case: one.id,
        acknowledgement: {
          answer: command.answer,
          reason: command.reason,
          facility: decision.facility,
          decision: decision.id,
          at: iso(now),
          by,
        },
      },
    },
  ]);
}

/** The entry of a step, or why it does not follow the present status. */
export function step(
  picture: Picture,
  command: { case: string; step: CaseStep },
  by: Actor,
  now: number,
): Decision {
  const one = picture.cases[command.case];
  if (one === undefined) return refuse('UNKNOWN_CASE');
  if (one.closedAt !== null) return refuse('CASE_CLOSED');
  if (!NEXT[one.status].includes(command.step))
    return refuse('STEP_NOT_POSSIBLE', 'status', { status: one.status, step: command.step });
  // A person who closes a case owes the reason of an override; a machine reports facts and is not asked.
  if (command.step === 'handed-over' && by.kind === 'account' && owesReason(one))
    return refuse('OVERRIDE_REASON_REQUIRED', null, { decision: one.decision?.id });
  const units = (one.claim?.unitKinds ?? []).map((kind) =>
    subjects.unit(one.decision?.facility ?? '', kind),
  );
  return caseEntries(one, [
    {
      kind: 'case-status-changed',
      subject: subjects.case(one.id),
      also: units,
      body: {
        case: one.id,
        step: command.step,
        at: iso(now),
        renewed: command.step === 'en-route' ? renewed(picture, one, now) : null,
      },
    },
  ]);
}

/** An override without its reason: the case stays listed as owing it. */
export function owesReason(one: Pick<CaseState, 'decision'>): boolean {
  return one.decision !== null && one.decision.overridden && one.decision.overrideReason === null;
}

/** The crew left the scene: arrival is now + transport. */
function renewed(
  picture: Picture,
  one: CaseState,
  now: number,
): ReturnType<typeof expectedArrival> | null {
  const transport = one.decision === null ? null : transportOf(one, one.decision.facility);
  return transport === null ? null : expectedArrival(transport, now, policyOf(picture));
}

/** `earlier`: the decision as the ledger holds it, for one that was replaced or given up since and owes its reason all the same. */
export function explainOverride(
  picture: Picture,
  command: {
    case: string;
    decision: string;
    reason: OverrideReason;
    note: TextRef | null;
    earlier?: DecisionState | null;
  },
): Decision {
  const one = picture.cases[command.case];
  if (one === undefined) return refuse('UNKNOWN_CASE');
  const decision = [one.decision, command.earlier].find((made) => made?.id === command.decision);
  if (!decision) return refuse('UNKNOWN_DECISION');
  if (!decision.overridden) return refuse('NOT_OVERRIDDEN');
  if (command.reason === 'OTHER' && command.note === null) return refuse('NOTE_REQUIRED', 'note');
  const entries: NewEntry[] = [
    {
      kind: 'override-explained',
      subject: subjects.case(one.id),
      body: {
        case: one.id,
        decision: command.decision,
        reason: command.reason,
        note: command.note,
      },
    },
  ];
  if (command.reason === 'CAPACITY_WRONG') entries.push(qualityTicket(decision));
  return caseEntries(one, entries);
}

/** A case is archived so long after it was closed: it leaves the live picture, never the ledger. */
export const ARCHIVE_AFTER_HOURS = 24;

function caseEntries(one: CaseState, entries: NewEntry[]): Decision {
  return {
    ok: true,
    entries,
    guards: [{ subject: subjects.case(one.id), version: one.version }],
  };
}
