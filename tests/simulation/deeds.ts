/** What people and machines do: each deed has a key and a mark, so that it can be found in the ledger whatever became of its answer. */
import type { Picture } from '#domain/picture.ts';
import { OVERRIDE_REASONS, STOP_SCOPES } from '#domain/words.ts';
import { HOSPITALS, PEOPLE, UNITS, type PersonName } from '../support/land.ts';
import type { Random } from './random.ts';

export interface Deed {
  /** Stands in a note, or is the position of a case. */
  mark: string;
  key: string;
  who: PersonName;
  method: 'PUT' | 'POST' | 'DELETE';
  path: string;
  body: unknown;
  /** What the outbox calls it: a later figure takes the place of an unsent one. */
  subject: string;
  /** Answers that said it was done, as text; all of them must be the same. */
  done: Set<string>;
  /** When the first of them was given, milliseconds. */
  doneAt: number | null;
  /** Refused for good at a page: with this status and code. */
  refused: string | null;
  /** A page holds its success in its hands. */
  acknowledged: boolean;
  attempts: number;
}

/** Makes deeds, and remembers them all. */
export class Deeds {
  readonly all = new Map<string, Deed>();
  #serial = 0;

  #make(
    deed: Pick<Deed, 'who' | 'method' | 'path' | 'body' | 'subject'> & { mark?: string },
  ): Deed {
    const whole: Deed = {
      ...{ mark: `op-${this.#serial}`, key: `key-${this.#serial}` },
      ...deed,
      ...{ done: new Set(), doneAt: null, refused: null, acknowledged: false, attempts: 0 },
    };
    this.all.set(whole.key, whole);
    return whole;
  }

  /** What a hospital does next by its own picture; null: nothing. */
  ofHospital(who: PersonName, picture: Picture, random: Random, at: string): Deed | null {
    this.#serial += 1;
    const note = `op-${this.#serial}`;
    const facility = random.pick(PEOPLE[who].scope.facilities);
    const path = `/facilities/${facility}`;
    const known = picture.facilities[facility];
    if (known === undefined) return null;
    const turn = random.below(10);
    const chosen = Object.values(picture.cases).find(
      (one) => one.decision?.facility === facility && one.closedAt === null,
    );
    if (turn < 3 && chosen !== undefined) {
      const answer = random.chance(0.8) ? 'accepted' : 'declined';
      const body = { answer, reason: note };
      const what = { path: `/cases/${chosen.id}/acknowledgement`, subject: `ask:${note}`, body };
      return this.#make({ who, method: 'POST', ...what });
    }
    if (turn < 4) {
      const scope = random.pick(STOP_SCOPES.filter((one) => one === 'facility' || one === 'ct'));
      const until = new Date(Date.parse(at) + random.between(20, 90) * 60_000).toISOString();
      const body = { scope, level: 'stop', reason: 'crowding', until, note };
      return this.#make({ ...{ who, method: 'POST', path: `${path}/stops` }, subject: note, body });
    }
    const stop = known.stops.find(({ endedAt }) => endedAt === null);
    if (turn < 5 && stop !== undefined) {
      const what = { path: `${path}/stops/${stop.id}`, subject: note, body: null, mark: '' };
      return this.#make({ who, method: 'DELETE', ...what });
    }
    const kind = random.pick(known.units.map((unit) => unit.kind));
    const available = kind === 'trauma-bay' ? random.between(0, 2) : random.between(0, 6);
    const body = { available, staffed: 8, occupied: random.between(0, 6), note };
    const what = { path: `${path}/units/${kind}`, subject: kind, body };
    return this.#make({ who, method: 'PUT', ...what });
  }

  /** A case of which nobody knows yet, at a place where no other is. */
  opening(who: PersonName, random: Random): Deed {
    this.#serial += 1;
    const position = this.#place(random);
    const body = { position, ageBand: '16-64', urgency: 'A1', category: 'TRAUMA_SEVERE' };
    const what = { path: '/cases', subject: 'case', body, mark: markOf(position) };
    return this.#make({ who, method: 'POST', ...what });
  }

  revising(who: PersonName, id: string, random: Random): Deed {
    this.#serial += 1;
    const position = this.#place(random);
    const category = random.pick(['TRAUMA_SEVERE', 'TRAUMA_MODERATE']);
    const body = { position, ageBand: '16-64', urgency: 'A1', category };
    const what = { path: `/cases/${id}`, subject: 'case', body, mark: markOf(position) };
    return this.#make({ who, method: 'PUT', ...what });
  }

  deciding(
    who: PersonName,
    id: string,
    seen: { seq: number; at: string; candidates: { facility: string }[] },
    random: Random,
  ): Deed {
    this.#serial += 1;
    const first = seen.candidates[0]?.facility;
    const facility = first === undefined || random.chance(0.3) ? random.pick(HOSPITALS).id : first;
    const note = `op-${this.#serial}`;
    const overrideReason = random.chance(0.7) ? random.pick(OVERRIDE_REASONS.slice(0, 4)) : null;
    const body = { facility, seq: seen.seq, at: seen.at, overrideReason, note };
    const what = { path: `/cases/${id}/decisions`, subject: 'decision', body };
    return this.#make({ who, method: 'POST', ...what });
  }

  /** `arrived` and such. It leaves no mark: that it is done once follows from the steps themselves. */
  step(who: PersonName, id: string, random: Random): Deed {
    this.#serial += 1;
    const status = random.pick(['en-route', 'arrived', 'handed-over', 'cancelled'] as const);
    const what = { path: `/cases/${id}/status`, subject: 'step', body: { status }, mark: '' };
    return this.#make({ who, method: 'POST', ...what });
  }

  /** A machine's figure. */
  figure(who: PersonName, random: Random): Deed {
    this.#serial += 1;
    const note = `op-${this.#serial}`;
    const kind = random.pick(UNITS);
    const path = `/facilities/${random.pick(PEOPLE[who].scope.facilities)}/units/${kind}`;
    const body = { available: random.between(0, 3), staffed: 8, note };
    return this.#make({ ...{ who, method: 'PUT', path }, subject: kind, body });
  }

  /** A thousandth of a degree is what the ledger keeps: each place is one apart. */
  #place(random: Random): { lat: number; lon: number } {
    const lat = Math.round((52 + this.#serial / 1_000) * 1_000) / 1_000;
    return { lat, lon: 4.5 + random.below(3) / 10 };
  }
}

export const markOf = ({ lat, lon }: { lat: number; lon: number }) =>
  `place ${lat.toFixed(3)} ${lon.toFixed(3)}`;
