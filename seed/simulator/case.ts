/**
 * A simulated case: an agenda of what its dispatcher, its crew and the chosen hospital do next, one thing at a time, each after the
 * answer to the one before. What somebody else does to the case meanwhile is accepted as it is.
 */
import type { OverrideReason } from '../../server/domain/words.ts';
import type { Action, CaseBody, SeenRanking } from './actions.ts';
import type { Patient } from './patients.ts';
import { chooseFrom, type Preference } from './choice.ts';
import type { Random } from './random.ts';

type Event =
  | 'open'
  | 'revise'
  | 'look'
  | 'decide'
  | 'explain'
  | 'acknowledge'
  | 'en-route'
  | 'arrived'
  | 'handed-over'
  | 're-routed'
  | 'cancelled'
  | 'reread';

export interface SimCase extends Preference {
  number: number;
  room: string;
  patient: Patient;
  /** The server's id. */
  id: string | null;
  agenda: { at: number; what: Event }[];
  pending: boolean;
  /** Real time at which the last thing was due; long ago for what is made up for at the start. */
  due: number;
  told: number;
  excluded: NonNullable<CaseBody['excluded']>;
  ranking: SeenRanking | null;
  facility: string | null;
  decision: string | null;
  owes: OverrideReason | null;
  answered: boolean;
  /** Times that a decision was refused for news. */
  refused: number;
  done: boolean;
  random: Random;
}

/** Real milliseconds that the given minutes of the simulation last. */
export type Lasting = (minutes: number) => number;

export interface CaseMoment {
  now: number;
  lasting: Lasting;
  /** Hospitals whose people may want to answer themselves before the simulation does. */
  patientFacilities: ReadonlySet<string>;
}

/** `opened`: real time of the call, in the past for cases that run at the start. `waits`: minutes until its dispatcher decides. */
export function createCase(
  base: Pick<SimCase, 'number' | 'room' | 'patient' | 'destined' | 'random'>,
  opened: number,
  waits: number,
  lasting: Lasting,
): SimCase {
  const { patient, random } = base;
  const later = patient.known.length - 1;
  const agenda: SimCase['agenda'] = [{ at: opened, what: 'open' }];
  for (let nth = 1; nth <= later; nth += 1)
    agenda.push({
      at: opened + lasting((waits * nth) / (later + 1) + random.between(0, 0.5)),
      what: 'revise',
    });
  agenda.push({ at: opened + lasting(waits), what: random.chance(0.8) ? 'look' : 'decide' });
  return {
    ...base,
    id: null,
    agenda,
    pending: false,
    due: opened,
    told: 0,
    excluded: [],
    ranking: null,
    facility: null,
    decision: null,
    owes: null,
    answered: false,
    refused: 0,
    done: false,
  };
}

/** The next thing that is due, if it is; the case then waits for its result. */
export function nextAction(one: SimCase, { now }: CaseMoment): Action | null {
  if (one.pending || one.done) return null;
  const event = one.agenda[0];
  if (event === undefined || event.at > now) return null;
  one.agenda.shift();
  one.due = event.at;
  const action = actionFor(one, event.what);
  one.pending = action !== null;
  return action;
}

function actionFor(one: SimCase, what: Event): Action | null {
  const { number: patient, room, id } = one;
  if (what === 'open') return { kind: 'open-case', patient, room, body: bodyOf(one) };
  if (id === null) return null;
  const of = { patient, room, case: id };
  switch (what) {
    case 'revise':
      one.told = Math.min(one.told + 1, one.patient.known.length - 1);
      return { kind: 'revise-case', ...of, body: bodyOf(one) };
    case 'look':
      return { kind: 'look', ...of };
    case 'reread':
      return { kind: 'reread', ...of };
    case 'decide': {
      const body = chooseFrom(one.ranking, one, one.patient, one.random);
      if (body === null) return { kind: 'look', ...of };
      return { kind: 'decide', ...of, body };
    }
    case 'explain': {
      const { decision, owes } = one;
      if (decision === null || owes === null) return null;
      one.owes = null;
      return { kind: 'explain', ...of, decision, body: { overrideReason: owes } };
    }
    case 'acknowledge': {
      const { facility } = one;
      if (facility === null || one.answered) return null;
      const declined = one.refused === 0 && one.excluded.length === 0 && one.random.chance(0.04);
      return {
        kind: 'acknowledge',
        ...of,
        facility,
        body: declined
          ? { answer: 'declined', reason: 'Opnamestop, geen plek' }
          : { answer: 'accepted' },
      };
    }
    default:
      return { kind: 'status', ...of, body: { status: what } };
  }
}

function bodyOf(one: SimCase): CaseBody {
  const body = one.patient.known[one.told] ?? one.patient.known[0];
  if (body === undefined) throw new Error('a patient of whom nothing is known');
  return one.excluded.length === 0 ? body : { ...body, excluded: one.excluded };
}

/** Puts something on the agenda, real time. */
export function plan(one: SimCase, what: Event, at: number): void {
  one.agenda.push({ at, what });
  one.agenda.sort((a, b) => a.at - b.at);
}
