/** What changed in a region since a moment: `GET /regions/{region}/changes`. */
import type { FigureChange } from '#domain/changes/figures.ts';
import type { Iso } from '#domain/picture.ts';
import type { StopMark } from './history.ts';

export interface UnitChange extends FigureChange {
  /** When it came to the present figure; null when it did not change, or only because time went by. */
  at: Iso | null;
}

export interface ChangesWire {
  /** The moment since which it is told. */
  from: { seq: number; at: Iso };
  /** Up to and with this entry. */
  seq: number;
  /** Every unit of the region's hospitals, also those that did not change. */
  units: UnitChange[];
  /** Stops that ran at any time since, by the moment at which they began. */
  stops: StopMark[];
}
