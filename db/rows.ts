/** Rows of `entries` and what they mean. */
import { BODIES, liftedBody, versionOf, type Bodies } from '#domain/bodies.ts';
import type { Entry, EntryKind } from '#domain/entries.ts';
import type { Actor } from '#domain/picture.ts';
import type { Head, ReadOptions } from './ledger.ts';
import { ZERO_HASH } from './ledger.ts';

export interface EntryRow {
  seq: number;
  at_ms: number;
  kind: string;
  by: string;
  subject: string;
  version: number;
  also: string;
  v: number;
  body: string;
  prev: string;
  hash: string;
}

export const ENTRY_COLUMNS = 'seq, at_ms, kind, by, subject, version, also, v, body, prev, hash';

/** Most entries that one read gives. */
export const READ_LIMIT = 10_000;

export const EMPTY_HEAD: Head = { seq: 0, at: '1970-01-01T00:00:00.000Z', hash: ZERO_HASH };

/** The same few actors stand in nearly all rows: each text is read once. */
const actors = new Map<string, Actor>();
const ACTORS_LIMIT = 5_000;

function actorOf(text: string): Actor {
  let actor = actors.get(text);
  if (actor === undefined) {
    actor = Object.freeze(JSON.parse(text) as Actor);
    if (actors.size >= ACTORS_LIMIT) actors.clear();
    actors.set(text, actor);
  }
  return actor;
}

/** The entry, its body in the form of today. @throws UnreadableEntry for what a newer version wrote. */
export function toEntry(row: EntryRow, bodies: Bodies = BODIES): Entry {
  const body = liftedBody(row, JSON.parse(row.body), bodies);
  // The body is of the kind's type because only the ledger writes, and it was given a NewEntry.
  return {
    seq: row.seq,
    at: new Date(row.at_ms).toISOString(),
    kind: row.kind,
    by: actorOf(row.by),
    subject: row.subject,
    version: row.version,
    also: row.also === '[]' ? [] : (JSON.parse(row.also) as unknown),
    v: versionOf(row.kind as EntryKind, bodies),
    body,
    prev: row.prev,
    hash: row.hash,
  } as Entry;
}

/**
 * The statement of a read and its parameters. Equal options give equal text, so that statements can be kept.
 * @param mark how the database names its nth parameter, from 1.
 */
export function readStatement(
  options: ReadOptions,
  mark: (nth: number) => string = () => '?',
): { sql: string; params: (string | number)[] } {
  const where = [`seq > ${mark(1)}`];
  const params: (string | number)[] = [options.after ?? 0];
  if (options.upTo !== undefined) {
    params.push(options.upTo);
    where.push(`seq <= ${mark(params.length)}`);
  }
  if (options.subject !== undefined) {
    params.push(options.subject);
    where.push(`subject = ${mark(params.length)}`);
  }
  if (options.kinds !== undefined) {
    const marks = options.kinds.map((kind) => mark(params.push(kind)));
    where.push(`kind in (${marks.join(', ')})`);
    // Said in the words of the partial index, so that it can be used.
    if (!options.kinds.includes('unit-observed')) where.push("kind <> 'unit-observed'");
  }
  params.push(Math.max(0, Math.min(options.limit ?? READ_LIMIT, READ_LIMIT)));
  const order = options.order === 'desc' ? 'desc' : 'asc';
  // Versions of a subject rise with seq and have the index: the last few of a year come without the rest.
  const by = options.subject === undefined ? 'seq' : 'version';
  return {
    sql: `select ${ENTRY_COLUMNS} from entries where ${where.join(' and ')} order by ${by} ${order} limit ${mark(params.length)}`,
    params,
  };
}
