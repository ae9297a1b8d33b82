import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import type { FacilityState } from '#domain/picture.ts';
import { PRESSURE_1, PRESSURE_PARTS } from '#domain/pressure/parameters.ts';
import { heavierPressure, pressureOf, type PressureSite } from '#domain/pressure/pressure.ts';
import { aFacility, aStop, minutesAgo, NOW, type FacilityWords } from '../builders.ts';

const siteOf = (facility: FacilityState): PressureSite => ({
  ed: viewUnit(facility, 'ed', NOW),
  'trauma-bay': viewUnit(facility, 'trauma-bay', NOW),
  icu: viewUnit(facility, 'icu', NOW),
});
const pressure = (...words: FacilityWords[]) =>
  pressureOf(words.map((one, n) => siteOf(aFacility({ id: `h-${n}`, ...one }))));

const free = (available: number, staffed: number) => ({ available, staffed });
const calm = { units: { 'trauma-bay': free(2, 2), icu: free(5, 10) } };
const old = minutesAgo(60);

describe('the pressure of a region', () => {
  it('is 0 when all is open and free, and 100 when all is stopped and full', () => {
    expect(pressure(calm, calm)).toMatchObject({ low: 0, high: 0, value: 0 });
    const full = { units: { 'trauma-bay': free(0, 2), icu: free(0, 10) }, stops: [aStop()] };
    expect(pressure(full, full)).toMatchObject({ low: 100, high: 100, value: 100 });
  });

  it('adds up as worked out by hand', () => {
    // Departments: one stop and one impending of four = 1.5 / 4 of 50 = 18.75 -> 19.
    // Bays: 2 free of 8 is a quarter, calm is a half: half of 25 = 12.5 -> 13. ICU: 4 free of 40 is half of calm: 13.
    const units = { 'trauma-bay': free(0, 2), icu: free(1, 10) };
    const some = { units: { 'trauma-bay': free(1, 2), icu: free(1, 10) } };
    const region = pressure(
      { units, stops: [aStop()] },
      { units, stops: [aStop({ level: 'impending' })] },
      some,
      some,
    );
    expect(region?.parts.map(({ id, low, high, most }) => ({ id, low, high, most }))).toEqual([
      { id: 'ed', low: 19, high: 19, most: 50 },
      { id: 'trauma-bay', low: 13, high: 13, most: 25 },
      { id: 'icu', low: 13, high: 13, most: 25 },
    ]);
    expect(region).toMatchObject({ low: 45, high: 45, value: 45 });
  });

  it('makes a range of what is not known: neither calm nor full', () => {
    const silent = { units: { ed: null, 'trauma-bay': free(2, 2), icu: free(5, 10) } };
    expect(pressure(silent, calm)).toMatchObject({ low: 0, high: 25, value: 13 });
    expect(pressure(silent, calm)?.parts[0]).toMatchObject({ known: 1, of: 2 });
  });

  it('gives no figure when nearly nothing is known, and no pressure where there is nothing', () => {
    const silent = { units: { ed: null, 'trauma-bay': null, icu: null } };
    expect(pressure(silent)).toMatchObject({ low: 0, high: 100, value: null });
    expect(pressure({ without: ['ed', 'trauma-bay', 'icu'] })).toBeNull();
    expect(pressureOf([])).toBeNull();
  });

  it('lets the other parts give the points of one that the region lacks', () => {
    const region = pressure({ ...calm, without: ['icu'], stops: [aStop()] });
    expect(region?.parts.map(({ id, most }) => [id, most])).toEqual([
      ['ed', 67],
      ['trauma-bay', 33],
    ]);
  });

  it('takes a free place above the staffed ones for no more than free', () => {
    expect(pressure({ units: { ...calm.units, icu: free(20, 10) } })).toMatchObject({ high: 0 });
  });

  it('keeps an announced stop whole after its hospital fell silent', () => {
    const units = { ...calm.units, ed: { observedAt: old } };
    expect(pressure({ units, stops: [aStop()] })?.parts[0]).toMatchObject({ low: 50, high: 50 });
  });

  it('puts the heaviest first and the one without any last', () => {
    const heavy = pressure({ ...calm, stops: [aStop()] });
    const order = [null, pressure(calm), heavy].toSorted(heavierPressure);
    expect(order).toEqual([heavy, pressure(calm), null]);
  });

  it('is made of parameters that add up and say that they are proposals', () => {
    const points = PRESSURE_PARTS.map((id) => PRESSURE_1.points[id]);
    expect(points.reduce((sum, one) => sum + one, 0)).toBe(100);
    expect(Object.values(PRESSURE_1.sources).every((one) => one.evidence === 'proposal')).toBe(
      true,
    );
  });
});

