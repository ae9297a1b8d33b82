/**
 * How each feed does: when it spoke last, how much, how far behind, what went wrong. Kept in memory, added to the store now and then (so
 * that what several servers heard of one feed adds up), told to Prometheus. A feed is a key or a connection, with the dialect that it speaks.
 */
import { Counter, Gauge, type Registry } from 'prom-client';
import { iso, ms } from '#domain/clock.ts';
import { clockSkewSeconds, FIRST_PULSE, heard, unusable, used } from '#domain/feeds/pulse.ts';
import type { Channel } from '#domain/words.ts';
import {
  MOST_OF_FEED,
  summed,
  summedMinutes,
  withNews,
  type FeedRow,
  type FeedStore,
} from '../../../db/feeds.ts';
import type { Anomaly, FeedMessage, ItemOutcome } from './item.ts';

export interface FeedHealthParts {
  store: FeedStore;
  registry: Registry;
  /** Milliseconds. */
  clock: () => number;
}

type Feed = Pick<FeedMessage, 'feed' | 'channel'>;

export class FeedHealth {
  readonly #parts: FeedHealthParts;
  readonly #rows = new Map<string, FeedRow>();
  readonly #dirty = new Set<string>();
  /** What the store was told of each, or told us: only what came since is added. */
  readonly #told = new Map<string, Counts>();
  #turn: Promise<void> = Promise.resolve();
  /** Feeds of which the message at hand counts as unusable already: ten faults in one message are one failure. */
  readonly #failing = new Set<string>();
  readonly #messages: Counter<'channel'>;
  readonly #items: Counter<'channel' | 'outcome'>;
  readonly #errors: Counter<'channel' | 'code'>;
  readonly #anomalies: Counter<'channel' | 'code'>;

