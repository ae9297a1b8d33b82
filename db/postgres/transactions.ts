/**
 * Transactions on one connection, one after another. The driver's own `begin` writes its rollback to a connection that has gone and
 * then ends the process; here a connection is thrown away at any failure, and the database takes back what was not committed.
 */
import type postgres from 'postgres';
import { connectPostgres, type Sql } from './connect.ts';
import { inTime } from './patience.ts';

/** The connection of a transaction. */
export type Tx = postgres.ReservedSql<{ bigint: number }>;

export class Transactions {
  readonly #url: string;
  readonly #patienceMs: number | null;
  #client: Sql | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** @param patienceMs a transaction that takes longer has lost its database; null where it may take its time */
  constructor(url: string, patienceMs: number | null = null) {
    this.#url = url;
    this.#patienceMs = patienceMs;
  }

  /**
   * Commits what `work` did, or nothing of it.
   * @param mode words behind `begin`, such as `read only`.
   */
  run<T>(work: (tx: Tx) => Promise<T>, mode = ''): Promise<T> {
    const mine = this.#last.then(() => this.#one(work, mode));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #one<T>(work: (tx: Tx) => Promise<T>, mode: string): Promise<T> {
    const client = (this.#client ??= connectPostgres(this.#url, 1));
    try {
      return await inTime(committed(client, work, mode), this.#patienceMs);
    } catch (error) {
      this.#client = null;
      // What is under way on it is rejected, also where nobody answers any more.
      client.end({ timeout: 0 }).catch(() => undefined);
      throw error;
    }
  }

  /** Waits for what was handed in. */
  async close(): Promise<void> {
    await this.#last;
    await this.#client?.end({ timeout: 5 });
    this.#client = null;
  }
}

async function committed<T>(client: Sql, work: (tx: Tx) => Promise<T>, mode: string): Promise<T> {
  const tx = await client.reserve();
  await tx.unsafe(`begin ${mode}`);
  const result = await work(tx);
  await tx`commit`;
  tx.release();
  return result;
}
