/**
 * Patients in units: arrivals and discharges as chance events with the rhythm of the day. Sizes come from the baseline
 * estimates; utilisations and stays are assumptions of the demonstration (see ASSUMPTIONS), never a hospital's figures.
 */
import type { UnitKind } from '../../server/domain/words.ts';
import type { UnitBaseline } from '../baseline.ts';
import type { ObservationBody } from './actions.ts';
import type { Random } from './random.ts';
import { arrivalsAt, bedsAt, plannedAt } from './rhythm.ts';

const MINUTE = 60_000;

interface Assumption {
  /** Mean share of the staffed places that is occupied. */
  filled: number;
  /** Mean stay, minutes. */
  stay: number;
  rhythm: 'arrivals' | 'beds' | 'planned' | 'none';
  /** Places beyond the staffed ones, as a share. */
  spare: number;
  /** The place count may be passed (patients in the corridor). */
  overflows?: boolean;
}

const BED: Assumption = { filled: 0.86, stay: 4 * 1440, rhythm: 'beds', spare: 0.08 };

/** Shares and stays invented for the demonstration; order of magnitude of Dutch practice. */
export const ASSUMPTIONS: Partial<Record<UnitKind, Assumption>> = {
  ed: { filled: 0.47, stay: 165, rhythm: 'arrivals', spare: 0.15, overflows: true },
  'trauma-bay': { filled: 0.22, stay: 50, rhythm: 'arrivals', spare: 0 },
  icu: { filled: 0.82, stay: 3.5 * 1440, rhythm: 'none', spare: 0.15 },
  picu: { filled: 0.75, stay: 4 * 1440, rhythm: 'none', spare: 0.1 },
  nicu: { filled: 0.84, stay: 10 * 1440, rhythm: 'none', spare: 0.1 },
  'medium-care': { filled: 0.8, stay: 2 * 1440, rhythm: 'none', spare: 0.1 },
  'acute-ward': { filled: 0.82, stay: 1.2 * 1440, rhythm: 'beds', spare: 0.1 },
  ccu: { filled: 0.72, stay: 2 * 1440, rhythm: 'none', spare: 0.1 },
  'stroke-unit': { filled: 0.76, stay: 4 * 1440, rhythm: 'none', spare: 0.1 },
  burns: { filled: 0.65, stay: 8 * 1440, rhythm: 'none', spare: 0.1 },
  obstetrics: { filled: 0.58, stay: 12 * 60, rhythm: 'none', spare: 0.1 },
  'operating-room': { filled: 0.68, stay: 130, rhythm: 'planned', spare: 0 },
  'cath-lab': { filled: 0.55, stay: 75, rhythm: 'planned', spare: 0 },
};

export interface SimUnit {
  facility: string;
  kind: UnitKind;
  /** Staffed by day. */
  staffed: number;
  physical: number;
  occupied: number;
  assumed: Assumption;
  /** How much busier than others, about 1. */
  busyness: number;
  /** Simulated time up to which it has been lived, milliseconds. */
  at: number;
}

/** Null where the baseline has no figure: such a unit stays silent. */
export function createUnit(
  { facility, kind, staffed }: UnitBaseline,
  siteBusyness: number,
  at: number,
  random: Random,
): SimUnit | null {
  if (staffed === null || staffed <= 0) return null;
  const assumed = ASSUMPTIONS[kind] ?? BED;
  const unit: SimUnit = {
    facility,
    kind,
    staffed,
    physical: Math.max(staffed, Math.round(staffed * (1 + assumed.spare))),
    occupied: 0,
    assumed,
    busyness: siteBusyness * (1 + 0.05 * random.normal()),
    at,
  };
  unit.occupied = clamp(unit, random.poisson(expected(unit, at)));
  return unit;
}

/** Staffed places at the simulated time: planned kinds are thin at night, one place at least. */
export function staffedAt(unit: SimUnit, at: number): number {
  if (unit.assumed.rhythm !== 'planned') return unit.staffed;
  return Math.max(1, Math.round(unit.staffed * plannedAt(at)));
}

/** Lets the unit live up to the simulated time; `surge` multiplies the arrivals. */
export function live(unit: SimUnit, until: number, surge: number, random: Random): void {
  const { stay } = unit.assumed;
  // Long silences in pieces, so that a whole evening is not one draw at its end.
  while (unit.at < until) {
    const piece = Math.min(until - unit.at, 30 * MINUTE);
    const minutes = piece / MINUTE;
    const arrived = random.poisson((expected(unit, unit.at) * surge * minutes) / stay);
    const left = random.poisson(unit.occupied * (1 - Math.exp(-minutes / stay)));
    unit.occupied = clamp(unit, unit.occupied + arrived - Math.min(left, unit.occupied));
    unit.at += piece;
  }
}

/** One more patient, brought by an ambulance. */
export function admit(unit: SimUnit): void {
  unit.occupied = clamp(unit, unit.occupied + 1);
}

/** What the hospital's system says of the unit. */
export function report(unit: SimUnit, at: number, observedAt: string): ObservationBody {
  const staffed = staffedAt(unit, at);
  const { physical, occupied } = unit;
  const body: ObservationBody = {
    staffed,
    physical,
    occupied,
    available: Math.max(0, staffed - occupied),
    status: 'open',
    observedAt,
  };
  if (unit.kind !== 'ed') return body;
  const crowding = crowdingOf(unit);
  return {
    ...body,
    nedocs: Math.min(200, Math.round(140 * crowding)),
    offloadMinutes: crowding < 0.9 ? 5 : Math.min(60, Math.round(5 + 90 * (crowding - 0.9))),
  };
}

/** Occupied over staffed places; over 1 there are patients without a place. */
export const crowdingOf = (unit: SimUnit): number => unit.occupied / unit.staffed;

function expected(unit: SimUnit, at: number): number {
  const { filled, rhythm } = unit.assumed;
  const mean = unit.staffed * filled * unit.busyness;
  switch (rhythm) {
    case 'arrivals':
      return mean * arrivalsAt(at);
    case 'beds':
      return mean * bedsAt(at);
    case 'planned':
      return mean * plannedAt(at);
    case 'none':
      return mean;
  }
}

/** A bed that does not exist holds nobody; an emergency department overflows to half as much again. */
function clamp(unit: SimUnit, patients: number): number {
  const most = unit.assumed.overflows ? Math.ceil(unit.physical * 1.5) : unit.physical;
  return Math.max(0, Math.min(most, patients));
}
