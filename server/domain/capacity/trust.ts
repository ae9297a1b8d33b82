/**
 * How far a figure can be trusted: a function of its age and the rhythm in which its hospital is expected to speak.
 * Source: contract, "Unit": T = 3 x the expected rhythm; fresh up to T/2, ageing up to T, stale beyond.
 */
import { MINUTE } from '../clock.ts';
import type { FacilityState, Iso, Observation } from '../picture.ts';
import type { Trust, UnitKind } from '../words.ts';

/**
 * The time from which an observation's age counts: its own, or ours when its clock runs ahead. Nothing was seen after we heard of
 * it: a clock that is a minute fast must not keep a correction of the next moment from counting.
 */
export function ageFrom(
  observation: Pick<Observation, 'flags' | 'observedAt' | 'receivedAt'>,
): Iso {
  const { observedAt, receivedAt, flags } = observation;
  return flags.includes('CLOCK_SKEW') || observedAt > receivedAt ? receivedAt : observedAt;
}

/** Emergency department and trauma bay: a figure every 5 minutes; beds every 10. */
const QUICK: readonly UnitKind[] = ['ed', 'trauma-bay'];
export const DEFAULT_RHYTHM_MINUTES = { quick: 5, slow: 10 } as const;
/** A setting may make the rhythm slower up to here, so that nobody can declare yesterday's figure fresh. */
export const MAX_RHYTHM_MINUTES = { quick: 20, slow: 60 } as const;
/** Rhythms that may be missed before a figure is stale. */
const RHYTHMS_TO_STALE = 3;

/** Whether reports of the kind are expected at the quicker pace. */
export const quickKind = (kind: UnitKind): boolean => QUICK.includes(kind);

/** Minutes between two reports that are expected of the unit. */
export function rhythmMinutes(facility: FacilityState, kind: UnitKind): number {
  const pace = quickKind(kind) ? 'quick' : 'slow';
  const set = facility.rhythmMinutes[kind];
  if (set === undefined) return DEFAULT_RHYTHM_MINUTES[pace];
  return Math.min(Math.max(set, DEFAULT_RHYTHM_MINUTES[pace]), MAX_RHYTHM_MINUTES[pace]);
}

/** `ageMs` in milliseconds, `rhythm` in minutes: fresh up to T/2, ageing up to T, stale beyond (contract, "Unit"). */
export function trustOfAge(ageMs: number, rhythm: number): Trust {
  const limit = RHYTHMS_TO_STALE * rhythm * MINUTE;
  if (ageMs <= limit / 2) return 'fresh';
  return ageMs <= limit ? 'ageing' : 'stale';
}

const ORDER: Record<Trust, number> = { fresh: 0, ageing: 1, stale: 2, unknown: 3 };

/** The less trusted of two. */
export function worstTrust(a: Trust, b: Trust): Trust {
  return ORDER[a] >= ORDER[b] ? a : b;
}

/** Negative when the first is the fresher. */
export function compareTrust(a: Trust, b: Trust): number {
  return ORDER[a] - ORDER[b];
}
