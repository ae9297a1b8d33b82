/** The line of a patient on the way: a gentle arc, so that several to one hospital stay apart. */
import type { Position } from '#domain/picture.ts';

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

/** The top of the arc: where its minutes stand. */
export function arcMiddle(points: readonly [number, number][]): [lat: number, lon: number] {
  return points[Math.floor(points.length / 2)] ?? [0, 0];
}
