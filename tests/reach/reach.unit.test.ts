import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inhabitantsOf, reachOf, type ReachPlace, type ReachTimes } from '#domain/reach/reach.ts';
import { loadGeography } from '../../seed/geography.ts';

const place = (id: string, inhabitants: number, ...minutes: [number, number][]): ReachPlace => ({
  id,
  name: id,
  lat: 52,
  lon: 5,
  inhabitants,
  minutes,
});
const sites = ['umcu', 'lumc'];
const all = new Set(sites);
const none = new Set<string>();

describe('the reach of the level-1 trauma centres', () => {
  const times: ReachTimes = {
    sites,
    places: [
      place('near-both', 1000, [0, 10], [1, 20]),
      place('near-one', 300, [0, 30], [1, 70]),
      place('edge', 50, [1, 47]),
      place('island', 7),
    ],
  };

  it('counts the inhabitants within the limit of any site, with those on the edge apart', () => {
    const reach = reachOf(times, all, none);
    expect(reach).toMatchObject({
      inhabitants: 1357,
      before: 1300,
      now: 1300,
      least: 1300,
      most: 1350,
      lost: 0,
    });
    expect(reach.places.map(({ now }) => now)).toEqual(['within', 'within', 'edge', 'beyond']);
    expect(reach.places.map(({ minutes }) => minutes)).toEqual([10, 30, 47, null]);
  });

  it('says who loses it when a site is shut, and who keeps another', () => {
    const reach = reachOf(times, all, new Set(['umcu']));
    expect(reach).toMatchObject({ before: 1300, now: 1000, lost: 300 });
    expect(reach.places.filter((one) => one.lost).map((one) => one.place.id)).toEqual(['near-one']);
    expect(reach.places[0]).toMatchObject({ before: 'within', now: 'within', minutes: 20 });
  });

  it('is on the edge within four minutes of the limit, on either side', () => {
    const at = (minutes: number) =>
      reachOf({ sites, places: [place('a', 1, [0, minutes])] }, all, none).places[0]?.now;
    expect([40.9, 41, 41.1, 49, 49.1].map(at)).toEqual([
      'within',
      'within',
      'edge',
      'edge',
      'beyond',
    ]);
  });

  it('takes no account of a site that does not take part', () => {
    expect(reachOf(times, new Set(['lumc']), none).before).toBe(1000);
  });

  it('never grows when one more site is shut, and adds up', () => {
    const places = fc.array(
      fc.record({
        inhabitants: fc.nat(1000),
        minutes: fc.array(fc.tuple(fc.nat(1), fc.nat(90)), { maxLength: 2 }),
      }),
    );
    fc.assert(
      fc.property(places, fc.subarray(sites), (some, shut) => {
        const made = {
          sites,
          places: some.map((one, n) => place(`p${n}`, one.inhabitants, ...one.minutes)),
        };
        const reach = reachOf(made, all, new Set(shut));
        const worse = reachOf(made, all, all);
        expect(worse.now).toBeLessThanOrEqual(reach.now);
        expect(reach.before - reach.now).toBe(reach.lost);
        expect(reach.least).toBeLessThanOrEqual(reach.now);
        expect(reach.now).toBeLessThanOrEqual(reach.most);
        expect(worse.now).toBe(0);
      }),
    );
  });
});

describe('the inhabitants that a place stands for', () => {
  const town = { code: 'GM1', population: 1000 };

  it('are those of its municipality, divided as the gazetteer divides them', () => {
    const places = [
      { population: 300, municipality: town },
      { population: 100, municipality: town },
    ];
    expect(inhabitantsOf(places)).toEqual([750, 250]);
  });

  it('are divided alike where the gazetteer counts nobody', () => {
    const nobody = { population: 0, municipality: town };
    expect(inhabitantsOf([nobody, nobody])).toEqual([500, 500]);
  });

  it('are together the inhabitants of the country', () => {
    const { places, municipalities } = loadGeography();
    const whole = [...municipalities.values()].reduce((sum, one) => sum + one.population, 0);
    const sum = inhabitantsOf(places).reduce((total, one) => total + one, 0);
    expect(sum).toBeCloseTo(whole, 3);
  });
});
