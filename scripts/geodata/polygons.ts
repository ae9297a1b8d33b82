/**
 * Region polygons by the recipe of the data notes: per province the Voronoi cells of its places, clipped to the province minus
 * water, joined by the regions of their municipality. They are good for drawing; which region a point belongs to is decided
 * by its municipality.
 */
import type { MultiPolygon, Packages, Point, Polygon, Ring } from './packages.ts';
import type { MunicipalityRow, PlaceRow } from './places.ts';

export const PROVINCES: Record<string, string> = {
  Drenthe: 'DR',
  Flevoland: 'FL',
  Fryslân: 'FR',
  Gelderland: 'GE',
  Groningen: 'GR',
  Limburg: 'LI',
  'Noord-Brabant': 'NB',
  'Noord-Holland': 'NH',
  Overijssel: 'OV',
  Utrecht: 'UT',
  Zeeland: 'ZE',
  'Zuid-Holland': 'ZH',
};

/** A degree of longitude is this much of a degree of latitude in the middle of the country. */
export const SHRINK = Math.cos((52.2 * Math.PI) / 180);
const KM_PER_DEGREE = 111.2;
/** Smaller parts and holes are left-overs of clipping, not islands or enclaves. Square kilometres. */
const SMALLEST_PART_KM2 = 3;

/** One piece of land that lies in one province, one safety region and one ROAZ region. */
export interface Piece {
  province: string;
  safetyRegion: string;
  roaz: string;
  area: MultiPolygon;
}

/** Cuts the country in pieces. Coordinates have three decimals, so that neighbours share their corner points. */
export function cutPieces(
  packages: Packages,
  places: PlaceRow[],
  municipalities: MunicipalityRow[],
  water: MultiPolygon,
): Piece[] {
  const byCode = new Map(municipalities.map((row) => [row.code, row]));
  return Object.entries(PROVINCES).flatMap(([province, letters]) => {
    const land = packages.clipping.difference(snap(packages.province(letters)), snap(water));
    const sites = places.filter((place) => byCode.get(place.municipality)?.province === province);
    const cells = cellsOf(packages, sites);
    const groups = new Map<string, MultiPolygon[]>();
    sites.forEach((site, index) => {
      const town = byCode.get(site.municipality);
      const cell = cells[index];
      if (!town || !cell) return;
      const key = `${town.safetyRegion}/${town.roaz}`;
      groups.set(key, [...(groups.get(key) ?? []), [[cell]]]);
    });
    return [...groups].map(([key, areas]): Piece => {
      const [safetyRegion = '', roaz = ''] = key.split('/');
      const area = tidy(snap(packages.clipping.intersection(join(packages, areas), land)));
      return { province, safetyRegion, roaz, area };
    });
  });
}

/** Joins areas into one, without the slivers that rounding leaves. */
export function join(packages: Packages, areas: MultiPolygon[]): MultiPolygon {
  const [first, ...others] = areas;
  return first ? packages.clipping.union(first, ...others) : [];
}

/** Drops parts and holes too small to be real. */
export function tidy(area: MultiPolygon): MultiPolygon {
  return area
    .map((polygon): Polygon => {
      const [outer = [], ...holes] = polygon;
      return [outer, ...holes.filter((hole) => areaKm2(hole) >= SMALLEST_PART_KM2)];
    })
    .filter((polygon) => areaKm2(polygon[0] ?? []) >= SMALLEST_PART_KM2);
}

/** Three decimals: about 100 m. */
export function snap(area: MultiPolygon): MultiPolygon {
  return area
    .map((polygon) => polygon.map(snapRing).filter((ring) => ring.length >= 4))
    .filter((polygon) => polygon.length > 0);
}

/** Pairs of keys whose areas come within 300 m of each other at two points or more that are at least 1 km apart. */
export function neighbours(areas: Map<string, MultiPolygon>): Map<string, string[]> {
  const corners = new Map([...areas].map(([key, area]) => [key, area.flat(2)]));
  const result = new Map([...areas.keys()].map((key) => [key, [] as string[]]));
  for (const [a, pointsA] of corners)
    for (const [b, pointsB] of corners) {
      if (a === b) continue;
      const near = pointsA.filter((p) => pointsB.some((q) => km(p, q) < 0.3));
      if (near.some((p) => near.some((q) => km(p, q) > 1))) result.get(a)?.push(b);
    }
  for (const [a, list] of result) {
    for (const b of list) if (!result.get(b)?.includes(a)) result.get(b)?.push(a);
    list.sort();
  }
  for (const list of result.values()) list.sort();
  return result;
}

export function areaKm2(ring: Ring): number {
  let twice = 0;
  ring.forEach((point, index) => {
    const next = ring[(index + 1) % ring.length] ?? point;
    twice += point[0] * next[1] - next[0] * point[1];
  });
  return (Math.abs(twice) / 2) * KM_PER_DEGREE * KM_PER_DEGREE * SHRINK;
}

function cellsOf(packages: Packages, sites: PlaceRow[]): (Ring | null)[] {
  const diagram = packages.voronoi(
    sites.map((site): Point => [site.lon * SHRINK, site.lat]),
    [0, 48, 6, 56],
  );
  return sites.map((_site, index) => {
    const cell = diagram.cellPolygon(index);
    return cell && snapRing(cell.map(([x, y]): Point => [x / SHRINK, y]));
  });
}

function snapRing(ring: Ring): Ring {
  const rounded = ring.map(([lon, lat]): Point => [round3(lon), round3(lat)]);
  return rounded.filter((point, index) => {
    const before = rounded[index - 1];
    return !before || before[0] !== point[0] || before[1] !== point[1];
  });
}

function km(a: Point, b: Point): number {
  return Math.hypot((a[0] - b[0]) * SHRINK, a[1] - b[1]) * KM_PER_DEGREE;
}

function round3(value: number): number {
  return Math.round(value * 1e3) / 1e3;
}
