/** The part of the country that is shown larger in a frame of its own: where marks stand closest and most is wrong. Pure. */
import type { Bounds } from './geo.ts';

export interface CrowdPoint {
  id: string;
  lat: number;
  lon: number;
  /** What it adds beside being there: 0 for an open department. */
  weight: number;
}

export interface Crowd {
  /** The hospital around which it lies. */
  id: string;
  bounds: Bounds;
  /** Its hospitals, north to south. */
  ids: string[];
}

/** Kilometres within which two marks of a national map cover each other. */
const TOO_CLOSE_KM = 9;
/** Height of the part, kilometres; its width follows from the frame. */
const HEIGHT_KM = 36;
const KM_PER_DEGREE = 111.2;
/** A neighbour that a mark covers weighs as much as two hospitals. */
const COVERED = 2;
/** The part stays where it is until another is worth so much more, so that it does not jump with every report. */
const WORTH_MOVING = 1.3;

const kmNorth = (a: CrowdPoint, b: CrowdPoint) => (b.lat - a.lat) * KM_PER_DEGREE;
const kmEast = (a: CrowdPoint, b: CrowdPoint) =>
  (b.lon - a.lon) * KM_PER_DEGREE * Math.cos((a.lat * Math.PI) / 180);

/** `aspect`: width of the frame by its height. `before`: the id of the part that is shown now. */
export function crowdOf(
  points: readonly CrowdPoint[],
  aspect: number,
  before: string | null,
): Crowd | null {
  const isCovered = new Map(
    points.map((one) => [
      one.id,
      points.some(
        (other) =>
          other.id !== one.id && Math.hypot(kmNorth(one, other), kmEast(one, other)) < TOO_CLOSE_KM,
      ),
    ]),
  );
  const near = (centre: CrowdPoint) =>
    points.filter(
      (one) =>
        Math.abs(kmNorth(centre, one)) <= HEIGHT_KM / 2 &&
        Math.abs(kmEast(centre, one)) <= (HEIGHT_KM * Math.min(aspect, 1)) / 2,
    );
  const worth = (part: readonly CrowdPoint[]) =>
    part.reduce((sum, one) => sum + 1 + one.weight + (isCovered.get(one.id) ? COVERED : 0), 0);
  interface Found {
    centre: CrowdPoint;
    part: CrowdPoint[];
    worth: number;
  }
  let best = null as Found | null;
  let stay = null as Found | null;
  for (const centre of points) {
    const part = near(centre);
    const found = { centre, part, worth: worth(part) };
    if (found.worth > (best?.worth ?? 0)) best = found;
    if (centre.id === before) stay = found;
  }
  const chosen = stay !== null && stay.worth * WORTH_MOVING >= (best?.worth ?? 0) ? stay : best;
  if (chosen === null || chosen.part.length < 2) return null;
  const lats = chosen.part.map((one) => one.lat);
  const lons = chosen.part.map((one) => one.lon);
  return {
    id: chosen.centre.id,
    bounds: [
      [Math.min(...lats), Math.min(...lons)],
      [Math.max(...lats), Math.max(...lons)],
    ],
    ids: chosen.part.toSorted((a, b) => b.lat - a.lat).map((one) => one.id),
  };
}
