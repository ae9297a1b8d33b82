/** What the map shows beside the picture. */
import type { ReachTimes } from '#domain/reach/reach.ts';
import type { TravelEngine } from '#domain/routing/travel.ts';

/** `GET /api/v1/map-settings`. */
export interface MapSettingsWire {
  /** Null: no tile server is configured and the map is our own vectors. */
  tiles: { url: string; attribution: string } | null;
  /** Whether a routing engine is configured. */
  routingEngine: boolean;
}

/** `GET /api/v1/reach`. */
export interface ReachWire extends ReachTimes {
  engine: TravelEngine;
}

/** `GET /api/v1/facilities/:facility/isochrones`. */
export interface IsochronesWire {
  facility: string;
  engine: TravelEngine;
  /** Minutes. */
  lines: readonly number[];
  grid: IsochroneGrid;
}

/** Minutes over a grid, row by row from the south, each from the west; null where nobody drives. */
export interface IsochroneGrid {
  south: number;
  west: number;
  latStep: number;
  lonStep: number;
  columns: number;
  minutes: readonly (number | null)[];
}
