/**
 * A simulated hospital: its units, how it reports them, and how it forgets to. Reporting keeps the real clock, because trust is
 * reckoned on it; patients keep the simulated one.
 */
import type { FacilityProfile } from '../../server/domain/picture.ts';
import type { UnitKind } from '../../server/domain/words.ts';
import type { UnitBaseline } from '../baseline.ts';
import { NOTHING_IN_HAND, type Action, type HandsOff } from './actions.ts';
import type { Dialect } from './dialects.ts';
import { randomStream, type Random } from './random.ts';
import type { SimStop } from './stops.ts';
import { createUnit, live, report, type SimUnit } from './units.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * A system reports by itself, people type less often, and some forget for an hour. Movements are told as they happen. A faltering
 * line falls silent every half hour or so and comes back by itself.
 */
export type Habit = 'system' | 'by-hand' | 'forgetful' | 'movements' | 'faltering';

interface Pace {
  /** Minutes between two reports of emergency department and trauma bays, least and most. */
  acute: readonly [number, number];
  beds: readonly [number, number];
  /** Mean minutes from one silence to the next. */
  betweenSilences: number;
  silence: readonly [number, number];
}

const PACES: Record<Habit, Pace> = {
  system: { acute: [3, 5], beds: [5, 10], betweenSilences: 40 * 60, silence: [20, 45] },
  'by-hand': { acute: [4, 8], beds: [10, 20], betweenSilences: 16 * 60, silence: [20, 60] },
  forgetful: { acute: [4, 7], beds: [8, 15], betweenSilences: 50, silence: [30, 60] },
  movements: { acute: [0.7, 1.5], beds: [0.7, 1.5], betweenSilences: 40 * 60, silence: [20, 45] },
  faltering: { acute: [1, 3], beds: [1, 3], betweenSilences: 25, silence: [16, 30] },
};

/** Delay between the moment that a figure is of and its report, seconds. */
const LAG_SECONDS = 30;

export interface SimFacility {
  id: string;
  region: string;
  traumaLevel: 1 | 2 | 3 | null;
  habit: Habit;
  dialect: Dialect;
  units: SimUnit[];
  stops: SimStop[];
  inHand: HandsOff;
  reported: boolean;
  /** Real time, milliseconds. */
  acuteDue: number;
  bedsDue: number;
  silentFrom: number;
  silentUntil: number;
  /** Simulated time of the next device failure. */
  outageAt: number;
  wave: { period: number; phase: number; depth: number }[];
  random: Random;
}

export const isAcute = (kind: UnitKind): boolean => kind === 'ed' || kind === 'trauma-bay';

export function createFacility(
  profile: FacilityProfile,
  baseline: readonly UnitBaseline[],
  options: { seed: number; habit: Habit; dialect: Dialect; now: number; sim: number },
): SimFacility {
  const { seed, habit, dialect, now, sim } = options;
  const random = randomStream(seed, `facility:${profile.id}`);
  const busyness = 1 + 0.08 * random.normal();
  const units = baseline.flatMap((row) => createUnit(row, busyness, sim, random) ?? []);
  const pace = PACES[habit];
  return {
    id: profile.id,
    region: profile.region,
    traumaLevel: profile.traumaLevel,
    habit,
    dialect,
    units,
    stops: [],
    inHand: NOTHING_IN_HAND,
    reported: false,
    // Everybody reports once at the start.
    acuteDue: now,
    bedsDue: now,
    silentFrom:
      now +
      (habit === 'faltering' ? random.between(5, 9) : random.exponential(pace.betweenSilences)) *
        MINUTE,
    silentUntil: 0,
    outageAt: sim + random.exponential(12 * 24) * HOUR,
    wave: [
      { period: random.between(5, 11) * HOUR, phase: random.next(), depth: 0.16 },
      { period: random.between(30, 60) * HOUR, phase: random.next(), depth: 0.1 },
    ],
    random,
  };
}

/** Slow ups and downs of the crowd, about 1. */
export function surgeOf(facility: SimFacility, sim: number): number {
  return facility.wave.reduce(
    (sum, { period, phase, depth }) => sum + depth * Math.sin(2 * Math.PI * (sim / period + phase)),
    1,
  );
}

export function isSilent(facility: SimFacility, now: number): boolean {
  if (now < facility.silentFrom) return false;
  const pace = PACES[facility.habit];
  if (facility.silentUntil < facility.silentFrom)
    facility.silentUntil = now + facility.random.between(...pace.silence) * MINUTE;
  if (now < facility.silentUntil) return true;
  facility.silentFrom = now + facility.random.exponential(pace.betweenSilences) * MINUTE;
  return false;
}

/** What is due to be reported, lived up to now; `acute` tells that somebody looked at the emergency department. */
export function reportsDue(
  facility: SimFacility,
  now: number,
  sim: number,
): { actions: Action[]; acute: boolean } {
  const { random } = facility;
  const pace = PACES[facility.habit];
  const acute = facility.acuteDue <= now;
  // Movements go through the whole house: from the emergency department on to a ward.
  const beds = facility.bedsDue <= now || (acute && facility.dialect === 'hl7v2');
  // After the first one, at which all report, the next comes anywhere in the interval: nobody keeps step.
  const until = ([least, most]: readonly [number, number]) =>
    now + random.between(facility.reported ? least : 0.2, most) * MINUTE;
  if (acute) facility.acuteDue = until(pace.acute);
  if (beds) facility.bedsDue = until(pace.beds);
  if (!acute && !beds) return { actions: [], acute: false };
  facility.reported = true;
  const surge = surgeOf(facility, sim);
  const actions: Action[] = [];
  for (const unit of facility.units) {
    if (!(isAcute(unit.kind) ? acute : beds)) continue;
    live(unit, sim, isAcute(unit.kind) ? surge : 1, random);
    if (facility.inHand.units.has(unit.kind)) continue;
    const observedAt = new Date(now - random.between(0, LAG_SECONDS) * 1000).toISOString();
    actions.push({
      kind: 'observe',
      facility: facility.id,
      unit: unit.kind,
      body: report(unit, sim, observedAt),
    });
  }
  return { actions, acute };
}

/** Brings the next report forward: something happened that one wants to tell. */
export function reportSoon(facility: SimFacility, now: number, seconds: number): void {
  facility.acuteDue = Math.min(facility.acuteDue, now + seconds * 1000);
}

/** At the start a hospital's last figures may be some minutes old, and those of a forgetful one half an hour. */
export function agedAtStart(facility: SimFacility, now: number, observedAt: string): string {
  const { random, habit } = facility;
  const minutes = habit === 'forgetful' ? random.between(28, 50) : random.between(0, 4);
  return new Date(Math.min(now, Date.parse(observedAt)) - minutes * MINUTE).toISOString();
}
