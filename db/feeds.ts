/** What is kept beside the ledger about feeds: messages that wait for somebody to say whom they speak for, and how each feed does. */
import type { Iso } from '#domain/picture.ts';
import type { Identifier } from '#domain/identifiers/identifiers.ts';
import type { Pulse } from '#domain/feeds/pulse.ts';
import type { Channel, UnitKind } from '#domain/words.ts';

/** Items of one unknown sender, the latest of each place in its messages. Never a raw message. */
export interface QuarantineRow {
  id: string;
  /** Same feed, same names, same reason: one row, however often it comes. */
  key: string;
  feed: string;
  channel: Channel;
  reason: 'UNKNOWN_FACILITY' | 'AMBIGUOUS_FACILITY';
  identifiers: Identifier[];
  name: string | null;
  /** SHA-256 of the last message's bytes. */
  messageHash: string;
  messageId: string | null;
  /** JSON of the translated items and of who sent them: what a replay needs. */
  items: string;
  firstAt: Iso;
  lastAt: Iso;
  /** Messages that met this fate. */
  count: number;
  settledAt: Iso | null;
  /** The facility that it was assigned to; null when it was dismissed or still waits. */
  settledTo: string | null;
  /** Account that dealt with it. */
  settledBy: string | null;
  dismissedBecause: string | null;
  /** What became of its items when it was taken in; null when it was not. */
  outcomes: KeptOutcome[] | null;
}

/** What became of one item, without whom it was of. */
export interface KeptOutcome {
  place: string;
  outcome: string;
  code: string | null;
  kind: UnitKind | null;
}

/** How a waiting row ends: taken in for a facility, or let go for a reason. */
export interface Settlement {
  to: string | null;
  because: string | null;
  /** Account. */
  by: string;
}

/** How one feed has done so far. */
export interface FeedRow {
  feed: string;
  channel: Channel;
  /** Facility that it spoke for last; null for several. */
  facility: string | null;
  firstAt: Iso;
  lastAt: Iso;
  /** When something of it was last recorded or confirmed; null when never. */
  lastGoodAt: Iso | null;
  messages: number;
  items: number;
  /** Seconds between the source's own time and ours, of the last message that gave one. */
  lagSeconds: number | null;
  /** By code. */
  errors: Record<string, number>;
  anomalies: Record<string, number>;
  /** All that it ever spoke for, at most 200. */
  facilities: string[];
  pulse: Pulse;
}

/** Days that a settled or forgotten row is kept. */
export const QUARANTINE_DAYS = 30;

/** Where a row stands in the order of the list. */
export interface QuarantinePlace {
  settled: boolean;
  lastAt: Iso;
  id: string;
}

export interface FeedStore {
  /** Adds the row or, for a known key that still waits, counts it and keeps the newest content. Answers the row's id. */
  hold(
    row: Omit<
      QuarantineRow,
      | ('count' | 'firstAt' | 'outcomes')
      | ('settledAt' | 'settledTo' | 'settledBy' | 'dismissedBecause')
    >,
  ): Promise<string>;
  /** Waiting ones first, newest first. */
  list(options?: {
    waiting?: boolean;
    limit?: number;
    /** Only what comes behind this row in that order. */
    after?: QuarantinePlace;
  }): Promise<QuarantineRow[]>;
  find(id: string): Promise<QuarantineRow | null>;
  /** Waiting rows become settled; false when it was settled already or is not there. */
  settle(id: string, at: Iso, how: Settlement): Promise<boolean>;
  keepOutcomes(id: string, outcomes: readonly KeptOutcome[]): Promise<void>;
  /** Keeps the figures of each feed; the same feed and channel again replaces them. */
  saveFeeds(rows: readonly FeedRow[]): Promise<void>;
  feeds(): Promise<FeedRow[]>;
  /** Forgets what is older than QUARANTINE_DAYS; how many. */
  eraseDue(now: Iso): Promise<number>;
}
