/**
 * Looks at every feed now and then: one that just went silent is counted, and alarms are raised or cleared. It decides nothing
 * itself: the domain says what a silence is and which entries follow.
 */
import { alarmEntries, troublesOf, type WatchedFeed } from '#domain/feeds/alarms.ts';
import { feedStateAt, type FeedWatch } from '#domain/feeds/state.ts';
import type { Lease } from '../../../db/leases.ts';
import type { Desk } from '../../desk/desk.ts';
import type { LivePicture } from '../../desk/live-picture.ts';
import type { Traces } from '../../watch/traces.ts';
import type { FeedHealth } from './health.ts';
import { factsOf } from './view.ts';

export interface WatcherParts {
  health: FeedHealth;
  desk: Pick<Desk, 'tellFeedAlarms'>;
  live: LivePicture;
  watch: FeedWatch;
  /** ISO: what was said before we listened nobody heard. */
  listeningSince: string;
  /** Of several servers the one that has it raises and clears alarms; null: there is one. */
  lease: Lease | null;
  traces: Traces;
}

export class FeedWatcher {
  readonly #parts: WatcherParts;
  /** Feeds whose silence was counted. */
  readonly #silent = new Set<string>();

  constructor(parts: WatcherParts) {
    this.#parts = parts;
  }

  /** One look. What it wrote is durable when it resolves; the same again writes nothing. */
  async look(): Promise<void> {
    const { health, desk, live, lease, traces } = this.#parts;
    await health.save();
    await health.refresh();
    const feeds = this.#watched();
    const now = live.now();
    for (const one of feeds) {
      const name = `${one.channel} ${one.feed}`;
      if (feedStateAt(one, now) !== 'silent') this.#silent.delete(name);
      else if (!this.#silent.has(name)) {
        this.#silent.add(name);
        health.remark(one, 'SILENT');
      }
    }
    if (alarmEntries(live.picture, troublesOf(feeds, live.picture, now)).length === 0) return;
    if (lease !== null && !(await lease.take())) return;
    // Who had it before may have told it already.
    if (lease !== null) await live.refresh();
    await traces.own('watch feeds', [], () => desk.tellFeedAlarms(feeds));
  }

  #watched(): WatchedFeed[] {
    const { health, watch, listeningSince } = this.#parts;
    return health.rows().map((row) => {
      const { feed, channel, facilities, pulse } = row;
      const { failingSince, lastCode } = pulse;
      return {
        ...factsOf(row, watch, listeningSince),
        ...{ feed, channel, facilities, failingSince, lastCode },
      };
    });
  }
}
