/**
 * Writes commands at the end of the chain. A group of commands shares one transaction; each stands or falls alone. Groups of all
 * servers stand in one line: an advisory lock is held from reading the end of the chain until the commit is durable.
 */
import type { Entry } from '#domain/entries.ts';
import type { AppendResult, Idempotency } from '../ledger.ts';
import { EMPTY_CHAIN, placeEntries, type ChainEnd } from '../place.ts';
import type { Prepared } from '../prepare.ts';
import { LOCKS, type Postgres } from './open.ts';
import type { Transactions, Tx } from './transactions.ts';

/** A command that waits for its commit. */
export interface Job {
  command: Prepared;
  resolve: (result: AppendResult) => void;
  reject: (error: unknown) => void;
}

/** What became of a command: its result, its own error, or a repeat of what stands in the ledger since earlier. */
export type JobOutcome =
  { result: AppendResult } | { error: unknown } | { repeats: RememberedAnswer };

/** An acknowledged write under its key. */
export interface RememberedAnswer {
  request: string;
  first_seq: number;
  last_seq: number;
  answer: string | null;
}

export interface Group {
  outcomes: JobOutcome[];
  /** Everything that was written, in order. */
  entries: Entry[];
}

/** Channel on which servers tell that there are entries; the payload is who wrote and the last seq. */
export const ENTRIES_CHANNEL = 'spoedkaart_entries';

/**
 * How long a server may hold or wait for the end of the chain before the database takes it away, milliseconds: one that was frozen in
 * the middle must not stop the others.
 */
const PATIENCE_MS = 10_000;

interface KnownAnswer extends RememberedAnswer {
  scope: string;
  key: string;
}

const keyOf = (scope: string, key: string) => JSON.stringify([scope, key]);

/** Takes the end of the chain for this transaction, and what the commands need to know, in one breath. */
async function take(tx: Tx, jobs: readonly Job[]) {
  const subjects = new Set<string>();
  const keys: Idempotency[] = [];
  for (const { command } of jobs) {
    for (const { subject } of command.guards) subjects.add(subject);
    for (const entry of command.entries) {
      subjects.add(entry.subject);
      for (const other of entry.also) subjects.add(other);
    }
    if (command.idempotency) keys.push(command.idempotency);
  }
  const names = [...subjects];
  const [, , ends, versions, answers] = await Promise.all([
    // An installation that acknowledges before it is durable would lose what it promised: only a stronger setting stands.
    tx`select set_config('lock_timeout', ${String(PATIENCE_MS)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(PATIENCE_MS)}, true),
      set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)`,
    tx`select pg_advisory_xact_lock(${LOCKS.chain})`,
    tx<ChainEnd[]>`select seq, at_ms, hash from entries order by seq desc limit 1`,
    tx<{ subject: string; version: number }[]>`
      select subject, version from subjects where subject = any(${names}::text[])`,
    keys.length === 0
      ? []
      : tx<KnownAnswer[]>`
          select scope, key, request, first_seq, last_seq, answer from idempotency
          where (scope, key) in (select * from unnest(
            ${keys.map((one) => one.scope)}::text[], ${keys.map((one) => one.key)}::text[]))`,
  ]);
  return {
    end: ends[0] ?? EMPTY_CHAIN,
    versions: new Map(versions.map(({ subject, version }) => [subject, version])),
    answers: new Map(answers.map((one) => [keyOf(one.scope, one.key), one])),
  };
}

/** Columns of rows that are to be written, each an array. */
function columns<const N extends string>(names: readonly N[]) {
  const all = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    N,
    (string | number | null)[]
  >;
  return {
    all,
    push(row: Record<N, string | number | null>) {
      for (const name of names) all[name].push(row[name]);
    },
  };
}

/** Runs the commands in one transaction. @throws when nothing of it was written, as far as is known. */
export async function writeGroup(
  { chain }: Pick<Postgres, 'chain'>,
  jobs: readonly Job[],
  sender: string,
): Promise<Group> {
  let group: Group = { outcomes: [], entries: [] };
  let committing: ChainEnd | null = null;
  try {
    await chain.run(async (tx) => {
      const known = await take(tx, jobs);
      const decided = decide(jobs, known);
      group = decided;
      if (decided.entries.length === 0) return;
      await write(tx, decided, sender);
      committing = decided.end;
    });
  } catch (error) {
    // The connection may have ended between the commit and the word of it.
    if (committing === null || !(await stands(chain, committing))) throw error;
  }
  return group;
}

/** Whether the chain holds this entry; waits until no transaction of the past can write it any more. */
async function stands(chain: Transactions, end: ChainEnd): Promise<boolean> {
  return chain.run(async (tx) => {
    await tx`select set_config('lock_timeout', ${String(2 * PATIENCE_MS)}, true)`;
    await tx`select pg_advisory_xact_lock(${LOCKS.chain})`;
    const found = await tx`select 1 from entries where seq = ${end.seq} and hash = ${end.hash}`;
    return found.length === 1;
  });
}