describe('whatever the facts, the pressure', () => {
  const unit = fc.option(
    fc.record({
      staffed: fc.option(fc.nat(12)),
      available: fc.option(fc.nat(12)),
      status: fc.constantFrom('open', 'limited', 'closed', 'unknown' as const),
      isOld: fc.boolean(),
    }),
  );
  const site = fc.record({ ed: unit, 'trauma-bay': unit, icu: unit, stop: fc.boolean() });
  type Site = typeof site extends fc.Arbitrary<infer T> ? T : never;
  const said = (one: Site['ed'], isOld = one?.isOld) =>
    one && {
      staffed: one.staffed,
      available: one.available,
      status: one.status,
      observedAt: isOld ? old : minutesAgo(1),
    };
  const wordsOf = (one: Site): FacilityWords => ({
    units: { ed: said(one.ed), 'trauma-bay': said(one['trauma-bay']), icu: said(one.icu) },
    stops: one.stop ? [aStop()] : [],
  });
  const region = fc.array(site, { minLength: 1, maxLength: 5 });
  const at = (sites: Site[]) => {
    const found = pressure(...sites.map(wordsOf));
    if (found === null) throw new Error('no pressure');
    return found;
  };
  const notLower = (before: Site[], after: Site[]) => {
    const [a, b] = [at(before), at(after)];
    expect(b.low).toBeGreaterThanOrEqual(a.low);
    expect(b.high).toBeGreaterThanOrEqual(a.high);
  };
  const check = (law: (sites: Site[]) => void) => fc.assert(fc.property(region, law));

  it('lies between 0 and 100, its parts adding up', () => {
    check((sites) => {
      const { low, high, parts } = at(sites);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(100);
      expect(low).toBeLessThanOrEqual(high);
      expect(parts.reduce((sum, part) => sum + part.high, 0)).toBe(high);
      for (const part of parts) expect(part.low).toBeLessThanOrEqual(part.high);
    });
  });

  it('is never lowered by a stop', () => {
    check((sites) => notLower(sites, [{ ...sites[0]!, stop: true }, ...sites.slice(1)]));
  });

  it('is never lowered by a report that grows old', () => {
    const aged = (one: Site['ed']) => one && { ...one, isOld: true };
    check(([first, ...rest]) => {
      const after = {
        ...first!,
        ed: aged(first!.ed),
        'trauma-bay': aged(first!['trauma-bay']),
        icu: aged(first!.icu),
      };
      notLower([first!, ...rest], [after, ...rest]);
    });
  });

  it('is never lowered by a bed that is taken', () => {
    check(([first, ...rest]) => {
      const { icu } = first!;
      if (!icu?.available) return;
      notLower(
        [first!, ...rest],
        [{ ...first!, icu: { ...icu, available: icu.available - 1 } }, ...rest],
      );
    });
  });

  it('is never certain where a department says nothing', () => {
    check((sites) => {
      const silent = { ...sites[0]!, ed: null, stop: false };
      const { low, high } = at([silent, ...sites.slice(1)]);
      expect(high).toBeGreaterThan(low);
    });
  });
});
