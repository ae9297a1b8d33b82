/** Opens a database to look at it only: without the schema's machinery, so that a check starts at once. */
import { resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sqlitePath } from '../database-url.ts';

/** How long a connection waits for another process (a back-up, a verification), milliseconds. */
export const BUSY_TIMEOUT_MS = 5_000;

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
