/** Read model of what units had at each quarter of an hour: for trends. May be dropped and filled anew. */
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { whole } from './columns.ts';

/** The figure of a unit from a whole step on, written when it is another than before. Null is unknown. Times are milliseconds since 1970, UTC. */
export const unit_trends = pgTable(
  'unit_trends',
  {
    facility: text('facility').notNull(),
    unit_kind: text('unit_kind').notNull(),
    at_ms: whole('at_ms').notNull(),
    available: whole('available'),
    staffed: whole('staffed'),
  },
  (t) => [
    primaryKey({ name: 'unit_trends_pk', columns: [t.facility, t.unit_kind, t.at_ms] }),
    index('unit_trends_at').on(t.at_ms),
  ],
);
