/**
 * The ledger on PostgreSQL. What is handed in while a commit is under way shares the next one. Each server follows what all write:
 * a notification, or a look now and then, says that there is something, and it is read by seq.
 */
import { randomUUID } from 'node:crypto';
import type { Entry } from '#domain/entries.ts';
import { inOneLine } from '../errors.ts';
import {
  IDEMPOTENCY_DAYS,
  type AppendResult,
  type Ledger,
  type LedgerOptions,
  type Report,
} from '../ledger.ts';
import { prepare } from '../prepare.ts';
import { EMPTY_HEAD, readStatement, toEntry, type EntryRow } from '../rows.ts';
import {
  ENTRIES_CHANNEL,
  repeated,
  writeGroup,
  type Job,
  type RememberedAnswer,
} from './append.ts';
import { createFollowers } from './followers.ts';
import type { Postgres } from './open.ts';
import { createSnapshots } from './snapshots.ts';
import { verifyChain } from './verify.ts';

/** Commands in one commit at most, so that a flood does not hold the event loop for longer than some 50 ms. */
const GROUP_LIMIT = 2_000;
const DAY_MS = 86_400_000;
/** The end of the ledger is looked at so often, milliseconds: a notification may be lost, behind a pool of connections always. */
const LOOK_EVERY_MS = 1_000;

const warn: Report = (error, where) => process.emitWarning(`${where}: ${inOneLine(error)}`);

/** Opens the ledger in a migrated database. The database stays the caller's, who closes it after the ledger. */
export async function openPostgresLedger(
  db: Postgres,
  options: LedgerOptions = {},
): Promise<Ledger> {
  const { sql } = db;
  const report = options.report ?? warn;
  const sender = randomUUID();
  const snapshots = createSnapshots(sql, options.pictureVersion ?? 1);
  const followers = createFollowers(
    (after) => read({ after }),
    async () => (await head()).seq,
    report,
  );

  async function read(wanted: Parameters<Ledger['read']>[0] = {}): Promise<Entry[]> {
    if (wanted.kinds?.length === 0) return [];
    const { sql: text, params } = readStatement(wanted, (nth) => `$${nth}`);
    return (await sql.unsafe<EntryRow[]>(text, params, { prepare: true })).map(toEntry);
  }
  async function head() {
    const [row] = await sql<{ seq: number; at_ms: number; hash: string }[]>`
      select seq, at_ms, hash from entries order by seq desc limit 1`;
    if (!row) return EMPTY_HEAD;
    followers.heard(row.seq);
    return { seq: row.seq, at: new Date(row.at_ms).toISOString(), hash: row.hash };
  }
  const between = (first: number, last: number) => read({ after: first - 1, upTo: last });

  let waiting: Job[] = [];
  let writing: Promise<void> | null = null;
  let closed = false;

  async function flush(): Promise<void> {
    // All that is handed in during this turn shares the commit.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const jobs = waiting.slice(0, GROUP_LIMIT);
      waiting = waiting.slice(GROUP_LIMIT);
      await writeJobs(jobs);
    }
    // In the same breath as the look at what waits, so that nobody is left behind.
    writing = null;
  }
  async function writeJobs(jobs: readonly Job[]): Promise<void> {
    try {
      const group = await writeGroup(db, jobs, sender);
      await followers.committed(group.entries);
      for (const [nth, job] of jobs.entries()) {
        const outcome = group.outcomes[nth];
        if (outcome === undefined) job.reject(new Error('the command was passed over'));
        else if ('result' in outcome) job.resolve(outcome.result);
        else if ('error' in outcome) job.reject(outcome.error);
        else repeat(outcome.repeats).then(job.resolve, job.reject);
      }
    } catch (error) {
      for (const job of jobs) job.reject(error);
    }
  }
  async function repeat(known: RememberedAnswer): Promise<AppendResult> {
    return repeated(await between(known.first_seq, known.last_seq), known.answer);
  }

  let looking = false;
  const look = setInterval(() => {
    if (looking) return;
    looking = true;
    head()
      .catch((error: unknown) => {
        if (!closed) report(error, 'looking at the end of the ledger');
      })
      .finally(() => (looking = false));
  }, LOOK_EVERY_MS);
  look.unref();
  const listening = await sql.listen(
    ENTRIES_CHANNEL,
    (payload) => {
      const [from, seq] = payload.split(' ');
      if (from !== sender) followers.heard(Number(seq));
    },
    // After each new connection: what was missed meanwhile.
    () => void head().catch(() => undefined),
  );

  return {
    append(request) {
      return new Promise((resolve, reject) => {
        if (closed) throw new Error('the ledger is closed');
        waiting.push({ command: prepare(request), resolve, reject });
        writing ??= flush();
      });
    },
    read,
    head,
    async seqAt(time) {
      const ms = Date.parse(time);
      if (Number.isNaN(ms)) throw new TypeError(`not a time: ${time}`);
      // Seqs have no gap and times never go back: halving finds the last one.
      let [low, high] = [0, (await head()).seq];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        const [row] = await sql<{ at_ms: number }[]>`
          select at_ms from entries where seq = ${middle}`;
        if ((row?.at_ms ?? Infinity) <= ms) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    follow: (after, tell) => followers.follow(after, tell),
    async remember({ scope, key, request }, answer) {
      if (closed) throw new Error('the ledger is closed');
      const text = JSON.stringify(answer) ?? null;
      const { count } = await sql`update idempotency set answer = ${text}
        where scope = ${scope} and key = ${key} and request = ${request}`;
      return count > 0;
    },
    async recall({ scope, key, request }) {
      const [row] = await sql<RememberedAnswer[]>`select request, first_seq, last_seq, answer
        from idempotency where scope = ${scope} and key = ${key}`;
      if (!row) return { found: false };
      if (row.request !== request) return { found: true, keyReused: true };
      return {
        found: true,
        keyReused: false,
        answer: row.answer === null ? null : (JSON.parse(row.answer) as unknown),
        entries: await between(row.first_seq, row.last_seq),
      };
    },
    async forgetAnswers(now) {
      const before = Date.parse(now) - IDEMPOTENCY_DAYS * DAY_MS;
      if (Number.isNaN(before)) throw new TypeError(`not a time: ${now}`);
      return (await sql`delete from idempotency where at_ms < ${before}`).count;
    },
    saveSnapshot: (snapshot) => snapshots.save(snapshot),
    loadSnapshot: (upTo = Number.MAX_SAFE_INTEGER) => snapshots.load(upTo),
    verify: () => verifyChain(db),
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(look);
      while (writing !== null) await writing;
      followers.stop();
      await listening.unlisten().catch(() => undefined);
    },
  };
}
