/** Writes commands into an open transaction. A group of commands shares one; each stands or falls alone. */
import type BetterSqlite3 from 'better-sqlite3';
import { BODY_VERSION, type Entry } from '#domain/entries.ts';
import type { Actor } from '#domain/picture.ts';
import { canonicalWellFormed, hashParts } from '../chain.ts';
import type { AppendRequest, AppendResult, Idempotency } from '../ledger.ts';
import { EMPTY_HEAD, ENTRY_COLUMNS, toEntry, type EntryRow } from './rows.ts';

/** A command whose JSON was made when it was handed in: later changes of the caller's objects do not reach the ledger. */
export interface Prepared {
  atMs: number;
  by: Actor;
  byText: string;
  entries: { kind: string; subject: string; also: string[]; body: unknown; bodyText: string }[];
  guards: NonNullable<AppendRequest['guards']>;
  idempotency: Idempotency | undefined;
  answer: AppendRequest['answer'];
}

/** @throws TypeError when the request is empty, its time is not a time or something in it is not JSON. */
export function prepare(request: AppendRequest): Prepared {
  if (request.entries.length === 0) throw new TypeError('a batch holds at least one entry');
  const atMs = Date.parse(request.at);
  if (Number.isNaN(atMs)) throw new TypeError(`not a time: ${request.at}`);
  const byText = canonicalWellFormed(request.by);
  return {
    atMs,
    by: JSON.parse(byText) as Actor,
    byText,
    entries: request.entries.map((entry) => {
      const bodyText = canonicalWellFormed(entry.body);
      const subject = entry.subject.toWellFormed();
      const also = entry.also
        ? [...new Set(entry.also.map((s) => s.toWellFormed()))].filter((s) => s !== subject)
        : [];
      // What followers are told is what reading gives: the same plain values in the same order of keys.
      return { kind: entry.kind, subject, also, body: JSON.parse(bodyText) as unknown, bodyText };
    }),
    guards: request.guards ?? [],
    idempotency: request.idempotency,
    answer: request.answer,
  };
}

export interface IdempotencyRow {
  request: string;
  first_seq: number;
  last_seq: number;
  answer: string | null;
}

/** One transaction's worth of commands. */
export interface Group {
  append(command: Prepared): AppendResult;
  /** Must be called before the commit. Gives everything that was written, in order. */
  finish(): Entry[];
}

export interface Writer {
  /** To be called inside a transaction. */
  begin(): Group;
  /** The last group was not committed. */
  rolledBack(): void;
  remembered(idempotency: Idempotency): IdempotencyRow | undefined;
  between(first: number, last: number): Entry[];
}

/** Versions kept in memory at most; beyond that they are read again. */
const KNOWN_LIMIT = 100_000;

