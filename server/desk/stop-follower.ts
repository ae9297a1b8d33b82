/**
 * Keeps the stop log up with the ledger: each stop, and at each whole minute how many emergency departments have one, where that
 * is another number than before. Counts are a function of picture and time, so they are reckoned at each minute between two
 * entries, on the picture that held then.
 */
import type { CountsRow, StopLog, StopLogNews } from '../../db/stop-log.ts';
import type { Ledger } from '../../db/ledger.ts';
import { apply } from '#domain/apply.ts';
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import { stopCounts, type StopCounts } from '#domain/stops/counts.ts';
import type { LivePicture } from './live-picture.ts';

/** Entries that are caught up with between two breaths of the event loop; some 10 ms. */
const CHUNK = 400;
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

export interface StopFollower {
  /** Up to this moment (milliseconds) the counts are complete; from the live picture's last entry on they can be reckoned. */
  readonly countedUntil: number;
  /** Resolves when what was missed while the server was away is in. */
  caughtUp: Promise<void>;
  stop(): void;
}

/** Takes in what was missed, in the background, then follows. */
export function followStops(
  log: StopLog,
  ledger: Ledger,
  live: LivePicture,
  onFault: (fault: unknown) => void,
): StopFollower {
  const counter = new StopCounter();
  let stopped = false;
  let unlisten = () => {};
  let countedUntil = -Infinity;
  const take = (entry: Entry, before: Picture, after: Picture) => {
    const news = counter.take(entry, before, after);
    if (news !== null) log.apply(news);
    countedUntil = ms(entry.at);
  };

  async function catchUp(): Promise<void> {
    const known = await log.lastSeq();
    const since = known > 0 ? known : await ledger.seqAt(iso(live.now() - DAYS_BACK * 24 * HOUR));
    let picture = (await live.pictureAt(since)) ?? EMPTY_PICTURE;
    // Nothing is committed between the empty page and the listening: both are in one turn of the loop.
    while (!stopped && picture.seq < live.picture.seq) {
      for (const entry of await ledger.read({ after: picture.seq, limit: CHUNK })) {
        const before = picture;
        picture = apply(before, entry);
        take(entry, before, picture);
      }
      await new Promise(setImmediate);
    }
    if (stopped) return;
    countedUntil = ms(live.picture.at);
    unlisten = live.listen((changes) => {
      for (const { entry, before, after } of changes) take(entry, before, after);
    });
  }

  return {
    get countedUntil() {
      return countedUntil;
    },
    caughtUp: catchUp().catch(onFault),
    stop() {
      stopped = true;
      unlisten();
    },
  };
}
