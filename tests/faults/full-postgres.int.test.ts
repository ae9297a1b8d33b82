/** PostgreSQL whose own disk is really full: that of its tables, and that of its journal of changes. */
import { scheduler } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from '../support/live-server.ts';
import { startPostgres, type Disks, type TestServer } from '../support/postgres-server.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { smallDisk, type SmallDisk } from '../support/small-disk.ts';
import { ask, HOSPITAL, keysOf, Load, UNLIMITED, type Keys } from './town.ts';

const PUT_OFF = ['none', 'STORAGE_FULL', 'STORAGE_AWAY', 'TIMEOUT', 'BUSY'];
const REFUSED = ['CLAIM_TAKEN', 'PICTURE_MOVED'];
const TIMEOUT_MS = 180_000;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

interface Town {
  postgres: TestServer;
  server: ServerProcess;
  database: string;
  keys: Keys;
  load: Load;
  /** What all who look on were told of the storage last. */
  fault: () => string | null;
  client: Client;
}

async function town(disk: SmallDisk, disks: Disks): Promise<Town> {
  endings.push(disk.remove);
  const postgres = await startPostgres(true, false, disks);
  endings.push(() => postgres.remove());
  const database = await postgres.database();
  const server = await startServerProcess({ DATABASE_URL: database, ...UNLIMITED });
  endings.push(() => server.stop());
  const keys = await keysOf(server);
  const client = new Client(server.url, { key: keys.hospital });
  endings.push(() => client.drop());
  client.socket.on('connect', () => client.follow());
  await client.when(() => client.followed);
  const fault = () => {
    const last = client.heard.findLast((one) => one.event === 'entries');
    return last?.event === 'entries' ? (last.message.storage?.fault ?? null) : null;
  };
  const load = new Load(keys, () => server.url);
  endings.push(() => load.stop());
  return { postgres, server, database, keys, load, fault, client };
}

const healthOf = async ({ server }: Town) => (await ask(server.url, 'GET', '/api/v1/health')).body;

async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await scheduler.wait(20);
}

/** What is known is shown all the same, and health says what is wrong. */
async function stillRead(here: Town): Promise<void> {
  const { server, keys } = here;
  await until(async () => (await healthOf(here))['database'] === 'failing');
  const bearer = { authorization: `Bearer ${keys.hospital}` };
  const path = `/api/v1/facilities/${HOSPITAL}`;
  expect((await ask(server.url, 'GET', path, undefined, bearer)).status).toBe(200);
}

/** Does something five times a second until it is left; resolves when the last round is over. */
function again(round: () => unknown): () => Promise<void> {
  let over = false;
  const rounds = async () => {
    for (; !over; await scheduler.wait(200)) await round();
  };
  const all = rounds();
  const leave = () => {
    over = true;
    return all;
  };
  endings.push(leave);
  return leave;
}

/** Somebody who starts PostgreSQL whenever it has ended: it may come back by itself, and end a moment later over what it met when there was no room. */
const operator = (postgres: TestServer) =>
  again(() => {
    try {
      if (!postgres.runs()) postgres.start();
    } catch {
      // What is left of it is still there: at the next round.
    }
  });

/** Fills what PostgreSQL removes too: old segments of its journal go while new ones come. */
const filled = (disk: SmallDisk) => again(disk.fill);

/** The same server takes writes again, and all that it acknowledged is there, once. */
async function goesOn({ server, load, client, fault, database }: Town): Promise<void> {
  await load.more(40);
  await client.when(() => fault() === null);
  await load.stop();
  const others = Object.keys(load.codes).filter((one) => ![...PUT_OFF, ...REFUSED].includes(one));
  expect(others).toEqual([]);
  await load.reconcile(server.url, database);
}

describe("PostgreSQL's disk that is full", () => {
  const tables = smallDisk(128);
  it.skipIf(tables === null)(
    'under its tables: writes are put off by name, and taken again when there is room',
    { timeout: TIMEOUT_MS },
    async () => {
      const disk = tables as SmallDisk;
      const here = await town(disk, { data: disk.folder });
      const { load, client, fault } = here;
      load.start(6, 2);
      await load.more(40);
      const full = filled(disk);
      await until(() => (load.codes['STORAGE_FULL'] ?? 0) >= 20);
      await client.when(() => fault() === 'full');
      await stillRead(here);
      await full();
      disk.empty();
      await goesOn(here);
    },
  );

  const journal = smallDisk(24);
  it.skipIf(journal === null)(
    'under its journal: it ends itself, writes are put off, and are taken again once it was started with room',
    { timeout: TIMEOUT_MS },
    async () => {
      const disk = journal as SmallDisk;
      const here = await town(disk, { journal: disk.folder });
      const { load, client, fault, postgres } = here;
      load.start(6, 2);
      await load.more(40);
      const full = filled(disk);
      // It comes back in between where it finds room: each of these has been so, not all at one moment.
      await Promise.all([
        client.when(() => fault() === 'away'),
        until(async () => (await healthOf(here))['database'] === 'failing'),
        until(() => (load.codes['STORAGE_AWAY'] ?? 0) > 0),
      ]);
      // Whoever looks on keeps the picture, and its ages.
      expect(client.socket.connected).toBe(true);
      await full();
      disk.empty();
      const started = operator(postgres);
      await goesOn(here);
      await started();
    },
  );
});
