/**
 * The simulated Netherlands: hospitals that fill and empty and report, patients that are found and brought. Deterministic: the
 * same seed, times and answers give the same actions. It has no clock and knows no network; `step` says what would be asked of
 * the server now and `learn` takes in what it said.
 */
import { seedBaseline, type UnitBaseline } from '../baseline.ts';
import { seedFacilities } from '../facilities.ts';
import { loadGeography, type Place } from '../geography.ts';
import { seedRooms, type DispatchRoom } from '../rooms.ts';
import type { FacilityProfile } from '../../server/domain/picture.ts';
import type { UnitKind, StopScope } from '../../server/domain/words.ts';
import type { Action, Result } from './actions.ts';
import { caseAnswered } from './case-answers.ts';
import { dealDialects, type Dialect } from './dialects.ts';
import { nextAction, type CaseMoment, type SimCase } from './case.ts';
import {
  agedAtStart,
  createFacility,
  reportsDue,
  reportSoon,
  isSilent,
  type SimFacility,
} from './facility.ts';
import { dealHabits, DEMO_FACILITIES } from './habits.ts';
import { createInflux, type Influx } from './influx.ts';
import { setTheStage } from './stage.ts';
import { considerStops, forgetStop, stopAnswered } from './stops.ts';
import { admit } from './units.ts';

/** What the simulation knows of the country. */
export interface Country {
  facilities: readonly FacilityProfile[];
  baseline: readonly UnitBaseline[];
  places: readonly Place[];
  rooms: readonly DispatchRoom[];
}

export interface WorldOptions {
  seed: number;
  /** Simulated minutes in a minute, above 0. */
  speed: number;
  /** Real time of the start, milliseconds; the simulated clock starts there too. */
  start: number;
  /** The scenes that the demo accounts expect at their desks; off for plain statistics. */
  staged?: boolean;
  /** `mixed`: each hospital tells in its own way (dialects.ts); default `api`: all of them by our API. */
  dialects?: 'api' | 'mixed';
}

export interface World {
  readonly options: Required<WorldOptions>;
  readonly facilities: ReadonlyMap<string, SimFacility>;
  readonly influx: Influx;
  cases: Map<number, SimCase>;
  /** Real time of the last step. */
  at: number;
  started: boolean;
}

export function dutchCountry(): Country {
  return {
    facilities: seedFacilities(),
    baseline: seedBaseline(),
    places: loadGeography().places,
    rooms: seedRooms(),
  };
}

const NOBODY: ReadonlySet<string> = new Set();
const ALL_BY_API: ReadonlyMap<string, Dialect> = new Map();

export function createWorld(country: Country, options: WorldOptions): World {
  const { seed, start } = options;
  const rows = Map.groupBy(country.baseline, (row) => row.facility);
  const reporting = country.facilities.filter((profile) => profile.unitKinds.length > 0);
  const dealt = options.dialects === 'mixed' ? dealDialects(reporting, seed) : ALL_BY_API;
  const habitOf = dealHabits(reporting, dealt, seed);
  const facilities = new Map(
    reporting.map((profile) => {
      const facility = createFacility(profile, rows.get(profile.id) ?? [], {
        ...{ seed, habit: habitOf(profile), dialect: dealt.get(profile.id) ?? 'api' },
        ...{ now: start, sim: start },
      });
      return [profile.id, facility];
    }),
  );
  return {
    options: { staged: true, dialects: 'api', ...options },
    facilities,
    influx: createInflux(country, seed),
    cases: new Map(),
    at: start,
    started: false,
  };
}

/** Simulated time at a real one, both milliseconds. */
export const simulatedAt = ({ options }: World, now: number): number =>
  options.start + (now - options.start) * options.speed;

