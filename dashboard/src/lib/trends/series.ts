/** The steps of a trend as they are drawn, told and listed. Pure. */
import { HOUR, ms } from '#domain/clock.ts';
import { localTime } from '#domain/local-time.ts';
import type { TrendHours, TrendStep } from '#wire/trends.ts';

/** Rows of the table: each hour of a day, each six hours of a week by the Dutch clock. */
export function listedSteps(steps: readonly TrendStep[], hours: TrendHours): TrendStep[] {
  const every = hours === 24 ? 60 : 360;
  const last = steps.at(-1);
  return steps
    .filter((step) => step !== last && localTime(ms(step.at)).minuteOfDay % every === 0)
    .concat(last === undefined ? [] : [last])
    .reverse();
}

export interface TrendTold {
  now: TrendStep | null;
  /** The first step with the least and with the most free; null when nothing is known. */
  least: TrendStep | null;
  most: TrendStep | null;
  /** Steps of which nothing is known, in hours. */
  gapHours: number;
}

/** What there is to say about the steps. Of a region the extremes count steps only in which as much is known as at best. */
export function tellSteps(steps: readonly TrendStep[]): TrendTold {
  const known = Math.max(0, ...steps.map((step) => step.known));
  const told: TrendTold = { now: steps.at(-1) ?? null, least: null, most: null, gapHours: 0 };
  let gaps = 0;
  for (const step of steps) {
    const { available } = step;
    if (available === null) gaps += 1;
    if (available === null || step.known < known) continue;
    if (told.least === null || available < (told.least.available ?? 0)) told.least = step;
    if (told.most === null || available > (told.most.available ?? 0)) told.most = step;
  }
  return { ...told, gapHours: steps.length === 0 ? 0 : Math.round(gaps * stepHours(steps)) };
}

function stepHours(steps: readonly TrendStep[]): number {
  const [first, second] = steps;
  if (first === undefined || second === undefined) return 0;
  return (ms(second.at) - ms(first.at)) / HOUR;
}

/** What is staffed is drawn where it leaves room for what is free; else a few free of many would lie flat on the ground. */
export function drawsStaffed(steps: readonly TrendStep[]): boolean {
  const most = (of: 'available' | 'staffed') => Math.max(0, ...steps.map((step) => step[of] ?? 0));
  return most('staffed') <= STAFFED_FITS * most('available');
}
const STAFFED_FITS = 2.5;

/** The top of the scale: a round number of places that holds what is drawn. */
export function topOf(steps: readonly TrendStep[]): number {
  const staffed = drawsStaffed(steps);
  const most = Math.max(
    1,
    ...steps.map((step) => Math.max(step.available ?? 0, staffed ? (step.staffed ?? 0) : 0)),
  );
  const size = 10 ** Math.floor(Math.log10(most));
  const round = [1, 2, 4, 5, 10].find((one) => one * size >= most) ?? 10;
  return most <= 5 ? most : round * size;
}
