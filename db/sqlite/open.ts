/** Opens the embedded database: one SQLite file, written ahead, synced at every commit, migrated to the present schema. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { databaseFile } from '../database-url.ts';
import * as schema from '../schema/index.ts';
import { BUSY_TIMEOUT_MS } from './read-only.ts';

/** One open SQLite file, or one in memory. */
export interface Database {
  /** Absolute path of the file; null in memory. */
  path: string | null;
  sqlite: BetterSqlite3.Database;
  /** For the read models, the tables beside the ledger and better-auth; never for `entries`. */
  drizzle: BetterSQLite3Database<typeof schema>;
  close(): void;
}

/** Folder of the named migrations, absolute. */
export const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', 'migrations');

/**
 * Opens or makes the database and applies the migrations that are missing. Folder and files are for the owner only (0700, 0600).
 * @throws DatabaseUrlError for an address that is not a file's; SqliteError when the file cannot be used.
 */
export function openDatabase(url: string): Database {
  const path = databaseFile(url);
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
    // 16 MB of writing ahead between check-points, 64 MB of pages in memory: the last entries' index pages are written often.
    sqlite.pragma('wal_autocheckpoint = 4000');
    const db = drizzle(sqlite, { schema });
    migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
    return { path, sqlite, drizzle: db, close: () => sqlite.close() };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** Databases whose write-ahead file could not be emptied, because somebody was reading: a back-up, a verification. */
const owing = new WeakSet<Database>();

/**
 * After an erasure: empties the write-ahead file, which still holds the pages as they were. Where a reader was in the way it is
 * tried again at the next call.
 * @param erased rows that were erased just now.
 */
export function dropErasedPages(db: Database, erased: number): void {
  if (db.path === null || (erased === 0 && !owing.has(db))) return;
  const [result] = db.sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (result?.busy === 0) owing.delete(db);
  else owing.add(db);
}
