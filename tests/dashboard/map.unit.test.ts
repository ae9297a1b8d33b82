import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '#domain/clock.ts';
import { arcPoints } from '#lib/map/arc.ts';
import { diffById } from '#lib/map/diff.ts';
import { runOn } from '#lib/map/geo.ts';
import { placeLabels } from '#lib/map/labels.ts';
import { filtered, grouped, sorted, stepped } from '#lib/map/list.ts';
import { rowOf } from '#lib/map/rows.ts';
import {
  capacityOf,
  countGlyphs,
  emergencyDepartments,
  headlineOf,
  hurtRegions,
  regionSummaries,
} from '#lib/map/summary.ts';
import { edStatusOf } from '#lib/status/status.ts';
import type { Glyph } from '#lib/status/status.ts';
import { Facts, NOON } from './facts.ts';

function facts() {
  const all = new Facts()
    .region('west', 'West')
    .region('brabant', 'Brabant')
    .region('oost', 'Oost');
  for (const [id, region] of [
    ['a', 'west'],
    ['b', 'west'],
    ['c', 'brabant'],
    ['d', 'oost'],
  ] as const)
    all.facility(id, region).observed(id, 'ed', { status: 'open' });
  return all;
}
const summaries = (all: Facts, now = NOON) =>
  regionSummaries(all.picture, emergencyDepartments(all.picture, now), now);

describe('the status of an emergency department', () => {
  const glyphAt = (all: Facts, minutes: number) => {
    const a = all.picture.facilities['a'];
    return a === undefined ? null : edStatusOf(a, NOON + minutes * MINUTE);
  };

  it('is open while it is confirmed, and a clock once it is silent: never open', () => {
    const all = facts();
    expect(glyphAt(all, 1)?.glyph).toBe('open');
    expect(glyphAt(all, 15)?.glyph).toBe('open');
    expect(glyphAt(all, 16)?.glyph).toBe('stale');
  });

  it('keeps an announced stop whole, however old the figures are, until its end; then it is unknown', () => {
    const all = facts().stopped('a');
    expect(glyphAt(all, 29)).toMatchObject({ glyph: 'stop', stale: false });
    expect(glyphAt(all, 31)?.glyph).not.toBe('stop');
  });

  it('greys a closed status that nobody confirmed and nothing announced', () => {
    const all = facts().observed('a', 'ed', { status: 'closed' });
    expect(glyphAt(all, 1)).toMatchObject({ glyph: 'stop', stale: false });
    expect(glyphAt(all, 20)).toMatchObject({ glyph: 'stop', stale: true });
  });

  it('is unknown where nothing was ever said and absent where there is no department', () => {
    const all = facts()
      .facility('e', 'oost')
      .facility('f', 'oost', { unitKinds: ['ward'] });
    const { e, f } = all.picture.facilities;
    expect(e && edStatusOf(e, NOON).glyph).toBe('unknown');
    expect(f && edStatusOf(f, NOON).glyph).toBe('none');
  });
});

describe('the sums', () => {
  it('hold only what is known, and say how much that is and how old its oldest part', () => {
    const all = facts()
      .observed('a', 'icu', { available: 3, staffed: 10 }, NOON - 7 * MINUTE)
      .observed('b', 'icu', { available: 2, staffed: 8 }, NOON - 2 * MINUTE)
      .observed('c', 'icu', { occupied: 4 }, NOON);
    const sum = capacityOf(Object.values(all.picture.facilities), 'icu', NOON);
    expect(sum).toEqual({ free: 5, staffed: 18, known: 2, of: 4, oldest: NOON - 7 * MINUTE });
  });

  it('are unknown and not 0 when nothing is known', () => {
    const sum = capacityOf(Object.values(facts().picture.facilities), 'icu', NOON);
    expect(sum).toMatchObject({ free: null, staffed: null, known: 0, of: 4, oldest: null });
  });

  it('count each department once', () => {
    const all = facts().stopped('a').stopped('c', { id: 's2', level: 'impending' });
    const counts = countGlyphs(emergencyDepartments(all.picture, NOON));
    expect(counts).toEqual({ open: 2, impending: 1, stop: 1, unknown: 0, stale: 0, none: 0 });
  });
});

