/**
 * The ledger on a database that several servers write to: everything but the SQL. What is handed in while a commit is under way shares
 * the next one. Each server follows what all write: a hint, or a look now and then, says that there is something, and it is read by seq.
 */
import { randomUUID } from 'node:crypto';
import type { Entry } from '#domain/entries.ts';
import { EVENT_LOOP, breath } from './clockwork.ts';
import { inOneLine } from './errors.ts';
import {
  IDEMPOTENCY_DAYS,
  type AppendResult,
  type Head,
  type Idempotency,
  type Ledger,
  type LedgerOptions,
  type ReadOptions,
  type Report,
  type StoredSnapshot,
  type Verification,
} from './ledger.ts';
import type { ChainEnd } from './place.ts';
import { prepare } from './prepare.ts';
import {
  decide,
  repeated,
  type Decided,
  type Group,
  type Job,
  type RememberedAnswer,
  type Taken,
} from './shared-append.ts';
import { createFollowers } from './shared-followers.ts';

/** One transaction. All of its writes stand, or none does. */
export interface ChainTransaction {
  /** Takes the end of the chain until the commit, waiting for whoever has it, and reads what the commands need to know. */
  take(jobs: readonly Job[]): Promise<Taken>;
  /** Writes rows, versions and answers, and tells the other servers once it is durable. */
  write(decided: Decided, sender: string): Promise<void>;
  /** Whether the chain holds this entry; waits until no transaction of the past can write it any more. */
  stands(end: ChainEnd): Promise<boolean>;
}

/** What such a database does for a ledger. Every promise rejects when the database cannot be reached. */
export interface LedgerDatabase {
  read(options: ReadOptions): Promise<Entry[]>;
  /** `EMPTY_HEAD` when there is none. */
  head(): Promise<Head>;
  /** Milliseconds; null when there is no such entry. */
  atOf(seq: number): Promise<number | null>;
  /** Commits what `work` did, durably, or nothing of it. It rejects also when nobody knows which. */
  transact<T>(work: (tx: ChainTransaction) => Promise<T>): Promise<T>;
  answered(scope: string, key: string): Promise<RememberedAnswer | null>;
  replaceAnswer(idempotency: Idempotency, answer: string | null): Promise<boolean>;
  /** Milliseconds; how many. */
  forgetAnswersBefore(time: number): Promise<number>;
  saveSnapshot(snapshot: StoredSnapshot): Promise<void>;
  loadSnapshot(upTo: number): Promise<StoredSnapshot | null>;
  verify(): Promise<Verification>;
  /**
   * Calls with hints of all servers, this one too: any may be lost, come twice or late.
   * @param connected after each new connection: what was hinted meanwhile is lost.
   */
  listen(
    hint: (sender: string, seq: number) => void,
    connected: () => void,
  ): Promise<() => Promise<void>>;
}

/** Commands in one commit at most, so that a flood does not hold the event loop for longer than some 50 ms. */
const GROUP_LIMIT = 2_000;
const DAY_MS = 86_400_000;
/** The end of the ledger is looked at so often, milliseconds: a notification may be lost, behind a pool of connections always. */
const LOOK_EVERY_MS = 1_000;

const warn: Report = (error, where) => process.emitWarning(`${where}: ${inOneLine(error)}`);

/** Opens the ledger. The database stays the caller's, who closes it after the ledger. */
export async function openSharedLedger(
  database: LedgerDatabase,
  options: LedgerOptions = {},
): Promise<Ledger> {
  const report = options.report ?? warn;
  const clockwork = options.clockwork ?? EVENT_LOOP;
  const sender = options.sender ?? randomUUID();
  const followers = createFollowers(
    (after) => database.read({ after }),
    async () => (await head()).seq,
    report,
    clockwork,
  );

  async function head(): Promise<Head> {
    const found = await database.head();
    if (found.seq > 0) followers.heard(found.seq);
    return found;
  }
  const between = (first: number, last: number) => database.read({ after: first - 1, upTo: last });

  let waiting: Job[] = [];
  let writing: Promise<void> | null = null;
  let closed = false;

  async function flush(): Promise<void> {
    // All that is handed in during this turn shares the commit.
    await breath(clockwork);
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
      const group = await writeGroup(database, jobs, sender, options.bodies);
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
  const stopLooking = clockwork.every(LOOK_EVERY_MS, () => {
    if (looking) return;
    looking = true;
    head()
      .catch((error: unknown) => {
        if (!closed) report(error, 'looking at the end of the ledger');
      })
      .finally(() => (looking = false));
  });
  const unlisten = await database.listen(
    (from, seq) => {
      if (from !== sender) followers.heard(seq);
    },
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
    async read(wanted = {}) {
      return wanted.kinds?.length === 0 ? [] : database.read(wanted);
    },
    head,
    async seqAt(time) {
      const ms = Date.parse(time);
      if (Number.isNaN(ms)) throw new TypeError(`not a time: ${time}`);
      // Seqs have no gap and times never go back: halving finds the last one.
      let [low, high] = [0, (await head()).seq];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (((await database.atOf(middle)) ?? Infinity) <= ms) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    follow: (after, tell) => followers.follow(after, tell),
    async remember(idempotency, answer) {
      if (closed) throw new Error('the ledger is closed');
      return database.replaceAnswer(idempotency, JSON.stringify(answer) ?? null);
    },
    async recall({ scope, key, request }) {
      const known = await database.answered(scope, key);
      if (known === null) return { found: false };
      if (known.request !== request) return { found: true, keyReused: true };
      return {
        found: true,
        keyReused: false,
        answer: known.answer === null ? null : (JSON.parse(known.answer) as unknown),
        entries: await between(known.first_seq, known.last_seq),
      };
    },
    async forgetAnswers(now) {
      const before = Date.parse(now) - IDEMPOTENCY_DAYS * DAY_MS;
      if (Number.isNaN(before)) throw new TypeError(`not a time: ${now}`);
      return database.forgetAnswersBefore(before);
    },
    saveSnapshot: (snapshot) => database.saveSnapshot(snapshot),
    loadSnapshot: (upTo = Number.MAX_SAFE_INTEGER) => database.loadSnapshot(upTo),
    verify: () => database.verify(),
    async close() {
      if (closed) return;
      closed = true;
      stopLooking();
      while (writing !== null) await writing;
      followers.stop();
      await unlisten().catch(() => undefined);
    },
  };
}

/** Runs the commands in one transaction. @throws when nothing of it was written, as far as is known. */
async function writeGroup(
  database: LedgerDatabase,
  jobs: readonly Job[],
  sender: string,
  bodies: LedgerOptions['bodies'],
): Promise<Group> {
  let group: Group = { outcomes: [], entries: [] };
  let committing: ChainEnd | null = null;
  try {
    await database.transact(async (tx) => {
      const decided = decide(jobs, await tx.take(jobs), bodies);
      group = decided;
      if (decided.entries.length === 0) return;
      await tx.write(decided, sender);
      committing = decided.end;
    });
  } catch (error) {
    // The connection may have ended between the commit and the word of it.
    if (committing === null || !(await stands(database, committing))) throw error;
  }
  return group;
}

function stands(database: LedgerDatabase, end: ChainEnd): Promise<boolean> {
  return database.transact((tx) => tx.stands(end));
}
