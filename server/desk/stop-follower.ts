/**
 * Keeps the stop log up with the ledger: each stop, and at each whole minute how many emergency departments have one, where that
 * is another number than before. Counts are a function of picture and time, so they are reckoned at each minute between two
 * entries, on the picture that held then.
 */
import type { CountsRow, StopLog, StopLogNews } from '../../db/stop-log.ts';
import type { Clockwork } from '../../db/clockwork.ts';
import type { Ledger } from '../../db/ledger.ts';
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import type { Entry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import { stopCounts, type StopCounts } from '#domain/stops/counts.ts';
import { keepUp, type Follower, type Reader } from './keep-up.ts';
import type { LivePicture } from './live-picture.ts';

/** A ledger that was never followed is read from here on, days; what lies before is not counted. */
const DAYS_BACK = 31;
/** After so long a silence every figure is stale, and only stops that end by themselves still change a count. */
const MINUTELY_FOR_MS = 4 * HOUR;
const SILENT_STEP_MS = 15 * MINUTE;
/** No stop lasts longer than this: nothing changes any more. */
const SILENT_FOR_MS = DAYS_BACK * 24 * HOUR;

/** Whole minutes at which the picture of `from` still held, until the entry at `to`; milliseconds. */
export function* minutesBetween(from: number, to: number): Generator<number> {
  let at = Math.ceil(from / MINUTE) * MINUTE;
  while (at < to && at - from < SILENT_FOR_MS) {
    yield at;
    if (at - from < MINUTELY_FOR_MS) at += MINUTE;
    else at = (Math.floor(at / SILENT_STEP_MS) + 1) * SILENT_STEP_MS;
  }
}

/** Turns entries into news for the stop log. Pure but for what it counted last. */
export class StopCounter {
  readonly #last = new Map<string, StopCounts>();

  /** `last`: what the log holds already. */
  constructor(last: readonly CountsRow[] = []) {
    for (const { region, ...counts } of last) this.#last.set(region, counts);
  }

  /** What the entry adds, with the pictures around it; null when it is nothing. */
  take(entry: Entry, before: Picture, after: Picture): StopLogNews | null {
    const counts = before.seq === 0 ? [] : this.#changed(before, ms(before.at), ms(entry.at));
    const news: StopLogNews = { started: [], ended: [], counts, seq: entry.seq };
    if (entry.kind === 'stop-started') {
      const { facility, stop } = entry.body;
      const region = after.facilities[facility]?.region;
      if (region !== undefined) news.started.push({ facility, region, stop });
    } else if (entry.kind === 'stop-ended')
      news.ended.push({ stop: entry.body.stop, at: entry.body.endedAt });
    return news.counts.length + news.started.length + news.ended.length === 0 ? null : news;
  }

  #changed(picture: Picture, from: number, to: number): CountsRow[] {
    const rows: CountsRow[] = [];
    for (const at of minutesBetween(from, to))
      for (const [region, counts] of stopCounts(picture, at)) {
        const last = this.#last.get(region);
        if (last !== undefined && isSame(last, counts)) continue;
        this.#last.set(region, counts);
        rows.push({ region, at, ...counts });
      }
    return rows;
  }
}

function isSame(a: StopCounts, b: StopCounts): boolean {
  return a.stops === b.stops && a.impending === b.impending && a.eds === b.eds;
}

export type StopFollower = Follower;

/** Takes in what was missed, in the background, then follows. */
export function followStops(
  log: StopLog,
  ledger: Ledger,
  live: LivePicture,
  onFault: (fault: unknown) => void,
  clockwork?: Clockwork,
): StopFollower {
  async function begin(): Promise<Reader> {
    const now = live.now();
    const counter = new StopCounter(await log.counts({ from: now, to: now }));
    const known = await log.lastSeq();
    return {
      since: known > 0 ? known : await ledger.seqAt(iso(now - DAYS_BACK * 24 * HOUR)),
      take(changes) {
        const news = changes.flatMap((one) => counter.take(one.entry, one.before, one.after) ?? []);
        const last = news.at(-1);
        if (last === undefined) return;
        log.apply({
          started: news.flatMap(({ started }) => started),
          ended: news.flatMap(({ ended }) => ended),
          counts: news.flatMap(({ counts }) => counts),
          seq: last.seq,
        });
      },
    };
  }
  return keepUp(begin, { ledger, live }, onFault, clockwork);
}
