/** Read model of stops and of how many emergency departments had one: for the strip of the past. May be dropped and filled anew. */
import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { whole } from './columns.ts';

/** One row a stop. Times are milliseconds since 1970, UTC. */
export const stop_log = pgTable(
  'stop_log',
  {
    stop_id: text('stop_id').primaryKey(),
    facility: text('facility').notNull(),
    region: text('region').notNull(),
    scope: text('scope').notNull(),
    level: text('level').notNull(),
    from_ms: whole('from_ms').notNull(),
    /** Ended, or its own end. */
    end_ms: whole('end_ms').notNull(),
    /** Null: told before reasons were kept, and too long ago to be read again. */
    reason: text('reason'),
  },
  (t) => [index('stop_log_end').on(t.end_ms, t.from_ms)],
);

/** The counts of a region from a whole minute on, written when they are others than before. */
export const stop_counts = pgTable(
  'stop_counts',
  {
    region: text('region').notNull(),
    at_ms: whole('at_ms').notNull(),
    stops: whole('stops').notNull(),
    impending: whole('impending').notNull(),
    eds: whole('eds').notNull(),
  },
  (t) => [
    primaryKey({ name: 'stop_counts_pk', columns: [t.region, t.at_ms] }),
    index('stop_counts_at').on(t.at_ms),
    check('stop_counts_sum', sql`${t.stops} + ${t.impending} <= ${t.eds}`),
  ],
);