describe('the headline', () => {
  it('names the regions with a stop, the heaviest first, and only those', () => {
    const all = facts().stopped('c').stopped('a', { id: 's2' }).stopped('b', { id: 's3' });
    all.stopped('d', { id: 's4', level: 'impending' });
    expect(headlineOf(summaries(all))).toEqual({
      kind: 'hurts',
      regions: ['West', 'Brabant'],
      more: 0,
    });
    expect(hurtRegions(summaries(all))).toEqual(new Set(['west', 'brabant']));
  });

  it('warns when stops only impend', () => {
    const all = facts().stopped('d', { level: 'impending' });
    expect(headlineOf(summaries(all))).toEqual({ kind: 'watch', regions: ['Oost'], more: 0 });
  });

  it('says calm only when every department says that it is open', () => {
    expect(headlineOf(summaries(facts())).kind).toBe('calm');
    const quiet = facts();
    for (const id of ['e', 'g', 'h', 'i', 'j'])
      quiet.facility(id, 'oost').observed(id, 'ed', { status: 'open' });
    quiet.facility('k', 'oost');
    expect(headlineOf(summaries(quiet)).kind).toBe('calm-as-known');
  });

  it('never calls a silent country calm', () => {
    expect(headlineOf(summaries(facts(), NOON + 60 * MINUTE)).kind).toBe('silent');
    expect(headlineOf([]).kind).toBe('silent');
  });
});

describe('the list', () => {
  const all = facts()
    .facility('é-ziekenhuis', 'oost', { city: 'Zwolle', name: 'Ziekenhuis Zuid Één' })
    .stopped('c')
    .observed('a', 'icu', { available: 3, staffed: 10 }, NOON - 9 * MINUTE)
    .observed('d', 'icu', { available: 0, staffed: 10 });
  const rows = emergencyDepartments(all.picture, NOON).map((one) => rowOf(one, NOON));
  const names = { west: 'West', brabant: 'Brabant', oost: 'Oost' };
  const every = { glyphs: [] as readonly Glyph[], search: '', region: null };
  const ids = (some: { id: string }[]) => some.map((one) => one.id);

  it('finds by name, city and region, accents and case aside, all words together', () => {
    expect(ids(filtered(rows, { ...every, search: 'een ZWOLLE' }, names))).toEqual([
      'é-ziekenhuis',
    ]);
    expect(ids(filtered(rows, { ...every, search: 'brabant' }, names))).toEqual(['c']);
    expect(filtered(rows, { ...every, search: 'brabant zwolle' }, names)).toEqual([]);
  });

  it('keeps the wanted statuses and the region', () => {
    expect(ids(filtered(rows, { ...every, glyphs: ['stop'] as const }, names))).toEqual(['c']);
    expect(ids(filtered(rows, { ...every, region: 'west' }, names))).toEqual(['a', 'b']);
  });

  it('puts the gravest first, the most free first and the unknown last', () => {
    expect(ids(sorted(rows, 'gravity'))[0]).toBe('c');
    expect(ids(sorted(rows, 'second')).slice(0, 2)).toEqual(['a', 'd']);
    expect(ids(sorted(rows, 'oldest'))[0]).toBe('é-ziekenhuis');
  });

  it('groups by region from the heaviest, and loses nothing in any order', () => {
    const regions = summaries(all);
    expect(grouped(rows, 'gravity', regions)[0]?.region?.id).toBe('brabant');
    for (const sort of ['gravity', 'name', 'first', 'second', 'oldest'] as const)
      expect(ids(grouped(rows, sort, regions).flatMap((one) => one.rows)).sort()).toEqual(
        ids(rows).sort(),
      );
  });

  it('is walked across groups and stops at its ends', () => {
    const groups = grouped(rows, 'gravity', summaries(all));
    const order = ids(groups.flatMap((one) => one.rows));
    expect(stepped(groups, null, 1)).toBe(order[0]);
    expect(stepped(groups, order[0] ?? '', 1)).toBe(order[1]);
    expect(stepped(groups, order[0] ?? '', -1)).toBe(order[0]);
    expect(stepped(groups, order[1] ?? '', Infinity)).toBe(order.at(-1));
    expect(stepped([], null, 1)).toBeNull();
  });
});

