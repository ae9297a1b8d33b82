/** Which errors of a database say that nothing can be kept just now, and why: the request is good and may come again. */

/** `full`: there is no room left. `away`: it does not answer, or takes no writes. */
export type StorageFault = 'full' | 'away';

/** Where the error that told so was lost on the way: who caught it knows what it was. */
export class StorageError extends Error {
  override name = 'StorageError';
  readonly fault: StorageFault;

  constructor(fault: StorageFault, options?: ErrorOptions) {
    super(`the database is ${fault}`, options);
    this.fault = fault;
  }
}

/** PostgreSQL, SQLSTATE 53100. SQLite, "Result and Error Codes": the file or its shared memory could not grow. */
const FULL = /^(?:53100|SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/;
/**
 * SQLSTATE 08 (connection), 53 (resources), 57P (shut down, starting), 58 (disk), 25006 (a standby), 55P03 and 25P03 (waited or held
 * for too long); the driver's words for a connection that is gone; the system's; SQLite's for a file that cannot be used.
 */
const AWAY =
  /^(?:08\w{3}|53[234]00|57P0[1-5]|58\w{3}|25006|55P03|25P03|CONNECTION_\w+|CONNECT_TIMEOUT|E(?:CONN\w+|PIPE|HOSTUNREACH|NETUNREACH|TIMEDOUT|NOTFOUND|AI_AGAIN|IO|ROFS)|SQLITE_(?:IOERR|READONLY|CANTOPEN|BUSY|PROTOCOL)\w*)$/;

/** Null: an error of another kind. Looks through what wraps it. */
export function storageFaultOf(error: unknown): StorageFault | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof StorageError) return at.fault;
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string' && FULL.test(code)) return 'full';
    if (typeof code === 'string' && AWAY.test(code)) return 'away';
  }
  return null;
}
