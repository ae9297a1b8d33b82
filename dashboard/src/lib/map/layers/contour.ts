/** Lines of equal time through a grid of minutes (marching squares), joined into strokes. Pure. */
import type { IsochroneGrid } from '#wire/map.ts';

type Point = [lat: number, lon: number];

/** Minutes: a line through a point of the grid itself would fall apart there. */
const HAIR = 0.01;

/**
 * The strokes at which the grid passes so many minutes; closed ones end where they began. Where a corner is unknown, abroad or at sea,
 * there is no line.
 */
export function contour(grid: IsochroneGrid, minutes: number): Point[][] {
  const level = minutes + HAIR;
  const rows = Math.floor(grid.minutes.length / grid.columns);
  const at = (row: number, column: number) => grid.minutes[row * grid.columns + column] ?? null;
  const segments: [Point, Point][] = [];
  for (let row = 0; row < rows - 1; row += 1)
    for (let column = 0; column < grid.columns - 1; column += 1) {
      // Corners against the clock from the south-west.
      const corners = [
        [row, column],
        [row, column + 1],
        [row + 1, column + 1],
        [row + 1, column],
      ] as const;
      if (corners.some(([r, c]) => at(r, c) === null)) continue;
      const crossings: Point[] = [];
      corners.forEach(([r, c], index) => {
        const next = corners[(index + 1) % corners.length] ?? [r, c];
        // The same way along an edge from both of its cells, so that their points are one.
        const [[fromR, fromC], [toR, toC]] =
          r + c < next[0] + next[1] ? [[r, c] as const, next] : [next, [r, c] as const];
        const [a, b] = [at(fromR, fromC), at(toR, toC)];
        if (a === null || b === null || a <= level === b <= level) return;
        const part = (level - a) / (b - a);
        crossings.push([
          rounded(grid.south + (fromR + (toR - fromR) * part) * grid.latStep),
          rounded(grid.west + (fromC + (toC - fromC) * part) * grid.lonStep),
        ]);
      });
      const [first, second, third, fourth] = crossings;
      if (first !== undefined && second !== undefined) segments.push([first, second]);
      if (third !== undefined && fourth !== undefined) segments.push([third, fourth]);
    }
  return joined(segments);
}

const rounded = (degrees: number) => Math.round(degrees * 100_000) / 100_000;
const keyOf = (point: Point) => point.join(' ');

function joined(segments: readonly [Point, Point][]): Point[][] {
  const left = new Set(segments);
  const ends = new Map<string, [Point, Point][]>();
  for (const segment of segments)
    for (const point of segment)
      ends.set(keyOf(point), [...(ends.get(keyOf(point)) ?? []), segment]);
  function follow(stroke: Point[]): void {
    for (;;) {
      const tip = stroke.at(-1);
      const next = tip && ends.get(keyOf(tip))?.find((segment) => left.has(segment));
      if (tip === undefined || next === undefined) return;
      left.delete(next);
      stroke.push(keyOf(next[0]) === keyOf(tip) ? next[1] : next[0]);
    }
  }
  const strokes: Point[][] = [];
  for (const segment of segments) {
    if (!left.delete(segment)) continue;
    const ahead: Point[] = [...segment];
    follow(ahead);
    const back: Point[] = [segment[0]];
    follow(back);
    strokes.push([...back.slice(1).reverse(), ...ahead]);
  }
  return strokes;
}
