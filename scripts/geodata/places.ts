/**
 * The gazetteer: GeoNames places of the Netherlands with a valid municipality code, Dutch labels and ids of their own, and the
 * main places of municipalities that GeoNames lacks.
 */

export interface MunicipalityRow {
  code: string;
  name: string;
  province: string;
  safetyRegion: string;
  roaz: string;
  population: number;
  lat: number;
  lon: number;
  place: string;
}

export interface PlaceRow {
  id: string;
  name: string;
  municipality: string;
  lat: number;
  lon: number;
  population: number;
  alternates: string[];
}

/** Columns of a GeoNames row. */
const COLUMN = {
  name: 1,
  alternates: 3,
  lat: 4,
  lon: 5,
  country: 8,
  municipality: 11,
  population: 14,
};

/** Municipalities that were merged since (CBS, layout of 1 January 2023). */
const RETIRED: Record<string, string> = {
  GM0501: 'GM1992',
  GM0530: 'GM1992',
  GM0614: 'GM1992',
  GM0457: 'GM0363',
};

/** Dutch labels for English or official ones; the old label stays searchable. */
const LABELS: Record<string, string> = {
  'The Hague': 'Den Haag',
  'Almere Stad': 'Almere',
  'Beek gem Montferland': 'Beek',
};

/** Other names that people use of places whose GeoNames list is too long and foreign to be of use. */
const KNOWN_AS: Record<string, string[]> = {
  'The Hague': ["'s-Gravenhage", 'The Hague', 'Haag'],
  "'s-Hertogenbosch": ['Den Bosch', 'Hertogenbosch', 'Bois-le-Duc'],
  Amsterdam: ['Mokum'],
  Groningen: ['Grunn', 'Grins'],
  Leeuwarden: ['Ljouwert'],
  Maastricht: ['Mestreech'],
  Nijmegen: ['Nimwegen'],
  Dordrecht: ['Dordt'],
  Enschede: ['Eanske'],
  Vlissingen: ['Flushing'],
  Leiden: ['Leyden'],
  Sittard: ['Sittard-Geleen'],
  Heerenveen: ['It Hearrenfean'],
  Gorinchem: ['Gorcum', 'Gorkum'],
};

/** A list longer than this is of transcriptions into other languages. */
const LONGEST_USEFUL_LIST = 12;

/** Places with a hospital that neither GeoNames nor the list of main places has. Position: of the hospital's town, own knowledge. */
const ADDED = [
  { name: 'Beugen', municipality: 'GM1982', lat: 51.673, lon: 5.938, population: 1900 },
];

/**
 * @returns rows in the order of id.
 * @throws Error when a municipality code is unknown or two ids are the same.
 */
export function buildPlaces(cities: string[][], municipalities: MunicipalityRow[]): PlaceRow[] {
  const byCode = new Map(municipalities.map((row) => [row.code, row]));
  const rows = cities.filter((row) => row[COLUMN.country] === 'NL').map(fromGeoNames);
  for (const row of rows)
    if (!byCode.has(row.municipality))
      throw new Error(`${row.name}: no municipality ${row.municipality}`);
  rows.push(...missingMainPlaces(rows, municipalities));
  for (const added of ADDED) rows.push({ id: '', alternates: [], ...added });
  giveIds(rows, byCode);
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function fromGeoNames(row: string[]): PlaceRow {
  const cell = (index: number): string => row[index] ?? '';
  const original = cell(COLUMN.name);
  const name = LABELS[original] ?? original;
  const code = `GM${cell(COLUMN.municipality)}`;
  return {
    id: '',
    name,
    municipality: RETIRED[code] ?? code,
    lat: round4(Number(cell(COLUMN.lat))),
    lon: round4(Number(cell(COLUMN.lon))),
    population: Number(cell(COLUMN.population)),
    alternates: alternatesOf(original, name, cell(COLUMN.alternates).split(',')),
  };
}

/** Names in Latin letters that a Dutch speaker could type; no airport codes, none that differs by an accent only. */
function alternatesOf(original: string, name: string, listed: string[]): string[] {
  const latin = listed.filter(
    (other) => /^['’\p{Lu}][\p{Script=Latin}\d .'’-]+$/u.test(other) && !/^[A-Z]{2,4}$/.test(other),
  );
  const useful = latin.length > LONGEST_USEFUL_LIST ? [] : latin;
  const seen = new Set([fold(name)]);
  return [...(KNOWN_AS[original] ?? (original === name ? useful : [original, ...useful]))].filter(
    (other) => {
      const key = fold(other);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    },
  );
}

/** Main places of municipalities that are in no row; inhabitants are what is left of the municipality's. */
function missingMainPlaces(rows: PlaceRow[], municipalities: MunicipalityRow[]): PlaceRow[] {
  return municipalities
    .filter(
      (town) =>
        !rows.some(
          (row) =>
            row.municipality === town.code &&
            [row.name, ...row.alternates].some((name) => fold(name) === fold(town.place)),
        ),
    )
    .map((town) => {
      const known = rows
        .filter((row) => row.municipality === town.code)
        .reduce((sum, row) => sum + row.population, 0);
      return {
        id: '',
        name: town.place,
        municipality: town.code,
        lat: round4(town.lat),
        lon: round4(town.lon),
        population: Math.max(0, town.population - known),
        alternates: fold(town.name) === fold(town.place) ? [] : [town.name],
      };
    });
}

/** The most populous of a name has it alone; its namesakes carry their municipality, and a number where that is not enough. */
function giveIds(rows: PlaceRow[], byCode: Map<string, MunicipalityRow>): void {
  const taken = new Set<string>();
  const order = [...rows].sort(
    (a, b) => b.population - a.population || a.lat - b.lat || a.lon - b.lon,
  );
  for (const row of order) {
    const plain = slug(row.name);
    const town = slug(byCode.get(row.municipality)?.name ?? '');
    let id = taken.has(plain) ? `${plain}-${town}` : plain;
    for (let number = 2; taken.has(id); number++) id = `${plain}-${town}-${String(number)}`;
    taken.add(id);
    row.id = id;
  }
}

function slug(text: string): string {
  return fold(text).replace(/ /g, '-');
}

/** Lower case, without accents and punctuation. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
