/**
 * The access log on PostgreSQL. Several servers append: each group holds an advisory lock from reading the end of the chain until
 * the commit is durable, as appends of the ledger do; the lock is another one, so that looking never waits for deciding.
 */
import type { NewLook } from '#domain/accountability/looks.ts';
import type { Iso } from '#domain/picture.ts';
import {
  EMPTY_LOOKS,
  LOOK_COLUMNS,
  LooksCheck,
  MOST_COUNTED,
  placeLooks,
  rowsOf,
  showsOf,
  strayed,
  toLine,
  toLook,
  WALKED,
  type AccessLog,
  type LookCaseRow,
  type LookEnd,
  type LookHead,
  type LookRow,
  type LooksVerification,
} from '../access-log.ts';
import {
  CUT_COLUMNS,
  cutsStatement,
  MOST_CUT,
  placeCut,
  type CutCause,
  type CutOutcome,
  type CutRow,
} from '../access-cuts.ts';
import { Batch } from '../batch.ts';
import { readLines } from '../look-lines.ts';
import { looksStatement } from '../look-query.ts';
import type { Sql } from './connect.ts';
import { LOCKS, type Postgres } from './open.ts';
import { SILENT_MS } from './patience.ts';
import { Transactions, type Tx } from './transactions.ts';

/** As for the ledger (append.ts): a server that froze in the middle must not stop the others. */
const PATIENCE_MS = 10_000;
/** Rows in one commit, about. */
const MOST = 1_000;

export interface PostgresAccessLog extends AccessLog {
  /** Waits for what was handed in. */
  close(): Promise<void>;
}

export function openAccessLog({ sql, url }: Pick<Postgres, 'sql' | 'url'>): PostgresAccessLog {
  const own = new Transactions(url, SILENT_MS);
  const batch = new Batch<NewLook>(
    (looks) => own.run((tx) => writeLooks(tx, looks)),
    MOST,
    undefined,
    rowsOf,
  );
  return {
    ...readLines(
      {
        mark: (nth) => `$${nth}`,
        rows: async <R>(text: string, params: (string | number)[]) => [
          ...(await sql.unsafe<(R & object)[]>(text, params)),
        ],
      },
      toLine,
    ),
    write: (looks) => batch.add(looks),
    async query(wanted) {
      const { text, params } = looksStatement(wanted, (nth) => `$${nth}`);
      const rows = await sql.unsafe<LookRow[]>(text, params);
      const page = rows.slice(0, wanted.limit);
      const shows = showsOf(wanted);
      return {
        looks: page.map((row) => toLook(row, shows)),
        next: rows.length > wanted.limit ? (page.at(-1)?.seq ?? null) : null,
      };
    },
    async head() {
      const [last] = await sql<LookHead[]>`
        select seq, hash from access_log order by seq desc limit 1`;
      return last ?? { seq: EMPTY_LOOKS.seq, hash: EMPTY_LOOKS.hash };
    },
    verify: () => verifyLooks(sql),
    async cut(before, now, { most = MOST_CUT, ...cause }): Promise<CutOutcome> {
      const end = await endOfPiece(sql, Date.parse(before), most);
      if (end === undefined) return { done: 'nothing' };
      const found = await verifyLooks(sql, end.seq);
      if (!found.intact) return { done: 'refused', ...found.broken };
      if (end.seq <= found.cut) return { done: 'meanwhile' };
      return own.run((tx) => cutLooks(tx, end, found, { at: now, cause }));
    },
    async olderThan(before) {
      const [older] = await sql<{ n: number }[]>`
        select count(*) as n from (
          select 1 from access_log where at_ms < ${Date.parse(before)} limit ${MOST_COUNTED}) as older`;
      return older?.n ?? 0;
    },
    async close() {
      await batch.idle();
      await own.close();
    },
  };
}

async function writeLooks(tx: Tx, looks: readonly NewLook[]): Promise<void> {
  const [, , ends] = await Promise.all([
    tx`select set_config('lock_timeout', ${String(PATIENCE_MS)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(PATIENCE_MS)}, true),
      set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)`,
    tx`select pg_advisory_xact_lock(${LOCKS.looks})`,
    tx<LookEnd[]>`
      select seq, at_ms, hash from access_log order by seq desc limit 1`,
  ]);
  const { rows, cases } = placeLooks(looks, ends[0] ?? EMPTY_LOOKS);
  const of = <R, K extends keyof R>(all: readonly R[], key: K) => all.map((row) => row[key]);
  await Promise.all([
    tx`insert into access_log (seq, at_ms, by, action, session, body, prev, hash)
      select * from unnest(${of(rows, 'seq')}::bigint[], ${of(rows, 'at_ms')}::bigint[], ${of(rows, 'by')}::text[],
        ${of(rows, 'action')}::text[], ${of(rows, 'session')}::text[], ${of(rows, 'body')}::text[],
        ${of(rows, 'prev')}::text[], ${of(rows, 'hash')}::text[])`,
    cases.length === 0
      ? null
      : tx`insert into access_log_cases (case_id, seq, region, facility)
          select * from unnest(${of(cases, 'case_id')}::text[], ${of(cases, 'seq')}::bigint[],
            ${of(cases, 'region')}::text[], ${of(cases, 'facility')}::text[])`,
  ]);
}

