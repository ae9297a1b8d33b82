/**
 * What every adapter makes of its messages: items in the domain's words. Adapters translate and own no rule; what becomes of an
 * item is the intake's work.
 */
import type { Identifier } from '#domain/identifiers/identifiers.ts';
import type { Channel, UnitFlag, UnitKind, UnitStatus } from '#domain/words.ts';
import type { Anomaly } from '#wire/feeds.ts';

export type { Anomaly, ItemOutcome } from '#wire/feeds.ts';

/** One unit's figures as a message gives them. What it leaves out is null, never 0. */
export interface FeedFigures {
  staffed: number | null;
  physical: number | null;
  occupied: number | null;
  available: number | null;
  status: UnitStatus | null;
  reason: string | null;
  /** ISO UTC. */
  validUntil: string | null;
  /** The source's own time, ISO UTC; null: when it came in. */
  observedAt: string | null;
  note: string | null;
  /** Minutes; `ed` only. */
  offloadMinutes: number | null;
  nedocs: number | null;
}

/** Nothing said. */
export const NO_FIGURES: FeedFigures = {
  staffed: null,
  physical: null,
  occupied: null,
  available: null,
  status: null,
  reason: null,
  validUntil: null,
  observedAt: null,
  note: null,
  offloadMinutes: null,
  nedocs: null,
};

/** Whom an item speaks for, as the message names it. */
export interface FeedSubject {
  identifiers: Identifier[];
  /** Last resort: the exact name. Null where a message gives none. */
  name: string | null;
}

/** One thing that a message says of one unit of one location. */
export interface FeedItem {
  /** Where in the message it stands, in the message's own words: `group[2]`, `Hospital[1]/BedCapacity[3]`, `row 4`. */
  place: string;
  subject: FeedSubject;
  kind: UnitKind;
  figures: FeedFigures;
  anomalies: Anomaly[];
  /** Remarks of the adapter that belong to the figure for good, such as ASSUMED_STAFFED. */
  flags?: UnitFlag[];
}

/** A message as a whole, without its content. */
export interface FeedMessage {
  channel: Channel;
  /** The key or connection that it came by: the feed. */
  feed: string;
  /** The sender's own number of it; null where it has none. */
  messageId: string | null;
  /** SHA-256 of the bytes as they came, hexadecimal; all that is kept of them. */
  hash: string;
}

/** Most of a count. */
const MOST_COUNT = 9_999;

/**
 * A count as a feed says it: whole, 0 to 9,999. Anything else is unknown and remarked upon; nothing at all is just unknown.
 * Source: capacity model, rules 1 and 3.
 */
export function feedCount(raw: unknown, remark: (anomaly: Anomaly) => void): number | null {
  if (raw === null || raw === undefined || raw === '') return null;
  const text = typeof raw === 'string' ? raw.trim() : raw;
  if (text === '') return null;
  const value =
    typeof text === 'number' ? text : typeof text === 'string' ? wholeNumber(text) : NaN;
  if (Number.isInteger(value) && value >= 0 && value <= MOST_COUNT) return value === 0 ? 0 : value;
  remark('BAD_COUNT');
  return null;
}

/** `12` and `12.0` are twelve; `1e3`, `0x10` and `12,5` are not for guessing, nor is `1.000`, a thousand in Dutch and one in English. */
function wholeNumber(text: string): number {
  return /^[+-]?\d{1,9}(?:\.0{1,2})?$/.test(text) ? Number(text) : NaN;
}
