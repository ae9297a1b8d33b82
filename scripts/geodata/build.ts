/**
 * Makes seed/geo/ from the data packages and seed/data/. Run once in a while, see README.md:
 * `node scripts/geodata/build.ts <folder with node_modules of the data packages>`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { loadPackages, type MultiPolygon, type Packages } from './packages.ts';
import { buildPlaces, type MunicipalityRow, type PlaceRow } from './places.ts';
import { cutPieces, join, neighbours, snap, tidy, type Piece } from './polygons.ts';
import { lakes } from './water.ts';

const root = path(import.meta.dirname, '../..');
/** West, south, east, north of what the map can show of the surroundings. */
const VIEW = [1.8, 50.1, 8.8, 54.2] as const;

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node scripts/geodata/build.ts <folder of the data packages>');
  process.exit(2);
}
const packages = loadPackages(folder);
const { municipalities } = data('municipalities') as { municipalities: MunicipalityRow[] };
const { regions } = data('regions') as {
  regions: { id: string; safetyRegions: { code: string; name: string }[] }[];
};

const places = buildPlaces(packages.cities(), municipalities);
writePlaces(places);

const pieces = cutPieces(packages, places, municipalities, lakes());
const roaz = merged((piece) => piece.roaz);
const nearby = neighbours(roaz);
write(
  'roaz',
  [...roaz].map(([id, area]) => feature({ id }, area)),
);
write('region-neighbours', Object.fromEntries([...nearby].sort()));

const names = new Map(
  regions.flatMap((region) => region.safetyRegions.map((part) => [part.code, part.name])),
);
write(
  'safety-regions',
  [...merged((piece) => piece.safetyRegion)].map(([code, area]) =>
    feature({ id: code, name: names.get(code) }, area),
  ),
);
write('outline', [
  ...surroundings(packages),
  feature(
    { id: 'nl' },
    tidy(
      join(
        packages,
        pieces.map((piece) => piece.area),
      ),
    ),
  ),
]);
write('roads', roads());

function merged(key: (piece: Piece) => string): Map<string, MultiPolygon> {
  const keys = [...new Set(pieces.map(key))].sort();
  return new Map(
    keys.map((id) => [
      id,
      tidy(
        join(
          packages,
          pieces.filter((piece) => key(piece) === id).map((piece) => piece.area),
        ),
      ),
    ]),
  );
}

function surroundings({ country, clipping }: Packages): object[] {
  const [west, south, east, north] = VIEW;
  const view: MultiPolygon = [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  ];
  return [
    ['be', 'Belgium'],
    ['de', 'Germany'],
    ['fr', 'France'],
    ['lu', 'Luxembourg'],
  ].flatMap(([id = '', name = '']) => {
    const area = tidy(snap(clipping.intersection(snap(country(name)), view)));
    return area.length > 0 ? [feature({ id }, area)] : [];
  });
}

/** The road skeleton as lines for the map, one feature per class of road. */
function roads(): object[] {
  const skeleton = data('road-skeleton') as {
    junctions: Record<string, [number, number]>;
    roads: { class: string; through: string[] }[];
  };
  return ['motorway', 'dual-carriageway', 'main-road'].map((kind) => ({
    type: 'Feature',
    properties: { class: kind },
    geometry: {
      type: 'MultiLineString',
      coordinates: skeleton.roads
        .filter((road) => road.class === kind)
        .map((road) => road.through.map((id) => [...(skeleton.junctions[id] ?? [])].reverse())),
    },
  }));
}

function feature(properties: object, area: MultiPolygon): object {
  return { type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates: area } };
}

function data(name: string): unknown {
  return JSON.parse(readFileSync(path(root, `seed/data/${name}.json`), 'utf8'));
}

/** One row per place and line: [id, name, municipality, lat, lon, population, other names]. */
function writePlaces(rows: PlaceRow[]): void {
  const lines = rows.map((row) =>
    JSON.stringify([
      row.id,
      row.name,
      row.municipality,
      row.lat,
      row.lon,
      row.population,
      row.alternates,
    ]),
  );
  writeFileSync(path(root, 'seed/geo/places.json'), `[\n${lines.join(',\n')}\n]\n`);
  console.log(`places: ${String(rows.length)} rows`);
}

function write(name: string, content: object): void {
  const whole = Array.isArray(content) ? { type: 'FeatureCollection', features: content } : content;
  const text = `${JSON.stringify(whole)}\n`;
  writeFileSync(path(root, `seed/geo/${name}.json`), text);
  console.log(`${name}: ${String(text.length)} bytes`);
}
