import type { Lease } from '../leases.ts';
import { connectPostgres, type Sql } from './connect.ts';
import { inTime, SilentError } from './patience.ts';

/** A question takes no longer where the database answers at all, milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * An advisory lock of a session of its own: the database frees it when the session ends, however it does. Locks go by the
 * second of two numbers; the first names us.
 */
export class PostgresLease implements Lease {
  static readonly OURS = 5_770;
  readonly #url: string;
  #sql: Sql;
  readonly #number: number;

  readonly #patienceMs: number;

  constructor(url: string, number: number, patienceMs = PATIENCE_MS) {
    this.#url = url;
    this.#patienceMs = patienceMs;
    this.#sql = connectPostgres(url, 1);
    this.#number = number;
  }

  async take(): Promise<boolean> {
    if (await this.held()) return true;
    return this.#ask(
      (sql) => sql<{ yes: boolean }[]>`
        select pg_try_advisory_lock(${PostgresLease.OURS}::int, ${this.#number}::int) as yes`,
    );
  }

  // A new connection is a new session, which does not have it.
  held(): Promise<boolean> {
    return this.#ask(
      (sql) => sql<{ yes: boolean }[]>`
        select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
          and classid = ${PostgresLease.OURS} and objid = ${this.#number} and granted) as yes`,
    );
  }

  async leave(): Promise<void> {
    await this.#ask(
      (sql) => sql<{ yes: boolean }[]>`
        select pg_advisory_unlock(${PostgresLease.OURS}::int, ${this.#number}::int) as yes`,
    );
  }

  async #ask(question: (sql: Sql) => Promise<readonly { yes: boolean }[]>): Promise<boolean> {
    const sql = this.#sql;
    try {
      return (await inTime(question(sql), this.#patienceMs))[0]?.yes ?? false;
    } catch (error) {
      if (error instanceof SilentError && this.#sql === sql) {
        this.#sql = connectPostgres(this.#url, 1);
        sql.end({ timeout: 0 }).catch(() => undefined);
      }
      return false;
    }
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 1 });
  }
}

/** Who sends webhooks. */
export const WEBHOOKS_LEASE = 1;
/** Who raises and clears the alarms of feeds. */
export const WATCH_LEASE = 2;
/** Who erases and archives what is due. */
export const CLERK_LEASE = 3;
