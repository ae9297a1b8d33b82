/** Who saw which case (NEN 7513). Only ever added to; the triggers stand in the migration. */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row a look; JSON columns hold the canonical text that was hashed. */
export const access_log = sqliteTable(
  'access_log',
  {
    /** 1, 2, 3 without a gap; given by the writer. */
    seq: integer('seq').primaryKey(),
    at_ms: integer('at_ms').notNull(),
    by: text('by').notNull(),
    action: text('action').notNull(),
    /** Keyed hash of the session's id. */
    session: text('session'),
    body: text('body').notNull(),
    prev: text('prev').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    index('access_log_at').on(t.at_ms),
    check('access_log_seq_positive', sql`${t.seq} > 0`),
    check('access_log_prev_length', sql`length(${t.prev}) = 64`),
    check('access_log_hash_length', sql`length(${t.hash}) = 64`),
  ],
);

/** By which the looks at a case are found, and those at the cases of a region or a hospital. */
export const access_log_cases = sqliteTable(
  'access_log_cases',
  {
    case_id: text('case_id').notNull(),
    seq: integer('seq')
      .notNull()
      .references(() => access_log.seq),
    region: text('region').notNull(),
    facility: text('facility'),
  },
  (t) => [
    primaryKey({ name: 'access_log_cases_pk', columns: [t.case_id, t.seq] }),
    index('access_log_cases_seq').on(t.seq),
    index('access_log_cases_region').on(t.region, t.seq),
    index('access_log_cases_facility').on(t.facility, t.seq),
  ],
);

/** What went after its term: a marker a cut, in a chain of its own; only ever added to. */
export const access_log_cuts = sqliteTable(
  'access_log_cuts',
  {
    nr: integer('nr').primaryKey(),
    at_ms: integer('at_ms').notNull(),
    up_to: integer('up_to').notNull(),
    count: integer('count').notNull(),
    last_at_ms: integer('last_at_ms').notNull(),
    last_hash: text('last_hash').notNull(),
    noted: integer('noted').notNull(),
    prev: text('prev').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    // Five years (NEN 7513): 1,826 days.
    check('access_log_cuts_term', sql`${t.at_ms} - ${t.last_at_ms} >= 157766400000`),
    index('access_log_cuts_noted').on(t.noted),
    check('access_log_cuts_count', sql`${t.count} > 0`),
  ],
);
