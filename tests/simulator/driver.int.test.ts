import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '../../db/open.ts';
import { loadGeography } from '../../seed/geography.ts';
import { loadSkeleton } from '../../seed/roads.ts';
import { seedProvenance } from '../../seed/provenance.ts';
import { seedRooms } from '../../seed/rooms.ts';
import { dutchSeed } from '../../seed/seed.ts';
import { createDriver, type Answered, type Driver } from '../../seed/simulator/driver.ts';
import { createWorld } from '../../seed/simulator/world.ts';
import { createApp, type App } from '../../server/app.ts';
import { issueKeys } from '../../server/demo/accounts.ts';
import { createTravel } from '../../server/travel/index.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import type { Actor } from '#domain/picture.ts';
import { country, MINUTE, NOON } from './fake-server.ts';

const ORIGIN = 'http://spoedkaart.test';
const PERSON: Actor = {
  id: 'a-person',
  kind: 'account',
  role: 'hospital',
  organisation: 'lumc-leiden',
};

describe('the simulation against the real server', () => {
  const stores = openStores(':memory:');
  let now = NOON;
  let app: App;
  let driver: Driver;
  const answers: (Answered & { at: number })[] = [];

  async function until(end: number): Promise<void> {
    for (; now < end; now += 10_000) await driver.tick();
  }

  beforeAll(async () => {
    const geography = loadGeography();
    app = await createApp({
      stores,
      seed: dutchSeed(),
      geography,
      rooms: seedRooms(),
      provenance: seedProvenance(),
      travel: (live) =>
        createTravel({
          geography,
          skeleton: loadSkeleton(),
          destinations: () => Object.values(live.picture.facilities),
        }),
      secret: '0'.repeat(64),
      baseUrl: ORIGIN,
      trustedOrigins: [ORIGIN],
      log: pino({ level: 'silent' }),
      version: 'test',
      demo: true,
      clock: () => now,
    });
    const ids = country.facilities.filter((one) => one.unitKinds.length > 0).map((one) => one.id);
    const rooms = country.rooms.map((room) => room.id);
    driver = createDriver({
      world: createWorld(country, { seed: 11, speed: 1, start: NOON }),
      server: ORIGIN,
      keys: await issueKeys(app.access.keys, app.desk, ids, rooms, now),
      fetch: async (url, init) => app.fetch(new Request(url, init)),
      clock: () => now,
      run: 'test',
      onAnswer: (answer) => answers.push({ ...answer, at: now }),
    });
  });
  afterAll(async () => {
    await app.close();
    await stores.close();
  });

  it('fills the map at once, and shows the forgetful as stale', async () => {
    await driver.tick();
    const trusts = Object.values(app.live.picture.facilities).flatMap((facility) =>
      facility.units.map((unit) => viewUnit(facility, unit.kind, now)?.trust),
    );
    expect(trusts.filter((trust) => trust === 'fresh').length).toBeGreaterThan(750);
    expect(trusts.filter((trust) => trust === 'stale').length).toBeGreaterThan(0);
  });

  it('does not write over what a person has just entered', async () => {
    await until(NOON + 5 * MINUTE);
    const written = await app.desk.observeUnit(
      { by: PERSON },
      {
        facility: 'lumc-leiden',
        kind: 'trauma-bay',
        channel: 'manual',
        ifVersion: null,
        input: {
          staffed: 4,
          physical: 4,
          occupied: 4,
          available: 0,
          status: 'limited',
          reason: null,
          validUntil: null,
          observedAt: null,
          note: null,
          offloadMinutes: null,
          nedocs: null,
        },
      },
    );
    expect(written.ok).toBe(true);
    const bay = () =>
      app.live.picture.facilities['lumc-leiden']?.units.find((unit) => unit.kind === 'trauma-bay');
    const before = bay()?.observations;
    await until(NOON + 14 * MINUTE);
    expect(bay()?.observations).toEqual(before);
    await until(NOON + 22 * MINUTE);
    expect(bay()?.observations).not.toEqual(before);
  });

  it('lives for an hour without a refusal but those of two dispatchers who reach for one bay', async () => {
    await until(NOON + 60 * MINUTE);
    const refused = answers.filter(({ status }) => status !== 200);
    const unexpected = refused.filter(
      ({ what, code }) =>
        !(what === 'decide' && (code === 'CLAIM_TAKEN' || code === 'PICTURE_MOVED')),
    );
    expect(unexpected).toEqual([]);
    const done = (what: Answered['what']) =>
      answers.filter((one) => one.what === what && one.status === 200).length;
    for (const what of [
      'open-case',
      'revise-case',
      'decide',
      'acknowledge',
      'status',
      'start-stop',
    ] as const)
      expect(done(what), what).toBeGreaterThan(5);
  });

  it('leaves an intact ledger and decisions of every kind', async () => {
    expect((await stores.ledger.verify()).intact).toBe(true);
    const decisions = await stores.ledger.read({ kinds: ['decision-made'], limit: 10_000 });
    expect(decisions.length).toBeGreaterThan(50);
    const answersGiven = await stores.ledger.read({ kinds: ['case-acknowledged'], limit: 10_000 });
    expect(answersGiven.length).toBeGreaterThan(30);
  });
});