/** Everything that somebody in the simulation does by now. Times must not go back. */
export function step(world: World, now: number): Action[] {
  const sim = simulatedAt(world, now);
  const first = !world.started;
  world.started = true;
  if (first && world.options.staged)
    setTheStage(
      { ...world, lasting: lastingOf(world), open: (one) => openCase(world, one) },
      now,
      sim,
    );
  const newcomers = world.influx.arrivals(simulatedAt(world, world.at), sim);
  for (const patient of newcomers)
    openCase(world, world.influx.caseOf(patient, now, lastingOf(world)));
  world.at = now;

  const actions: Action[] = [];
  for (const facility of world.facilities.values())
    actions.push(...facilityActions(world, facility, now, sim, first));
  const moment = momentOf(world, now);
  for (const one of world.cases.values()) {
    const action = nextAction(one, moment);
    if (action !== null) actions.push(action);
  }
  return actions;
}

function facilityActions(
  world: World,
  facility: SimFacility,
  now: number,
  sim: number,
  first: boolean,
): Action[] {
  if (!first && isSilent(facility, now)) return [];
  const { actions, acute } = reportsDue(facility, now, sim);
  if (first)
    for (const action of actions)
      if (action.kind === 'observe')
        action.body.observedAt = agedAtStart(facility, now, action.body.observedAt);
  if (acute)
    actions.push(
      ...considerStops(facility, {
        now,
        sim,
        speed: world.options.speed,
        certain: first,
      }),
    );
  return actions;
}

/** The server's answer to an action. */
export function learn(world: World, action: Action, result: Result, now: number): void {
  switch (action.kind) {
    case 'observe':
      return;
    case 'start-stop': {
      const facility = world.facilities.get(action.facility);
      const id = result.ok ? (result.data as { id: string }).id : null;
      if (facility) stopAnswered(facility, action.body.scope, id);
      return;
    }
    case 'end-stop': {
      // Ended by us or, if refused, by somebody else: it is over either way.
      const facility = world.facilities.get(action.facility);
      if (facility) stopAnswered(facility, action.scope, null);
      return;
    }
    default: {
      const one = world.cases.get(action.patient);
      if (one === undefined) return;
      caseAnswered(one, action, result, momentOf(world, now));
      if (result.ok && action.kind === 'status' && action.body.status === 'arrived')
        arrive(world, one, now);
      if (one.done) world.cases.delete(one.number);
    }
  }
}

/** The patient takes a place, and the hospital soon says so. */
function arrive(world: World, one: SimCase, now: number): void {
  const facility = one.facility === null ? undefined : world.facilities.get(one.facility);
  if (facility === undefined) return;
  const kind = one.patient.complaint === 'severe' ? 'trauma-bay' : 'ed';
  const unit = facility.units.find((candidate) => candidate.kind === kind);
  if (unit) admit(unit);
  reportSoon(facility, now, facility.random.between(20, 90));
}

function openCase(world: World, one: SimCase): void {
  world.cases.set(one.number, one);
}

function lastingOf({ options }: World): (minutes: number) => number {
  return (minutes) => (minutes * 60_000) / options.speed;
}

function momentOf(world: World, now: number): CaseMoment {
  return {
    now,
    lasting: lastingOf(world),
    patientFacilities: world.options.staged ? DEMO_FACILITIES : NOBODY,
  };
}
/** Facilities that are about to report: those worth a look first at what their own people did. */
export function aboutToReport(world: World, now: number): string[] {
  return [...world.facilities.values()]
    .filter((one) => one.acuteDue <= now || one.bedsDue <= now)
    .map((one) => one.id);
}

/** What the server shows of a facility. */
export interface Sighting {
  /** Kinds whose figures a person gave lately. */
  manual: readonly UnitKind[];
  running: readonly { id: string; scope: StopScope }[];
}

/** Stops that the simulation did not start are a person's; one of its own that is gone was ended by a person. */
export function notice(world: World, id: string, { manual, running }: Sighting): void {
  const facility = world.facilities.get(id);
  if (facility === undefined) return;
  for (const stop of [...facility.stops])
    if (!stop.pending && !running.some((one) => one.id === stop.id))
      forgetStop(facility, stop.scope);
  const own = new Set(facility.stops.map((stop) => stop.id));
  const pending = new Set(facility.stops.flatMap((stop) => (stop.pending ? stop.scope : [])));
  facility.inHand = {
    units: new Set(manual),
    stops: new Set(
      running.filter((one) => !own.has(one.id) && !pending.has(one.scope)).map((one) => one.scope),
    ),
  };
}
