/** Distances and crossings on the scale of the Netherlands. */
import type { Position } from '../domain/picture.ts';

/** Mean radius of the earth, kilometres. */
const EARTH_KM = 6371;
const RADIANS = Math.PI / 180;

/** Great-circle kilometres between two positions. */
export function haversineKm(a: Position, b: Position): number {
  const lat = (b.lat - a.lat) * RADIANS;
  const lon = (b.lon - a.lon) * RADIANS;
  const h =
    Math.sin(lat / 2) ** 2 +
    Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(lon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A polyline as pairs of latitude and longitude. */
export type Line = readonly (readonly [lat: number, lon: number])[];

/** True when the straight line from `a` to `b` crosses one of the polylines; touching at a point counts. */
export function crosses(a: Position, b: Position, lines: readonly Line[]): boolean {
  return lines.some((line) =>
    line.some((start, index) => {
      const end = line[index + 1];
      return end !== undefined && segmentsCross(a, b, point(start), point(end));
    }),
  );
}

function point([lat, lon]: readonly [number, number]): Position {
  return { lat, lon };
}

function segmentsCross(a: Position, b: Position, c: Position, d: Position): boolean {
  if (
    Math.max(a.lat, b.lat) < Math.min(c.lat, d.lat) ||
    Math.min(a.lat, b.lat) > Math.max(c.lat, d.lat) ||
    Math.max(a.lon, b.lon) < Math.min(c.lon, d.lon) ||
    Math.min(a.lon, b.lon) > Math.max(c.lon, d.lon)
  )
    return false;
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Sign tells on which side of the line from `a` to `b` the point lies. */
function side(a: Position, b: Position, p: Position): number {
  return (b.lon - a.lon) * (p.lat - a.lat) - (b.lat - a.lat) * (p.lon - a.lon);
}
