/**
 * Keeps the trends up with the ledger: at each whole quarter what every unit had, where that is another figure than before. A
 * figure grows stale by itself, so steps are reckoned between two entries, on the picture that held then.
 */
import type { Clockwork } from '../../db/clockwork.ts';
import type { Ledger } from '../../db/ledger.ts';
import { TREND_DAYS_KEPT, type TrendLog, type TrendRow } from '../../db/trends.ts';
import { HOUR, iso, ms } from '#domain/clock.ts';
import type { Picture } from '#domain/picture.ts';
import {
  figureAt,
  isSameFigure,
  TREND_STEP_MS,
  UNKNOWN_FIGURE,
  type TrendFigure,
} from '#domain/trends/steps.ts';
import type { UnitKind } from '#domain/words.ts';
import { keepUp, type Follower, type Reader } from './keep-up.ts';
import type { LivePicture } from './live-picture.ts';

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

export type TrendFollower = Follower;

/** Takes in what was missed, in the background, then follows. */
export function followTrends(
  log: TrendLog,
  ledger: Ledger,
  live: LivePicture,
  onFault: (fault: unknown) => void,
  clockwork?: Clockwork,
): TrendFollower {
  async function begin(): Promise<Reader> {
    const counter = new TrendCounter(await log.last());
    const known = await log.lastSeq();
    const kept = iso(live.now() - TREND_DAYS_KEPT * 24 * HOUR);
    return {
      since: known > 0 ? known : await ledger.seqAt(kept),
      take(changes) {
        const rows = changes.flatMap(({ entry, before }) => counter.between(before, ms(entry.at)));
        if (rows.length > 0) log.apply(rows, changes.at(-1)?.entry.seq ?? 0);
      },
    };
  }
  return keepUp(begin, { ledger, live }, onFault, clockwork);
}
