/** What follows in a simulated case from the server's answers. */
import type { OverrideReason } from '../../server/domain/words.ts';
import type { Action, Result, SeenCase, SeenRanking } from './actions.ts';
import { plan, type CaseMoment, type SimCase } from './case.ts';

/** Takes in the server's answer and plans what follows from it. */
export function caseAnswered(
  one: SimCase,
  action: Action,
  result: Result,
  moment: CaseMoment,
): void {
  one.pending = false;
  if (!result.ok) return refusedCase(one, action, result, moment);
  const soon = (least: number, most: number) => one.due + one.random.between(least, most) * 1000;
  switch (action.kind) {
    case 'open-case':
    case 'revise-case': {
      const { id, ranking } = result.data as { id: string; ranking: SeenRanking };
      one.id = id;
      one.ranking = ranking;
      return;
    }
    case 'look':
      one.ranking = result.data as SeenRanking;
      if (one.ranking.candidates.length > 0) plan(one, 'decide', soon(4, 20));
      else plan(one, 'look', moment.now + 30_000);
      return;
    case 'decide': {
      const made = result.data as {
        id: string;
        facility: string;
        overrideReason: OverrideReason | null;
        overridden: boolean;
      };
      const minutes =
        one.ranking?.candidates.find((row) => row.facility === made.facility)?.minutes.value ?? 15;
      one.owes = made.overridden && made.overrideReason === null ? 'CREW_JUDGEMENT' : null;
      return decided(one, made.id, made.facility, minutes, moment);
    }
    case 'acknowledge':
      one.answered = true;
      if (action.body.answer === 'declined' && one.facility !== null) anotherHospital(one, moment);
      return;
    case 'status':
      if (action.body.status === 'handed-over' || action.body.status === 'cancelled')
        one.done = true;
      if (action.body.status === 're-routed') {
        one.facility = null;
        one.agenda = [];
        plan(one, 'look', soon(3, 10));
      }
      return;
    case 'reread':
      return standsElsewhere(one, result.data as SeenCase, moment);
    case 'explain':
    case 'observe':
    case 'start-stop':
    case 'end-stop':
  }
}

function refusedCase(
  one: SimCase,
  action: Action,
  { status, code }: Extract<Result, { ok: false }>,
  { now, lasting }: CaseMoment,
): void {
  if (action.kind === 'open-case') {
    one.done = true;
    return;
  }
  if (action.kind === 'decide' && (code === 'CLAIM_TAKEN' || code === 'PICTURE_MOVED')) {
    // As a dispatcher would: look at the new ranking, take its first.
    one.refused += 1;
    plan(one, 'look', now + one.random.between(3, 12) * 1000);
    return;
  }
  if (action.kind === 'reread' && status === 404) {
    one.done = true;
    return;
  }
  one.agenda = one.agenda.filter((event) => event.what !== 'reread');
  plan(one, 'reread', now + (status === 0 || status >= 500 ? lasting(0.5) : 2_000));
}

/** The journey from a decision on. */
function decided(
  one: SimCase,
  id: string,
  facility: string,
  minutes: number,
  moment: CaseMoment,
): void {
  const { random } = one;
  const { lasting, patientFacilities } = moment;
  const from = one.due;
  one.decision = id;
  one.facility = facility;
  one.answered = false;
  one.agenda = [];
  const answers = patientFacilities.has(facility)
    ? random.between(180, 360)
    : random.between(20, 90);
  plan(one, 'acknowledge', from + answers * 1000);
  if (one.owes !== null) plan(one, 'explain', from + lasting(random.between(4, 10)));
  const leaves = random.between(3, 12);
  const arrives = leaves + minutes * random.between(0.9, 1.25);
  const fate = random.next();
  if (fate < 0.02) return plan(one, 'cancelled', from + lasting(leaves));
  plan(one, 'en-route', from + lasting(leaves));
  if (fate < 0.035 && one.refused === 0) {
    one.refused += 1;
    return plan(one, 're-routed', from + lasting(leaves + minutes * 0.4));
  }
  plan(one, 'arrived', from + lasting(arrives));
  plan(one, 'handed-over', from + lasting(arrives + random.between(8, 22)));
}

/** The hospital cannot take the patient: it is left out and the next one chosen. */
function anotherHospital(one: SimCase, { now }: CaseMoment): void {
  if (one.facility !== null)
    one.excluded = [{ facility: one.facility, reason: 'HOSPITAL_REFUSED' }];
  one.agenda = [];
  plan(one, 'revise', now + one.random.between(4, 12) * 1000);
  plan(one, 'look', now + one.random.between(13, 20) * 1000);
}

/** Goes on from how the case was found: people at the desks have a hand in it too. */
function standsElsewhere(one: SimCase, seen: SeenCase, moment: CaseMoment): void {
  one.agenda = [];
  if (seen.status === 'handed-over' || seen.status === 'cancelled') {
    one.done = true;
    return;
  }
  if (seen.status === 'arrived')
    return plan(one, 'handed-over', moment.now + moment.lasting(one.random.between(5, 15)));
  if (seen.decision === null || seen.status === 'open')
    return plan(one, 'look', moment.now + moment.lasting(one.random.between(2, 5)));
  one.owes = null;
  decided(one, seen.decision.id, seen.decision.facility, 15, moment);
  one.answered = seen.acknowledgement !== null;
}
