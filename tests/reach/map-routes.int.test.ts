import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { reachOf } from '#domain/reach/reach.ts';
import type { IsochronesWire, MapSettingsWire, ReachWire } from '#wire/map.ts';
import { loadGeography } from '../../seed/geography.ts';
import { loadSkeleton } from '../../seed/roads.ts';
import { createTravel } from '../../server/travel/index.ts';
import { tilesOf } from '../../server/tiles.ts';
import { createHarness } from '../api/harness.ts';

const geography = loadGeography();
const skeleton = loadSkeleton();
const leiden = { id: 'lumc', position: { lat: 52.1663, lon: 4.4777 } };
const utrecht = { id: 'umcu', position: { lat: 52.0862, lon: 5.1799 } };
const towns = [
  { lat: 52.16, lon: 4.49 },
  { lat: 52.09, lon: 5.12 },
  { lat: 53.055, lon: 4.8 },
];

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(null)));
  server = undefined;
});

/** An engine that answers each table with ten minutes a cell, or refuses. */
async function engine(asked: string[], refuses = false): Promise<string> {
  const started = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://engine');
    asked.push(url.pathname);
    if (refuses) return void response.writeHead(503).end();
    const count = (name: string) => (url.searchParams.get(name) ?? '').split(';').length;
    const row = Array.from({ length: count('destinations') }, () => 600);
    const durations = Array.from({ length: count('sources') }, () => row);
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ code: 'Ok', durations }));
  });
  server = started;
  await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${String((started.address() as AddressInfo).port)}`;
}

const travel = (osrmUrl?: string) =>
  createTravel({
    geography,
    skeleton,
    destinations: () => [leiden, utrecht],
    ...(osrmUrl === undefined ? {} : { osrmUrl }),
  });

describe('times from many places', () => {
  it('are those that a case would get, and none over water', async () => {
    const { engine: by, minutes } = await travel().matrix(towns, [leiden, utrecht]);
    expect(by).toBe('estimate-graph');
    const single = await travel().timesFrom({ lat: 52.16, lon: 4.49 });
    expect(minutes[0]?.[0]).toBeCloseTo(single.to['lumc']?.minutes ?? 0, 0);
    expect(minutes[2]).toEqual([null, null]);
  });

  it('come from the engine in tables that it takes, islands excepted', async () => {
    const asked: string[] = [];
    const many = Array.from({ length: 250 }, (_, n) => ({ lat: 52 + n / 1000, lon: 5.1 }));
    const made = await travel(await engine(asked)).matrix([...many, ...towns], [leiden, utrecht]);
    expect(made.engine).toBe('osrm-car');
    expect(asked).toHaveLength(3);
    for (const path of asked) expect(path.split(';').length).toBeLessThanOrEqual(100);
    expect(made.minutes[0]).toEqual([10, 10]);
    expect(made.minutes.at(-1)).toEqual([null, null]);
  });

  it('are the estimate when the engine fails, which is then asked no more', async () => {
    const asked: string[] = [];
    const many = Array.from({ length: 250 }, (_, n) => ({ lat: 52 + n / 1000, lon: 5.1 }));
    const made = await travel(await engine(asked, true)).matrix(many, [leiden]);
    expect(asked).toHaveLength(1);
    expect(made.engine).toBe('estimate-graph');
    expect(made.minutes[0]?.[0]).toBeGreaterThan(20);
  });

  it('leave others their turn meanwhile', async () => {
    let turns = 0;
    const beat = setInterval(() => (turns += 1), 1);
    const places = geography.places.slice(0, 600).map((one) => one.position);
    await travel().matrix(places, [leiden, utrecht]);
    clearInterval(beat);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('the map beside the picture', () => {
  it('is told the reach of all level-1 sites, over all inhabitants', async () => {
    const h = await createHarness();
    const reply = await h.send('viewer', 'GET', '/api/v1/reach');
    const { engine: by, ...times } = reply.body as ReachWire;
    expect(by).toBe('estimate-graph');
    expect(times.sites).toHaveLength(11);
    const reach = reachOf(times, new Set(times.sites), new Set());
    expect(reach.inhabitants).toBeGreaterThan(17_500_000);
    // Nearly everybody on the mainland, and not everybody: Zeeland and the islands are far.
    expect(reach.before / reach.inhabitants).toBeGreaterThan(0.85);
    expect(reach.before / reach.inhabitants).toBeLessThan(1);
    const wordOf = (id: string) => reach.places.find((one) => one.place.id === id)?.now;
    expect(wordOf('utrecht')).toBe('within');
    expect(wordOf('den-burg')).toBe('beyond');
  });

  it('is told the minutes around a facility', async () => {
    const h = await createHarness();
    const reply = await h.send('viewer', 'GET', '/api/v1/facilities/lumc-leiden/isochrones');
    const { engine: by, lines, grid } = reply.body as IsochronesWire;
    expect([by, lines]).toEqual(['estimate-graph', [15, 30, 45]]);
    expect(grid.minutes.length % grid.columns).toBe(0);
    const at = (lat: number, lon: number) => {
      const row = Math.round((lat - grid.south) / grid.latStep);
      return grid.minutes[row * grid.columns + Math.round((lon - grid.west) / grid.lonStep)];
    };
    expect(at(52.16, 4.49)).toBeLessThan(10);
    expect(at(52.09, 5.12)).toBeGreaterThan(25);
    expect(at(52.3, 3.9)).toBeNull();
    const nobody = await h.send('viewer', 'GET', '/api/v1/facilities/none/isochrones');
    expect(nobody.status).toBe(404);
  });

  it('is told that there are no tiles when none are configured, and whose they are when they are', async () => {
    const h = await createHarness();
    const reply = await h.send('viewer', 'GET', '/api/v1/map-settings');
    expect(reply.body).toEqual({
      tiles: null,
      routingEngine: false,
    } satisfies MapSettingsWire);
    const osm = 'https://{s}.tile.openstreetmap.org/{z}/{x}/{y}.png';
    expect(tilesOf(osm)).toEqual({ url: osm, attribution: '© OpenStreetMap contributors' });
    expect(tilesOf('https://tiles.region.example/{z}/{x}/{y}.png').attribution).toBe(
      'tiles.region.example',
    );
    expect(tilesOf('https://openstreetmap.org.evil.example/{z}.png').attribution).toBe(
      'openstreetmap.org.evil.example',
    );
  });
});
