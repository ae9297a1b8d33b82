/** What units had over hours and days: `GET /trends`, `GET /trends/recent`. Null is unknown: a gap, never 0. */
import type { Iso } from '#domain/picture.ts';
import type { TrendSum } from '#domain/trends/steps.ts';
import type { UnitKind } from '#domain/words.ts';

/** Hours that can be asked for. */
export const TREND_HOURS = [24, 168] as const;
export type TrendHours = (typeof TREND_HOURS)[number];
/** Of a line in a cell. */
export const RECENT_HOURS = 6;

export interface TrendStep extends TrendSum {
  at: Iso;
}

export interface TrendsWire {
  from: Iso;
  to: Iso;
  stepMinutes: number;
  unit: UnitKind;
  /** What the steps are of: one of the two. */
  region: string | null;
  facility: string | null;
  /** At whole quarters, and the last one at `to`. */
  steps: TrendStep[];
}

/** Every unit of a region over the last hours. */
export interface RecentWire {
  from: Iso;
  to: Iso;
  /** Moments of the steps, the last one `to`. */
  moments: Iso[];
  units: { facility: string; unit: UnitKind; available: (number | null)[] }[];
}
