/**
 * Stops (closures): announced by a hospital with a reason and a mandatory end, over by themselves at that time. Whether one
 * runs is a function of the picture and the moment, never a stored fact.
 */
import { ageFrom } from '../capacity/trust.ts';
import { ms } from '../clock.ts';
import type { FacilityState, StopState } from '../picture.ts';
import type { StopScope, UnitKind } from '../words.ts';

/** The moment at which the stop is or was over, milliseconds. */
export function stopEnd(stop: StopState): number {
  const until = ms(stop.until);
  return stop.endedAt === null ? until : Math.min(until, ms(stop.endedAt));
}

export function isRunning(stop: StopState, now: number): boolean {
  return ms(stop.from) <= now && now < stopEnd(stop);
}

/** Stops that run at this moment, in the order in which they began. */
export function runningStops(facility: FacilityState, now: number): StopState[] {
  if (facility.stops.length === 0) return [];
  return facility.stops.filter((stop) => isRunning(stop, now));
}

/** A stop on the whole site bears on each unit; one on a unit kind on that unit; one on a device on none. */
export function bearsOn(scope: StopScope, kind: UnitKind): boolean {
  return scope === kind || scope === 'facility';
}

/**
 * Drops the stops that can no longer say anything: over, and every unit they bore on was observed since they began. Until
 * then an ended stop leaves its unit `unknown`, so it must stay.
 */
export function withoutSpentStops(facility: FacilityState, now: number): StopState[] {
  const kept = facility.stops.filter((stop) => {
    if (now < stopEnd(stop)) return true;
    return facility.units.some(
      (unit) =>
        bearsOn(stop.scope, unit.kind) &&
        unit.observations.length > 0 &&
        !unit.observations.some((observation) => ageFrom(observation) >= stop.from),
    );
  });
  return kept.length === facility.stops.length ? facility.stops : kept;
}
