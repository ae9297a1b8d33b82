/**
 * What becomes of commands at the end of a chain that several servers write to: pure, but for the answers that are asked for. A group
 * of commands shares one transaction; each stands or falls alone.
 */
import type { Bodies } from '#domain/bodies.ts';
import type { Entry } from '#domain/entries.ts';
import type { AppendResult } from './ledger.ts';
import { placeEntries, type ChainEnd } from './place.ts';
import type { Prepared } from './prepare.ts';

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

/** What became of a group. */
export interface Group {
  outcomes: JobOutcome[];
  /** Everything that was written, in order. */
  entries: Entry[];
}

/** What the commands need to know of the database, at the moment that nobody else can write. */
export interface Taken {
  end: ChainEnd;
  /** Of the subjects that the commands name, where there are any. */
  versions: ReadonlyMap<string, number>;
  /** Under the commands' keys, by `answerKey`. */
  answers: ReadonlyMap<string, RememberedAnswer>;
}

/** A group with the rows that it writes. */
export interface Decided extends Group {
  end: ChainEnd;
  rows: ReturnType<typeof columns<(typeof ENTRY)[number]>>['all'];
  keys: ReturnType<typeof columns<(typeof KEY)[number]>>['all'];
  /** New versions of the subjects that moved. */
  risen: Map<string, number>;
}

/** Scope and key of an answer in one text. */
export const answerKey = (scope: string, key: string) => JSON.stringify([scope, key]);

/** Subjects and keys that the commands name: what is to be taken. */
export function namesOf(jobs: readonly Job[]): {
  subjects: Set<string>;
  keys: { scope: string; key: string }[];
} {
  const subjects = new Set<string>();
  const keys: { scope: string; key: string }[] = [];
  for (const { command } of jobs) {
    for (const { subject } of command.guards) subjects.add(subject);
    for (const entry of command.entries) {
      subjects.add(entry.subject);
      for (const other of entry.also) subjects.add(other);
    }
    if (command.idempotency) keys.push(command.idempotency);
  }
  return { subjects, keys };
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

const ENTRY = [
  ...(['seq', 'at_ms', 'kind', 'by', 'subject', 'version'] as const),
  ...(['also', 'v', 'body', 'prev', 'hash'] as const),
] as const;
const KEY = ['scope', 'key', 'request', 'first_seq', 'last_seq', 'answer', 'at_ms'] as const;

/** Each command in its turn, on what was taken: pure but for the answers that it asks for. */
export function decide(jobs: readonly Job[], taken: Taken, bodies?: Bodies): Decided {
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
    const name = idempotency && answerKey(idempotency.scope, idempotency.key);
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
    const rise = (subject: string) => {
      const version = (mine.get(subject) ?? versionOf(subject)) + 1;
      mine.set(subject, version);
      return version;
    };
    const placed = placeEntries(command, end, rise, bodies);
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
