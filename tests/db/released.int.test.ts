/**
 * A database of every version there ever was, with rows in it: made by the migrations up to that one and by plain SQL, then opened by
 * the software of today. Nothing is lost, the chain is whole, the picture is the one that was recorded, and a server starts on it.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { drizzle as drizzleSqlite } from 'drizzle-orm/better-sqlite3';
import { migrate as migrateSqlite } from 'drizzle-orm/better-sqlite3/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import pino from 'pino';
import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';
import type { Entry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import { canonical, hashParts } from '../../db/chain.ts';
import { ZERO_HASH } from '../../db/ledger.ts';
import { connectStores } from '../../db/open.ts';
import { MIGRATIONS_FOLDER as POSTGRES_FOLDER } from '../../db/postgres/open.ts';
import { MIGRATIONS_FOLDER as SQLITE_FOLDER } from '../../db/sqlite/open.ts';
import { LivePicture } from '../../server/desk/live-picture.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { postgresForTests } from '../support/postgres.ts';

const GOLDEN = join(import.meta.dirname, '..', 'golden', 'bodies');
const golden = (name: string): unknown => JSON.parse(readFileSync(join(GOLDEN, name), 'utf8'));
const ENTRIES = golden('entries-v1.json') as Entry[];
const PICTURE = golden('picture-v1.json') as Picture;

interface Journal {
  entries: { idx: number; tag: string; when: number }[];
}
const journalOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as Journal;

type Row = Record<string, string | number | boolean | Date | null>;
const THEN = Date.parse('2026-01-05T08:00:00.000Z');
const LATER = Date.parse('2036-01-05T08:00:00.000Z');

/** As the first version wrote them, and as every one since can read them. */
function rows(): { table: string; row: Row }[] {
  let prev = ZERO_HASH;
  const versions = new Map<string, number>();
  const entries = ENTRIES.map(({ seq, at, kind, by, subject, version, also, v, body }) => {
    for (const moved of [{ subject, version }, ...also]) versions.set(moved.subject, moved.version);
    const text = { by: canonical(by), also: canonical(also), body: canonical(body) };
    const parts = { seq, at, kind, subject, version, v, prev, ...text };
    const hash = hashParts(parts);
    const row = { seq, at_ms: Date.parse(at), kind, subject, version, v, ...text, prev, hash };
    prev = hash;
    return { table: 'entries', row };
  });
  const made = { created_at: new Date(THEN), updated_at: new Date(THEN) };
  return [
    ...entries,
    ...[...versions].map(([subject, version]) => ({
      table: 'subjects',
      row: { subject, version },
    })),
    {
      table: 'user',
      row: {
        ...{ id: 'account-1', name: 'account-1', email: 'first@test.example', ...made },
        ...{ email_verified: false, role: 'viewer', scope: '{}', active: true },
      },
    },
    {
      table: 'session',
      row: {
        ...{ id: 'session-1', token: 'a token', user_id: 'account-1', ...made },
        expires_at: new Date(LATER),
      },
    },
    {
      table: 'api_keys',
      row: {
        ...{ id: 'key-1', name: 'a key', hash: 'a'.repeat(64), prefix: 'sk_abc', created_by: 'x' },
        scope: canonical({ actions: ['unit.write'], facilities: ['h-1'], room: null }),
        ...{ created_at: THEN, expires_at: LATER },
      },
    },
    {
      table: 'texts',
      row: { id: 'text-1', text: 'CT stuk', salt: 'salt', erase_at: LATER, created_at: THEN },
    },
    { table: 'case_private', row: { case_id: 'case-1', lat: 52.1, lon: 4.4, erase_at: LATER } },
    {
      table: 'idempotency',
      row: {
        ...{ scope: 'key:key-1 PUT /x', key: 'k', request: 'r', first_seq: 1, last_seq: 2 },
        ...{ answer: '{"a":1}', at_ms: THEN },
      },
    },
  ];
}

/** A database of an older version, as its own software left it. */
interface Older {
  url: string;
  migrate(folder: string): Promise<void>;
  insert(table: string, row: Row): Promise<void>;
  /** The row of which this column has this value, the columns that were written. */
  find(table: string, row: Row): Promise<unknown>;
  close(): Promise<void>;
}

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'released-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The migrations up to and including the nth, as they stood then. */
function upTo(folder: string, nth: number): string {
  const part = join(aFolder(), 'migrations');
  const journal = journalOf(folder);
  mkdirSync(join(part, 'meta'), { recursive: true });
  const entries = journal.entries.slice(0, nth + 1);
  for (const { tag } of entries) cpSync(join(folder, `${tag}.sql`), join(part, `${tag}.sql`));
  writeFileSync(join(part, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
  return part;
}

const names = (row: Row) => Object.keys(row).map((one) => `"${one}"`);

async function sqlite(): Promise<Older> {
  const file = join(aFolder(), 'old.db');
  const db = new BetterSqlite3(file);
  const plain = (value: Row[string]) => {
    if (value instanceof Date) return value.getTime();
    return typeof value === 'boolean' ? Number(value) : value;
  };
  return {
    url: `file:${file}`,
    migrate: async (folder) => migrateSqlite(drizzleSqlite(db), { migrationsFolder: folder }),
    async insert(table, row) {
      const marks = names(row).map(() => '?');
      db.prepare(`insert into "${table}" (${names(row).join()}) values (${marks.join()})`).run(
        ...Object.values(row).map(plain),
      );
    },
    async find(table, row) {
      const where = names(row).map((name) => `${name} is ?`);
      const values = Object.values(row).map(plain);
      return db.prepare(`select 1 from "${table}" where ${where.join(' and ')}`).get(...values);
    },
    async close() {
      db.close();
    },
  };
}

const server = postgresForTests();
async function onPostgres(): Promise<Older> {
  const url = await server().emptyDatabase();
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  endings.push(() => sql.end());
  // Times as text: drizzle takes the driver's own way with them away.
  const plain = (row: Row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        value instanceof Date ? value.toISOString() : value,
      ]),
    );
  return {
    url,
    migrate: (folder) =>
      migratePostgres(drizzlePostgres(sql), {
        migrationsFolder: folder,
        migrationsSchema: 'public',
      }),
    async insert(table, row) {
      await sql`insert into ${sql(table)} ${sql(plain(row))}`;
    },
    async find(table, row) {
      const where = names(row).map((name, nth) => `${name} = $${nth + 1}`);
      const text = `select 1 from "${table}" where ${where.join(' and ')}`;
      return (await sql.unsafe(text, Object.values(plain(row))))[0];
    },
    close: async () => undefined,
  };
}

