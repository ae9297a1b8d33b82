import type { Lease } from '../leases.ts';
import { connectPostgres, type Sql } from './connect.ts';

/**
 * An advisory lock of a session of its own: the database frees it when the session ends, however it does. Locks go by the
 * second of two numbers; the first names us.
 */
export class PostgresLease implements Lease {
  static readonly OURS = 5_770;
  readonly #sql: Sql;
  readonly #number: number;

  constructor(url: string, number: number) {
    this.#sql = connectPostgres(url, 1);
    this.#number = number;
  }

  async take(): Promise<boolean> {
    if (await this.held()) return true;
    return this.#ask(
      this.#sql<{ yes: boolean }[]>`
        select pg_try_advisory_lock(${PostgresLease.OURS}::int, ${this.#number}::int) as yes`,
    );
  }

  // A new connection is a new session, which does not have it.
  held(): Promise<boolean> {
    return this.#ask(
      this.#sql<{ yes: boolean }[]>`
        select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
          and classid = ${PostgresLease.OURS} and objid = ${this.#number} and granted) as yes`,
    );
  }

  async leave(): Promise<void> {
    await this.#ask(
      this.#sql<{ yes: boolean }[]>`
        select pg_advisory_unlock(${PostgresLease.OURS}::int, ${this.#number}::int) as yes`,
    );
  }

  async #ask(question: PromiseLike<readonly { yes: boolean }[]>): Promise<boolean> {
    try {
      return (await question)[0]?.yes ?? false;
    } catch {
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