type Taken = Awaited<ReturnType<typeof take>>;

const ENTRY = [
  ...(['seq', 'at_ms', 'kind', 'by', 'subject', 'version'] as const),
  ...(['also', 'v', 'body', 'prev', 'hash'] as const),
] as const;
const KEY = ['scope', 'key', 'request', 'first_seq', 'last_seq', 'answer', 'at_ms'] as const;

interface Decided extends Group {
  end: ChainEnd;
  rows: ReturnType<typeof columns<(typeof ENTRY)[number]>>['all'];
  keys: ReturnType<typeof columns<(typeof KEY)[number]>>['all'];
  risen: Map<string, number>;
}

/** Each command in its turn, on what was taken: pure but for the answers that it asks for. */
function decide(jobs: readonly Job[], taken: Taken): Decided {
  let { end } = taken;
  const { versions, answers } = taken;
  const written: Entry[] = [];
  const rows = columns(ENTRY);
  const keys = columns(KEY);
  const risen = new Map<string, number>();
  /** Written in this very group, by key. */
  const fresh = new Map<string, { request: string; entries: Entry[]; answer: string | null }>();
  const versionOf = (subject: string) => risen.get(subject) ?? versions.get(subject) ?? 0;

  function one(command: Prepared): JobOutcome {
    const { idempotency } = command;
    const name = idempotency && keyOf(idempotency.scope, idempotency.key);
    if (idempotency && name !== undefined) {
      const earlier = fresh.get(name);
      const known = answers.get(name);
      const before = earlier ?? known;
      if (before && before.request !== idempotency.request)
        return { result: { ok: false, reason: 'key-reused' } };
      if (earlier) return { result: repeated(earlier.entries, earlier.answer) };
      if (known) return { repeats: known };
    }
    for (const { subject, version: expected } of command.guards) {
      const actual = versionOf(subject);
      if (actual !== expected)
        return { result: { ok: false, reason: 'guard', subject, expected, actual } };
    }
    const mine = new Map<string, number>();
    const placed = placeEntries(command, end, (subject) => {
      const version = (mine.get(subject) ?? versionOf(subject)) + 1;
      mine.set(subject, version);
      return version;
    });
    // Nothing of this command stands yet: an answer that fails lets it fall alone.
    const answer = command.answer?.(placed.entries) ?? null;
    const answerText = idempotency && command.answer ? (JSON.stringify(answer) ?? null) : null;
    for (const [subject, version] of mine) risen.set(subject, version);
    placed.entries.forEach((entry, nth) => {
      const { alsoText: also = '[]', bodyText: body = '' } = command.entries[nth] ?? {};
      rows.push({ ...entry, at_ms: placed.end.at_ms, by: command.byText, also, body });
    });
    written.push(...placed.entries);
    if (idempotency && name !== undefined) {
      const { scope, key, request } = idempotency;
      const [first_seq, last_seq] = [end.seq + 1, placed.end.seq];
      keys.push({
        ...{ scope, key, request, first_seq, last_seq },
        answer: answerText,
        at_ms: placed.end.at_ms,
      });
      fresh.set(name, { request, entries: placed.entries, answer: answerText });
    }
    end = placed.end;
    return { result: { ok: true, repeated: false, entries: placed.entries, answer } };
  }

  const outcomes = jobs.map(({ command }): JobOutcome => {
    try {
      return one(command);
    } catch (error) {
      return { error };
    }
  });
  return { outcomes, entries: written, end, rows: rows.all, keys: keys.all, risen };
}

/** A write that was acknowledged earlier. */
export function repeated(entries: Entry[], answer: string | null): AppendResult {
  return {
    ok: true,
    repeated: true,
    entries,
    answer: answer === null ? null : (JSON.parse(answer) as unknown),
  };
}

async function write(tx: Tx, { rows: r, keys: k, risen, end }: Decided, sender: string) {
  await Promise.all([
    tx`insert into entries (seq, at_ms, kind, by, subject, version, also, v, body, prev, hash)
      select * from unnest(${r.seq}::bigint[], ${r.at_ms}::bigint[], ${r.kind}::text[], ${r.by}::text[],
        ${r.subject}::text[], ${r.version}::bigint[], ${r.also}::text[], ${r.v}::bigint[], ${r.body}::text[],
        ${r.prev}::text[], ${r.hash}::text[])`,
    tx`insert into subjects (subject, version)
      select * from unnest(${[...risen.keys()]}::text[], ${[...risen.values()]}::bigint[])
      on conflict (subject) do update set version = excluded.version`,
    k.scope.length === 0
      ? null
      : tx`insert into idempotency (scope, key, request, first_seq, last_seq, answer, at_ms)
          select * from unnest(${k.scope}::text[], ${k.key}::text[], ${k.request}::text[], ${k.first_seq}::bigint[],
            ${k.last_seq}::bigint[], ${k.answer}::text[], ${k.at_ms}::bigint[])`,
    tx`select pg_notify(${ENTRIES_CHANNEL}, ${`${sender} ${end.seq}`})`,
  ]);
}
