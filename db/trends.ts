/** Figures of units over time: a read model for trends, filled by a follower of the ledger. */
import type { TrendFigure } from '#domain/trends/steps.ts';
import type { UnitKind } from '#domain/words.ts';

/** Rows are kept so long: a year to compare with, and a month. */
export const TREND_DAYS_KEPT = 400;

export interface TrendUnit {
  facility: string;
  kind: UnitKind;
}

/** The figure of a unit from a whole step `at` (milliseconds) until its next row. */
export interface TrendRow extends TrendUnit, TrendFigure {
  at: number;
}

/** The read model of figures. It may be dropped and filled anew from the ledger. */
export interface TrendLog {
  /** At once, without waiting, so that a follower can call it. The same rows may come twice. `seq`: everything up to it is in. */
  apply(rows: readonly TrendRow[], seq: number): void;
  /** Up to which entry it was filled; 0 at first. */
  lastSeq(): Promise<number>;
  /** The last row of each unit. */
  last(): Promise<TrendRow[]>;
  /** Of each unit the row that holds at `from`, and those after it up to and with `to` (milliseconds); each unit's by time. */
  rows(query: { units: readonly TrendUnit[]; from: number; to: number }): Promise<TrendRow[]>;
}
