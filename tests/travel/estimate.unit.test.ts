import { describe, expect, it } from 'vitest';
import type { TravelTime } from '../../server/domain/routing/travel.ts';
import { facilityRows, seedFacilities } from '../../seed/facilities.ts';
import { loadGeography, type Place } from '../../seed/geography.ts';
import { loadSkeleton } from '../../seed/roads.ts';
import { createEstimator } from '../../server/travel/estimate.ts';
import { buildGraph } from '../../server/travel/graph.ts';
import { crowEstimate } from '../../server/travel/crow.ts';
import { haversineKm } from '../../server/travel/geometry.ts';

const geography = loadGeography();
const estimator = createEstimator(geography, loadSkeleton());

function place(id: string): Place {
  const found = geography.placeById(id);
  if (!found) throw new Error(`no place ${id}`);
  return found;
}

function drive(from: string, to: string): TravelTime {
  const time = estimator.estimate(place(from).position, [{ id: to, position: place(to).position }])
    .to[to];
  if (!time) throw new Error('no time');
  return time;
}

describe('the model over the road graph', () => {
  const line = {
    junctions: { a: [52, 5], b: [52, 5.3] } as Record<string, [number, number]>,
    roads: [{ class: 'motorway' as const, through: ['a', 'b'] }],
    waterBarriers: { lines: [] },
  };
  const empty = { places: [], nearestPlace: () => ({ municipality: { code: 'GM0001' } }) };

  it('is 1.29 + 0.410 x graph minutes + 0.429 x crow km + 0.396 x sqrt(crow km)', () => {
    const from = { lat: 52, lon: 5 };
    const to = { lat: 52, lon: 5.3 };
    const crow = haversineKm(from, to);
    const graphMinutes = ((crow * 1.07) / 125) * 60;
    const time = createEstimator(empty, line).estimate(from, [{ id: 'b', position: to }]).to.b;
    expect(time?.minutes).toBeCloseTo(
      1.29 + 0.41 * graphMinutes + 0.429 * crow + 0.396 * Math.sqrt(crow),
      1,
    );
    expect(time?.roadKm).toBeCloseTo(crow * 1.07, 1);
    expect(time).toMatchObject({
      engine: 'estimate-graph',
      reliable: true,
      boatOrHelicopter: false,
    });
  });

  it('falls back on the straight line where no road goes', () => {
    const to = { lat: 52.9, lon: 5 };
    const time = createEstimator(empty, line).estimate({ lat: 52, lon: 5 }, [
      { id: 'x', position: to },
    ]).to.x;
    const crow = crowEstimate(haversineKm({ lat: 52, lon: 5 }, to));
    expect(time).toMatchObject({ engine: 'estimate-crow', reliable: true });
    expect(time?.minutes).toBeCloseTo(crow.minutes, 1);
  });

  it('refuses a road between junctions that are not there', () => {
    const broken = { ...line, roads: [{ class: 'motorway' as const, through: ['a', 'nowhere'] }] };
    expect(() => createEstimator(empty, broken)).toThrow('nowhere');
  });
});

describe('the graph of the Netherlands', () => {
  it('joins the whole mainland', () => {
    const graph = buildGraph(
      loadSkeleton(),
      geography.places.map(({ position }) => ({ position, island: estimator.islandOf(position) })),
    );
    const reach = graph.reachFrom(graph.linksFrom(place('utrecht').position, null));
    const lost = graph.nodes.filter(
      (node, index) => node.island === null && !Number.isFinite(reach.minutes[index]),
    );
    expect(lost).toEqual([]);
    const islands = graph.nodes.filter((node) => node.island !== null);
    expect(new Set(islands.map((node) => node.island)).size).toBe(5);
    for (const [index, node] of graph.nodes.entries())
      if (node.island !== null) expect(reach.minutes[index]).toBe(Infinity);
  });

  it('takes the same time both ways', () => {
    for (const [a, b] of [
      ['utrecht', 'zwolle'],
      ['goes', 'breda'],
      ['emmen', 'assen'],
    ] as const)
      expect(drive(a, b).minutes).toBe(drive(b, a).minutes);
  });

  it('takes longer than a straight motorway and less than a bicycle, between places all over the country', () => {
    const mainland = geography.places.filter(
      ({ position }) => estimator.islandOf(position) === null,
    );
    for (let index = 0; index < 40; index++) {
      const from = mainland[(index * 47) % mainland.length];
      if (!from) continue;
      const to = mainland.filter((_, other) => other % 61 === index);
      const { to: times } = estimator.estimate(from.position, to);
      for (const other of to) {
        const crow = haversineKm(from.position, other.position);
        const time = times[other.id];
        if (!time) throw new Error(other.id);
        expect(time.minutes, `${from.id} ${other.id}`).toBeGreaterThanOrEqual((crow / 160) * 60);
        expect(time.minutes, `${from.id} ${other.id}`).toBeLessThan((crow / 20) * 60 + 60);
        expect(time.roadKm ?? 0).toBeGreaterThanOrEqual(crow * 0.999 - 0.1);
        expect(time.low).toBeLessThanOrEqual(time.minutes);
        expect(time.high).toBeGreaterThan(time.minutes);
      }
    }
  });

  it('takes longer from farther out along a road', () => {
    const along = ['amersfoort', 'apeldoorn', 'deventer', 'almelo', 'enschede'];
    const minutes = along.map((id) => drive('utrecht', id).minutes);
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
  });
});

