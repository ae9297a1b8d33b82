/** Writes commands into an open transaction. A group of commands shares one; each stands or falls alone. */
import type BetterSqlite3 from 'better-sqlite3';
import type { Bodies } from '#domain/bodies.ts';
import type { Entry } from '#domain/entries.ts';
import type { AppendResult, Idempotency } from '../ledger.ts';
import { EMPTY_CHAIN, placeEntries, type ChainEnd } from '../place.ts';
import type { Prepared, PreparedEntry } from '../prepare.ts';
import { ENTRY_COLUMNS, toEntry, type EntryRow } from '../rows.ts';
import { createVersions } from './versions.ts';

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

export function createWriter(sqlite: BetterSqlite3.Database, bodies?: Bodies): Writer {
  const last = sqlite.prepare<[], ChainEnd>(
    'select seq, at_ms, hash from entries order by seq desc limit 1',
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
  let head = EMPTY_CHAIN;
  const versions = createVersions(sqlite);
  let knownAt: number | null = null;

  const remembered = (i: Idempotency) => recall.get(i.scope, i.key);
  const between = (first: number, until: number) =>
    range.all(first, until).map((row) => toEntry(row, bodies));

  function begin(): Group {
    const now = dataVersion.get() ?? 0;
    if (knownAt !== now) {
      versions.forget();
      head = last.get() ?? EMPTY_CHAIN;
      knownAt = now;
    }
    const written: Entry[] = [];
    /** Gives the entries their places; `head` and the versions move on. */
    function place(command: Prepared): Entry[] {
      const placed = placeEntries(command, head, (subject) => versions.rise(subject), bodies);
      head = placed.end;
      return placed.entries;
    }

    /** Takes back what `place` moved. */
    function takeBack(entries: Entry[], before: typeof head): void {
      head = before;
      for (const entry of entries) {
        versions.sink(entry.subject);
        for (const { subject } of entry.also) versions.sink(subject);
      }
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
      for (const { subject, version: expected } of command.guards) {
        const actual = versions.of(subject);
        if (actual !== expected) return { ok: false, reason: 'guard', subject, expected, actual };
      }
      const before = head;
      const entries = place(command);
      let answer: unknown = null;
      let answerText: string | null = null;
      if (command.answer) {
        try {
          answer = command.answer(entries);
          if (idempotency) answerText = JSON.stringify(answer) ?? null;
        } catch (error) {
          // Nothing was written yet: this command falls alone.
          takeBack(entries, before);
          throw error;
        }
      }
      for (let i = 0; i < entries.length; i += 1) {
        const e = entries[i] as Entry;
        const { bodyText, alsoText } = command.entries[i] as PreparedEntry;
        insert.run([
          e.seq,
          head.at_ms,
          e.kind,
          command.byText,
          e.subject,
          e.version,
          alsoText,
          e.v,
          bodyText,
          e.prev,
          e.hash,
        ]);
        written.push(e);
      }
      if (idempotency) {
        const { scope, key, request } = idempotency;
        remember.run(scope, key, request, before.seq + 1, head.seq, answerText, head.at_ms);
      }
      return { ok: true, repeated: false, entries, answer };
    }

    function finish(): Entry[] {
      versions.write();
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
