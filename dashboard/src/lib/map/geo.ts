/** Our own outlines, fetched once: the map needs no tile server. */
import type { FeatureCollection, MultiLineString, MultiPolygon } from 'geojson';

export interface Geo {
  /** Land, ours and abroad: `id` is a country code. */
  outline: FeatureCollection<MultiPolygon, { id: string }>;
  /** ROAZ regions: `id` as in the picture. Indicative borders. */
  roaz: FeatureCollection<MultiPolygon, { id: string }>;
  roads: FeatureCollection<MultiLineString, { class: string }>;
}

async function read<T>(name: string): Promise<T> {
  const response = await fetch(`/geo/${name}.json`);
  if (!response.ok) throw new Error(`/geo/${name}.json: ${response.status}`);
  return (await response.json()) as T;
}

/** Where the outline file was cut, degrees, and how far land runs on beyond it: farther than a screen shows. */
const CUT = { west: 1.8, east: 8.8, south: 50.1 };
const BEYOND = 12;

/** The same land without the straight edge at which the file was cut. */
export function runOn(outline: Geo['outline']): Geo['outline'] {
  const moved = ([lon = 0, lat = 0]: readonly number[]): [number, number] => [
    lon >= CUT.east ? lon + BEYOND : lon <= CUT.west ? lon - BEYOND : lon,
    lat <= CUT.south ? lat - BEYOND : lat,
  ];
  return {
    ...outline,
    features: outline.features.map((one) => ({
      ...one,
      geometry: {
        ...one.geometry,
        coordinates: one.geometry.coordinates.map((shape) => shape.map((ring) => ring.map(moved))),
      },
    })),
  };
}

let loaded: Promise<Geo> | null = null;

/** Rejects when a file cannot be had; the next call tries again. */
export function loadGeo(): Promise<Geo> {
  loaded ??= Promise.all([
    read<Geo['outline']>('outline'),
    read<Geo['roaz']>('roaz'),
    read<Geo['roads']>('roads'),
  ])
    .then(([outline, roaz, roads]) => ({ outline: runOn(outline), roaz, roads }))
    .catch((error: unknown) => {
      loaded = null;
      throw error;
    });
  return loaded;
}

/** [[south, west], [north, east]]. */
export type Bounds = [[number, number], [number, number]];

/** The whole country. */
export const NATION: Bounds = [
  [50.74, 3.35],
  [53.56, 7.22],
];

/** What the map can be brought to: as far out and as near, and the box that it does not leave; degrees. */
export const ZOOMS = { least: 5, most: 13 } as const;
export const EDGE = { south: 49.8, west: 1.2, north: 54.4, east: 9.4 } as const;

/** Where the name of a region stands, clear of the crowd of marks; degrees. */
export const REGION_LABELS: Readonly<Record<string, [lat: number, lon: number]>> = {
  'noord-nederland': [52.92, 6.34],
  zwolle: [52.58, 6.13],
  euregio: [52.19, 6.69],
  oost: [51.92, 5.73],
  'midden-nederland': [52.01, 5.17],
  'noord-holland-flevoland': [52.71, 4.9],
  west: [52.33, 4.08],
  'zuidwest-nederland': [51.82, 4.09],
  brabant: [51.51, 4.89],
  limburg: [51.26, 5.93],
};

/** The box around a region, or null for one that the map does not draw. */
export function regionBounds(geo: Geo, region: string): Bounds | null {
  const shape = geo.roaz.features.find((one) => one.properties.id === region);
  if (shape === undefined) return null;
  const points = shape.geometry.coordinates.flat(2);
  const lons = points.map((point) => point[0] ?? 0);
  const lats = points.map((point) => point[1] ?? 0);
  return [
    [Math.min(...lats), Math.min(...lons)],
    [Math.max(...lats), Math.max(...lons)],
  ];
}

/** Whether a place lies in a region as it is drawn, and the nearest corner of its border. Null for a region that is not drawn. */
export function regionAt(
  geo: Geo,
  region: string,
  { lat, lon }: { lat: number; lon: number },
): { inside: boolean; nearest: { lat: number; lon: number } } | null {
  const shape = geo.roaz.features.find((one) => one.properties.id === region);
  if (shape === undefined) return null;
  const narrow = Math.cos((lat * Math.PI) / 180);
  let inside = false;
  let [least, nearest] = [Infinity, { lat, lon }];
  for (const ring of shape.geometry.coordinates.flat()) {
    let [lonBefore = 0, latBefore = 0] = ring.at(-1) ?? [];
    for (const [lonAt = 0, latAt = 0] of ring) {
      // Even-odd rule: a ray to the east crosses the border an odd number of times.
      const crosses = latAt > lat !== latBefore > lat;
      if (crosses && lon < ((lonBefore - lonAt) * (lat - latAt)) / (latBefore - latAt) + lonAt)
        inside = !inside;
      const away = Math.hypot(latAt - lat, (lonAt - lon) * narrow);
      if (away < least) [least, nearest] = [away, { lat: latAt, lon: lonAt }];
      [lonBefore, latBefore] = [lonAt, latAt];
    }
  }
  return { inside, nearest };
}
