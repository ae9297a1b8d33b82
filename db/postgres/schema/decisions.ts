/** Read models: derived from the ledger, for questions about the past. They may be dropped and filled anew. */
import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { whole } from './columns.ts';
import { texts } from './beside.ts';
import { entries } from './ledger.ts';

/** One row a decision, with what its filters and the rights of its readers need. */
export const decision_log = pgTable(
  'decision_log',
  {
    decision_id: text('decision_id').primaryKey(),
    /** Of the entry that made the decision. */
    seq: whole('seq')
      .notNull()
      .unique('decision_log_seq')
      .references(() => entries.seq),
    at: whole('at').notNull(),
    case_id: text('case_id').notNull(),
    case_number: whole('case_number').notNull(),
    room: text('room').notNull(),
    case_region: text('case_region').notNull(),
    facility: text('facility').notNull(),
    facility_region: text('facility_region').notNull(),
    /** JSON arrays: hospitals that were told of the case up to and with this decision, and their regions. */
    told_facilities: text('told_facilities').notNull(),
    told_regions: text('told_regions').notNull(),
    overridden: boolean('overridden').notNull(),
    override_reason: text('override_reason'),
    tie: boolean('tie').notNull(),
    /** Null when the ranking had rejected the facility. */
    rank: whole('rank'),
    advised: text('advised'),
    policy_id: text('policy_id').notNull(),
    policy_version: whole('policy_version').notNull(),
    urgency: text('urgency'),
    category: text('category').notNull(),
    /** A red criterion of the field triage was met. */
    red: boolean('red').notNull(),
    facility_level: whole('facility_level'),
    facility_designated: boolean('facility_designated').notNull(),
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
    check('decision_log_told_facilities_json', sql`(${t.told_facilities})::json is not null`),
    check('decision_log_told_regions_json', sql`(${t.told_regions})::json is not null`),
    check('decision_log_rank_positive', sql`${t.rank} is null or ${t.rank} > 0`),
    check(
      'decision_log_level',
      sql`${t.facility_level} is null or ${t.facility_level} between 1 and 3`,
    ),
  ],
);

/** How far each read model has followed the ledger. */
export const reader_positions = pgTable(
  'reader_positions',
  {
    reader: text('reader').primaryKey(),
    seq: whole('seq').notNull(),
  },
  (t) => [check('reader_positions_seq', sql`${t.seq} >= 0`)],
);
