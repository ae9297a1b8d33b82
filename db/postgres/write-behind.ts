/**
 * Writes of a read model in the order in which they were handed in, behind the back of who hands them in: a follower of the ledger
 * must not wait. What fails because the database is away is tried again until it is there; reads wait for what was handed in before.
 */
import { sql } from 'drizzle-orm';
import type { Report } from '../ledger.ts';
import { together, type TxDrizzle } from './beside.ts';
import { LOCKS, type Postgres } from './open.ts';

type Work = (tx: TxDrizzle) => Promise<unknown>;

/** Between two tries, milliseconds. */
const AGAIN_MS = 500;

export class WriteBehind {
  readonly #db: Postgres;
  readonly #report: Report;
  readonly #name: string;
  #waiting: Work[] = [];
  #writing = false;
  #closed = false;
  #again: NodeJS.Timeout | null = null;
  #settling: (() => void)[] = [];

  constructor(db: Postgres, name: string, report: Report) {
    this.#db = db;
    this.#name = name;
    this.#report = report;
  }

  add(work: Work): void {
    if (this.#closed) return;
    this.#waiting.push(work);
    if (this.#again === null) void this.#write();
  }

  /** Resolves when what was handed in is written, or could not be for now: then a read tells so itself. */
  settled(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((done) => this.#settling.push(done));
  }

  /** Writes what it can; the rest is read again from the ledger at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again !== null) {
      clearTimeout(this.#again);
      this.#again = null;
      void this.#write();
    }
    await this.settled();
    this.#waiting = [];
  }

  /**
   * One server at a time writes this read model. Two that write the same row at the same moment may otherwise meet at another unique
   * column than the one that the write is about, and one would be told that its rows are wrong.
   */
  async #alone(tx: TxDrizzle): Promise<void> {
    await tx.execute(
      sql`select pg_advisory_xact_lock(${LOCKS.readModels}, hashtext(${this.#name}))`,
    );
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    for (let work = this.#waiting[0]; work !== undefined; work = this.#waiting[0])
      try {
        await together(this.#db, async (tx) => {
          await this.#alone(tx);
          await work(tx);
        });
        this.#waiting.shift();
      } catch (error) {
        this.#report(error, this.#name);
        if (isOfContent(error)) {
          // It would never pass: the others must not wait for it.
          this.#waiting.shift();
          continue;
        }
        if (!this.#closed)
          this.#again = setTimeout(() => {
            this.#again = null;
            void this.#write();
          }, AGAIN_MS).unref();
        break;
      }
    this.#writing = false;
    for (const done of this.#settling.splice(0)) done();
  }
}

/** The database answered that the rows themselves are wrong (SQLSTATE 22 and 23). */
function isOfContent(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return (
    cause instanceof Error &&
    'code' in cause &&
    typeof cause.code === 'string' &&
    /^2[23]...$/.test(cause.code)
  );
}
