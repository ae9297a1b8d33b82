/** The figures of a shift: what the ledger keeps beside the text of its handover. */
import type { Iso } from '../picture.ts';

/** Places of one kind in the region: less what is held; null is unknown. */
export interface ShiftSum {
  free: number | null;
  staffed: number | null;
  /** Units of which both are known, of those that exist. */
  known: number;
  of: number;
  /** When the oldest figure in it was observed. */
  oldest: Iso | null;
}

/** Sums at one moment. */
export interface ShiftSums {
  bays: ShiftSum;
  icu: ShiftSum;
}

/** What stands in the ledger beside the text of a handover. */
export interface HandoverFigures {
  stopsBegun: number;
  stopsRunning: number;
  silent: number;
  /** Null where nothing was recorded yet. */
  begin: ShiftSums | null;
  end: ShiftSums;
  decisions: number;
  owingReason: number;
}