  constructor(parts: FeedHealthParts) {
    this.#parts = parts;
    const registers = [parts.registry];
    const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
      new Counter<L>({ name: `spoedkaart_feed_${name}_total`, help, labelNames, registers });
    this.#messages = counter('messages', 'Messages of feeds', ['channel']);
    this.#items = counter('items', 'Items of feeds by what became of them', ['channel', 'outcome']);
    this.#errors = counter('errors', 'Messages and items that could not be used', [
      'channel',
      'code',
    ]);
    this.#anomalies = counter('anomalies', 'Oddities of feeds that were kept or passed over', [
      'channel',
      'code',
    ]);
    const rows = this.#rows;
    const { clock } = parts;
    new Gauge({
      name: 'spoedkaart_feed_clock_skew_seconds',
      help: 'By how much the clock that is furthest off runs ahead of ours, of the feeds of a dialect; negative: behind',
      labelNames: ['channel'],
      registers,
      collect() {
        const furthest = new Map<Channel, number>();
        for (const row of rows.values()) {
          const skew = clockSkewSeconds(row.pulse);
          if (skew === null || row.pulse.endedAt !== null) continue;
          if (Math.abs(skew) >= Math.abs(furthest.get(row.channel) ?? 0))
            furthest.set(row.channel, skew);
        }
        for (const [channel, seconds] of furthest) this.set({ channel }, seconds);
      },
    });
    new Gauge({
      name: 'spoedkaart_feed_silence_seconds',
      help: 'Seconds since the most silent feed of a dialect spoke',
      labelNames: ['channel'],
      registers,
      collect() {
        const longest = new Map<Channel, number>();
        for (const row of rows.values()) {
          if (row.pulse.endedAt !== null) continue;
          const silence = Math.max(0, (clock() - ms(row.lastAt)) / 1000);
          longest.set(row.channel, Math.max(longest.get(row.channel) ?? 0, silence));
        }
        for (const [channel, seconds] of longest) this.set({ channel }, seconds);
      },
    });
  }

  /** Takes up what was kept before the last stop. */
  async open(): Promise<void> {
    await this.refresh();
  }

  /** A message came in. `sentAt`: the source's own time, ISO. */
  tookMessage(message: Feed, sentAt: string | null, anomalies: readonly Anomaly[] = []): void {
    const now = this.#parts.clock();
    const row = this.#rowOf(message);
    this.#failing.delete(nameOf(message));
    row.pulse = heard(row.pulse, row.messages === 0 ? null : row.lastAt, sentAt, now);
    row.lastAt = iso(now);
    row.messages += 1;
    if (sentAt !== null) row.lagSeconds = Math.round((now - ms(sentAt)) / 1000);
    this.#messages.inc({ channel: message.channel });
    for (const one of anomalies) this.remark(message, one);
  }

  /** What became of its items. */
  tookItems(message: Feed, outcomes: readonly ItemOutcome[]): void {
    const { channel } = message;
    const row = this.#rowOf(message);
    row.items += outcomes.length;
    for (const { outcome, code, anomalies } of outcomes) {
      this.#items.inc({ channel, outcome });
      if (outcome === 'refused' || outcome === 'quarantined') this.#count(message, code ?? UNKNOWN);
      for (const one of anomalies) this.remark(message, one);
    }
    // What it may not speak for is not its own.
    const own = outcomes.filter(({ code }) => code !== 'FORBIDDEN');
    const facilities = new Set(own.flatMap((one) => one.facility ?? []));
    if (facilities.size > 0)
      row.facility = facilities.size === 1 ? ([...facilities][0] ?? null) : null;
    if ([...facilities].some((one) => !row.facilities.includes(one)))
      row.facilities = [...new Set([...row.facilities, ...facilities])]
        .sort()
        .slice(0, MOST_OF_FEED);
    if (outcomes.some(({ outcome }) => outcome === 'recorded' || outcome === 'unchanged')) {
      row.lastGoodAt = iso(this.#parts.clock());
      row.pulse = used(row.pulse);
    } else if (
      outcomes.length > 0 &&
      outcomes.every(({ outcome }) => outcome === 'refused' || outcome === 'quarantined')
    )
      this.#unusable(message, outcomes[0]?.code ?? UNKNOWN);
  }

  /** A message was taken in that has no items: a movement. `facility`: the one that it speaks for. */
  tookMovement(message: Feed, facility: string): void {
    const row = this.#rowOf(message);
    row.pulse = used(row.pulse);
    row.lastGoodAt = iso(this.#parts.clock());
    row.facility = facility;
    if (!row.facilities.includes(facility)) row.facilities = [...row.facilities, facility].sort();
  }

  /** Somebody said that it has ended; heard again it has not. False: it is not known, or has ended already. */
  end(feed: string, channel: Channel): boolean {
    const row = this.#rows.get(nameOf({ feed, channel }));
    if (row === undefined || row.pulse.endedAt !== null) return false;
    row.pulse = { ...row.pulse, endedAt: iso(this.#parts.clock()) };
    this.#dirty.add(nameOf(row));
    return true;
  }

  /** A message or an item could not be used; `code` is a stable word, never a value of the message. */
  failed(message: Feed, code: string): void {
    this.#count(message, code);
    this.#unusable(message, code);
  }

  #unusable(message: Feed, code: string): void {
    const name = nameOf(message);
    if (this.#failing.has(name)) return;
    this.#failing.add(name);
    const row = this.#rowOf(message);
    row.pulse = unusable(row.pulse, code, iso(this.#parts.clock()));
  }

  #count(message: Feed, code: string): void {
    const row = this.#rowOf(message);
    row.errors[code] = (row.errors[code] ?? 0) + 1;
    this.#errors.inc({ channel: message.channel, code });
  }

  remark(message: Feed, anomaly: Anomaly): void {
    const row = this.#rowOf(message);
    row.anomalies[anomaly] = (row.anomalies[anomaly] ?? 0) + 1;
    this.#anomalies.inc({ channel: message.channel, code: anomaly });
  }

  /** All feeds that were ever heard, as they stand. */
  rows(): FeedRow[] {
    return [...this.#rows.values()].map((row) => structuredClone(row));
  }

  /** Takes over what other servers that share the store heard since: no feed is silent that spoke to a neighbour. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      for (const kept of await this.#parts.store.feeds()) {
        const name = nameOf(kept);
        const own = this.#rows.get(name);
        const told = this.#told.get(name);
        // What this server has not told yet stands on top of what all have told.
        this.#rows.set(name, own === undefined ? kept : withNews(kept, since(own, told)));
        this.#told.set(name, countsOf(kept));
      }
    });
  }

  /** Tells the store what was heard since the last time. */
  save(): Promise<void> {
    return this.#inTurn(async () => {
      const names = [...this.#dirty];
      const rows = names.flatMap((name) => this.#rows.get(name) ?? []);
      if (rows.length === 0) return;
      const counts = rows.map(countsOf);
      const news = rows.map((row) => since(structuredClone(row), this.#told.get(nameOf(row))));
      this.#dirty.clear();
      try {
        await this.#parts.store.addFeeds(news);
      } catch (fault) {
        for (const name of names) this.#dirty.add(name);
        throw fault;
      }
      rows.forEach((row, nth) => this.#told.set(nameOf(row), counts[nth] ?? countsOf(row)));
    });
  }

  /** One at a time: what is being told must not be counted as untold. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #rowOf({ feed, channel }: Feed): FeedRow {
    const name = nameOf({ feed, channel });
    this.#dirty.add(name);
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    const now = iso(this.#parts.clock());
    const row: FeedRow = {
      ...{ feed, channel, facility: null, firstAt: now, lastAt: now, lastGoodAt: null },
      ...{ messages: 0, items: 0, lagSeconds: null, errors: {}, anomalies: {} },
      ...{ facilities: [], pulse: structuredClone(FIRST_PULSE) },
    };
    this.#rows.set(name, row);
    return row;
  }
}

type Counts = Pick<FeedRow, 'messages' | 'items' | 'errors' | 'anomalies'> &
  Pick<FeedRow['pulse'], 'recent'>;

const countsOf = ({ messages, items, errors, anomalies, pulse }: FeedRow): Counts =>
  structuredClone({ messages, items, errors, anomalies, recent: pulse.recent });

/** The row with what was counted since `told` only. */
function since(row: FeedRow, told: Counts | undefined): FeedRow {
  if (told === undefined) return row;
  return {
    ...row,
    messages: row.messages - told.messages,
    items: row.items - told.items,
    errors: summed(row.errors, told.errors, -1),
    anomalies: summed(row.anomalies, told.anomalies, -1),
    // Minutes that have left the hour were told before.
    pulse: {
      ...row.pulse,
      recent: summedMinutes(row.pulse.recent, told.recent, -1).filter(([, count]) => count > 0),
    },
  };
}

const UNKNOWN = 'UNKNOWN';
const nameOf = ({ feed, channel }: Feed) => `${channel} ${feed}`;
