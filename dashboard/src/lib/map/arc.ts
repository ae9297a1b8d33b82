/** The line of a patient on the way: a gentle arc, so that several to one hospital stay apart. */
import type { Position } from '#domain/picture.ts';
import { boxAround, firstFree, type Box } from './boxes.ts';

/** One patient on the way, as it is drawn. */
export interface MapArc {
  id: string;
  from: Position;
  to: Position;
  /** Minutes, or what else is to be said of it; empty for nothing. */
  text: string;
  /** The one that is looked at. */
  strong: boolean;
}

const STEPS = 24;
/** Height of the arc as a share of its length. */
const BEND = 0.18;

/** Points from one place to another, both ends among them. Degrees; longitude is narrowed by the latitude while bending. */
export function arcPoints(from: Position, to: Position): [lat: number, lon: number][] {
  const narrow = Math.cos((((from.lat + to.lat) / 2) * Math.PI) / 180);
  const [dx, dy] = [(to.lon - from.lon) * narrow, to.lat - from.lat];
  const middle = {
    lat: (from.lat + to.lat) / 2 + BEND * Math.abs(dx),
    lon: (from.lon + to.lon) / 2 + ((dx < 0 ? 1 : -1) * BEND * dy) / narrow,
  };
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [a * from.lat + b * middle.lat + c * to.lat, a * from.lon + b * middle.lon + c * to.lon];
  });
}

/** Where the words of an arc stand: their box and its middle, pixels. */
export interface ArcText extends Box {
  x: number;
  y: number;
}

/** Pixels between the ends from which words hide neither. */
const LEAST_LENGTH = 40;
/** Pixels of a letter, of the edges beside the words, and of their height. */
const LETTER = 7;
const EDGES = 12;
const HEIGHT = 18;
/** Shares of the way at which the words may stand, the best first. */
const STANDS = [0.5, 0.58, 0.42, 0.66, 0.34, 0.75, 0.25];

/** The first stand on the arc that covers nothing; null for none. `always`: then at its top all the same. */
export function arcText(
  points: readonly { x: number; y: number }[],
  text: string,
  taken: readonly Box[],
  always: boolean,
): ArcText | null {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (!always && Math.hypot(first.x - last.x, first.y - last.y) < LEAST_LENGTH) return null;
  const stands = STANDS.flatMap((share) => {
    const point = points[Math.round(share * (points.length - 1))];
    if (point === undefined) return [];
    const [x, y] = [Math.round(point.x), Math.round(point.y)];
    return [{ x, y, ...boxAround(x, y, text.length * LETTER + EDGES, HEIGHT) }];
  });
  return firstFree(stands, taken) ?? (always ? (stands[0] ?? null) : null);
}
