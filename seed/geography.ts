/**
 * The gazetteer and the land: which place, municipality and ROAZ region a position has, and whether it lies in the country.
 * The region of a point is decided by its municipality, that of the nearest place; the polygons are for drawing.
 */
import type { Position } from '../server/domain/picture.ts';
import { haversineKm } from '../server/travel/geometry.ts';
import { readSeed } from './files.ts';
import { fold, matchQuality } from './search.ts';

export interface Municipality {
  /** CBS code, `GM0363`, layout of 1 January 2023. */
  code: string;
  name: string;
  province: string;
  /** `VR13`. */
  safetyRegion: string;
  /** Id of the ROAZ region. */
  roaz: string;
  population: number;
}

export interface Place {
  id: string;
  name: string;
  municipality: Municipality;
  /** Id of the ROAZ region. */
  region: string;
  position: Position;
  population: number;
  alternates: string[];
}

/** Where a position lies. */
export interface Whereabouts {
  region: string;
  municipality: Municipality;
  place: Place;
}

export interface Geography {
  readonly places: readonly Place[];
  readonly municipalities: ReadonlyMap<string, Municipality>;
  /**
   * Places by what a person types, at most `limit` (1 to 50): whole names first, then names that begin so, then other names,
   * each by inhabitants. Case, accents and punctuation do not matter. A municipality may be typed after the name.
   */
  searchPlaces(query: string, limit?: number): Place[];
  placeById(id: string): Place | null;
  nearestPlace(position: Position): Place;
  regionOf(position: Position): Whereabouts;
  /** Inside the outline of the country, or within 3 km of a Dutch place; false at sea and abroad. */
  insideCountry(position: Position): boolean;
}

/** The outline is drawn to about 300 m and coarser along the coast; a place vouches for its surroundings. Contract, `POST /cases`. */
export const NEAR_A_PLACE_KM = 3;
const MOST_PLACES = 50;

type PlaceRow = [string, string, string, number, number, number, string[]];
type MunicipalityRow = Municipality & { lat: number; lon: number; place: string };
type Ring = [lon: number, lat: number][];

let loaded: Geography | undefined;

/** The geography of the seed, read from disk once. */
export function loadGeography(): Geography {
  loaded ??= createGeography();
  return loaded;
}

/** Main point of each municipality, for checks. */
export function municipalityPoints(): { code: string; roaz: string; position: Position }[] {
  return readSeed<{ municipalities: MunicipalityRow[] }>('data/municipalities').municipalities.map(
    (row) => ({ code: row.code, roaz: row.roaz, position: { lat: row.lat, lon: row.lon } }),
  );
}

function createGeography(): Geography {
  const municipalities = readMunicipalities();
  const places = readPlaces(municipalities);
  const byId = new Map(places.map((place) => [place.id, place]));
  const land = readLand();

  function nearestPlace(position: Position): Place {
    let nearest: Place | undefined;
    let least = Infinity;
    // Good enough to compare within the country, and ten times as quick as the great circle.
    const shrink = Math.cos((position.lat * Math.PI) / 180);
    for (const place of places) {
      const north = place.position.lat - position.lat;
      const east = (place.position.lon - position.lon) * shrink;
      const square = north * north + east * east;
      if (square < least) {
        least = square;
        nearest = place;
      }
    }
    if (!nearest) throw new Error('the gazetteer is empty');
    return nearest;
  }

  return {
    places,
    municipalities,
    nearestPlace,
    placeById: (id) => byId.get(id) ?? null,
    searchPlaces(query, limit = 10) {
      const wanted = fold(query);
      if (wanted === '') return [];
      const found: { place: Place; quality: number }[] = [];
      for (const place of places) {
        const quality = matchQuality(place, wanted);
        if (quality !== null) found.push({ place, quality });
      }
      found.sort(
        (a, b) =>
          a.quality - b.quality ||
          b.place.population - a.place.population ||
          (a.place.id < b.place.id ? -1 : 1),
      );
      return found.slice(0, Math.min(Math.max(1, limit), MOST_PLACES)).map(({ place }) => place);
    },
    regionOf(position) {
      const place = nearestPlace(position);
      return { region: place.region, municipality: place.municipality, place };
    },
    insideCountry(position) {
      if (!Number.isFinite(position.lat) || !Number.isFinite(position.lon)) return false;
      return (
        land.some((rings) => insideRings(position, rings)) ||
        haversineKm(position, nearestPlace(position).position) <= NEAR_A_PLACE_KM
      );
    },
  };
}

function readMunicipalities(): Map<string, Municipality> {
  const { municipalities } = readSeed<{ municipalities: MunicipalityRow[] }>('data/municipalities');
  return new Map(
    municipalities.map(({ code, name, province, safetyRegion, roaz, population }) => [
      code,
      { code, name, province, safetyRegion, roaz, population },
    ]),
  );
}

function readPlaces(municipalities: Map<string, Municipality>): Place[] {
  return readSeed<PlaceRow[]>('geo/places').map(
    ([id, name, code, lat, lon, population, alternates]) => {
      const municipality = municipalities.get(code);
      if (!municipality) throw new Error(`place ${id}: no municipality ${code}`);
      const region = municipality.roaz;
      return { id, name, municipality, region, position: { lat, lon }, population, alternates };
    },
  );
}

interface OutlineFile {
  features: { properties: { id: string }; geometry: { coordinates: Ring[][] } }[];
}

/** The parts of the Dutch land, each its outer ring and the lakes in it. */
function readLand(): Ring[][] {
  const nl = readSeed<OutlineFile>('geo/outline').features.find(
    ({ properties }) => properties.id === 'nl',
  );
  if (!nl) throw new Error('the outline lacks the Netherlands');
  return nl.geometry.coordinates;
}

/** Even-odd rule: a ray to the east crosses the rings an odd number of times. A lake is a ring within a ring. */
function insideRings({ lat, lon }: Position, rings: Ring[]): boolean {
  let inside = false;
  for (const ring of rings) {
    let [beforeLon, beforeLat] = ring[ring.length - 1] ?? [0, 0];
    for (const [atLon, atLat] of ring) {
      if (
        atLat > lat !== beforeLat > lat &&
        lon < ((beforeLon - atLon) * (lat - atLat)) / (beforeLat - atLat) + atLon
      )
        inside = !inside;
      beforeLon = atLon;
      beforeLat = atLat;
    }
  }
  return inside;
}