export function createWriter(sqlite: BetterSqlite3.Database): Writer {
  const last = sqlite.prepare<[], { seq: number; at_ms: number; hash: string }>(
    'select seq, at_ms, hash from entries order by seq desc limit 1',
  );
  const versionOf = sqlite
    .prepare<[string], number>('select version from subjects where subject = ?')
    .pluck();
  const setVersion = sqlite.prepare<[string, number]>(
    'insert into subjects (subject, version) values (?, ?) on conflict (subject) do update set version = excluded.version',
  );
  const insert = sqlite.prepare(
    `insert into entries (${ENTRY_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remember = sqlite.prepare(
    'insert into idempotency (scope, key, request, first_seq, last_seq, answer, at_ms) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const recall = sqlite.prepare<[string, string], IdempotencyRow>(
    'select request, first_seq, last_seq, answer from idempotency where scope = ? and key = ?',
  );
  const range = sqlite.prepare<[number, number], EntryRow>(
    `select ${ENTRY_COLUMNS} from entries where seq between ? and ? order by seq`,
  );
  /** Rises when another connection has written. */
  const dataVersion = sqlite.prepare<[], number>('pragma data_version').pluck();
  const empty = { seq: EMPTY_HEAD.seq, at_ms: 0, hash: EMPTY_HEAD.hash };
  let head = empty;
  /** Versions as they are after the last command; only those in `risen` differ from the table. */
  const versions = new Map<string, number>();
  let knownAt: number | null = null;

  const remembered = (i: Idempotency) => recall.get(i.scope, i.key);
  const between = (first: number, until: number) => range.all(first, until).map(toEntry);

  function begin(): Group {
    const now = dataVersion.get() ?? 0;
    if (knownAt !== now || versions.size > KNOWN_LIMIT) {
      versions.clear();
      head = last.get() ?? empty;
      knownAt = now;
    }
    const risen = new Set<string>();
    const written: Entry[] = [];

    function version(subject: string): number {
      let known = versions.get(subject);
      if (known === undefined) {
        known = versionOf.get(subject) ?? 0;
        versions.set(subject, known);
      }
      return known;
    }
    function rise(subject: string): number {
      const next = version(subject) + 1;
      versions.set(subject, next);
      risen.add(subject);
      return next;
    }

    function place(command: Prepared): { rows: EntryRow[]; entries: Entry[] } {
      const rows: EntryRow[] = [];
      const entries: Entry[] = [];
      const at_ms = Math.max(command.atMs, head.at_ms);
      const at = new Date(at_ms).toISOString();
      let { seq, hash } = head;
      for (const { kind, subject, also, body, bodyText } of command.entries) {
        seq += 1;
        const risenVersion = rise(subject);
        const risenAlso = also.map((other) => ({ subject: other, version: rise(other) }));
        const parts = {
          seq,
          at,
          kind,
          by: command.byText,
          subject,
          version: risenVersion,
          also: risenAlso.length === 0 ? '[]' : canonicalWellFormed(risenAlso),
          v: BODY_VERSION,
          body: bodyText,
          prev: hash,
        };
        hash = hashParts(parts);
        rows.push({ ...parts, at_ms, hash });
        entries.push({ ...parts, by: command.by, also: risenAlso, body, hash } as Entry);
      }
      return { rows, entries };
    }

    function append(command: Prepared): AppendResult {
      const { idempotency } = command;
      if (idempotency) {
        const earlier = remembered(idempotency);
        if (earlier) {
          if (earlier.request !== idempotency.request) return { ok: false, reason: 'key-reused' };
          return {
            ok: true,
            repeated: true,
            entries: between(earlier.first_seq, earlier.last_seq),
            answer: earlier.answer === null ? null : (JSON.parse(earlier.answer) as unknown),
          };
        }
      }
      for (const guard of command.guards) {
        const actual = version(guard.subject);
        if (actual !== guard.version) {
          const { subject, version: expected } = guard;
          return { ok: false, reason: 'guard', subject, expected, actual };
        }
      }
      const touched = command.entries.flatMap((e) => [e.subject, ...e.also]);
      const undo = touched.map((s) => [s, version(s), risen.has(s)] as const);
      let placed: ReturnType<typeof place>;
      let answer: unknown;
      let answerText: string | null;
      try {
        placed = place(command);
        answer = command.answer ? command.answer(placed.entries) : null;
        answerText = idempotency ? (JSON.stringify(answer) ?? null) : null;
      } catch (error) {
        // Nothing was written yet: this command falls alone.
        for (const [subject, was, hadRisen] of undo) {
          versions.set(subject, was);
          if (!hadRisen) risen.delete(subject);
        }
        throw error;
      }
      const { rows, entries } = placed;
      for (const r of rows) {
        insert.run(r.seq, r.at_ms, r.kind, r.by, r.subject, r.version, r.also, r.v, r.body, r.prev, r.hash);
      }
      const first = rows[0] as EntryRow;
      head = rows[rows.length - 1] as EntryRow;
      if (idempotency) {
        const { scope, key, request } = idempotency;
        remember.run(scope, key, request, first.seq, head.seq, answerText, head.at_ms);
      }
      for (const entry of entries) written.push(entry);
      return { ok: true, repeated: false, entries, answer };
    }

    function finish(): Entry[] {
      for (const subject of risen) setVersion.run(subject, version(subject));
      return written;
    }
    return { append, finish };
  }
  return {
    begin,
    rolledBack() {
      knownAt = null;
    },
    remembered,
    between,
  };
}
