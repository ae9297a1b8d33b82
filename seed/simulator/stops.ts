/**
 * Stops of simulated hospitals: crowded emergency departments warn, then close, prolong or open early; intensive care fills up;
 * a scanner fails now and then. Thresholds are assumptions of the demonstration.
 */
import type { StopLevel, StopReason, StopScope } from '../../server/domain/words.ts';
import type { Action } from './actions.ts';
import type { SimFacility } from './facility.ts';
import type { Random } from './random.ts';
import { crowdingOf } from './units.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface SimStop {
  scope: StopScope;
  level: StopLevel;
  reason: StopReason;
  /** Real time, milliseconds. */
  until: number;
  /** Null until the server has answered. */
  id: string | null;
  /** A request about it is on its way. */
  pending: boolean;
}

/** Occupied over staffed places at which an emergency department warns, closes, and opens again. */
export const CROWDING = { impending: 1.0, stop: 1.2, over: 0.85 } as const;

/** The shortest stop that is worth declaring, real minutes, however fast the simulated clock. */
const SHORTEST_MINUTES = 5;
/** A stop is prolonged when it would end within so many real minutes and the crowd is still there. */
const PROLONG_WITHIN_MINUTES = 6;

interface Moment {
  now: number;
  sim: number;
  speed: number;
  /** At the start nobody hesitates, so that the picture is whole at once. */
  certain: boolean;
}

export function considerStops(facility: SimFacility, moment: Moment): Action[] {
  facility.stops = facility.stops.filter((stop) => stop.pending || stop.until > moment.now);
  return [
    ...considerCrowding(facility, moment),
    ...considerIntensiveCare(facility, moment),
    ...considerDevices(facility, moment),
  ];
}

function considerCrowding(facility: SimFacility, moment: Moment): Action[] {
  const ed = facility.units.find((unit) => unit.kind === 'ed');
  if (!ed || facility.inHand.stops.has('ed')) return [];
  const { random } = facility;
  const crowding = crowdingOf(ed);
  const running = facility.stops.find((stop) => stop.scope === 'ed');
  if (running?.pending) return [];
  const wanted: StopLevel | null =
    crowding >= CROWDING.stop ? 'stop' : crowding >= CROWDING.impending ? 'impending' : null;
  if (running && running.reason === 'crowding' && crowding < CROWDING.over && random.chance(0.5))
    return end(facility, running);
  if (running) {
    const worse = running.level === 'impending' && wanted === 'stop';
    const goesOn = crowding >= 0.95 && running.until - moment.now < PROLONG_WITHIN_MINUTES * MINUTE;
    if (!worse && !goesOn) return [];
    return begin(
      facility,
      moment,
      { scope: 'ed', level: worse ? 'stop' : running.level, reason: running.reason },
      [45, 120],
    );
  }
  if (wanted !== null && (moment.certain || random.chance(0.5))) {
    const reason = random.weighted<StopReason>([
      ['crowding', 0.75],
      ['no-beds', 0.15],
      ['staff', 0.1],
    ]);
    return begin(facility, moment, { scope: 'ed', level: wanted, reason }, [60, 150]);
  }
  return [];
}

function considerIntensiveCare(facility: SimFacility, moment: Moment): Action[] {
  const icu = facility.units.find((unit) => unit.kind === 'icu');
  if (!icu || facility.inHand.stops.has('icu')) return [];
  const running = facility.stops.find((stop) => stop.scope === 'icu');
  if (running?.pending) return [];
  const full = icu.occupied >= icu.staffed;
  if (running) return !full && facility.random.chance(0.2) ? end(facility, running) : [];
  return full && facility.random.chance(0.02)
    ? begin(facility, moment, { scope: 'icu', level: 'stop', reason: 'icu-full' }, [60, 240])
    : [];
}

function considerDevices(facility: SimFacility, moment: Moment): Action[] {
  if (moment.sim < facility.outageAt) return [];
  const { random } = facility;
  const device = random.weighted<StopScope>([
    ['ct', 0.7],
    ['mri', 0.2],
    ['angio', 0.1],
  ]);
  facility.outageAt = moment.sim + random.exponential(12 * 24) * HOUR;
  if (facility.inHand.stops.has(device)) return [];
  return begin(facility, moment, { scope: device, level: 'stop', reason: 'equipment' }, [45, 240]);
}

function begin(
  facility: SimFacility,
  { now, speed }: Moment,
  what: Pick<SimStop, 'scope' | 'level' | 'reason'>,
  minutes: readonly [number, number],
): Action[] {
  const lasts = Math.max(SHORTEST_MINUTES, wholeFives(facility.random, minutes) / speed);
  const until = now + lasts * MINUTE;
  facility.stops = facility.stops.filter((stop) => stop.scope !== what.scope);
  facility.stops.push({ ...what, until, id: null, pending: true });
  const body = { ...what, until: new Date(until).toISOString() };
  return [{ kind: 'start-stop', facility: facility.id, body }];
}

function end(facility: SimFacility, stop: SimStop): Action[] {
  if (stop.id === null) return [];
  stop.pending = true;
  return [{ kind: 'end-stop', facility: facility.id, scope: stop.scope, stop: stop.id }];
}

const wholeFives = (random: Random, [least, most]: readonly [number, number]) =>
  5 * Math.round(random.between(least, most) / 5);

/** The server's word on a stop that was asked for: its id, or that there is none. */
export function stopAnswered(facility: SimFacility, scope: StopScope, id: string | null): void {
  const stop = facility.stops.find((one) => one.scope === scope);
  if (!stop) return;
  stop.pending = false;
  stop.id = id;
  if (id === null) forgetStop(facility, scope);
}

export function forgetStop(facility: SimFacility, scope: StopScope): void {
  facility.stops = facility.stops.filter((one) => one.scope !== scope);
}
