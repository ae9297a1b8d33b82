/** Servers and databases that end in the middle of the work of a town. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scheduler } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inFolder } from '../db/helpers.ts';
import { startWires, type Wires } from '../support/wires.ts';
import { Client } from '../support/live-server.ts';
import { startPostgres, type TestServer } from '../support/postgres-server.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { ask, keysOf, Load, UNLIMITED, type Keys } from './town.ts';

/** Codes by which a write may be put off; anything else is a fault of ours. */
const PUT_OFF = ['none', 'STORAGE_AWAY', 'TIMEOUT', 'BUSY', 'CLAIM_TAKEN', 'PICTURE_MOVED'];
const TIMEOUT_MS = 180_000;

describe('kill -9 of the server on a file', () => {
  it(
    'loses nothing that was acknowledged, and nothing is there twice',
    { timeout: TIMEOUT_MS },
    () =>
      inFolder(async (folder) => {
        const database = `file:${join(folder, 'town.db')}`;
        const env = { DATABASE_URL: database, ...UNLIMITED };
        let server = await startServerProcess(env);
        const load = new Load(await keysOf(server), () => server.url);
        for (let round = 0; round < 2; round += 1) {
          load.start(6, 2);
          await load.more(120);
          await server.kill();
          await load.stop();
          server = await startServerProcess(env);
        }
        expect(Object.keys(load.codes).filter((code) => !PUT_OFF.includes(code))).toEqual([]);
        await load.reconcile(server.url, database);
        await server.stop();
      }),
  );
});

describe('on PostgreSQL', () => {
  let postgres: TestServer;
  let balancer: Wires;
  let database = '';
  let env: Record<string, string>;
  let servers: ServerProcess[] = [];
  let keys: Keys;
  let clients: Client[] = [];
  let load: Load;
  let ended = false;

  /** As somebody at a dashboard: comes back by itself, at whichever server answers. */
  function follow(key: string): Client {
    const client = new Client(`http://127.0.0.1:${balancer.port}`, { key });
    const wire = () => {
      let over = false;
      const again = () => {
        if (over) return;
        over = true;
        void scheduler.wait(100).then(() => {
          if (ended) return;
          client.reconnect();
          wire();
        });
      };
      client.socket.on('disconnect', again).on('connect_error', again);
    };
    client.socket.on('connect', () => client.follow());
    wire();
    return client;
  }
  const portOf = ({ url }: ServerProcess) => Number(new URL(url).port);

  beforeAll(async () => {
    postgres = await startPostgres(true);
    balancer = await startWires();
    database = await postgres.database();
    env = { DATABASE_URL: database, ...UNLIMITED };
    const first = await startServerProcess(env);
    keys = await keysOf(first);
    servers = [first, await startServerProcess(env)];
    balancer.targets.push(...servers.map(portOf));
    load = new Load(keys, () => `http://127.0.0.1:${balancer.port}`);
    clients = Array.from({ length: 6 }, () => follow(keys.hospital));
    await Promise.all(clients.map((one) => one.when(() => one.followed)));
  });
  afterAll(async () => {
    ended = true;
    for (const client of clients) client.drop();
    for (const server of servers) await server.stop();
    await balancer.close();
    postgres.remove();
  });

  /** All who follow have come to where the ledger ends, and have the very picture of the server. */
  async function reconciled(server: ServerProcess): Promise<void> {
    let health = await ask(server.url, 'GET', '/api/v1/health');
    // A server that nobody has written to since finds out by a trial of its own, every other second.
    while (health.body['database'] !== 'ok') {
      await scheduler.wait(100);
      health = await ask(server.url, 'GET', '/api/v1/health');
    }
    // Whatever is asked but its health brings a server to where the ledger ends, also when it was told of nothing for a while.
    await ask(server.url, 'GET', '/api/v1/me');
    health = await ask(server.url, 'GET', '/api/v1/health');
    // Of two servers one may have been told of the last entry before the other.
    const seq = Math.max(Number(health.body['seq']), ...clients.map((one) => one.seq ?? 0));
    await Promise.all(clients.map((one) => one.when(() => (one.seq ?? -1) >= seq)));
    const fresh = new Client(server.url, { key: keys.hospital });
    fresh.socket.on('connect', () => fresh.follow());
    await fresh.when(() => fresh.followed && (fresh.seq ?? -1) >= seq);
    for (const client of clients) {
      expect(client.picture?.facilities).toEqual(fresh.picture?.facilities);
      expect(client.gaps).toBe(0);
    }
    fresh.drop();
  }

  /** Ends the database's first process as a power cut would, and waits until what it leaves has gone. */
  async function powerCut(): Promise<void> {
    const [pid = ''] = readFileSync(join(postgres.folder, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    for (;;)
      try {
        return postgres.start();
      } catch {
        // Its children still hold its memory.
        await scheduler.wait(100);
      }
  }

  it(
    'a database that restarts, or is killed, puts writes off and loses none',
    { timeout: TIMEOUT_MS },
    async () => {
      load.start(6, 2);
      await load.more(60);
      postgres.stop();
      postgres.start();
      await load.more(60);
      await powerCut();
      await load.more(60);
      await load.stop();
      expect(Object.keys(load.codes).filter((code) => !PUT_OFF.includes(code))).toEqual([]);
      // The same servers all the time.
      for (const server of servers) await reconciled(server);
    },
  );

  it(
    'a database that falls silent is noticed, said to all who look, and believed again',
    { timeout: TIMEOUT_MS },
    async () => {
      const wire = await startWires([postgres.port]);
      const through = database.replace(`:${postgres.port}`, `:${wire.port}`);
      const server = await startServerProcess({ ...env, DATABASE_URL: through });
      const client = new Client(server.url, { key: keys.hospital });
      client.socket.on('connect', () => client.follow());
      await client.when(() => client.followed);
      const said = () => {
        const last = client.heard.findLast((one) => one.event === 'entries');
        return last?.event === 'entries' ? (last.message.storage?.fault ?? null) : null;
      };
      wire.stall();
      await client.when(() => said() === 'away');
      wire.resume();
      await client.when(() => said() === null);
      client.drop();
      await server.stop();
      await wire.close();
    },
  );

  it(
    'a server that is killed leaves its people to the other, with the same picture',
    { timeout: TIMEOUT_MS },
    async () => {
      load.start(6, 2);
      await load.more(60);
      const [killed, left] = servers as [ServerProcess, ServerProcess];
      const snapshots = clients.map((one) => one.snapshots);
      await killed.kill();
      const since = performance.now();
      for (const client of clients) client.followed = false;
      await load.more(60);
      await load.stop();
      await reconciled(left);
      // They went on from where they were: nobody had to begin anew.
      expect(clients.map((one) => one.snapshots)).toEqual(snapshots);
      expect(performance.now() - since).toBeLessThan(60_000);
      servers = [left];
    },
  );

  it(
    'kill -9 of the last server loses nothing either, and all of it is there once',
    { timeout: TIMEOUT_MS },
    async () => {
      load.start(6, 2);
      await load.more(60);
      for (const server of servers) await server.kill();
      await load.stop();
      servers = [await startServerProcess(env)];
      balancer.targets.splice(0, balancer.targets.length, ...servers.map(portOf));
      const [server] = servers as [ServerProcess];
      await load.reconcile(server.url, database);
      await reconciled(server);
    },
  );
});