describe('water', () => {
  // By road, over the dam or through the tunnel: an ordinary car takes about 75, 48 and 45 minutes.
  it.each([
    ['enkhuizen', 'stavoren', 45, 75],
    ['urk', 'enkhuizen', 30, 50],
    ['vlissingen', 'breskens', 27, 45],
    ['den-helder', 'harlingen', 33, 55],
    ['zeewolde', 'harderwijk', 7, 15],
    ['marken', 'volendam', 6, 15],
    ['kesteren', 'rhenen', 3, 10],
    ['werkendam', 'dordrecht', 14, 28],
  ])('%s to %s goes round it in %d to %d minutes', (from, to, least, most) => {
    const time = drive(from, to);
    expect(time.engine).toBe('estimate-graph');
    expect(time.minutes).toBeGreaterThanOrEqual(least);
    expect(time.minutes).toBeLessThanOrEqual(most);
  });

  it.each([
    ['den-burg', 'den-helder'],
    ['oost-vlieland', 'harlingen'],
    ['west-terschelling', 'leeuwarden'],
    ['nes', 'dokkum'],
    ['schiermonnikoog', 'groningen'],
    ['west-terschelling', 'oost-vlieland'],
  ])('no road goes from the island of %s to %s', (from, to) => {
    const crow = haversineKm(place(from).position, place(to).position);
    for (const time of [drive(from, to), drive(to, from)]) {
      expect(time).toMatchObject({
        engine: 'estimate-crow',
        reliable: false,
        boatOrHelicopter: true,
      });
      expect(time.minutes).toBeCloseTo(crowEstimate(crow).minutes + 15, 1);
    }
  });

  it('is no matter on one and the same island', () => {
    expect(drive('den-burg', 'de-koog')).toMatchObject({ reliable: true, boatOrHelicopter: false });
    expect(drive('den-burg', 'de-koog').minutes).toBeLessThan(12);
  });
});

describe('the whole country', () => {
  it('has a median of 14 to 20 minutes to the centres with heart surgery and PCI, weighed by inhabitants', () => {
    const centres = facilityRows()
      .filter(({ capabilities }) => capabilities.cardiothoracicSurgery && capabilities.pci)
      .map(({ id, lat, lon }) => ({ id, position: { lat, lon } }));
    expect(centres.length).toBeGreaterThanOrEqual(15);
    const people = geography.places
      .map(({ position, population }) => {
        const times = Object.values(estimator.estimate(position, centres).to);
        return { population, minutes: Math.min(...times.map((time) => time.minutes)) };
      })
      .sort((a, b) => a.minutes - b.minutes);
    const half = people.reduce((sum, one) => sum + one.population, 0) / 2;
    let counted = 0;
    const median = people.find((one) => (counted += one.population) >= half)?.minutes ?? 0;
    expect(median).toBeGreaterThan(14);
    expect(median).toBeLessThan(20);
  });

  it('answers for every facility, in well under a tenth of a second', () => {
    const facilities = seedFacilities();
    estimator.estimate(place('utrecht').position, facilities);
    const started = performance.now();
    const rounds = 20;
    for (let round = 0; round < rounds; round++) {
      const { to } = estimator.estimate({ lat: 51.5 + round / 20, lon: 5.2 }, facilities);
      expect(Object.keys(to)).toHaveLength(facilities.length);
    }
    expect((performance.now() - started) / rounds).toBeLessThan(50);
  });
});
