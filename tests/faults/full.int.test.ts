/** A disk that is really full: a small file system of its own in memory, filled up under a town's load. */
import { join } from 'node:path';
import { scheduler } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Client } from '../support/live-server.ts';
import { smallDisk } from '../support/small-disk.ts';
import { startServerProcess } from '../support/server-process.ts';
import { ask, HOSPITAL, keysOf, Load, UNLIMITED } from './town.ts';

const PUT_OFF = ['none', 'STORAGE_FULL', 'TIMEOUT', 'BUSY', 'CLAIM_TAKEN', 'PICTURE_MOVED'];

describe('a disk that is full', () => {
  const disk = smallDisk();

  it.skipIf(disk === null)(
    'puts writes off by their name, goes on being read, and is written to again when there is room',
    { timeout: 180_000 },
    async () => {
      const { folder, fill, empty, remove } = disk as NonNullable<typeof disk>;
      const database = `file:${join(folder, 'town.db')}`;
      const server = await startServerProcess({ DATABASE_URL: database, ...UNLIMITED });
      const keys = await keysOf(server);
      const client = new Client(server.url, { key: keys.hospital });
      client.socket.on('connect', () => client.follow());
      await client.when(() => client.followed);
      const fault = () => {
        const last = client.heard.findLast((one) => one.event === 'entries');
        return last?.event === 'entries' ? (last.message.storage?.fault ?? null) : null;
      };
      const load = new Load(keys, () => server.url);
      try {
        load.start(6, 2);
        await load.more(40);
        fill();
        while ((load.codes['STORAGE_FULL'] ?? 0) < 20) await scheduler.wait(20);
        await client.when(() => fault() === 'full');
        // It says what is wrong, and what is known is shown all the same.
        const health = await ask(server.url, 'GET', '/api/v1/health');
        expect(health.body).toMatchObject({ database: 'failing' });
        const bearer = { authorization: `Bearer ${keys.hospital}` };
        const path = `/api/v1/facilities/${HOSPITAL}`;
        expect((await ask(server.url, 'GET', path, undefined, bearer)).status).toBe(200);
        empty();
        // Nobody starts it anew.
        await load.more(40);
        await client.when(() => fault() === null);
        await load.stop();
        expect(Object.keys(load.codes).filter((code) => !PUT_OFF.includes(code))).toEqual([]);
        await load.reconcile(server.url, database);
      } finally {
        await load.stop();
        client.drop();
        await server.stop();
        remove();
      }
    },
  );
});
