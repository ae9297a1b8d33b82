/**
 * What may be unusual in the access log, and from when on. NEN 7513 and NEN 7510 ask that the log is checked regularly and by a plan,
 * all of it and not a sample (Rechtbank Zeeland-West-Brabant, 21 September 2022, on the guideline of the Autoriteit Persoonsgegevens);
 * no source gives figures. What is called "own choice" here is ours, to be judged by those who work with it.
 */
import { HOUR } from '../clock.ts';
import type { LookAction } from '../accountability/looks.ts';

const DAY = 24 * HOUR;

/** What is counted by the hour or the day and compared with what is usual. */
export const MEASURES = ['many-cases', 'late-looks', 'exports'] as const;
export type Measure = (typeof MEASURES)[number];

export const UNUSUAL_KINDS = [
  /** A glass was broken, and the organisation did nothing for the case afterwards. */
  'glass-unfollowed',
  /** Emergency access was asked to cases that do not exist, several times in a row. */
  'refusals',
  /** Many different cases opened one by one within an hour. */
  'many-cases',
  /** Cases looked at long after they ended, on a ground that is not that of care. */
  'late-looks',
  /** Many files or prints taken away on one day. */
  'exports',
] as const satisfies readonly (Measure | 'glass-unfollowed' | 'refusals')[];
export type UnusualKind = (typeof UNUSUAL_KINDS)[number];

/** Weeks before the period in which what is usual is looked for. Own choice: two turns of a four-weekly roster. */
export const EARLIER_WEEKS = 8;
/** Weeks of its own in which an account looked, below which nothing is said of what it usually does. Own choice: one roster. */
export const LEAST_WEEKS = 4;
/** Accounts with so much history, below which nothing is said of what a role usually does. Own choice: below it one is the role. */
export const LEAST_ACCOUNTS = 3;
/**
 * So many times the spread above the median is more than usual. Leys and others, Journal of Experimental Social Psychology 49 (2013),
 * 764 to 766: the median absolute deviation with 3 where one would rather miss than accuse.
 */
export const SPREADS = 3;
/** Makes the median absolute deviation that of a normal spread (Leys and others, as above). */
export const MAD_SCALE = 1.4826;
/** The spread is this part of the median at least: eight equal weeks have none, and one more is no news. Own choice. */
export const LEAST_PART = 0.25;

/** Below `floor` nothing is pointed at, whatever is usual; the spread is `spread` at least. Own choice. */
export const BOUNDS: Readonly<Record<Measure, { floor: number; spread: number }>> = {
  // A busy dispatch room opens some ten cases an hour; nobody needs twelve one after the other without a cause.
  'many-cases': { floor: 12, spread: 2 },
  // One curious look is one too many; who looks back for a living has a usual figure of its own.
  'late-looks': { floor: 1, spread: 0 },
  exports: { floor: 5, spread: 1 },
};

/** A case that was first seen so long ago, and is closed, is looked at late. Own choice: an evaluation comes within a month. */
export const LATE_MS = 30 * DAY;
/** So many refusals in a row, each within an hour of the one before. Own choice: a slip of the finger happens twice. */
export const REFUSALS_IN_A_ROW = 3;
export const REFUSALS_APART_MS = HOUR;
/** A step or a decision within a day follows on a broken glass. Own choice: the ride and the handover are over by then. */
export const FOLLOWS_WITHIN_MS = DAY;
/** The longest period that is asked for at once. */
export const MOST_DAYS = 31;
/** Lines named as evidence of one thing. */
export const MOST_LINES = 100;

/** Actions by which somebody opens or takes something by choice; what a screen shows by itself is not among them. */
export const CHOSEN_ACTIONS = [
  'read',
  'past',
  'export',
  'print',
  'break-glass',
] as const satisfies readonly LookAction[];
