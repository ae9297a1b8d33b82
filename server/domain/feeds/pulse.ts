/**
 * How a feed's heart beats: how often it speaks, how far its clock is from ours, whether anything that it says can be used. Folded
 * from message to message and small enough to be kept; the present moment is an argument.
 */
import { HOUR, MINUTE, ms } from '../clock.ts';
import type { Iso } from '../picture.ts';

export interface Pulse {
  /** [minute since 1970, messages in it], of the last hour, oldest first. */
  recent: [number, number][];
  /** Seconds between one burst of messages and the next, newest last. */
  gaps: number[];
  /** Our time less the source's own, seconds, of the last messages that gave one, newest last. */
  lags: number[];
  /** Messages in a row of which nothing could be used. */
  failed: number;
  /** When the first of those came; null while all is well. */
  failingSince: Iso | null;
  /** Code of the last thing that could not be used; null when there never was one. */
  lastCode: string | null;
  /** Somebody said that it has ended, and it has not spoken since. */
  endedAt: Iso | null;
}

export const FIRST_PULSE: Readonly<Pulse> = {
  recent: [],
  gaps: [],
  lags: [],
  failed: 0,
  failingSince: null,
  lastCode: null,
  endedAt: null,
};

const MOST_GAPS = 64;
const MOST_LAGS = 20;
/** Fewer pauses tell nothing about what is usual. */
export const LEAST_GAPS = 8;
/** What follows within this many seconds belongs to the same burst. */
const BURST_SECONDS = 60;
/** Nine in ten pauses are no longer than the usual one. */
const USUAL_SHARE = 0.9;

/**
 * One more message. `lastAt`: when the one before came, null for the first; `sentAt`: the source's own time, ISO. A feed that
 * speaks has not ended.
 */
export function heard(pulse: Pulse, lastAt: Iso | null, sentAt: Iso | null, now: number): Pulse {
  const minute = Math.floor(now / MINUTE);
  const recent = recentOf(pulse, now);
  const last = recent.at(-1);
  if (last?.[0] === minute) recent[recent.length - 1] = [minute, last[1] + 1];
  else recent.push([minute, 1]);
  const gap = lastAt === null ? 0 : Math.round((now - ms(lastAt)) / 1000);
  return {
    ...pulse,
    recent,
    gaps: gap > BURST_SECONDS ? [...pulse.gaps, gap].slice(-MOST_GAPS) : pulse.gaps,
    lags:
      sentAt === null
        ? pulse.lags
        : [...pulse.lags, Math.round((now - ms(sentAt)) / 1000)].slice(-MOST_LAGS),
    endedAt: null,
  };
}

/** Something of a message was used: what went wrong before is over. */
export function used(pulse: Pulse): Pulse {
  return pulse.failed === 0 ? pulse : { ...pulse, failed: 0, failingSince: null };
}

/** Nothing of a message could be used. */
export function unusable(pulse: Pulse, code: string, at: Iso): Pulse {
  return {
    ...pulse,
    failed: pulse.failed + 1,
    failingSince: pulse.failingSince ?? at,
    lastCode: code,
  };
}

const recentOf = ({ recent }: Pulse, now: number): [number, number][] =>
  recent.filter(([minute]) => minute * MINUTE > now - HOUR && minute * MINUTE <= now);

/** Messages of the last hour. */
export const perHour = (pulse: Pulse, now: number): number =>
  recentOf(pulse, now).reduce((sum, [, count]) => sum + count, 0);

/** The pause that is usual for the feed, seconds: nine in ten of the last were no longer. Null while too few are known. */
export function usualSeconds({ gaps }: Pulse): number | null {
  if (gaps.length < LEAST_GAPS) return null;
  const rising = [...gaps].sort((a, b) => a - b);
  return rising[Math.ceil(rising.length * USUAL_SHARE) - 1] ?? null;
}

/**
 * By how much the source's clock runs ahead of ours, seconds; negative: behind. The quickest of the last messages tells it best: on
 * the way a message can only lose time. Null when the source gives no time.
 */
export function clockSkewSeconds({ lags }: Pulse): number | null {
  // Not -0.
  return lags.length === 0 ? null : 0 - Math.min(...lags);
}
