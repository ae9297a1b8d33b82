/** A trend as a drawing of its own, for a report: text in, text out. Sizes are units of its grid. Pure. */
import { HOUR, ms } from '#domain/clock.ts';
import { localTime } from '#domain/local-time.ts';
import type { TrendStep } from '#wire/trends.ts';
import { drawsStaffed, topOf } from './series.ts';

export interface TrendDrawing {
  title: string;
  /** What the drawing shows in a sentence. */
  caption: string;
  free: string;
  staffed: string;
  steps: readonly TrendStep[];
  /** A moment in milliseconds, as it stands under the axis. */
  label: (at: number) => string;
  ink: string;
  quiet: string;
  line: string;
  paper: string;
  font: string;
}

export const SVG_GRID = { width: 960, height: 420 } as const;
const FRAME = { left: 56, right: 936, top: 72, bottom: 356 } as const;

/** Steps of the line as a path: level until the next step, a gap where nothing is known. */
export function stepLine(
  steps: readonly TrendStep[],
  of: 'available' | 'staffed',
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let pen = false;
  const parts: string[] = [];
  steps.forEach((step, index) => {
    const value = step[of];
    if (value === null) {
      pen = false;
      return;
    }
    parts.push(pen ? `V${tenth(y(value))}` : `M${tenth(x(ms(step.at)))} ${tenth(y(value))}`);
    pen = true;
    const next = steps[index + 1];
    if (next !== undefined) parts.push(`H${tenth(x(ms(next.at)))}`);
  });
  return parts.join('');
}

export function trendSvg(drawing: TrendDrawing): string {
  const { steps, ink, quiet, line, paper } = drawing;
  const from = ms(steps[0]?.at ?? '');
  const to = ms(steps.at(-1)?.at ?? '');
  const top = topOf(steps);
  const staffed = drawsStaffed(steps);
  const x = (at: number) =>
    FRAME.left + ((at - from) / Math.max(1, to - from)) * (FRAME.right - FRAME.left);
  const y = (value: number) => FRAME.bottom - (value / top) * (FRAME.bottom - FRAME.top);
  const text = (at: { x: number; y: number }, words: string, more = '') =>
    `<text x="${tenth(at.x)}" y="${tenth(at.y)}" ${more}>${escaped(words)}</text>`;
  const levels = [...new Set([0, Math.round(top / 2), top])];
  const { width, height } = SVG_GRID;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${escaped(drawing.font)}" font-size="14" fill="${ink}" role="img">`,
    `<title>${escaped(drawing.title)}</title><desc>${escaped(drawing.caption)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    text({ x: FRAME.left, y: 30 }, drawing.title, 'font-size="18" font-weight="bold"'),
    text({ x: FRAME.left, y: 52 }, drawing.caption, `fill="${quiet}" font-size="13"`),
    ...levels.flatMap((value) => [
      `<path d="M${FRAME.left} ${tenth(y(value))}H${FRAME.right}" stroke="${line}" fill="none"/>`,
      text({ x: FRAME.left - 8, y: y(value) + 5 }, String(value), 'text-anchor="end"'),
    ]),
    ...ticksOf(from, to).map((at) =>
      text(
        { x: x(at), y: FRAME.bottom + 22 },
        drawing.label(at),
        `text-anchor="middle" fill="${quiet}"`,
      ),
    ),
    `<path d="${stepLine(steps, 'available', x, y)}" stroke="${ink}" fill="none" stroke-width="2"/>`,
    `<path d="M${FRAME.left} 400h24" stroke="${ink}" stroke-width="2"/>`,
    text({ x: FRAME.left + 32, y: 405 }, drawing.free),
    ...(staffed
      ? [
          `<path d="${stepLine(steps, 'staffed', x, y)}" stroke="${quiet}" fill="none" stroke-dasharray="4 3"/>`,
          `<path d="M${FRAME.left + 160} 400h24" stroke="${quiet}" stroke-dasharray="4 3"/>`,
          text({ x: FRAME.left + 192, y: 405 }, drawing.staffed),
        ]
      : []),
    '</svg>',
  ].join('');
}

/** Whole hours by the Dutch clock: each fourth of a day, midnights of a week. */
export function ticksOf(from: number, to: number): number[] {
  const every = to - from > 30 * HOUR ? 24 * 60 : 4 * 60;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / HOUR) * HOUR; at <= to; at += HOUR)
    if (localTime(at).minuteOfDay % every === 0) ticks.push(at);
  return ticks;
}

const tenth = (value: number) => Math.round(value * 10) / 10;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
