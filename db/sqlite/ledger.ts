/** The ledger on SQLite. Everything that is handed in during one turn of the event loop shares one synced commit. */
import BetterSqlite3 from 'better-sqlite3';
import type { Entry } from '#domain/entries.ts';
import { EVENT_LOOP } from '../clockwork.ts';
import { IDEMPOTENCY_DAYS, type Ledger, type LedgerOptions, type Report } from '../ledger.ts';
import { createWriter, type Group } from './append.ts';
import { createFollowers } from './followers.ts';
import type { Database } from './open.ts';
import { prepare } from '../prepare.ts';
import { EMPTY_HEAD, readStatement, toEntry, type EntryRow } from '../rows.ts';
import { createSnapshots } from './snapshots.ts';
import { verifyChain } from './verify.ts';

/** Commands in one commit at most, so that a flood does not hold the event loop for longer than some 50 ms. */
const GROUP_LIMIT = 2_000;
const DAY_MS = 86_400_000;

/** A write that waits for its commit. `work` runs inside the transaction; the promise is settled after it. */
interface Job {
  work: (group: Group) => unknown;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  outcome: { result: unknown } | { error: unknown } | null;
}

const warn: Report = (error, where) => {
  process.emitWarning(
    `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
};

/** Opens the ledger in a migrated database. The database stays the caller's, who closes it after the ledger. */
export function openSqliteLedger(db: Database, options: LedgerOptions = {}): Ledger {
  const { sqlite } = db;
  const clockwork = options.clockwork ?? EVENT_LOOP;
  const writer = createWriter(sqlite, options.bodies);
  const snapshots = createSnapshots(
    sqlite,
    options.pictureVersion ?? 1,
    options.packing,
    options.clockwork,
  );
  const followers = createFollowers(
    (after) => readNow({ after }),
    options.report ?? warn,
    clockwork,
  );

  const lastRow = sqlite.prepare<[], { seq: number; at_ms: number; hash: string }>(
    'select seq, at_ms, hash from entries order by seq desc limit 1',
  );
  const atOf = sqlite.prepare<[number], number>('select at_ms from entries where seq = ?').pluck();
  const replaceAnswer = sqlite.prepare(
    'update idempotency set answer = ? where scope = ? and key = ? and request = ?',
  );
  const forget = sqlite.prepare('delete from idempotency where at_ms < ?');
  const reads = new Map<string, BetterSqlite3.Statement<(string | number)[], EntryRow>>();

  function readNow(wanted: Parameters<Ledger['read']>[0] = {}): Entry[] {
    if (wanted.kinds?.length === 0) return [];
    const { sql, params } = readStatement(wanted);
    let statement = reads.get(sql);
    if (!statement) {
      statement = sqlite.prepare<(string | number)[], EntryRow>(sql);
      reads.set(sql, statement);
    }
    return statement.all(...params).map((row) => toEntry(row, options.bodies));
  }

  let waiting: Job[] = [];
  let scheduled = false;
  let closed = false;

  const runGroup = sqlite.transaction((jobs: Job[]): Entry[] => {
    const group = writer.begin();
    for (const job of jobs) {
      try {
        job.outcome = { result: job.work(group) };
      } catch (error) {
        // The database's own error leaves the transaction half done: the whole group falls and is told so.
        if (error instanceof BetterSqlite3.SqliteError) throw error;
        job.outcome = { error };
      }
    }
    return group.finish();
  });

  function flush(): void {
    scheduled = false;
    const jobs = waiting.slice(0, GROUP_LIMIT);
    if (jobs.length === 0) return;
    waiting = waiting.slice(GROUP_LIMIT);
    if (waiting.length > 0) schedule();
    let entries: Entry[];
    try {
      entries = runGroup.immediate(jobs);
    } catch (error) {
      writer.rolledBack();
      for (const job of jobs) job.reject(error);
      return;
    }
    for (const { outcome, resolve, reject } of jobs) {
      if (outcome && 'result' in outcome) resolve(outcome.result);
      else reject(outcome?.error);
    }
    followers.committed(entries);
  }
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    clockwork.soon(flush);
  }
  /** Runs in the next group what `ready` gives; rejects when that throws. */
  function enqueue<T>(ready: () => (group: Group) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (closed) throw new Error('the ledger is closed');
      const work = ready();
      // The job is settled with what its own `work` gave.
      const settle = resolve as (result: unknown) => void;
      waiting.push({ work, resolve: settle, reject, outcome: null });
      schedule();
    });
  }

  return {
    append(request) {
      return enqueue(() => {
        const command = prepare(request);
        return (group) => group.append(command);
      });
    },
    async read(wanted) {
      return readNow(wanted);
    },
    async head() {
      const row = lastRow.get();
      if (!row) return EMPTY_HEAD;
      return { seq: row.seq, at: new Date(row.at_ms).toISOString(), hash: row.hash };
    },
    async seqAt(time) {
      const ms = Date.parse(time);
      if (Number.isNaN(ms)) throw new TypeError(`not a time: ${time}`);
      // Seqs have no gap and times never go back: halving finds the last one.
      let [low, high] = [0, lastRow.get()?.seq ?? 0];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((atOf.get(middle) ?? Infinity) <= ms) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    follow: (after, tell) => followers.follow(after, tell),
    remember({ scope, key, request }, answer) {
      return enqueue(() => {
        const text = JSON.stringify(answer) ?? null;
        return () => replaceAnswer.run(text, scope, key, request).changes > 0;
      });
    },
    async recall(idempotency) {
      const row = writer.remembered(idempotency);
      if (!row) return { found: false };
      if (row.request !== idempotency.request) return { found: true, keyReused: true };
      return {
        found: true,
        keyReused: false,
        answer: row.answer === null ? null : (JSON.parse(row.answer) as unknown),
        entries: writer.between(row.first_seq, row.last_seq),
      };
    },
    async forgetAnswers(now) {
      const before = Date.parse(now) - IDEMPOTENCY_DAYS * DAY_MS;
      if (Number.isNaN(before)) throw new TypeError(`not a time: ${now}`);
      return enqueue(() => () => forget.run(before).changes);
    },
    saveSnapshot: (snapshot) => snapshots.save(snapshot),
    loadSnapshot: (upTo = Number.MAX_SAFE_INTEGER) => snapshots.load(upTo),
    verify: () => verifyChain(sqlite),
    async close() {
      if (closed) return;
      closed = true;
      while (waiting.length > 0) flush();
      followers.stop();
    },
  };
}
