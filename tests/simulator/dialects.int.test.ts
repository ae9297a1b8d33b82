/** The simulation speaks every dialect to the real server: sockets, files, sessions and keys, by a clock that is told what time it is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comesAcross,
  dealDialects,
  speaksOf,
  STRANGER,
  type Dialect,
} from '../../seed/simulator/dialects.ts';
import { createDriver, type Answered, type Driver } from '../../seed/simulator/driver.ts';
import { report } from '../../seed/simulator/units.ts';
import { createWorld, simulatedAt, type World } from '../../seed/simulator/world.ts';
import { issueKeys } from '../../server/demo/accounts.ts';
import { ALSO, furnishFeeds } from '../../server/demo/feeds.ts';
import { takeDropped } from '../../server/feeds/csv/drop-folder.ts';
import { CsvFeed } from '../../server/feeds/csv/receive.ts';
import { startMllp, type MllpServer } from '../../server/feeds/hl7v2/server.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { ms } from '#domain/clock.ts';
import type { Channel } from '#domain/words.ts';
import { openHarness, ORIGIN, type Harness } from '../api/harness.ts';
import { country, MINUTE, NOON } from './fake-server.ts';
import { NO_TRACES } from '../../server/watch/traces.ts';

const SEED = 4;
const hospitals = country.facilities.filter((one) => one.unitKinds.length > 0);
const CHANNEL_OF: Record<Dialect, Channel> = {
  api: 'api',
  hand: 'manual',
  hl7v2: 'hl7v2',
  fhir: 'fhir',
  'fhir-beds': 'fhir',
  have: 'have1',
  'have-de': 'have1',
  csv: 'csv',
  'csv-drop': 'csv',
};

describe('the ways of telling', () => {
  it('are dealt so that every region hears several, the same for the same seed', () => {
    for (const seed of [1, 2, 3]) {
      const dealt = dealDialects(hospitals, seed);
      expect(dealDialects(hospitals, seed)).toEqual(dealt);
      for (const [region, members] of Map.groupBy(hospitals, (one) => one.region)) {
        const channels = new Set(members.map(({ id }) => CHANNEL_OF[dealt.get(id) ?? 'api']));
        expect(channels.size, `${region}, seed ${seed}`).toBeGreaterThanOrEqual(
          Math.min(5, members.length),
        );
        expect(channels.has('api')).toBe(false);
      }
      expect(new Set(dealt.values()).size).toBe(8);
    }
    expect(dealDialects(hospitals, 2)).not.toEqual(dealDialects(hospitals, 1));
  });
});

describe(`some hours of simulated time in every dialect, seed ${SEED}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-dialects-'));
  const answers: Answered[] = [];
  /** Longest time that each feed was silent and then spoke again, milliseconds. */
  const gaps = new Map<string, number>();
  let h: Harness;
  let mllp: MllpServer;
  let world: World;
  let driver: Driver;

  const now = () => h.clock.now;

  async function look(): Promise<void> {
    const { intake, health } = h.app.feeds;
    await takeDropped({
      folder,
      feed: new CsvFeed({ intake, health }),
      facilities: () => Object.keys(h.app.live.picture.facilities),
      // The files' own times are the machine's: whatever lies there is whole.
      clock: () => Date.now() + MINUTE,
    });
    await h.app.feeds.occupancy.publish();
  }

  async function until(end: number): Promise<void> {
    for (; now() < end; h.clock.now += 15_000) {
      const before = new Map(h.app.feeds.feeds().map((one) => [one.feed, ms(one.lastAt)]));
      await driver.tick();
      await look();
      for (const { feed, lastAt } of h.app.feeds.feeds()) {
        const gap = ms(lastAt) - (before.get(feed) ?? ms(lastAt));
        gaps.set(feed, Math.max(gaps.get(feed) ?? 0, gap));
      }
    }
  }

  beforeAll(async () => {
    h = await openHarness(undefined, undefined, undefined, { startsAt: NOON });
    mllp = await startMllp({
      traces: NO_TRACES,
      feed: h.app.feeds.adt,
      port: 0,
      host: '127.0.0.1',
      onFault: (fault) => {
        throw fault;
      },
    });
    // Forty-five minutes of the clock that figures are aged by, three hours for the patients.
    world = createWorld(country, { seed: SEED, speed: 4, start: NOON, dialects: 'mixed' });
    const { access, desk } = h.app;
    const keys = await issueKeys(
      access.keys,
      desk,
      hospitals.map(({ id }) => id),
      country.rooms.map(({ id }) => id),
      NOON,
      ALSO,
    );
    keys.feeds = await furnishFeeds(
      { app: h.app, mllpPort: mllp.port },
      world,
      folder,
      'only for this test',
    );
    driver = createDriver({
      ...{ world, keys, server: ORIGIN, clock: now, run: 'dialects' },
      fetch: async (url, init) => h.app.fetch(new Request(url, init)),
      onAnswer: (answer) => answers.push(answer),
    });
    await until(NOON + 45 * MINUTE);
  });
  afterAll(async () => {
    driver.close();
    await mllp.close();
    await h.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is refused nothing but what dispatchers reach for at once', () => {
    const refused = answers.filter(({ status, what }) => status !== 200 && what !== 'decide');
    expect(refused).toEqual([]);
    expect(answers.filter(({ what }) => what === 'report').length).toBeGreaterThan(500);
  });

  it('hears every feed, in every dialect', () => {
    const spoken = new Set(h.app.feeds.feeds().map(({ channel }) => channel));
    expect([...spoken].toSorted()).toEqual(['api', 'csv', 'fhir', 'have1', 'hl7v2']);
    const movements = h.app.feeds.feeds().filter(({ channel }) => channel === 'hl7v2');
    const connected = [...world.facilities.values()].filter(({ dialect }) => dialect === 'hl7v2');
    expect(movements.length).toBe(connected.length);
    for (const { errors, anomalies } of movements) {
      expect(errors).toEqual({});
      // A day ward is not mapped, and a crowded emergency department does hold more patients than staffed places.
      const known = ['UNMAPPED_PLACE', 'OVER_STAFFED'];
      expect(Object.keys(anomalies).filter((one) => !known.includes(one))).toEqual([]);
    }
  });

  it('loses a line of movements and another feed for a while, and finds them again', () => {
    const silent = [...gaps].filter(([, gap]) => gap > 12 * MINUTE).map(([feed]) => feed);
    const channels = h.app.feeds
      .feeds()
      .filter(({ feed }) => silent.includes(feed))
      .map(({ channel }) => channel);
    expect(channels).toContain('hl7v2');
    expect(channels.length).toBeGreaterThan(1);
  });

  it('keeps one name that nobody knows in quarantine, until somebody says whose it is', async () => {
    const waiting = await h.app.feeds.quarantine.list({ waiting: true });
    expect(waiting.map(({ identifiers }) => identifiers)).toEqual([
      [expect.objectContaining({ value: '06990001' })],
    ]);
    const reply = await h.send(
      'administrator',
      'POST',
      `/api/v1/feeds/quarantine/${waiting[0]?.id}/assignment`,
      { facility: STRANGER.second },
    );
    expect(reply.status).toBe(200);
    const { items } = reply.body as { items: { outcome: string }[] };
    expect(items.filter(({ outcome }) => outcome === 'recorded').length).toBeGreaterThan(3);
  });

  it('shows of every unit what the simulation thinks, as far as its dialect can say it', async () => {
    // Nobody arrives any more, and everybody tells once more; figures may be half a minute old when they are told.
    h.clock.now += MINUTE;
    world.cases.clear();
    for (const one of world.facilities.values())
      Object.assign(one, { acuteDue: now(), bedsDue: now(), silentFrom: Infinity, silentUntil: 0 });
    await driver.tick();
    await look();
    const sim = simulatedAt(world, now());
    const differences: unknown[] = [];
    const compared = new Map<string, number>();
    for (const { id, dialect, units } of world.facilities.values()) {
      const facility = h.app.live.picture.facilities[id];
      for (const unit of units) {
        const view = facility && viewUnit(facility, unit.kind, now());
        const wanted = comesAcross(dialect, unit.kind, report(unit, sim, ''));
        const { staffed, physical, occupied, available } = view ?? {};
        const shown = { staffed, physical, occupied, available };
        const channel = speaksOf(dialect, unit.kind) ? CHANNEL_OF[dialect] : 'api';
        const stopped = (view?.runningStops.length ?? 0) > 0;
        const other = id === STRANGER.second || id === STRANGER.facility;
        const same =
          JSON.stringify(shown) === JSON.stringify(wanted) &&
          (other || view?.source?.channel === channel) &&
          (stopped || view?.status === 'open' || view?.status === 'limited');
        if (!same)
          differences.push({
            id,
            dialect,
            kind: unit.kind,
            shown,
            wanted,
            view: view?.source,
            status: view?.status,
          });
        compared.set(dialect, (compared.get(dialect) ?? 0) + 1);
      }
    }
    expect(differences).toEqual([]);
    expect([...compared.keys()].toSorted()).toEqual(
      Object.keys(CHANNEL_OF)
        .filter((one) => one !== 'api')
        .toSorted(),
    );
    for (const [dialect, count] of compared) expect(count, dialect).toBeGreaterThan(30);
  });
});
