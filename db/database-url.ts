/** Where the ledger is kept, as `DATABASE_URL` says it. */
import { resolve } from 'node:path';

/** Used when the setting is absent. */
export const DEFAULT_DATABASE_URL = 'file:./var/spoedkaart.db';

/** The address cannot be used; the message says why. */
export class DatabaseUrlError extends Error {
  override name = 'DatabaseUrlError';
}

/** Whether the address is that of a PostgreSQL database. */
export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/i.test(url);
}

/** @throws DatabaseUrlError for an address that no store knows. */
export function checkDatabaseUrl(url: string): void {
  if (!isPostgres(url)) sqlitePath(url);
  else if (!/^postgres(ql)?:\/\/[^/]*\/[^/?]+/i.test(url))
    throw new DatabaseUrlError('the address names no database; expected postgres://user@host/name');
}

/** The address without its password, for a person's eyes: also one whose signs should have been encoded, or that stands in the query. */
export function withoutPassword(url: string): string {
  return url
    .replace(/^(postgres(?:ql)?:\/\/[^:@/]*):.*@/is, '$1:…@')
    .replace(/([?&]password=)[^&]*/gi, '$1…');
}

/**
 * The path of the SQLite file, or `:memory:`. Accepts `:memory:`, `file:relative`, `file:/absolute` and `file:///absolute`.
 * @throws DatabaseUrlError for any other address.
 */
export function sqlitePath(url: string): string {
  if (url === ':memory:' || url === 'file::memory:') return ':memory:';
  if (!url.startsWith('file:')) {
    const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(url)?.[0] ?? 'none';
    throw new DatabaseUrlError(
      `unsupported database address (scheme ${scheme}); expected file:<path>, :memory: or postgres://…`,
    );
  }
  const rest = url.slice('file:'.length).replace(/^\/\/(localhost)?(?=\/)/, '');
  if (rest === '' || rest.startsWith('//'))
    throw new DatabaseUrlError('no path in the database address; expected file:<path>');
  return decodeURI(rest);
}

/** The absolute path of the SQLite file; null in memory. @throws DatabaseUrlError for an address that is not a file's. */
export function databaseFile(url: string): string | null {
  const path = sqlitePath(url);
  return path === ':memory:' ? null : resolve(path);
}
