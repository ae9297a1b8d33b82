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
  const south = Math.min(a.lat, b.lat);
  const north = Math.max(a.lat, b.lat);
  const west = Math.min(a.lon, b.lon);
  const east = Math.max(a.lon, b.lon);
  for (const line of lines) {
    const box = boxOf(line);
    if (north < box.south || south > box.north || east < box.west || west > box.east) continue;
    for (let index = 1; index < line.length; index += 1) {
      const [startLat, startLon] = line[index - 1] as Line[number];
      const [endLat, endLon] = line[index] as Line[number];
      if (
        north < Math.min(startLat, endLat) ||
        south > Math.max(startLat, endLat) ||
        east < Math.min(startLon, endLon) ||
        west > Math.max(startLon, endLon)
      )
        continue;
      const start = { lat: startLat, lon: startLon };
      const end = { lat: endLat, lon: endLon };
      if (segmentsCross(a, b, start, end)) return true;
    }
  }
  return false;
}

interface Box {
  south: number;
  north: number;
  west: number;
  east: number;
}

/** Most lines lie far from most places: one look at the box saves the walk along the line. */
const boxes = new WeakMap<Line, Box>();

function boxOf(line: Line): Box {
  let box = boxes.get(line);
  if (box === undefined) {
    const lats = line.map(([lat]) => lat);
    const lons = line.map(([, lon]) => lon);
    box = {
      south: Math.min(...lats),
      north: Math.max(...lats),
      west: Math.min(...lons),
      east: Math.max(...lons),
    };
    boxes.set(line, box);
  }
  return box;
}

/** For segments whose boxes meet. */
function segmentsCross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Sign tells on which side of the line from `a` to `b` the point lies. */
function side(a: Position, b: Position, p: Position): number {
  return (b.lon - a.lon) * (p.lat - a.lat) - (b.lat - a.lat) * (p.lon - a.lon);
}
