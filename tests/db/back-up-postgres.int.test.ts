/** Back-ups of PostgreSQL: dumped while it is written, sealed and proven; and any moment, from its own archive. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, restore } from '../../db/back-up/back-up.ts';
import { drillPostgres, restorePostgres, takePostgres } from '../../db/back-up/postgres.ts';
import { readKey } from '../../db/back-up/seal.ts';
import { connectStores, type Stores } from '../../db/open.ts';
import { startPostgres, type TestServer } from '../support/postgres-server.ts';
import { cutOnce, inFolder, note, request } from './helpers.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
let server: TestServer;
beforeAll(async () => {
  server = await startPostgres(false, true);
});
afterAll(() => server.remove());

async function house(folder: string, entries: number) {
  const url = await server.database();
  const stores = await connectStores(url);
  for (let n = 0; n < entries; n += 1) await stores.ledger.append(request('a'));
  await cutOnce(stores.accessLog);
  const keyFile = join(folder, 'key');
  await makeKey(keyFile);
  return { url, stores, key: await readKey(keyFile), to: join(folder, 'kept') };
}

async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe<T[]>(text))];
  } finally {
    await sql.end();
  }
}

async function headAt(url: string) {
  const stores: Stores = await connectStores(url);
  const head = await stores.ledger.head();
  await stores.close();
  return head;
}

describe('a back-up of PostgreSQL', () => {
  it('is taken while others write, of one moment, and comes back with its chain', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 100);
      let writing = true;
      const writer = (async () => {
        while (writing)
          await stores.ledger.append(request('b', { entries: [note('b'), note('c')] }));
      })();
      const taken = await takePostgres(url, to, key, NOW);
      writing = false;
      await writer;
      expect(taken.head.seq).toBeGreaterThanOrEqual(100);
      // Two entries of one commit are both in it or neither.
      expect(taken.head.seq % 2).toBe(0);
      const plain = readFileSync(taken.file);
      for (const word of ['account-changed', 'PGDMP']) expect(plain.includes(word)).toBe(false);
      const target = await server.emptyDatabase();
      expect(await restorePostgres(taken.file, key, target)).toMatchObject({ head: taken.head });
      const again = await connectStores(target);
      expect(await again.ledger.head()).toMatchObject(taken.head);
      const mine = await again.ledger.read({ limit: 1_000 });
      const theirs = await stores.ledger.read({ limit: 1_000 });
      expect(mine).toEqual(theirs.slice(0, mine.length));
      // And it goes on from there, as guarded as before.
      expect(await again.ledger.append(request('a'))).toMatchObject({ ok: true });
      await expect(ask(target, 'delete from entries')).rejects.toThrow();
      expect(await again.accessLog.verify()).toMatchObject({ intact: true, cut: 2, looks: 1 });
      await expect(ask(target, 'delete from access_log')).rejects.toThrow('only ever added to');
      await again.close();
      await stores.close();
    }));

  it('is drilled in a database that is gone afterwards', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 10);
      const { file, head } = await takePostgres(url, to, key, NOW);
      expect(readdirSync(to)).toEqual(['spoedkaart-20261122T030000Z-10.backup']);
      expect(await drillPostgres(file, key, url)).toMatchObject({ head });
      const drills = `select datname from pg_database where datname like 'spoedkaart_drill%'`;
      expect(await ask(url, drills)).toEqual([]);
      await expect(drillPostgres(file, Buffer.alloc(32, 1), url)).rejects.toThrow(/not its key/);
      expect(await ask(url, drills)).toEqual([]);
      await stores.close();
    }));

  it('is refused over tables, as a file, and of a chain that is broken', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 10);
      const { file } = await takePostgres(url, to, key, NOW);
      await expect(restorePostgres(file, key, url)).rejects.toThrow(/has tables already/);
      await expect(restore(file, key, join(folder, 'a.db'))).rejects.toThrow(/of PostgreSQL/);
      expect(existsSync(join(folder, 'a.db'))).toBe(false);
      await ask(
        url,
        `begin; alter table entries disable trigger all;
         update entries set body = replace(body, 'changed', 'chanced') where seq = 3; commit`,
      );
      await expect(takePostgres(url, to, key, NOW + 1_000)).rejects.toThrow(/broken at seq 3/);
      expect(readdirSync(to)).toHaveLength(1);
      await stores.close();
    }));

  it('is refused of an access log that is broken, or of a cut that was changed', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 10);
      const { file, looks } = await takePostgres(url, to, key, NOW);
      expect(looks).toEqual(await stores.accessLog.head());
      expect(await drillPostgres(file, key, url)).toMatchObject({ looks });
      const spoiled: [string, string, RegExp][] = [
        ['access_log', "action = 'list'", /access log is broken at look 3: hash/],
        ['access_log_cuts', 'count = 1', /access log is broken.*cut 1: hash/],
      ];
      for (const [table, change, said] of spoiled) {
        const text = `begin; alter table ${table} disable trigger all; update ${table} set ${change}; commit`;
        // In a database of its own: what is broken stays so.
        const target = await server.emptyDatabase();
        await restorePostgres(file, key, target);
        await ask(target, text);
        await expect(takePostgres(target, to, key, NOW + 1_000), change).rejects.toThrow(said);
      }
      expect(readdirSync(to)).toHaveLength(1);
      await stores.close();
    }));

  it('with its archive brings back any moment', { timeout: 120_000 }, () =>
    inFolder(async (folder) => {
      const { url, stores } = await house(folder, 10);
      const base = server.takeBase();
      for (let n = 0; n < 10; n += 1) await stores.ledger.append(request('later'));
      const wanted = await stores.ledger.head();
      const [moment] = await ask<{ at: string }>(url, 'select clock_timestamp()::text as at');
      for (let n = 0; n < 10; n += 1) await stores.ledger.append(request('too-late'));
      await stores.close();
      const [closed] = await ask<{ name: string }>(
        url,
        'select pg_walfile_name(pg_switch_wal()) as name',
      );
      await expect
        .poll(() => existsSync(join(server.archive, closed?.name ?? 'none')), { timeout: 60_000 })
        .toBe(true);
      const restored = await server.restoredTo(base, moment?.at ?? '');
      try {
        const there = new URL(url);
        there.port = String(restored.port);
        // It takes writes when it has come to that moment.
        await expect
          .poll(() => ask(there.href, 'select pg_is_in_recovery() as waits'), { timeout: 60_000 })
          .toEqual([{ waits: false }]);
        expect(await headAt(there.href)).toMatchObject({ seq: wanted.seq, hash: wanted.hash });
        expect(wanted.seq).toBe(20);
      } finally {
        restored.crash();
      }
    }),
  );
});