async function bringsAlong(older: Older, folder: string, nth: number): Promise<void> {
  await older.migrate(upTo(folder, nth));
  const written = rows();
  for (const { table, row } of written) await older.insert(table, row);

  const stores = await connectStores(older.url);
  const live = await LivePicture.open({ ledger: stores.ledger, clock: () => LATER });
  expect(JSON.parse(JSON.stringify(live.picture))).toEqual(PICTURE);
  expect(await stores.ledger.verify()).toMatchObject({ intact: true, entries: ENTRIES.length });
  await live.close();
  await stores.close();
  for (const { table, row } of written)
    expect(await older.find(table, row), `${table} ${JSON.stringify(row)}`).toBeTruthy();
  await older.close();
}

async function startsOn(url: string): Promise<void> {
  const settings = readSettings({ PORT: '0', DATABASE_URL: url });
  const running = await startServer(settings, { log: pino({ level: 'silent' }) });
  const { live } = running.app;
  expect(Object.keys(live.picture.facilities)).toEqual(
    expect.arrayContaining(Object.keys(PICTURE.facilities)),
  );
  expect((await fetch(`${running.url}/api/v1/health/ready`)).status).toBe(200);
  expect(await running.app.deskParts.ledger.verify()).toMatchObject({ intact: true });
  await running.stop();
}

const KINDS = [
  { name: 'SQLite', folder: SQLITE_FOLDER, open: sqlite },
  { name: 'PostgreSQL', folder: POSTGRES_FOLDER, open: onPostgres },
];

describe.each(KINDS)('a database on $name of an earlier version', ({ folder, open }) => {
  it.each(journalOf(folder).entries.map(({ idx, tag }) => ({ idx, tag })))(
    'is brought up to date with all that is in it: $tag',
    async ({ idx }) => bringsAlong(await open(), folder, idx),
  );

  it('of the very first version is one that a server starts on', async () => {
    const older = await open();
    await bringsAlong(older, folder, 0);
    await startsOn(older.url);
  });
});

/** What a migration may do although it does not only add, by its file, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'SQLite 0005_add-trends':
    'how far the stop log has read begins anew with more columns; what it was read from stands in the ledger',
  'SQLite 0012_add-access-cuts':
    'the triggers that refuse a delete stand again at once, by the markers; no server of before deletes a look',
  'PostgreSQL 0009_add-access-cuts':
    'the triggers that refuse a delete stand again at once, by the markers; no server of before deletes a look',
};
/** Words that take away or change what stands there, at the head of a statement or of a part of one. */
const TAKES_AWAY =
  /^\s*(?:drop|delete|truncate|update|rename)\b|^\s*alter\s+table\b[^;]*?\b(?:drop|rename|alter\s+column|set\s+not\s+null|set\s+data\s+type)\b/im;

describe('migrations', () => {
  const files = KINDS.flatMap(({ name, folder }) =>
    journalOf(folder).entries.map(({ tag }) => ({ name, tag, file: join(folder, `${tag}.sql`) })),
  );

  it.each(files)('only add: $name $tag', ({ name, tag, file }) => {
    const takes = readFileSync(file, 'utf8')
      .split('--> statement-breakpoint')
      .filter((statement) => TAKES_AWAY.test(statement));
    if (ALLOWED[`${name} ${tag}`] === undefined)
      expect(takes, 'servers of the version before go on meanwhile').toEqual([]);
    else expect(takes, 'no longer needs its reason').not.toEqual([]);
  });

  it.each([
    'DROP TABLE `a`;',
    '\nALTER TABLE "a" DROP COLUMN "b";',
    'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;',
    'ALTER TABLE `a` RENAME TO `b`;',
    "update a set b = 1 where c = 'x';",
  ])('that take away are seen: %s', (statement) => {
    expect(TAKES_AWAY.test(statement)).toBe(true);
  });

  it.each([
    'ALTER TABLE "a" ADD COLUMN "b" text;',
    'CREATE TABLE `a` (`b` text, FOREIGN KEY (`b`) REFERENCES `c`(`d`) ON UPDATE no action ON DELETE cascade);',
    'CREATE TRIGGER t BEFORE UPDATE OR DELETE ON "entries" EXECUTE FUNCTION f();',
  ])('that only add pass: %s', (statement) => {
    expect(TAKES_AWAY.test(statement)).toBe(false);
  });
});
