import { describe, expect, it } from 'vitest';
import { loadGeography, municipalityPoints, type Place } from '../../seed/geography.ts';
import { facilityRows } from '../../seed/facilities.ts';

const geography = loadGeography();
const names = (places: Place[]): string[] => places.map((place) => place.name);
const first = (query: string): string | undefined => geography.searchPlaces(query, 1)[0]?.id;

describe('the gazetteer', () => {
  it('has the places of the country, each with an id of its own and a known municipality', () => {
    expect(geography.places.length).toBeGreaterThanOrEqual(1859);
    expect(new Set(geography.places.map((place) => place.id)).size).toBe(geography.places.length);
    for (const place of geography.places) {
      expect(place.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(geography.municipalities.get(place.municipality.code)).toBe(place.municipality);
      expect(geography.placeById(place.id)).toBe(place);
    }
  });

  it('has a place in each of the 342 municipalities, and 16 to 18.5 million inhabitants', () => {
    const codes = new Set(geography.places.map((place) => place.municipality.code));
    expect(codes.size).toBe(342);
    const people = geography.places.reduce((sum, place) => sum + place.population, 0);
    expect(people).toBeGreaterThan(16e6);
    expect(people).toBeLessThan(18.5e6);
  });

  it('moves the places of merged municipalities to the new ones', () => {
    expect(geography.placeById('brielle')?.municipality.code).toBe('GM1992');
    expect(geography.placeById('weesp')?.municipality.code).toBe('GM0363');
  });

  it('knows no place of another name than a Dutch one', () => {
    expect(geography.placeById('den-haag')?.name).toBe('Den Haag');
    expect(geography.placeById('the-hague')).toBeNull();
    expect(geography.placeById('nowhere')).toBeNull();
  });
});

describe('searching places', () => {
  it.each([
    ['den haag', 'den-haag'],
    ['The Hague', 'den-haag'],
    ["'s-Gravenhage", 'den-haag'],
    ['den bosch', 's-hertogenbosch'],
    ['hertogenb', 's-hertogenbosch'],
    ['AMSTERDAM', 'amsterdam'],
    ['amst', 'amsterdam'],
    ['ljouwert', 'leeuwarden'],
    ['feanwalden', 'feanwalden'],
    ['Almere', 'almere'],
    ['etten-leur', 'etten-leur'],
    ['hengelo', 'hengelo'],
    ['hengelo bronckhorst', 'hengelo-bronckhorst'],
  ])('finds %s as %s', (query, id) => {
    expect(first(query)).toBe(id);
  });

  it('finds the town of every facility', () => {
    for (const facility of facilityRows())
      expect(first(facility.city), facility.city).toBeDefined();
  });

  it('puts a whole name before a longer one, and a larger place before a smaller', () => {
    expect(names(geography.searchPlaces('urk'))[0]).toBe('Urk');
    const [a, b] = geography.searchPlaces('rott', 2);
    expect(a?.name).toBe('Rotterdam');
    expect(b?.population ?? 0).toBeLessThan(a?.population ?? 0);
  });

  it('tells namesakes apart by their municipality', () => {
    const both = geography.searchPlaces('Rijswijk', 2);
    expect(names(both)).toEqual(['Rijswijk', 'Rijswijk']);
    expect(new Set(both.map((place) => place.municipality.name)).size).toBe(2);
  });

  it('gives nothing for nothing and no more than asked', () => {
    expect(geography.searchPlaces('  ')).toEqual([]);
    expect(geography.searchPlaces('xqzw')).toEqual([]);
    expect(geography.searchPlaces('a', 7)).toHaveLength(7);
    expect(geography.searchPlaces('a', 5000)).toHaveLength(50);
  });
});

describe('the region of a position', () => {
  it('is at the main point of every municipality its own', () => {
    const wrong = municipalityPoints().filter(
      ({ code, roaz, position }) =>
        geography.regionOf(position).region !== roaz ||
        geography.regionOf(position).municipality.code !== code,
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['meppel', 'zwolle', 'VR03'],
    ['urk', 'zwolle', 'VR25'],
    ['emmeloord', 'zwolle', 'VR25'],
    ['winterswijk', 'euregio', 'VR06'],
    ['doetinchem', 'oost', 'VR06'],
    ['lelystad', 'noord-holland-flevoland', 'VR25'],
  ])('%s goes with %s, whatever its safety region', (id, region, safetyRegion) => {
    const place = geography.placeById(id);
    if (!place) throw new Error(id);
    const where = geography.regionOf(place.position);
    expect(where.region).toBe(region);
    expect(where.municipality.safetyRegion).toBe(safetyRegion);
    expect(where.place.id).toBe(id);
  });
});

describe('inside the country', () => {
  it('are all places and all facilities', () => {
    const out = [
      ...geography.places.map((place) => place.position),
      ...facilityRows().map(({ lat, lon }) => ({ lat, lon })),
    ].filter((position) => !geography.insideCountry(position));
    expect(out).toEqual([]);
  });

  it.each([
    ['the Veluwe, far from any place', 52.265, 5.79],
    ['the Oostvaardersplassen', 52.45, 5.36],
    ['Texel', 53.1, 4.83],
    ['Terschelling', 53.4, 5.32],
  ])('is %s', (_name, lat, lon) => {
    expect(geography.insideCountry({ lat, lon })).toBe(true);
  });

  it.each([
    ['the North Sea', 52.5, 4.0],
    ['the IJssel lake', 52.8, 5.25],
    ['the Marker lake', 52.55, 5.25],
    ['the Wadden Sea', 53.25, 5.15],
    ['Antwerp', 51.22, 4.4],
    ['Ghent', 51.05, 3.72],
    ['Aachen', 50.776, 6.084],
    ['Kleve', 51.79, 6.14],
    ['Emden', 53.367, 7.206],
    ['Brussels', 50.85, 4.35],
    ['the Gulf of Guinea', 0, 0],
    ['no number', Number.NaN, 5],
    ['beyond the pole', 91, 5],
  ])('is not %s', (_name, lat, lon) => {
    expect(geography.insideCountry({ lat, lon })).toBe(false);
  });
});
