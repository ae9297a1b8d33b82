/**
 * Figures of units step by step: what was known of each at every quarter of an hour. A figure that was stale by then is unknown,
 * and unknown is a gap, never 0. Pure.
 */
import { viewUnit } from '../capacity/unit-view.ts';
import { MINUTE } from '../clock.ts';
import type { FacilityState } from '../picture.ts';
import type { UnitKind } from '../words.ts';

/** Between two steps, milliseconds; steps stand at whole quarters. */
export const TREND_STEP_MS = 15 * MINUTE;

/** What a unit had at a moment, as the board shows it: free, less what is held for patients on the way, and staffed. */
export interface TrendFigure {
  available: number | null;
  staffed: number | null;
}

export const UNKNOWN_FIGURE: TrendFigure = { available: null, staffed: null };

/** The figure at `at` (milliseconds), unknown when it is stale or was never given; null when there is no such unit. */
export function figureAt(facility: FacilityState, kind: UnitKind, at: number): TrendFigure | null {
  const view = viewUnit(facility, kind, at);
  if (view === null) return null;
  if (!facility.active || view.trust === 'stale' || view.trust === 'unknown') return UNKNOWN_FIGURE;
  return { available: view.effectiveAvailable, staffed: view.staffed };
}

export function isSameFigure(a: TrendFigure, b: TrendFigure): boolean {
  return a.available === b.available && a.staffed === b.staffed;
}

/** Several units at one step: the sum of those of which both numbers are known, and how many those are. */
export interface TrendSum extends TrendFigure {
  known: number;
  of: number;
}

/** Known, as in the sums of a region: free and staffed both. Of nothing known the sum is unknown. */
export function sumOfFigures(figures: readonly TrendFigure[]): TrendSum {
  const sum: TrendSum = { available: null, staffed: null, known: 0, of: figures.length };
  for (const { available, staffed } of figures) {
    if (available === null || staffed === null) continue;
    sum.known += 1;
    sum.available = (sum.available ?? 0) + available;
    sum.staffed = (sum.staffed ?? 0) + staffed;
  }
  return sum;
}

/** Whole steps after `from` and up to `to`, and `to` itself; milliseconds. */
export function stepsBetween(from: number, to: number): number[] {
  const moments: number[] = [];
  const first = (Math.floor(from / TREND_STEP_MS) + 1) * TREND_STEP_MS;
  for (let at = first; at < to; at += TREND_STEP_MS) moments.push(at);
  return [...moments, to];
}
