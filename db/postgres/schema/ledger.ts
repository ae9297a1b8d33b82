/**
 * The append-only ledger and what belongs to it. Only db/postgres/append.ts writes here; triggers refuse every change of what stands in `entries`.
 * `at_ms` rises with `seq`, so a time is found by halving and needs no index. Times are integer milliseconds since 1970, UTC; JSON columns of `entries` hold the canonical text (db/chain.ts) that was hashed.
 */
import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, whole } from './columns.ts';

/** Everything that happened, one row an entry. */
export const entries = pgTable(
  'entries',
  {
    /** 1, 2, 3 without a gap; given by the writer. */
    seq: whole('seq').primaryKey(),
    at_ms: whole('at_ms').notNull(),
    kind: text('kind').notNull(),
    by: text('by').notNull(),
    subject: text('subject').notNull(),
    version: whole('version').notNull(),
    also: text('also').notNull(),
    v: whole('v').notNull(),
    body: text('body').notNull(),
    prev: text('prev').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    uniqueIndex('entries_subject_version').on(t.subject, t.version),
    // Observations are nearly everything and nobody asks for all of them: their appends are spared the index.
    index('entries_kind_seq')
      .on(t.kind, t.seq)
      .where(sql`${t.kind} <> 'unit-observed'`),
    check('entries_seq_positive', sql`${t.seq} > 0`),
    check('entries_version_positive', sql`${t.version} > 0`),
    check('entries_v_positive', sql`${t.v} > 0`),
    check('entries_prev_length', sql`length(${t.prev}) = 64`),
    check('entries_hash_length', sql`length(${t.hash}) = 64`),
  ],
);

/** The present version of every subject: what a guard is compared with. */
export const subjects = pgTable(
  'subjects',
  {
    subject: text('subject').primaryKey(),
    version: whole('version').notNull(),
  },
  (t) => [check('subjects_version_positive', sql`${t.version} > 0`)],
);

/** Acknowledged writes and their answers, so that the same key is written once. */
export const idempotency = pgTable(
  'idempotency',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    request: text('request').notNull(),
    first_seq: whole('first_seq')
      .notNull()
      .references(() => entries.seq),
    last_seq: whole('last_seq')
      .notNull()
      .references(() => entries.seq),
    answer: text('answer'),
    at_ms: whole('at_ms').notNull(),
  },
  (t) => [
    primaryKey({ name: 'idempotency_pk', columns: [t.scope, t.key] }),
    index('idempotency_at').on(t.at_ms),
    check('idempotency_range', sql`${t.last_seq} >= ${t.first_seq}`),
    check('idempotency_answer_json', sql`${t.answer} is null or (${t.answer})::json is not null`),
  ],
);

/** The picture as it was after an entry: a short cut for start-up and time travel, never a source. */
export const snapshots = pgTable(
  'snapshots',
  {
    seq: whole('seq')
      .primaryKey()
      .references(() => entries.seq),
    /** Hash of the entry `seq` when the snapshot was taken. */
    hash: text('hash').notNull(),
    /** SHA-256 of the picture's JSON. */
    checksum: text('checksum').notNull(),
    /** The picture's JSON, gzip. */
    picture: bytes('picture').notNull(),
    at_ms: whole('at_ms').notNull(),
  },
  (t) => [
    check('snapshots_hash_length', sql`length(${t.hash}) = 64`),
    check('snapshots_checksum_length', sql`length(${t.checksum}) = 64`),
  ],
);
