/**
 * How a feed does, in one word: a function of its figures and the moment, so that a page whose data is a minute old still says
 * "silent" at the second at which it became so.
 */
import { MINUTE, ms } from '../clock.ts';
import type { Iso } from '../picture.ts';
import { usualSeconds, type Pulse } from './pulse.ts';

/** From when on a feed is called silent or failing: settings of the installation. */
export interface FeedWatch {
  /** Never silent before so many minutes, however quick its usual rhythm is. */
  silentMinutes: number;
  /** Silent after so many times its usual pause. As with figures, three missed rhythms by default. */
  silentFactor: number;
  /** Failing after so many messages in a row of which nothing could be used. */
  failingMessages: number;
}

export const USUAL_WATCH: FeedWatch = { silentMinutes: 15, silentFactor: 3, failingMessages: 3 };

export const FEED_STATES = [
  /** Nothing was heard for longer than is usual. */
  'silent',
  /** It speaks, and nothing of it can be used. */
  'failing',
  /** It speaks, and nothing of it was ever used. */
  'unused',
  /** It speaks, and is too new to say what is usual. */
  'new',
  'speaking',
  /** Somebody said that it has ended. */
  'ended',
] as const;
export type FeedState = (typeof FEED_STATES)[number];

/** What the state depends on. */
export interface FeedFacts {
  lastAt: Iso;
  lastGoodAt: Iso | null;
  /** Seconds of silence that are too long; null: not known yet. */
  silentAfterSeconds: number | null;
  failed: number;
  failingMessages: number;
  /** We have been listening since: what nobody could hear is no silence. */
  listeningSince: Iso;
  endedAt: Iso | null;
}

/** Seconds without a word that are too long for this feed; null while its rhythm is not known. */
export function silentAfterSeconds(pulse: Pulse, watch: FeedWatch): number | null {
  const usual = usualSeconds(pulse);
  if (usual === null) return null;
  return Math.max(watch.silentMinutes * 60, Math.round(usual * watch.silentFactor));
}

/** The state at `now`, milliseconds. */
export function feedStateAt(facts: FeedFacts, now: number): FeedState {
  const { silentAfterSeconds: most, failed, failingMessages } = facts;
  if (facts.endedAt !== null) return 'ended';
  const from = Math.max(ms(facts.lastAt), ms(facts.listeningSince));
  if (most !== null && now - from > most * 1000) return 'silent';
  if (failed >= failingMessages) return 'failing';
  if (facts.lastGoodAt === null) return 'unused';
  return most === null ? 'new' : 'speaking';
}

/** Whether the last message is so old that its age must look old: beyond what is usual, or a quarter of an hour where nobody knows. */
export function looksOld(
  { lastAt, silentAfterSeconds: most }: Pick<FeedFacts, 'lastAt' | 'silentAfterSeconds'>,
  now: number,
): boolean {
  const least = USUAL_WATCH.silentMinutes * MINUTE;
  return now - ms(lastAt) > (most === null ? least : most * 1000);
}