describe('the marks', () => {
  it('are changed by id: what is applied gives what is wanted, and the same is left alone', () => {
    const things = fc.uniqueArray(
      fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), x: fc.nat(2) }),
      {
        selector: (one) => one.id,
      },
    );
    const same = (a: { x: number }, b: { x: number }) => a.x === b.x;
    fc.assert(
      fc.property(things, things, (before, wanted) => {
        const there = new Map<string, (typeof before)[number]>(before.map((one) => [one.id, one]));
        const { added, changed, removed } = diffById(there, wanted, same);
        const touched = added.length + changed.length + removed.length;
        for (const id of removed) there.delete(id);
        for (const one of [...added, ...changed]) there.set(one.id, one);
        expect(new Set(there.values())).toEqual(new Set(wanted));
        if (JSON.stringify(before) === JSON.stringify(wanted)) expect(touched).toBe(0);
      }),
    );
  });

  it('get names that cover neither each other nor a mark, the gravest first', () => {
    const size = { width: 60, height: 16 };
    const at = (id: string, x: number, y: number, gravity: number) => ({
      id,
      x,
      y,
      gravity,
      ...size,
    });
    const placed = placeLabels([at('a', 0, 0, 4), at('b', 30, 0, 0), at('c', 500, 500, 4)]);
    expect(placed.get('b')).toBe('right');
    expect(placed.get('a')).toBe('left');
    expect(placed.get('c')).toBe('right');
    const crowd = Array.from({ length: 12 }, (_, n) =>
      at(`m${n}`, (n % 4) * 14, Math.floor(n / 4) * 14, n),
    );
    expect(placeLabels(crowd).size).toBeLessThan(12);
  });

  it('are reached by arcs that begin and end where they should', () => {
    const [from, to] = [
      { lat: 52, lon: 4.3 },
      { lat: 52.2, lon: 4.9 },
    ];
    const points = arcPoints(from, to);
    expect(points[0]).toEqual([52, 4.3]);
    expect(points.at(-1)?.[0]).toBeCloseTo(52.2);
    expect(points.at(-1)?.[1]).toBeCloseTo(4.9);
  });
});

describe('the land abroad', () => {
  it('runs on where its file was cut, and stays where it was not', () => {
    const ring = [
      [7, 52],
      [8.8, 52],
      [8.8, 50.1],
      [1.8, 50.1],
    ];
    const outline = {
      type: 'FeatureCollection' as const,
      features: [
        {
          type: 'Feature' as const,
          properties: { id: 'de' },
          geometry: { type: 'MultiPolygon' as const, coordinates: [[ring]] },
        },
      ],
    };
    const moved = runOn(outline).features[0]?.geometry.coordinates[0]?.[0] ?? [];
    expect(moved[0]).toEqual([7, 52]);
    // Beyond every screen: the map shows 1.2 to 9.4 degrees east and 49.8 to 54.4 north at most.
    expect(moved[1]?.[0]).toBeGreaterThan(15);
    expect(moved[2]?.[1]).toBeLessThan(45);
    expect(moved[3]?.[0]).toBeLessThan(-5);
    expect(outline.features[0]?.geometry.coordinates[0]?.[0]).toBe(ring);
  });
});
