/** Stops and their counts over time: a read model for the strip of the past, filled by a follower of the ledger. */
import type { StopCounts } from '#domain/stops/counts.ts';
import type { Iso, StopState } from '#domain/picture.ts';
import type { StopLevel, StopReason, StopScope } from '#domain/words.ts';

/** One stop, begun or ended: the same stop again replaces what was known of its end. */
export interface StopRow {
  id: string;
  facility: string;
  region: string;
  scope: StopScope;
  level: StopLevel;
  /** Null: told before reasons were kept. */
  reason: StopReason | null;
  from: Iso;
  /** Ended, or its own end. */
  end: Iso;
}

/** Counts of a region from `at` (milliseconds) until its next row. */
export interface CountsRow extends StopCounts {
  region: string;
  at: number;
}

/** What a group of entries adds. */
export interface StopLogNews {
  started: { facility: string; region: string; stop: StopState }[];
  ended: { stop: string; at: Iso }[];
  counts: CountsRow[];
  /** Everything up to and with this entry is in it. */
  seq: number;
}

/** Which stops are asked for: those that ran within [from, to], milliseconds. */
export interface StopLogQuery {
  from: number;
  to: number;
  region?: string;
  /** Most rows, the latest ends first. */
  limit: number;
}

/** The read model of stops. It may be dropped and filled anew from the ledger. */
export interface StopLog {
  /** At once, without waiting, so that a follower can call it. The same news may come twice. */
  apply(news: StopLogNews): void;
  /** Up to which entry it was filled; 0 at first. */
  lastSeq(): Promise<number>;
  stops(query: StopLogQuery): Promise<StopRow[]>;
  /** The rows that hold at `from` (each region's last one), and those after it up to and with `to`; by time. */
  counts(query: { from: number; to: number; region?: string }): Promise<CountsRow[]>;
}
