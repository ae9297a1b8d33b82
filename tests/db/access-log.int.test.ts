import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewLook, SeenCase } from '#domain/accountability/looks.ts';
import { openStores } from '../../db/open.ts';
import { openPostgresStores } from '../../db/postgres/stores.ts';
import { postgresForTests } from '../support/postgres.ts';
import { onBoth } from './both.ts';
import { inFolder } from './helpers.ts';

const AT = '2026-11-28T10:00:00.000Z';
const later = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000).toISOString();

const seen = (id: string, region = 'west', facility: string | null = null): SeenCase => ({
  ...{ case: id, ground: 'dispatching-room', region, facility },
});

const look = (cases: readonly SeenCase[], change: Partial<NewLook> = {}): NewLook => ({
  by: { id: 'a1', kind: 'account', role: 'dispatcher', organisation: 'mk-den-haag' },
  session: 'f'.repeat(32),
  at: AT,
  action: 'read',
  seen: cases,
  ...change,
});

const ALL = { scope: { all: true }, limit: 100 } as const;

describe('the access log', () => {
  onBoth((kept) => {
    it('gives back what was written, newest first, page by page', async () => {
      const { accessLog } = kept.stores;
      await accessLog.write([look([seen('c1')]), look([seen('c2'), seen('c1')], { at: later(1) })]);
      await accessLog.write([
        look([], { at: later(2), action: 'list', asked: { open: 'true' }, session: null }),
      ]);
      const first = await accessLog.query({ scope: { all: true }, limit: 2 });
      expect(first.looks.map(({ seq, action }) => [seq, action])).toEqual([
        [3, 'list'],
        [2, 'read'],
      ]);
      expect(first.looks[0]).toEqual({
        ...look([], { at: later(2), action: 'list', asked: { open: 'true' }, session: null }),
        seq: 3,
      });
      const second = await accessLog.query({
        ...{ scope: { all: true }, limit: 2 },
        before: first.next ?? 0,
      });
      expect(second).toEqual({ looks: [{ ...look([seen('c1')]), seq: 1 }], next: null });
    });

    it('finds by case, time, region and hospital, and shows no case of others', async () => {
      const { accessLog } = kept.stores;
      const lumc = seen('c2', 'noord', 'lumc-leiden');
      await accessLog.write([
        look([seen('c1'), lumc]),
        look([seen('c3', 'oost')], { at: later(5) }),
        look([lumc], { at: later(9) }),
      ]);
      const found = async (wanted: object) => {
        const page = await accessLog.query({ ...ALL, ...wanted });
        return page.looks.map((one) => [one.seq, one.seen.map(({ case: id }) => id).join()]);
      };
      expect(await found({ case: 'c2' })).toEqual([
        [3, 'c2'],
        [1, 'c2'],
      ]);
      expect(await found({ from: later(5), to: later(9) })).toEqual([[2, 'c3']]);
      expect(await found({ scope: { facilities: [], regions: ['west'] } })).toEqual([[1, 'c1']]);
      expect(await found({ scope: { facilities: ['lumc-leiden'], regions: ['oost'] } })).toEqual([
        [3, 'c2'],
        [2, 'c3'],
        [1, 'c2'],
      ]);
      expect(await found({ scope: { facilities: [], regions: [] } })).toEqual([]);
    });

    it('has one chain without a gap, however many write at once', async () => {
      const others = await Promise.all([kept.again(), kept.again()]);
      const logs = [kept.stores, ...others].map((stores) => stores.accessLog);
      await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          (logs[n % 3] ?? kept.stores.accessLog).write([look([seen(`c${n}`)])]),
        ),
      );
      expect(await kept.stores.accessLog.verify()).toMatchObject({ intact: true, looks: 60 });
      const page = await kept.stores.accessLog.query(ALL);
      expect(new Set(page.looks.map((one) => one.seen[0]?.case)).size).toBe(60);
    });
  });
});

const CLI = join(import.meta.dirname, '..', '..', 'db', 'verify-ledger.ts');
const verify = (url: string) =>
  spawnSync(process.execPath, [CLI, '--database', url], { encoding: 'utf8' });

describe('the access log on SQLite', () => {
  it(
    'refuses every change, and verify-ledger names what was changed all the same',
    { timeout: 60_000 },
    () =>
      inFolder(async (folder) => {
        const url = `file:${join(folder, 'a.db')}`;
        const stores = openStores(url);
        await stores.accessLog.write([look([seen('c1')]), look([seen('c2')]), look([seen('c3')])]);
        const { sqlite } = stores.database;
        const row =
          'select seq, at_ms, by, action, session, body, prev, hash from access_log where seq = 2';
        for (const change of [
          "update access_log set action = 'list' where seq = 2",
          'delete from access_log where seq = 3',
          `insert or replace into access_log ${row}`,
          "update access_log_cases set case_id = 'c9' where seq = 2",
          'delete from access_log_cases where seq = 2',
          'insert or replace into access_log_cases select * from access_log_cases where seq = 2',
        ])
          expect(() => sqlite.exec(change), change).toThrow('only ever added to');
        expect(verify(url).stdout).toContain('access log intact: 3 looks');
        // Who owns the file can remove a trigger.
        sqlite.exec(
          'drop trigger access_log_cases_are_kept; delete from access_log_cases where seq = 2',
        );
        const hidden = verify(url);
        expect([hidden.status, hidden.stdout]).toEqual([
          1,
          expect.stringContaining('access log broken at look 2: the index by case'),
        ]);
        sqlite.exec(
          "drop trigger access_log_stays; update access_log set body = replace(body, 'c1', 'c7') where seq = 1",
        );
        expect(verify(url).stdout).toContain('access log broken at look 1: hash does not match');
        await stores.close();
      }),
  );
});

describe('the access log on PostgreSQL', () => {
  const server = postgresForTests();
  it(
    'refuses every change, and verify-ledger names what was changed all the same',
    { timeout: 60_000 },
    async () => {
      const url = await server().database();
      const stores = await openPostgresStores(url);
      await stores.accessLog.write([look([seen('c1')]), look([seen('c2')])]);
      const { sql } = stores.postgres;
      for (const change of [
        "update access_log set action = 'list' where seq = 2",
        'delete from access_log_cases where seq = 2',
        'truncate access_log_cases',
        'truncate access_log cascade',
      ])
        await expect(sql.unsafe(change), change).rejects.toThrow('only ever added to');
      expect(verify(url).stdout).toContain('access log intact: 2 looks');
      await sql.unsafe('alter table access_log disable trigger access_log_stays');
      await sql.unsafe('update access_log set at_ms = at_ms - 1 where seq = 2');
      const changed = verify(url);
      expect([changed.status, changed.stdout]).toEqual([
        1,
        expect.stringContaining('access log broken at look 2: hash does not match'),
      ]);
      await stores.close();
    },
  );
});
