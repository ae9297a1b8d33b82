/**
 * Keeps the trends up with the ledger: at each whole quarter what every unit had, where that is another figure than before. A
 * figure grows stale by itself, so steps are reckoned between two entries, on the picture that held then.
 */
import type { Ledger } from '../../db/ledger.ts';
import { TREND_DAYS_KEPT, type TrendLog, type TrendRow } from '../../db/trends.ts';
import { apply } from '#domain/apply.ts';
import { HOUR, iso, ms } from '#domain/clock.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import {
  figureAt,
  isSameFigure,
  TREND_STEP_MS,
  UNKNOWN_FIGURE,
  type TrendFigure,
} from '#domain/trends/steps.ts';
import type { UnitKind } from '#domain/words.ts';
import type { LivePicture } from './live-picture.ts';

/** Entries that are caught up with between two breaths of the event loop; some 10 ms. */
const CHUNK = 400;

const keyOf = (facility: string, kind: UnitKind) => `${facility} ${kind}`;

/** Turns the time between two entries into rows. Pure but for the figures that it wrote last. */
export class TrendCounter {
  readonly #last = new Map<string, TrendRow>();

  /** `last`: what the log holds already. */
  constructor(last: readonly TrendRow[] = []) {
    for (const row of last) this.#last.set(keyOf(row.facility, row.kind), row);
  }

  /** Rows of the steps at which `picture` still held, until the entry at `to`, milliseconds. */
  between(picture: Picture, to: number): TrendRow[] {
    const rows: TrendRow[] = [];
    if (picture.seq === 0) return rows;
    const first = Math.ceil(ms(picture.at) / TREND_STEP_MS) * TREND_STEP_MS;
    for (let at = first; at < to; at += TREND_STEP_MS)
      // All unknown stays unknown until somebody says something.
      if (!this.#step(picture, at, rows)) break;
    return rows;
  }

  /** Answers whether anything is known. */
  #step(picture: Picture, at: number, rows: TrendRow[]): boolean {
    let known = false;
    const gone = new Map(this.#last);
    const write = (facility: string, kind: UnitKind, figure: TrendFigure) => {
      const last = this.#last.get(keyOf(facility, kind));
      if (last !== undefined && isSameFigure(last, figure)) return;
      const row = { facility, kind, at, ...figure };
      this.#last.set(keyOf(facility, kind), row);
      rows.push(row);
    };
    for (const facility of Object.values(picture.facilities))
      for (const { kind } of facility.units) {
        const figure = figureAt(facility, kind, at) ?? UNKNOWN_FIGURE;
        known ||= figure.available !== null || figure.staffed !== null;
        gone.delete(keyOf(facility.id, kind));
        write(facility.id, kind, figure);
      }
    for (const { facility, kind } of gone.values()) write(facility, kind, UNKNOWN_FIGURE);
    return known;
  }
}

export interface TrendFollower {
  /** Up to this moment (milliseconds) the log is complete; from the live picture's last entry on steps can be reckoned. */
  readonly countedUntil: number;
  /** Resolves when what was missed while the server was away is in. */
  caughtUp: Promise<void>;
  stop(): void;
}

/** Takes in what was missed, in the background, then follows. */
export function followTrends(
  log: TrendLog,
  ledger: Ledger,
  live: LivePicture,
  onFault: (fault: unknown) => void,
): TrendFollower {
  let stopped = false;
  let unlisten = () => {};
  let countedUntil = -Infinity;

  async function catchUp(): Promise<void> {
    const counter = new TrendCounter(await log.last());
    const known = await log.lastSeq();
    const kept = iso(live.now() - TREND_DAYS_KEPT * 24 * HOUR);
    const since = known > 0 ? known : await ledger.seqAt(kept);
    let picture = (await live.pictureAt(since)) ?? EMPTY_PICTURE;
    // Nothing is committed between the empty page and the listening: both are in one turn of the loop.
    while (!stopped && picture.seq < live.picture.seq) {
      const rows: TrendRow[] = [];
      for (const entry of await ledger.read({ after: picture.seq, limit: CHUNK })) {
        rows.push(...counter.between(picture, ms(entry.at)));
        picture = apply(picture, entry);
      }
      if (rows.length > 0) log.apply(rows, picture.seq);
      countedUntil = ms(picture.at);
      await new Promise(setImmediate);
    }
    if (stopped) return;
    countedUntil = ms(live.picture.at);
    unlisten = live.listen((changes) => {
      for (const { entry, before } of changes) {
        const rows = counter.between(before, ms(entry.at));
        if (rows.length > 0) log.apply(rows, entry.seq);
        countedUntil = ms(entry.at);
      }
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
