/** Opens a PostgreSQL database and brings its schema up to date; several servers may do so at once. */
import { join } from 'node:path';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { connectPostgres, type Lines, type Sql } from './connect.ts';
import { cutWhenSilent, SILENT_MS } from './patience.ts';
import * as schema from './schema/index.ts';
import { Transactions } from './transactions.ts';

/** One open database. */
export interface Postgres {
  url: string;
  /** For reads and for the tables beside the ledger. */
  sql: Sql;
  /** The same pool for what may take long: nobody lets go of it. */
  patient: Sql;
  /** One connection for appends: they stand in one line anyway. */
  chain: Transactions;
  /** One connection for what is written to several tables beside the ledger. */
  beside: Transactions;
  drizzle: PostgresJsDatabase<typeof schema>;
  /** Waits for what is under way, at most five seconds. */
  close(): Promise<void>;
}

/** Folder of the named migrations, absolute. */
export const MIGRATIONS_FOLDER = join(import.meta.dirname, 'migrations');

/** Advisory locks of this software in a database: for migrations, and for the ends of the ledger's chain and of the access log's. */
export const LOCKS = {
  migrations: 5_770_001,
  chain: 5_770_002,
  looks: 5_770_003,
  visitSecrets: 5_770_004,
  /** Of two numbers: the second one is the read model's. */
  readModels: 5_770_005,
} as const;

const CLOSE_SECONDS = 5;
const READERS = 8;

/**
 * @param patienceMs of a question and of a transaction
 * @throws when the database cannot be reached or its schema not be brought up to date.
 */
export async function openPostgres(url: string, patienceMs = SILENT_MS): Promise<Postgres> {
  const lines: Lines = new Set();
  const patient = connectPostgres(url, READERS, lines);
  const sql = cutWhenSilent(patient, lines, patienceMs);
  const [chain, beside] = [new Transactions(url, patienceMs), new Transactions(url, patienceMs)];
  const close = async () => {
    await Promise.all([chain.close(), beside.close(), sql.end({ timeout: CLOSE_SECONDS })]);
  };
  try {
    await refuseWrongEncoding(sql);
    // A migration, and the wait for another server's, take as long as they take.
    await migrateOnce(patient, drizzle(patient, { schema }));
  } catch (error) {
    await close();
    throw error;
  }
  return { url, sql, patient, chain, beside, drizzle: drizzle(sql, { schema }), close };
}

/** The chain is hashed over UTF-8: a database that converts would break it. */
async function refuseWrongEncoding(sql: Sql): Promise<void> {
  const [found] = await sql<{ server_encoding: string }[]>`show server_encoding`;
  if (found?.server_encoding !== 'UTF8')
    throw new Error(
      `the database is kept in ${found?.server_encoding ?? 'an unknown encoding'}; make one with ENCODING 'UTF8'`,
    );
}

/** One server at a time; the others find it done. */
async function migrateOnce(sql: Sql, db: Postgres['drizzle']): Promise<void> {
  const one = await sql.reserve();
  try {
    await one`select pg_advisory_lock(${LOCKS.migrations})`;
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER, migrationsSchema: 'public' });
  } finally {
    await one`select pg_advisory_unlock(${LOCKS.migrations})`.catch(() => undefined);
    one.release();
  }
}

/**
 * After an erasure: gives the rows' space back, so that it is written over. A copy of the database, a standby's and an archive's too,
 * holds them for as long as it is kept (docs/operating.md).
 * @param erased rows that were erased just now.
 */
export async function dropErasedRows(
  { patient }: Postgres,
  erased: number,
  tables: readonly string[],
): Promise<void> {
  if (erased > 0) await patient.unsafe(`vacuum ${tables.map((name) => `"${name}"`).join(', ')}`);
}