/**
 * Reads only; a database of before the access log has none, which is whole. What is added meanwhile is walked too.
 * @param upTo the last look that is walked; default all
 */
export async function verifyLooks(
  sql: Sql,
  upTo: number | null = null,
): Promise<LooksVerification> {
  const [there] = await sql<{ log: boolean; cuts: boolean }[]>`
    select to_regclass('public.access_log') is not null as log, to_regclass('public.access_log_cuts') is not null as cuts`;
  if (there?.log !== true) return new LooksCheck().found(null);
  for (;;) {
    const cuts = there.cuts ? await sql.unsafe<CutRow[]>(cutsStatement(upTo)) : [];
    const found = await walk(sql, cuts, upTo);
    // Somebody cut it during the walk.
    if (there.cuts && (await lastCut(sql))?.nr !== cuts.at(-1)?.nr) continue;
    const [stray] = await sql<{ seq: number }[]>`
      select seq from access_log where seq <= ${found.cut} limit 1`;
    return found.intact && stray !== undefined ? strayed(found, stray.seq) : found;
  }
}

async function walk(
  sql: Sql,
  cuts: readonly CutRow[],
  upTo: number | null,
): Promise<LooksVerification> {
  const chain = new LooksCheck(cuts, upTo === null);
  for (;;) {
    const after = chain.head.seq;
    const rows = await sql.unsafe<LookRow[]>(
      `select ${LOOK_COLUMNS} from (
        select ${LOOK_COLUMNS}, sum(length(body)) over (order by seq) - length(body) as letters from (
          select ${LOOK_COLUMNS} from access_log where seq > $1 and seq <= $2 order by seq limit ${WALKED.looks}) as page
      ) as weighed where letters < ${WALKED.letters} order by seq`,
      [after, upTo ?? Number.MAX_SAFE_INTEGER],
    );
    if (rows.length === 0) return chain.found(null, upTo === null);
    // A look and its index are one commit, so the index of a look that was read is there.
    const index = await sql<LookCaseRow[]>`
      select case_id, seq, region, facility from access_log_cases
      where seq > ${after} and seq <= ${rows.at(-1)?.seq ?? after}`;
    const broken = chain.page(rows, index);
    if (broken !== null) return chain.found(broken);
  }
}

async function lastCut(sql: Pick<Sql, 'unsafe'>): Promise<CutRow | null> {
  const [last] = await sql.unsafe<CutRow[]>(
    `select ${CUT_COLUMNS} from access_log_cuts order by nr desc limit 1`,
  );
  return last ?? null;
}

/** The last look of the piece that goes next. */
async function endOfPiece(sql: Sql, before: number, most: number): Promise<LookEnd | undefined> {
  const base = (await lastCut(sql))?.up_to ?? 0;
  const [oldest] = await sql<{ at_ms: number }[]>`
    select at_ms from access_log where seq > ${base} order by seq limit 1`;
  if (oldest === undefined || oldest.at_ms >= before) return undefined;
  const [end] = await sql<LookEnd[]>`
    select seq, at_ms, hash from (
      select seq, at_ms, hash, sum(rows) over (order by seq) - rows as gone from (
        select l.seq, l.at_ms, l.hash, 1 + (select count(*) from access_log_cases c where c.seq = l.seq) as rows
        from access_log l where l.seq > ${base} order by l.seq limit ${most}) as oldest
    ) as weighed where at_ms < ${before} and gone < ${most} order by seq desc limit 1`;
  return end;
}

/** Under the lock of all who write looks. */
async function cutLooks(
  tx: Tx,
  end: LookEnd,
  found: Pick<LooksVerification, 'lastCut'>,
  { at, cause }: { at: Iso; cause: CutCause },
): Promise<CutOutcome> {
  await tx`select set_config('lock_timeout', ${String(PATIENCE_MS)}, true)`;
  await tx`select pg_advisory_xact_lock(${LOCKS.looks})`;
  const past = await lastCut(tx);
  if (past?.nr !== found.lastCut?.nr) return { done: 'meanwhile' };
  const [last] = await tx<{ seq: number }[]>`
    select seq from access_log order by seq desc limit 1`;
  const { cut, look } = placeCut(end, past, last?.seq ?? end.seq, at, cause);
  await writeLooks(tx, [look]);
  await tx`insert into access_log_cuts ${tx(cut)}`;
  await tx`delete from access_log_cases where seq <= ${cut.up_to}`;
  await tx`delete from access_log where seq <= ${cut.up_to}`;
  return { done: 'cut', cut };
}
