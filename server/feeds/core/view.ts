/** A feed as it is shown: its figures as they are kept, and what is reckoned of them at this moment. */
import { iso } from '#domain/clock.ts';
import { clockSkewSeconds, perHour, usualSeconds } from '#domain/feeds/pulse.ts';
import {
  feedStateAt,
  silentAfterSeconds,
  type FeedFacts,
  type FeedWatch,
} from '#domain/feeds/state.ts';
import type { FeedWire } from '#wire/feeds.ts';
import type { FeedRow } from '../../../db/feeds.ts';

/** What its state depends on. */
export function factsOf(row: FeedRow, watch: FeedWatch, listeningSince: string): FeedFacts {
  const { lastAt, lastGoodAt, pulse } = row;
  return {
    ...{ lastAt, lastGoodAt, listeningSince },
    silentAfterSeconds: silentAfterSeconds(pulse, watch),
    failed: pulse.failed,
    failingMessages: watch.failingMessages,
    endedAt: pulse.endedAt,
  };
}

/** All but its name, which is the keys' and connections' to say. */
export function viewFeed(
  row: FeedRow,
  watch: FeedWatch,
  listeningSince: string,
  now: number,
): Omit<FeedWire, 'source' | 'name'> {
  const { pulse, ...rest } = row;
  const facts = factsOf(row, watch, listeningSince);
  return {
    ...rest,
    ...facts,
    at: iso(now),
    state: feedStateAt(facts, now),
    perHour: perHour(pulse, now),
    usualSeconds: usualSeconds(pulse),
    skewSeconds: clockSkewSeconds(pulse),
    failingSince: pulse.failingSince,
    lastCode: pulse.lastCode,
  };
}
