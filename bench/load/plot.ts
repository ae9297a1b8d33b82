/** Figures over time as a drawing that is legible on light and on dark: lines in panels one above the other, with the top of each scale beside it. */
import { quantile } from '../support/stats.ts';

/** What a line is drawn in. */
export type Tone = 'plain' | 'first' | 'second' | 'pale';

export interface Line {
  name: string;
  tone: Tone;
  /** By second of the run. */
  points: readonly { at: number; value: number }[];
}

export interface Panel {
  title: string;
  /** As it stands beside the top of the scale. */
  told: (value: number) => string;
  lines: readonly Line[];
}

const STYLE = `<style>
svg { --ground: #fff; --plain: #111; --first: #a8002f; --second: #0057b8; --pale: #767676 }
@media (prefers-color-scheme: dark) {
  svg { --ground: #14171c; --plain: #f0f0f0; --first: #ff8095; --second: #7db8ff; --pale: #9a9a9a }
}
rect { fill: var(--ground) }
text { fill: var(--plain) }
path, polyline { fill: none; stroke: var(--pale) }
.plain { stroke: var(--plain) } .first { stroke: var(--first) } .second { stroke: var(--second) }
text.first { fill: var(--first); stroke: none } text.second { fill: var(--second); stroke: none }
text.pale { fill: var(--pale) } text.plain { stroke: none }
</style>`;
const WIDTH = 720;
const HIGH = 130;
const LEFT = 64;
const GAP = 46;

export function plot(title: string, seconds: number, panels: readonly Panel[]): string {
  const height = 30 + panels.length * (HIGH + GAP);
  const parts = panels.map((panel, nth) => panelOf(panel, 44 + nth * (HIGH + GAP), seconds));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">`,
    STYLE,
    `<rect width="${WIDTH}" height="${height}"/>`,
    `<text x="8" y="18" font-size="13">${title}</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ title, told, lines }: Panel, top: number, seconds: number): string {
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const most = Math.max(...values, 1e-9) * 1.05;
  const x = (at: number) => (LEFT + (at / seconds) * (WIDTH - LEFT - 12)).toFixed(1);
  const y = (value: number) => (top + HIGH - (value / most) * HIGH).toFixed(1);
  const drawn = lines.map(({ tone, points }) => {
    const path = points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ');
    return `<polyline class="${tone}" points="${path}"/>`;
  });
  let from = LEFT + 8 * title.length;
  const key = lines.map(({ name, tone }) => {
    const at = from;
    from += 7 * name.length + 24;
    return `<text x="${at}" y="${top - 6}" class="${tone}">${name}</text>`;
  });
  const minutes = Array.from({ length: Math.floor(seconds / 60) + 1 }, (_, nth) => nth);
  return [
    `<text x="${LEFT}" y="${top - 6}">${title}</text>`,
    ...key,
    `<path d="M${LEFT} ${top}V${top + HIGH}H${WIDTH - 12}"/>`,
    `<text x="${LEFT - 6}" y="${top + 8}" text-anchor="end">${told(most / 1.05)}</text>`,
    `<text x="${LEFT - 6}" y="${top + HIGH}" text-anchor="end">0</text>`,
    ...minutes.map(
      (nth) =>
        `<text x="${x(nth * 60)}" y="${top + HIGH + 13}" text-anchor="middle">${nth} min</text>`,
    ),
    ...drawn,
  ].join('\n');
}

/** Of each span of so many seconds one figure. */
export function bySpan(
  points: readonly { at: number; value: number }[],
  span: number,
  figure: (values: readonly number[]) => number,
): { at: number; value: number }[] {
  const groups = new Map<number, number[]>();
  for (const { at, value } of points) {
    const group = Math.floor(at / span);
    const values = groups.get(group);
    if (values === undefined) groups.set(group, [value]);
    else values.push(value);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([group, values]) => ({ at: (group + 0.5) * span, value: figure(values) }));
}

export const most = (values: readonly number[]): number =>
  values.reduce((a, b) => Math.max(a, b), 0);
export const share = (of: number) => (values: readonly number[]) => quantile(values, of);
