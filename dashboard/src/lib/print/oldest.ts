/** The oldest figure on a printed board: what a reader of paper must know first. Pure. */
import type { BoardRow } from '#lib/board/board.ts';
import { older, seenAt } from '#lib/map/summary.ts';

/** Milliseconds; null when nothing is known. */
export function oldestOf(rows: readonly BoardRow[]): number | null {
  return rows
    .flatMap((row) => [row.ed.view, ...row.units.map((unit) => unit.view)])
    .map((view) => (view === null ? null : seenAt(view)))
    .reduce(older, null);
}
