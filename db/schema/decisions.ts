/** Read models: derived from the ledger, for questions about the past. They may be dropped and filled anew. */
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { texts } from './beside.ts';
import { entries } from './ledger.ts';

/** One row a decision, with what its filters and the rights of its readers need. */
export const decision_log = sqliteTable(
  'decision_log',
  {
    decision_id: text('decision_id').primaryKey(),
    /** Of the entry that made the decision. */
    seq: integer('seq')
      .notNull()
      .unique('decision_log_seq')
      .references(() => entries.seq),
    at: integer('at').notNull(),
    case_id: text('case_id').notNull(),
    case_number: integer('case_number').notNull(),
    room: text('room').notNull(),
    case_region: text('case_region').notNull(),
    facility: text('facility').notNull(),
    facility_region: text('facility_region').notNull(),
    /** JSON arrays: hospitals that were told of the case up to and with this decision, and their regions. */
    told_facilities: text('told_facilities').notNull(),
    told_regions: text('told_regions').notNull(),
    overridden: integer('overridden', { mode: 'boolean' }).notNull(),
    override_reason: text('override_reason'),
    tie: integer('tie', { mode: 'boolean' }).notNull(),
    /** Null when the ranking had rejected the facility. */
    rank: integer('rank'),
    advised: text('advised'),
    policy_id: text('policy_id').notNull(),
    policy_version: integer('policy_version').notNull(),
    urgency: text('urgency'),
    category: text('category').notNull(),
    /** A red criterion of the field triage was met. */
    red: integer('red', { mode: 'boolean' }).notNull(),
    facility_level: integer('facility_level'),
    facility_designated: integer('facility_designated', { mode: 'boolean' }).notNull(),
    /** The claim that this decision released. */
    replaces: text('replaces'),
    note_id: text('note_id').references(() => texts.id),
  },
  (t) => [
    index('decision_log_room').on(t.room, t.seq),
    index('decision_log_case').on(t.case_id, t.seq),
    index('decision_log_case_region').on(t.case_region, t.seq),
    index('decision_log_facility').on(t.facility, t.seq),
    index('decision_log_facility_region').on(t.facility_region, t.seq),
    index('decision_log_overridden').on(t.overridden, t.seq),
    index('decision_log_at').on(t.at),
    check('decision_log_told_facilities_json', sql`json_valid(${t.told_facilities})`),
    check('decision_log_told_regions_json', sql`json_valid(${t.told_regions})`),
    check('decision_log_rank_positive', sql`${t.rank} is null or ${t.rank} > 0`),
    check(
      'decision_log_level',
      sql`${t.facility_level} is null or ${t.facility_level} between 1 and 3`,
    ),
  ],
);

/** How far each read model has followed the ledger. */
export const reader_positions = sqliteTable(
  'reader_positions',
  {
    reader: text('reader').primaryKey(),
    seq: integer('seq').notNull(),
  },
  (t) => [check('reader_positions_seq', sql`${t.seq} >= 0`)],
);
