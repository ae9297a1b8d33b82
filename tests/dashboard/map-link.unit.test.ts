import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNIT_KINDS } from '#domain/words.ts';
import { NO_LAYERS, READINGS } from '#lib/map/layer-choice.ts';
import { LINK_PARAMETERS, readLink, writeLink, type MapLink } from '#lib/map/link.ts';
import { SORTS } from '#lib/map/list.ts';
import { GLYPHS } from '#lib/status/status.ts';

const known = { regions: { west: {}, brabant: {} }, facilities: { lumc: {}, haga: {} } };
const read = (search: string) => readLink(search, known);

const USUAL: MapLink = {
  region: null,
  facility: null,
  unit: null,
  glyphs: [],
  search: '',
  sort: 'gravity',
  layers: NO_LAYERS,
  place: null,
};

describe('the address of the map page', () => {
  it('says region, hospital, unit, status, search, order, layers and place', () => {
    const search =
      '?region=west&facility=lumc&unit=icu&status=stop,impending&search=leiden&sort=name&layers=reach-all,roads&zoom=9.4,52.01,4.41';
    expect(read(search)).toEqual({
      link: {
        region: 'west',
        facility: 'lumc',
        unit: 'icu',
        glyphs: ['stop', 'impending'],
        search: 'leiden',
        sort: 'name',
        layers: { reach: 'all', roads: true, tiles: false },
        place: { zoom: 9.4, centre: { lat: 52.01, lon: 4.41 } },
      },
      ignored: [],
    });
  });

  it('says nothing of what is usual', () => {
    expect(writeLink('', USUAL)).toBe('');
    expect(read('')).toEqual({ link: USUAL, ignored: [] });
    expect(read('?region=&zoom=')).toEqual({ link: USUAL, ignored: [] });
  });

  it.each([
    ['region', 'oostelijk'],
    ['region', '__proto__'],
    ['facility', 'constructor'],
    ['unit', 'ICU'],
    ['unit', 'ed'],
    ['status', 'stop,red'],
    ['sort', 'beds'],
    ['layers', 'reach,clouds'],
    ['layers', 'reach,reach-all'],
    ['zoom', 'region'],
    ['zoom', '99'],
    ['zoom', '9,52.1'],
    ['zoom', '9,12.1,4.1'],
    ['zoom', '1e3'],
  ] as const)('tells that %s=%s means nothing, and goes on without it', (parameter, value) => {
    expect(read(`?${parameter}=${encodeURIComponent(value)}&search=a`)).toEqual({
      link: { ...USUAL, search: 'a' },
      ignored: [{ parameter, value }],
    });
  });

  it('takes regions and hospitals on trust until the picture is there', () => {
    expect(readLink('?region=anything', null)).toMatchObject({
      link: { region: 'anything' },
      ignored: [],
    });
  });

  it('takes a zoom without a centre', () => {
    expect(read('?zoom=8').link.place).toEqual({ zoom: 8, centre: null });
  });

  it('leaves what is not ours where it is', () => {
    const at = '2026-11-18T13:00:00.000Z';
    const written = writeLink(`?at=${at}&region=brabant`, { ...USUAL, region: 'west' });
    expect(new URLSearchParams(written).get('at')).toBe(at);
    expect(new URLSearchParams(written).getAll('region')).toEqual(['west']);
  });

  it('brings back whatever was written', () => {
    const link = fc.record({
      region: fc.option(fc.constantFrom('west', 'brabant')),
      facility: fc.option(fc.constantFrom('lumc', 'haga')),
      unit: fc.option(fc.constantFrom(...UNIT_KINDS.filter((kind) => kind !== 'ed'))),
      glyphs: fc.uniqueArray(fc.constantFrom(...GLYPHS)),
      search: fc.string({ maxLength: 40 }).map((text) => text.trim()),
      sort: fc.constantFrom(...SORTS),
      layers: fc.record({
        reach: fc.constantFrom(null, ...READINGS),
        roads: fc.boolean(),
        tiles: fc.boolean(),
      }),
      place: fc.option(
        fc.record({
          zoom: fc.integer({ min: 50, max: 130 }).map((tenths) => tenths / 10),
          centre: fc.record({
            lat: fc.integer({ min: 49_900, max: 54_300 }).map((one) => one / 1000),
            lon: fc.integer({ min: 1_300, max: 9_300 }).map((one) => one / 1000),
          }),
        }),
      ),
    });
    fc.assert(
      fc.property(link, (one) => {
        expect(read(writeLink('', one))).toEqual({ link: one, ignored: [] });
      }),
    );
  });

  it('is never broken by what somebody types into it', () => {
    const parameter = fc.constantFrom(...LINK_PARAMETERS);
    fc.assert(
      fc.property(fc.array(fc.tuple(parameter, fc.string())), (pairs) => {
        const { link } = read(new URLSearchParams(pairs).toString());
        expect(read(writeLink('', link))).toEqual({ link, ignored: [] });
      }),
    );
  });
});
