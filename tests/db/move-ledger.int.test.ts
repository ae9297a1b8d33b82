import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getTableName, isTable } from 'drizzle-orm';
import postgres from 'postgres';
import { FIRST_PULSE } from '#domain/feeds/pulse.ts';
import { describe, expect, it } from 'vitest';
import { openStores, type SqliteStores } from '../../db/open.ts';
import * as postgresSchema from '../../db/postgres/schema/index.ts';
import { openPostgresStores } from '../../db/postgres/stores.ts';
import * as sqliteSchema from '../../db/schema/index.ts';
import { openHarness, request as send } from '../api/harness.ts';
import { postgresForTests } from '../support/postgres.ts';
import { cutOnce, inFolder, request } from './helpers.ts';

const server = postgresForTests();
const SECRET = '7'.repeat(64);

function run(program: 'move-ledger' | 'verify-ledger', ...args: string[]) {
  const cli = join(import.meta.dirname, '..', '..', 'db', `${program}.ts`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { status, stdout, stderr };
}

const move = (from: string, to: string) => run('move-ledger', '--from', from, '--to', to);

/** Rows of every table, as text, in one order. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const tables = await sql<
    { name: string }[]
  >`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not in ('__drizzle_migrations', 'kept_secrets', 'bed_books')`;
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ line: string }[]>(
      `select to_json(t)::text as line from "${name}" t order by 1`,
    );
    all[name] = rows.map((row) => row.line);
  }
  await sql.end();
  return all;
}

/** Every row of every table as the code reads it, in one order. */
async function asRead(
  schema: Record<string, unknown>,
  select: (table: never) => PromiseLike<unknown[]> | unknown[],
): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of Object.values(schema).filter(isTable)) {
    const rows = await select(table as never);
    all[getTableName(table)] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return all;
}

/** One row at least in the tables that the journeys of the API do not reach. */
async function fillOthers({
  occupancy,
  feeds,
  walls,
  stopLog,
  accessLog,
}: SqliteStores): Promise<void> {
  const at = '2026-11-18T13:00:00.000Z';
  const ms = Date.parse(at);
  const event = { at: ms, order: ms, kind: 'updated' as const, place: 'A^1^1', moves: true };
  await occupancy.take({
    facility: 'lumc-leiden',
    control: 'm1',
    at,
    visits: [
      { visit: 's1:v', event },
      { visit: 's1:v', event: { ...event, moves: false } },
      { visit: 's1:v', event: { at: ms, order: ms, kind: 'left' } },
    ],
    beds: [{ place: 'A^1^1', state: 'occupied', at: ms }],
    renames: [],
  });
  await occupancy.addSecret(
    'lumc-leiden',
    {
      id: 's1',
      secret: Buffer.from([0, 92, 255]),
      from: at,
    },
    new Date(ms - 1).toISOString(),
  );
  await occupancy.savePlaces('lumc-leiden', [
    { pointOfCare: 'A', room: '', bed: '', unit: null, ignored: true },
    { pointOfCare: 'B', room: '', bed: '', unit: 'icu', ignored: false },
  ]);
  await occupancy.saveStaffed('lumc-leiden', { icu: 3 });
  await feeds.addFeeds([
    {
      ...{ feed: 'x', channel: 'csv', facility: null, firstAt: at, lastAt: at, lastGoodAt: null },
      ...{ messages: 1, items: 2, lagSeconds: -3, errors: { A: 1 }, anomalies: {} },
      ...{ facilities: ['lumc-leiden'], pulse: { ...FIRST_PULSE, gaps: [90, 120] } },
    },
  ]);
  await walls.ask({ id: 'w', secretHash: 's'.repeat(64), codeHash: 'c', codeExpiresAt: at, at });
  await accessLog.write([
    {
      by: { id: 'a', kind: 'account', role: 'chair', organisation: 'west' },
      ...{ session: null, at, action: 'read' },
      seen: [{ case: 'c', ground: 'coordinating-region', region: 'west', facility: null }],
    },
  ]);
  const counts = [{ region: 'west', at: ms, stops: 1, impending: 0, eds: 2 }];
  stopLog.apply({ started: [], ended: [], counts, seq: 1 });
}

