/** What the page of feeds makes of what the server says: names, order, sums. Pure: the present moment is an argument. */
import { feedStateAt, looksOld, type FeedState } from '#domain/feeds/state.ts';
import type { Picture } from '#domain/picture.ts';
import type { FeedWire, Replayed } from '#wire/feeds.ts';
import type { Words } from '#lib/words/nl/index.ts';
import { UNKNOWN, type Format } from '#lib/words/format.ts';

/** So often the page asks anew, milliseconds. */
export const REFRESH_MS = 10_000;

/** Beyond so many seconds a clock or a lag is drawn to attention: the tolerance of the intake (two minutes). */
export const FAR_OFF_SECONDS = 120;

export interface FeedRow {
  feed: FeedWire;
  /** Unique among all feeds. */
  key: string;
  name: string;
  facility: string;
  state: FeedState;
  /** Somebody should look at it. */
  attention: boolean;
  /** Its last message is older than is usual for it. */
  old: boolean;
  errors: number;
  anomalies: number;
}

const ORDER: readonly FeedState[] = ['silent', 'failing', 'unused', 'new', 'speaking', 'ended'];
const ATTENTION: readonly FeedState[] = ['silent', 'failing', 'unused'];

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((all, count) => all + count, 0);

/** What needs attention first, then by hospital and name. */
export function feedRows(
  feeds: readonly FeedWire[],
  picture: Picture | null,
  now: number,
  t: Words['feeds'],
): FeedRow[] {
  return feeds
    .map((feed): FeedRow => {
      const state = feedStateAt(feed, now);
      return {
        feed,
        key: `${feed.channel} ${feed.feed}`,
        name: feed.name ?? t.source[feed.source],
        facility: facilityText(feed.facilities, picture, t),
        state,
        attention: ATTENTION.includes(state),
        old: looksOld(feed, now),
        errors: sum(feed.errors),
        anomalies: sum(feed.anomalies),
      };
    })
    .sort(
      (a, b) =>
        ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
        a.facility.localeCompare(b.facility, 'nl') ||
        a.name.localeCompare(b.name, 'nl'),
    );
}

export const shortNameOf = (id: string, picture: Picture | null): string =>
  picture?.facilities[id]?.shortName ?? id;

function facilityText(ids: readonly string[], picture: Picture | null, t: Words['feeds']): string {
  const [only, ...others] = ids;
  if (only === undefined) return UNKNOWN;
  return others.length === 0 ? shortNameOf(only, picture) : t.several(ids.length);
}

/** Codes with their counts, most first. */
export const byCount = (counts: Record<string, number>): [string, number][] =>
  Object.entries(counts).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));

/** Why something could not be used, in words; a code without words says itself. */
export const errorText = (code: string, t: Pick<Words, 'feeds' | 'problems'>): string =>
  t.feeds.error[code] ?? t.problems.byCode[code]?.replace(/\.$/, '') ?? code;

/** "12 s voor", "4 s na", "0 s", "–". */
export function clockText(
  seconds: number | null,
  t: Words['feeds'],
  format: Pick<Format, 'count'>,
): string {
  if (seconds === null) return UNKNOWN;
  if (seconds === 0) return t.seconds(format.count(0));
  return seconds > 0 ? t.ahead(format.count(seconds)) : t.behind(format.count(-seconds));
}

/** Items of these messages that are in the ledger now. */
export const recordedIn = (replayed: readonly Pick<Replayed, 'items'>[]): number =>
  replayed.flatMap((one) => one.items).filter((item) => item.outcome === 'recorded').length;
