/** How feeds are spoken of: what became of what they said, how each does, and what waits for somebody to place it. */
import type { Identifier } from '#domain/identifiers/identifiers.ts';
import type { Iso } from '#domain/picture.ts';
import type { BedState } from '#domain/occupancy/unit-count.ts';
import { VISIT_ANOMALIES } from '#domain/occupancy/visit.ts';
import type { FeedFacts, FeedState } from '#domain/feeds/state.ts';
import type { Channel, UnitKind } from '#domain/words.ts';

/** What was odd about a message and was kept, dropped or passed over. Counted a feed, shown to people, never a reason to stop. */
export const ANOMALIES = [
  /** A count that is negative, not whole or above 9,999: it became unknown. */
  'BAD_COUNT',
  /** A time that cannot be read, or a date without a time. */
  'BAD_TIME',
  /** A code of no register that we know. */
  'UNKNOWN_CODE',
  /** A bed or ward that nobody mapped to a unit. */
  'UNMAPPED_PLACE',
  /** A kind of unit that this location does not have. */
  'UNKNOWN_UNIT',
  /** Spelled as no standard has it, and understood. */
  'SPELLING',
  /** Said twice in one message, and not the same. */
  'CONTRADICTION',
  /** Parts whose order does not say which belongs to which. */
  'AMBIGUOUS',
  ...VISIT_ANOMALIES,
  /** More beds occupied than there is staff for. */
  'OVER_STAFFED',
  /** Nothing was heard for longer than is usual for the feed. */
  'SILENT',
  /** Two visits in one bed. */
  'DOUBLE_OCCUPANCY',
  /** The sender's clock runs ahead of ours by more than two minutes. */
  'CLOCK_SKEW',
  /** Came after something newer. */
  'LATE',
  /** Something that looked like a person's data was taken out. */
  'PERSON_DATA',
  /** Not live data (an exercise, a test, a system message): nothing was touched. */
  'NOT_ACTUAL',
  /** Text that was cut to length. */
  'CUT',
] as const;
export type Anomaly = (typeof ANOMALIES)[number];

export const ITEM_OUTCOMES = [
  /** In the ledger. */
  'recorded',
  /** The same as what was known: nothing to write. */
  'unchanged',
  /** Nobody knows whom it speaks for; waits for an administrator. */
  'quarantined',
  /** May not or cannot be taken in; `code` says why. */
  'refused',
  /** Says nothing that we keep. */
  'ignored',
] as const;
export type ItemOutcomeKind = (typeof ITEM_OUTCOMES)[number];

/** What became of one item. */
export interface ItemOutcome {
  place: string;
  outcome: ItemOutcomeKind;
  /** Why it was not recorded: a problem's code, UNKNOWN_FACILITY or AMBIGUOUS_FACILITY for quarantine. */
  code: string | null;
  facility: string | null;
  kind: UnitKind | null;
  anomalies: Anomaly[];
}

/** Why a row of a spreadsheet cannot be used. */
export const ROW_FAULTS = [
  /** A number that is not whole, or not from 0 to 9,999. */
  'BAD_COUNT',
  'BAD_STATUS',
  'BAD_TIME',
  'UNKNOWN_UNIT_KIND',
  'NO_FACILITY',
  /** More cells than the header has columns, or a file that was cut off in this row. */
  'ROW_WIDTH',
  /** The header names a column twice. */
  'DOUBLE_COLUMN',
  'TOO_MANY_ROWS',
  /** A cell of an Excel sheet that is computed from others. */
  'FORMULA',
  /** A cell of an Excel sheet that holds an error, such as #DIV/0!. */
  'ERROR_CELL',
  /** A cell of an Excel sheet that holds a date where a number belongs. */
  'DATE_FOR_COUNT',
] as const;

/** A row that cannot be used. `row` counts as a spreadsheet shows it: the header is row 1. */
export interface RowFault {
  row: number;
  column: string | null;
  code: (typeof ROW_FAULTS)[number];
}

/** `POST /feeds/csv` and `/feeds/xlsx`: what became of each row, or would. `preview`: nothing was written. */
export interface SheetOutcomeWire {
  preview: boolean;
  items: ItemOutcome[];
  faults: RowFault[];
  anomalies: Anomaly[];
}

/** What a feed is: a key, a connection, the folder of spreadsheets, the national platform, a person who sends by hand, or unknown. */
export const FEED_SOURCES = [
  ...(['key', 'connection', 'folder', 'platform', 'account', 'stranger'] as const),
] as const;
export type FeedSource = (typeof FEED_SOURCES)[number];

