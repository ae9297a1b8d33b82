/**
 * How long what could point to a person is kept, by kind (docs/decisions/0005). Terms are settings within bounds; each holds for what is
 * written from then on, for the moment of erasure is kept with the row.
 */
import { HOUR } from '../clock.ts';

const DAYS = 24;
const YEARS = 366 * DAYS;

/** Kinds of text that are kept beside the ledger. */
export const TEXT_KINDS = ['note', 'case-note', 'shift-note', 'glass-reason'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** Kinds of remnants that are erased on time. */
export const REMNANTS = ['exact-position', ...TEXT_KINDS, 'visit'] as const;
export type Remnant = (typeof REMNANTS)[number];

/** A term in hours: as long as nobody sets another, and what it may be. */
export interface Term {
  usual: number;
  least: number;
  most: number;
}

export const TERMS = {
  /** Exact spot of a case: the server compares it, to know whether the patient was moved. */
  'exact-position': { usual: 24, least: 1, most: 7 * DAYS },
  /** Note or reason in words on a unit or a stop. */
  note: { usual: 365 * DAYS, least: 1 * DAYS, most: 5 * YEARS },
  /** Note on a decision, reason of an override, reason of a "no". */
  'case-note': { usual: 365 * DAYS, least: 1 * DAYS, most: 5 * YEARS },
  /** A chair's note or handover. */
  'shift-note': { usual: 365 * DAYS, least: 1 * DAYS, most: 5 * YEARS },
  /** Why a glass was broken: goes with the access log, which stays five years at least. */
  'glass-reason': { usual: 5 * YEARS, least: 5 * YEARS, most: 20 * YEARS },
  /** Keyed hash of a hospital visit, from when nothing was heard of it. */
  visit: { usual: 72, least: 24, most: 14 * DAYS },
} as const satisfies Record<Remnant, Term>;

/** Hours by kind. */
export type Retention = Readonly<Record<Remnant, number>>;

export const USUAL_RETENTION: Retention = Object.fromEntries(
  REMNANTS.map((kind) => [kind, TERMS[kind].usual]),
) as Record<Remnant, number>;

/** When what is written now is to be erased, milliseconds. */
export function eraseAt(retention: Retention, kind: Remnant, now: number): number {
  return now + retention[kind] * HOUR;
}

/**
 * Years that a look stays in the access log before it may be cut. Five at least from when it was written: Staatscourant 2019, 38007, on
 * article 5 (2) of the Besluit elektronische gegevensverwerking door zorgaanbieders. Not longer than a medical record: NEN 7513, 8.5, and
 * twenty years, article 7:454 (3) BW. Between them whoever is responsible chooses, so without a setting all of it stays.
 */
export const ACCESS_LOG_TERM = { least: 5, most: 20 };

/**
 * Looks of before this moment may be cut, milliseconds: the beginning of a UTC day, so that what is due is due once a day. A year
 * counts 366 days: never a day too early.
 */
export function accessLogCutBefore(now: number, years: number): number {
  const day = DAYS * HOUR;
  return Math.floor((now - years * YEARS * HOUR) / day) * day;
}
