/** Moves everything that a SQLite file keeps into an empty PostgreSQL database: the ledger byte for byte, and all that stands beside it. */
import { readFileSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable, type PgColumn } from 'drizzle-orm/pg-core';
import type { LooksVerification } from '../access-log.ts';
import type { Verification } from '../ledger.ts';
import { verifyLooks as verifyLooksSqlite } from '../sqlite/access-log.ts';
import { openReadOnly } from '../sqlite/read-only.ts';
import { verifyChain as verifySqlite } from '../sqlite/verify.ts';
import { verifyLooks } from './access-log.ts';
import { connectPostgres } from './connect.ts';
import { LOCKS, openPostgres } from './open.ts';
import * as schema from './schema/index.ts';
import { SECRET_NAME } from './secret.ts';
import type { Tx } from './transactions.ts';
import { verifyChain as verifyPostgres } from './verify.ts';

/** The move was refused or cannot be trusted; the message says why in a sentence. */
export class MoveError extends Error {
  override name = 'MoveError';
}

/** What was moved. */
export interface Moved {
  /** Of the chain, the same on both sides. */
  head: { seq: number; hash: string };
  /** Rows of each table, the same on both sides. */
  rows: Record<string, number>;
  /** Whether the secret that signs sessions came along: without it everybody signs in anew. */
  secret: boolean;
}

/** Rows of one statement. */
const PAGE = 2_000;
/** Only here: on SQLite it is a file. */
const OWN: string[] = [schema.kept_secrets, schema.bed_books].map((table) => getTableName(table));

/**
 * @param from address of the SQLite file; `path` its absolute path.
 * @param tell told of each table when it is over.
 * @throws MoveError; the target is then as it was before, unless the message says otherwise.
 */