/** `GET /feeds`: one feed (a key or a connection in one dialect) since it was first heard. Its state is reckoned: `feedStateAt`. */
export interface FeedWire extends FeedFacts {
  feed: string;
  channel: Channel;
  source: FeedSource;
  /** Of the key or the connection; null for what has none. */
  name: string | null;
  /** All that it ever spoke for, at most 200. */
  facilities: string[];
  /** When the answer was made; the state then. */
  at: Iso;
  state: FeedState;
  /** Messages of the last hour. */
  perHour: number;
  /** Its usual pause, seconds; null while it is too new. */
  usualSeconds: number | null;
  /** The source's clock ahead of ours, seconds; negative: behind. Null when it gives no time. */
  skewSeconds: number | null;
  /** Since when nothing of it can be used. */
  failingSince: Iso | null;
  /** The last reason why something could not be used. */
  lastCode: string | null;
  /** That it spoke for last; null for several or for none that we know. */
  facility: string | null;
  firstAt: Iso;
  lastAt: Iso;
  /** When something of it was last taken in; null when never. */
  lastGoodAt: Iso | null;
  messages: number;
  items: number;
  /** Between the source's own time and ours, seconds; null when it gives none. */
  lagSeconds: number | null;
  errors: Record<string, number>;
  anomalies: Record<string, number>;
}

/** `GET /feeds/quarantine`: items of a sender whom nobody knows. The message itself is not kept. */
export interface QuarantineWire {
  id: string;
  feed: string;
  channel: Channel;
  reason: 'UNKNOWN_FACILITY' | 'AMBIGUOUS_FACILITY';
  identifiers: Identifier[];
  name: string | null;
  /** SHA-256 of the last message's bytes. */
  messageHash: string;
  messageId: string | null;
  firstAt: Iso;
  lastAt: Iso;
  count: number;
  /** Kinds of unit that it speaks of. */
  kinds: UnitKind[];
  settledAt: Iso | null;
  settledTo: string | null;
  /** Address of the account that dealt with it; null while it waits, or when that account is gone. */
  settledBy: string | null;
  /** Why it was let go; null where it was not. */
  dismissedBecause: DismissReason | null;
  /** What became of its items when it was taken in; null when it was not. */
  outcomes: Pick<ItemOutcome, 'place' | 'outcome' | 'code' | 'kind'>[] | null;
}

/** Why a message is let go without being taken in. */
export const DISMISS_REASONS = [
  /** Of a place that is none of ours. */
  'not-ours',
  /** A test or an exercise. */
  'test',
  /** Too old to be of use. */
  'outdated',
  /** Its sender was let in and sends again itself. */
  'sender-known',
  'other',
] as const;
export type DismissReason = (typeof DISMISS_REASONS)[number];

/** A message that was taken in after all. */
export interface Replayed {
  id: string;
  facility: string;
  items: ItemOutcome[];
}

/** What can be read in FHIR's words: `GET /exports/fhir/{type}`. */
export const EXPORTED = ['Location', 'HealthcareService', 'MeasureReport', 'AuditEvent'] as const;
export type Exported = (typeof EXPORTED)[number];

/** A system that speaks HL7 v2 to us, bound to one facility. */
export interface ConnectionWire {
  id: string;
  facility: string;
  name: string;
  /** MSH-3 and MSH-4 of its messages. */
  application: string;
  sendingFacility: string;
  /** SHA-256 of its client certificate, hexadecimal. */
  certificate: string | null;
  /** `original`: answered with AA even where its header strictly asks for a commit answer. */
  ackMode: 'auto' | 'original';
  /** An update (A08) that names another place is a move. */
  moveOnUpdate: boolean;
  /** Its own codes for states of beds, besides table 0116. */
  bedCodes: Record<string, BedState>;
  createdAt: Iso;
  revokedAt: Iso | null;
}

/** A place of a hospital's system. Neither a unit nor ignored: it was named, and nobody said what it is. */
export interface PlaceWire {
  pointOfCare: string;
  /** Empty: all rooms. */
  room: string;
  /** Empty: all beds. */
  bed: string;
  unit: UnitKind | null;
  ignored: boolean;
  /** Times that it was named while it was not mapped. */
  seen: number;
  lastAt: Iso | null;
}

/** What somebody says of a place. Neither a unit nor ignored: nobody knows any more. */
export type PlaceOrder = Omit<PlaceWire, 'seen' | 'lastAt'>;

/** `GET /feeds/places`: how far the map of a facility's places goes. */
export interface PlaceSumWire {
  facility: string;
  mapped: number;
  unmapped: number;
  /** When a place without a unit was last named; null when there is none. */
  lastAt: Iso | null;
}

/** `GET /facilities/{facility}/places`. */
export interface PlaceMapWire {
  facility: string;
  places: PlaceWire[];
  staffed: Partial<Record<UnitKind, number>>;
}

/** Why a row of a spreadsheet cannot be used. */
export const PLACE_FAULTS = [
  'TOO_MANY_ROWS',
  'NO_POINT_OF_CARE',
  'TOO_LONG',
  'UNKNOWN_KIND',
  'NO_SUCH_UNIT',
  'SAME_PLACE',
] as const;
export type PlaceFaultCode = (typeof PLACE_FAULTS)[number];

/** A row of a spreadsheet that cannot be used; the header is row 1. */
export interface PlaceFault {
  row: number;
  column: string | null;
  code: PlaceFaultCode;
  /** The most that is allowed, or the row that names the same place; null when there is no number to tell. */
  number: number | null;
  /** The same in English, for who reads the answer as it is. */
  message: string;
}

/** What a spreadsheet of places would change. */
export interface PlacePreviewWire {
  rows: number;
  added: number;
  changed: number;
  /** Places that have a unit and would have none. */
  gone: number;
  faults: PlaceFault[];
}
