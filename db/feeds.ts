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
  /** All that it ever spoke for, at most MOST_OF_FEED. */
  facilities: string[];
  pulse: Pulse;
}

/** Facilities of one feed that are remembered. */
export const MOST_OF_FEED = 200;

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
  /**
   * Adds what was heard since the last time to the figures of each feed: counts add up, whoever else counts the same feed; how it
   * stands is as the latest says.
   */
  addFeeds(news: readonly FeedRow[]): Promise<void>;
  feeds(): Promise<FeedRow[]>;
  /** Forgets what is older than QUARANTINE_DAYS; how many. */
  eraseDue(now: Iso): Promise<number>;
}

/** Counts of both, by code. */
export function summed(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
  sign: 1 | -1 = 1,
): Record<string, number> {
  const sum: Record<string, number> = { ...one };
  for (const [code, count] of Object.entries(other)) sum[code] = (sum[code] ?? 0) + sign * count;
  return Object.fromEntries(Object.entries(sum).filter(([, count]) => count !== 0));
}

type Minutes = Pulse['recent'];

/** Counts of both, by minute, oldest first. */
export function summedMinutes(one: Minutes, other: Minutes, sign: 1 | -1 = 1): Minutes {
  const named = (all: Minutes) =>
    Object.fromEntries(all.map(([minute, count]) => [String(minute), count]));
  return Object.entries(summed(named(one), named(other), sign))
    .map(([minute, count]): [number, number] => [Number(minute), count])
    .sort(([a], [b]) => a - b);
}

const latest = (one: Iso | null, other: Iso | null): Iso | null =>
  (one ?? '') > (other ?? '') ? one : other;
/** Minutes before the last that a feed's pulse looks back. */
const PULSE_MINUTES = 60;

/** The figures of a feed with what a server heard since it told them last. `kept`: null for a feed that is new. */
export function withNews(kept: FeedRow | null, news: FeedRow): FeedRow {
  if (kept === null) return news;
  const newer = news.lastAt >= kept.lastAt ? news : kept;
  const recent = summedMinutes(kept.pulse.recent, news.pulse.recent);
  const last = recent.at(-1)?.[0] ?? 0;
  return {
    ...newer,
    firstAt: news.firstAt < kept.firstAt ? news.firstAt : kept.firstAt,
    lastGoodAt: latest(news.lastGoodAt, kept.lastGoodAt),
    messages: kept.messages + news.messages,
    items: kept.items + news.items,
    lagSeconds: newer.lagSeconds ?? kept.lagSeconds,
    errors: summed(kept.errors, news.errors),
    anomalies: summed(kept.anomalies, news.anomalies),
    facilities: [...new Set([...kept.facilities, ...news.facilities])]
      .sort()
      .slice(0, MOST_OF_FEED),
    pulse: {
      ...newer.pulse,
      // Who did not know yet that it was said to have ended does not take that back; who heard it again does.
      endedAt:
        news.lastAt === kept.lastAt
          ? latest(news.pulse.endedAt, kept.pulse.endedAt)
          : newer.pulse.endedAt,
      recent: recent.filter(([minute]) => minute > last - PULSE_MINUTES),
    },
  };
}