export async function moveLedger(
  from: { url: string; path: string },
  to: string,
  tell: (line: string) => void = () => undefined,
): Promise<Moved> {
  const source = openReadOnly(from.url);
  try {
    const tables = tablesInOrder();
    refuseOther(source, tables);
    const version = versionOf(source);
    const before = intact(await verifySqlite(source), 'the ledger of the file is broken');
    const looks = intactLooks(
      await verifyLooksSqlite(source),
      'the access log of the file is broken',
    );
    tell(`verified the file: ${before.seq} entries, ${looks.seq} looks`);
    const target = await openPostgres(to);
    try {
      const rows = await target.chain.run(async (tx) => {
        await tx`select pg_advisory_xact_lock(${LOCKS.chain}), pg_advisory_xact_lock(${LOCKS.looks})`;
        const copied = await copy(source, tx, tables, tell);
        await copySecret(tx, from.path);
        if (versionOf(source) !== version)
          throw new MoveError('the file was written to meanwhile; stop its server and move again');
        return copied;
      });
      const after = await verify(to);
      if (after.seq !== before.seq || after.hash !== before.hash)
        throw new MoveError(`the chains end differently: ${before.hash} and ${after.hash}`);
      const moved = intactLooks(await verifyLooks(target.sql), 'the moved access log is broken');
      if (moved.seq !== looks.seq || moved.hash !== looks.hash)
        throw new MoveError(`the access logs end differently: ${looks.hash} and ${moved.hash}`);
      await target.sql.unsafe('analyze');
      const secret = await target.sql`select 1 from kept_secrets`;
      return { head: after, rows, secret: secret.length > 0 };
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}

async function verify(url: string): Promise<{ seq: number; hash: string }> {
  const sql = connectPostgres(url, 1);
  try {
    const found = await verifyPostgres({ sql, url });
    return intact(found, 'the moved ledger is broken (the target must not be used)');
  } finally {
    await sql.end();
  }
}

function intact(found: Verification, problem: string): { seq: number; hash: string } {
  if (found.intact) return found.head;
  throw new MoveError(`${problem}: entry ${found.broken.seq}, ${found.broken.problem}`);
}

function intactLooks(found: LooksVerification, problem: string): { seq: number; hash: string } {
  if (found.intact) return found.head;
  throw new MoveError(`${problem}: look ${found.broken.seq}, ${found.broken.problem}`);
}

/** Tables that others refer to come first. */
function tablesInOrder(): PgTable[] {
  const all = Object.values<unknown>(schema).filter((one): one is PgTable => is(one, PgTable));
  const named = new Map(all.map((table) => [getTableName(table), table]));
  const done = new Set<PgTable>();
  const add = (table: PgTable) => {
    for (const key of getTableConfig(table).foreignKeys) {
      const foreign = named.get(getTableName(key.reference().foreignTable));
      if (foreign !== undefined && foreign !== table && !done.has(foreign)) add(foreign);
    }
    done.add(table);
  };
  for (const table of all) add(table);
  return [...done].filter((table) => !OWN.includes(getTableName(table)));
}

/** Another version of this software wrote the file: its tables have other columns. */
function refuseOther(source: BetterSqlite3.Database, tables: readonly PgTable[]): void {
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const found = source.pragma(`table_info("${name}")`) as { name: string }[];
    const [mine, theirs] = [columns, found].map((all) => all.map((one) => one.name).sort());
    if (String(mine) !== String(theirs))
      throw new MoveError(
        `the table ${name} of the file is of another version; start the server of this version on it once, stop it, and move then`,
      );
  }
}

/** Rises when somebody else writes to the file. */
const versionOf = (source: BetterSqlite3.Database) =>
  source.pragma('data_version', { simple: true });

/** All of it in one transaction: a move that fails leaves the target empty. */
async function copy(
  source: BetterSqlite3.Database,
  tx: Tx,
  tables: readonly PgTable[],
  tell: (line: string) => void,
): Promise<Record<string, number>> {
  await refuseFilled(tx, tables);
  const rows: Record<string, number> = {};
  for (const table of tables) {
    const { name } = getTableConfig(table);
    const count = await copyTable(source, tx, table);
    const [there] = await tx.unsafe<{ n: number }[]>(`select count(*) as n from "${name}"`);
    const here = source.prepare<[], number>(`select count(*) from "${name}"`).pluck().get();
    if (there?.n !== count || here !== count)
      throw new MoveError(`${name}: ${here} rows in the file, ${there?.n} in the target`);
    rows[name] = count;
    if (count > 0) tell(`${name}: ${count}`);
  }
  return rows;
}

async function copySecret(tx: Tx, path: string): Promise<void> {
  const secret = secretBeside(path);
  if (secret !== null)
    await tx`insert into kept_secrets (name, secret) values (${SECRET_NAME}, ${secret})`;
}

async function refuseFilled(tx: Tx, tables: readonly PgTable[]): Promise<void> {
  const names = [...tables.map((table) => getTableConfig(table).name), ...OWN];
  const filled: string[] = [];
  for (const name of names)
    if ((await tx.unsafe(`select 1 from "${name}" limit 1`)).length > 0) filled.push(name);
  if (filled.length > 0)
    throw new MoveError(`the target is not empty (${filled.join(', ')}); give an empty database`);
}

async function copyTable(source: BetterSqlite3.Database, tx: Tx, table: PgTable): Promise<number> {
  const { name, columns } = getTableConfig(table);
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  // All as text, cast by the database: the driver guesses the type of an array from its first value.
  const casts = columns.map((column, nth) => `c${nth}::${column.getSQLType()}`).join(', ');
  const arrays = columns.map((_column, nth) => `$${nth + 1}::text[]`).join(', ');
  const aliases = columns.map((_column, nth) => `c${nth}`).join(', ');
  const insert = `insert into "${name}" (${names}) select ${casts} from unnest(${arrays}) as t(${aliases})`;
  const write = (rows: unknown[][]) =>
    tx.unsafe(
      insert,
      columns.map((column, nth) => rows.map((row) => textOf(column, row[nth]))),
      { prepare: true },
    );
  let page: unknown[][] = [];
  let count = 0;
  for (const row of source
    .prepare<[], unknown[]>(`select ${names} from "${name}"`)
    .raw()
    .iterate()) {
    page.push(row);
    count += 1;
    if (page.length < PAGE) continue;
    await write(page);
    page = [];
  }
  if (page.length > 0) await write(page);
  return count;
}

/** As PostgreSQL reads it: SQLite knows neither truth values nor times. */
function textOf(column: PgColumn, value: unknown): string | null {
  if (value === null) return null;
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  if (column.dataType === 'boolean') return value === 1 ? 'true' : 'false';
  if (column.dataType === 'date') return new Date(value as number).toISOString();
  return typeof value === 'string' ? value : `${value as number}`;
}

/** Null where the file has none beside it. */
function secretBeside(path: string): string | null {
  try {
    return readFileSync(`${path}.secret`, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
