/** Where the ledger is kept, as `DATABASE_URL` says it. */
import { resolve } from 'node:path';

/** Used when the setting is absent. */
export const DEFAULT_DATABASE_URL = 'file:./var/spoedkaart.db';

/** The address cannot be used; the message says why. */
export class DatabaseUrlError extends Error {
  override name = 'DatabaseUrlError';
}

/**
 * The path of the SQLite file, or `:memory:`. Accepts `:memory:`, `file:relative`, `file:/absolute` and `file:///absolute`.
 * @throws DatabaseUrlError for any other address.
 */
export function sqlitePath(url: string): string {
  if (url === ':memory:' || url === 'file::memory:') return ':memory:';
  if (!url.startsWith('file:')) {
    const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(url)?.[0] ?? 'none';
    if (/^postgres(ql)?$/i.test(scheme))
      throw new DatabaseUrlError(
        'PostgreSQL is not supported by this version; use a file, such as file:./var/spoedkaart.db',
      );
    throw new DatabaseUrlError(
      `unsupported database address (scheme ${scheme}); expected file:<path> or :memory:`,
    );
  }
  const rest = url.slice('file:'.length).replace(/^\/\/(localhost)?(?=\/)/, '');
  if (rest === '' || rest.startsWith('//'))
    throw new DatabaseUrlError(`no path in database address ${url}`);
  return decodeURI(rest);
}

/** The absolute path of the SQLite file; null in memory. @throws DatabaseUrlError for an address that is not a file's. */
export function databaseFile(url: string): string | null {
  const path = sqlitePath(url);
  return path === ':memory:' ? null : resolve(path);
}
