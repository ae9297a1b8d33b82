/** Opens the embedded database: one SQLite file, written ahead, synced at every commit, migrated to the present schema. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { sqlitePath } from '../database-url.ts';
import * as schema from '../schema/index.ts';

export interface Database {
  /** Absolute path of the file; null in memory. */
  path: string | null;
  sqlite: BetterSqlite3.Database;
  /** For the read models, the tables beside the ledger and better-auth; never for `entries`. */
  drizzle: BetterSQLite3Database<typeof schema>;
  close(): void;
}

export const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', 'migrations');

/** How long a writer waits for another process (a back-up, a verification), milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens or makes the database and applies the migrations that are missing. Folder and files are for the owner only (0700, 0600).
 * @throws DatabaseUrlError for an address that is not a file's; SqliteError when the file cannot be used.
 */
export function openDatabase(url: string): Database {
  const location = sqlitePath(url);
  const path = location === ':memory:' ? null : resolve(location);
  if (path !== null) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite gives its -wal and -shm files the mode of the database file.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  }
  const sqlite = new BetterSqlite3(path ?? ':memory:', { timeout: BUSY_TIMEOUT_MS });
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    // Erased text must not stay behind in free space of the file.
    sqlite.pragma('secure_delete = ON');
    const db = drizzle(sqlite, { schema });
    migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
    return { path, sqlite, drizzle: db, close: () => sqlite.close() };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/**
 * Opens an existing database without changing anything in it, not even its schema.
 * @throws DatabaseUrlError, SqliteError when there is no such file or it cannot be read.
 */
export function openReadOnly(url: string): BetterSqlite3.Database {
  const path = sqlitePath(url);
  return new BetterSqlite3(path === ':memory:' ? path : resolve(path), {
    readonly: true,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS,
  });
}

/** After an erasure: empties the write-ahead file, which still holds the pages as they were. */
export function dropErasedPages(db: Database): void {
  if (db.path !== null) db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
}
