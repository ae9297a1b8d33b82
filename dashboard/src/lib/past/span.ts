/** The span of time that the strip shows, and what lies in it: ticks, marks, the marks before and after a moment. Pure. */
import { HOUR, MINUTE, ms } from '#domain/clock.ts';
import { localTime } from '#domain/local-time.ts';
import type { StopScope } from '#domain/words.ts';
import type { HistoryStep, HistoryWire } from '#wire/history.ts';

/** How far back one sees without asking for a date. */
export const SPAN_MS = 72 * HOUR;

/** Milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** The last 72 hours; for a moment before them, 72 hours around it. Never before the first entry, once that is known. */
export function spanAround(moment: number | null, now: number, begins: number | null): Span {
  const early = moment !== null && moment < now - SPAN_MS;
  const to = early ? Math.min(now, moment + SPAN_MS / 2) : now;
  const from = Math.max(to - SPAN_MS, begins ?? -Infinity);
  return { from: Math.min(from, to - MINUTE), to };
}

/** Share of the span at which the moment lies, 0 to 1. */
export function shareOf(moment: number, { from, to }: Span): number {
  return Math.min(1, Math.max(0, (moment - from) / (to - from)));
}

const TICK_MINUTES = [1, 5, 15, 60, 180, 360, 720, 1_440] as const;
const QUARTER = 15 * MINUTE;

/** Moments to name under the strip, whole by the Dutch clock; at most `most` of them. */
export function ticksOf(span: Span, most: number): number[] {
  const minutes = (span.to - span.from) / MINUTE;
  const step = TICK_MINUTES.find((one) => minutes / one <= most) ?? 1_440;
  // The zone is off by whole quarters, so that only longer steps must look at the clock on the wall.
  const unit = Math.min(step * MINUTE, QUARTER);
  const ticks: number[] = [];
  for (let at = Math.ceil(span.from / unit) * unit; at <= span.to; at += unit)
    if (step <= 15 || localTime(at).minuteOfDay % step === 0) ticks.push(at);
  return ticks;
}

/** What one can jump to. */
export interface Mark {
  at: number;
  kind: 'stop-begun' | 'stop-ended' | 'decision';
  facility: string;
  /** Of a stop: whether it is an impending one. */
  impending: boolean;
  id: string;
}

const ofTheEd = (scope: StopScope) => scope === 'ed' || scope === 'facility';

/** Beginnings and ends of stops that bear on an emergency department, and decisions, by time. */
export function marksOf(history: HistoryWire): Mark[] {
  const [from, to] = [ms(history.from), ms(history.to)];
  const stops = history.stops
    .filter((one) => ofTheEd(one.scope))
    .flatMap(({ id, facility, level, from: begun, end }): Mark[] => {
      const mark = { id, facility, impending: level === 'impending' };
      return [
        { ...mark, at: ms(begun), kind: 'stop-begun' },
        { ...mark, at: ms(end), kind: 'stop-ended' },
      ];
    });
  const decisions = history.decisions.map(({ id, at, facility }): Mark => {
    return { id, at: ms(at), facility, kind: 'decision', impending: false };
  });
  return [...stops, ...decisions]
    .filter(({ at }) => at >= from && at <= to)
    .sort((a, b) => a.at - b.at);
}

/** The nearest mark of the kind after (1) or before (-1) the moment; null when there is none. */
export function nextMark(
  marks: readonly Mark[],
  moment: number,
  way: 1 | -1,
  kind: 'stop' | 'decision',
): Mark | null {
  const meant = marks.filter((one) => (one.kind === 'decision') === (kind === 'decision'));
  return way === 1
    ? (meant.find((one) => one.at > moment) ?? null)
    : (meant.findLast((one) => one.at < moment) ?? null);
}

export interface StripSize extends Span {
  width: number;
  height: number;
  /** The count that reaches the top. */
  most: number;
}

/** The highest count, at least a few so that one stop does not look like a catastrophe. */
export function mostOf(steps: readonly HistoryStep[]): number {
  let most = 4;
  for (const step of steps) most = Math.max(most, step.stops ?? 0, step.impending ?? 0);
  return most;
}

/**
 * Step lines as an SVG path: each count holds until the next step; where it is not known there is nothing. `closed` gives areas that
 * stand on the ground.
 */
export function stepPath(
  steps: readonly HistoryStep[],
  what: 'stops' | 'impending',
  { from, to, width, height, most }: StripSize,
  closed: boolean,
): string {
  const x = (at: number) => round(shareOf(at, { from, to }) * width);
  const y = (count: number) => round(height - (count / most) * height);
  let path = '';
  let open = false;
  steps.forEach((step, index) => {
    const count = step[what];
    const after = steps[index + 1];
    if (count === null) {
      open = false;
      return;
    }
    const [left, right] = [x(ms(step.at)), x(after === undefined ? to : ms(after.at))];
    if (!open) path += closed ? `M${left},${height}V${y(count)}` : `M${left},${y(count)}`;
    else path += `V${y(count)}`;
    path += `H${right}`;
    open = after !== undefined && after[what] !== null;
    if (!open && closed) path += `V${height}Z`;
  });
  return path;
}

const round = (pixels: number) => Math.round(pixels * 10) / 10;