describe('moving a ledger from a file to PostgreSQL', () => {
  it('takes everything along, and the server goes on where it stood', { timeout: 120_000 }, () =>
    inFolder(async (folder) => {
      const path = join(folder, 'spoedkaart.db');
      writeFileSync(`${path}.secret`, `${SECRET}\n`);
      const opened = openStores(`file:${path}`);
      await cutOnce(opened.accessLog);
      const first = await openHarness(opened, SECRET);
      const made = await first.decidedCase();
      await first.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/icu', {
        staffed: 10,
        available: 2,
        note: 'één bed dicht 😀',
      });
      const credentials = await first.credentials('dispatcher');
      const key = await first.credentials('keyRoom');
      const path2 = `/api/v1/cases/${made.case}`;
      const before = await send(first.app, 'GET', path2, undefined, credentials);
      await fillOthers(first.stores);
      const entries = await first.stores.ledger.read();
      const { sqlite } = first.stores.database;
      const countOf = (table: string) =>
        sqlite.prepare<[], number>(`select count(*) from "${table}"`).pluck().get();
      await first.app.close();
      const counts = Object.fromEntries(
        sqlite
          .prepare<[], string>(
            `select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\' and name not like 'sqlite%'`,
          )
          .pluck()
          .all()
          .map((table) => [table, countOf(table)]),
      );
      const there = await asRead(sqliteSchema, (table) =>
        first.stores.database.drizzle.select().from(table).all(),
      );
      await first.stores.close();

      const to = await server().emptyDatabase();
      const moved = move(path, to);
      expect(moved.stderr).toBe('');
      expect(moved.status).toBe(0);
      expect(moved.stdout).toContain(`head ${entries.length} ${entries.at(-1)?.hash}`);
      const kept = await everything(to);
      expect(
        Object.fromEntries(Object.entries(kept).map(([table, rows]) => [table, rows.length])),
      ).toEqual(counts);
      expect(counts).toMatchObject({ decision_log: 1, texts: 1, api_keys: 1 });
      const verified = run('verify-ledger', '--database', to);
      expect(verified).toMatchObject({ status: 0 });
      expect(verified.stdout).toContain('the first 2 looks were cut after their term');
      expect(verified.stdout).toBe(run('verify-ledger', '--database', `file:${path}`).stdout);

      const stores = await openPostgresStores(to);
      const {
        kept_secrets: _own,
        bed_books: _counts,
        ...here
      } = await asRead(postgresSchema, (table) => stores.postgres.drizzle.select().from(table));
      expect(here).toEqual(there);
      expect(await stores.ledger.read()).toEqual(entries);
      expect(await stores.keptSecret?.('0'.repeat(64))).toBe(SECRET);
      const again = await openHarness(stores as unknown as SqliteStores, SECRET);
      const after = await send(again.app, 'GET', path2, undefined, credentials);
      expect(after).toMatchObject({ status: 200, body: before.body });
      const listed = await send(again.app, 'GET', '/api/v1/cases?open=true', undefined, key);
      expect(listed.status).toBe(200);
      await again.close();

      // What is written on goes on in the same chain.
      const refused = move(path, to);
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain('the target is not empty');
    }),
  );

  it('refuses a broken file and a file of another version, and leaves the target empty', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.db');
      const stores = openStores(`file:${path}`);
      for (let i = 0; i < 5; i += 1) await stores.ledger.append(request('a'));
      const { sqlite } = stores.database;
      const change = (from: string, to: string) =>
        sqlite.exec(`update entries set body = replace(body, '${from}', '${to}') where seq = 3`);
      const to = await server().emptyDatabase();
      change('changed', 'chanced');
      expect(move(path, to).stderr).toContain('broken: entry 3, hash does not match');
      change('chanced', 'changed');
      sqlite.exec('alter table walls drop column paired_by');
      expect(move(path, to).stderr).toContain('walls of the file is of another version');
      sqlite.exec('alter table walls add column paired_by text');
      // PostgreSQL refuses what SQLite let pass: nothing of the move stays.
      sqlite.exec(`pragma ignore_check_constraints = on;
        insert into reader_positions (reader, seq) values ('x', -1)`);
      expect(move(path, to).stderr).toContain('reader_positions');
      const left = await everything(to);
      expect(Object.values(left).flat()).toEqual([]);
      sqlite.exec(`delete from reader_positions`);
      expect(move(path, to).status).toBe(0);
      await stores.close();
    }));

  it('says what is missing', () => {
    expect(run('move-ledger', '--from', 'x.db').stderr).toContain('--to postgres://');
    expect(move('nothing-here.db', 'postgres://127.0.0.1:1/x').status).toBe(1);
    expect(run('move-ledger', '--from', 'x', '--to', 'file:y').stderr).toContain('postgres://');
  });
});

describe('verify-ledger on PostgreSQL', () => {
  it('says intact, broken with the entry, or that it cannot read', async () => {
    const url = await server().database();
    const stores = await openPostgresStores(url);
    for (let i = 0; i < 5; i += 1) await stores.ledger.append(request('a'));
    const { hash } = await stores.ledger.head();
    expect(run('verify-ledger', '--database', url)).toMatchObject({
      status: 0,
      stdout: `intact: 5 entries, head 5 ${hash}\naccess log intact: 0 looks, head 0 ${'0'.repeat(64)}\n`,
    });
    await stores.postgres.sql.unsafe(`alter table entries disable trigger entries_stay;
      update entries set body = replace(body, 'changed', 'chanced') where seq = 3`);
    const broken = run('verify-ledger', '--database', url);
    expect(broken.status).toBe(1);
    expect(broken.stdout).toContain('broken at seq 3: hash does not match');
    await stores.close();
    const nothing = run('verify-ledger', '--database', await server().emptyDatabase());
    expect([nothing.status, nothing.stdout]).toEqual([2, '']);
    expect(nothing.stderr).toContain('cannot read the ledger');
    const away = run('verify-ledger', '--database', 'postgres://u:secret@127.0.0.1:1/x');
    expect([away.status, away.stdout]).toEqual([2, '']);
    expect(away.stderr).not.toContain('secret');
  });
});
