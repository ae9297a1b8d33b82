/**
 * The SQL of writing at the end of the chain. Groups of all servers stand in one line: an advisory lock is held from reading the end
 * of the chain until the commit is durable.
 */
import type { ChainTransaction } from '../shared-ledger.ts';
import {
  answerKey,
  namesOf,
  type Decided,
  type Job,
  type RememberedAnswer,
  type Taken,
} from '../shared-append.ts';
import { EMPTY_CHAIN, type ChainEnd } from '../place.ts';
import { LOCKS } from './open.ts';
import type { Tx } from './transactions.ts';

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

/** Takes the end of the chain for this transaction, and what the commands need to know, in one breath. */
async function take(tx: Tx, jobs: readonly Job[]): Promise<Taken> {
  const { subjects, keys } = namesOf(jobs);
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
    answers: new Map(answers.map((one) => [answerKey(one.scope, one.key), one])),
  };
}

/** Whether the chain holds this entry; waits until no transaction of the past can write it any more. */
async function stands(tx: Tx, end: ChainEnd): Promise<boolean> {
  await tx`select set_config('lock_timeout', ${String(2 * PATIENCE_MS)}, true)`;
  await tx`select pg_advisory_xact_lock(${LOCKS.chain})`;
  const found = await tx`select 1 from entries where seq = ${end.seq} and hash = ${end.hash}`;
  return found.length === 1;
}

/** A transaction as the shared ledger writes in it. */
export const chainTransaction = (tx: Tx): ChainTransaction => ({
  take: (jobs) => take(tx, jobs),
  write: (decided, sender) => write(tx, decided, sender),
  stands: (end) => stands(tx, end),
});

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
