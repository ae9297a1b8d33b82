/** Read model of what units had at each quarter of an hour: for trends. May be dropped and filled anew. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The figure of a unit from a whole step on, written when it is another than before. Null is unknown. Times are milliseconds since 1970, UTC. */
export const unit_trends = sqliteTable(
  'unit_trends',
  {
    facility: text('facility').notNull(),
    unit_kind: text('unit_kind').notNull(),
    at_ms: integer('at_ms').notNull(),
    available: integer('available'),
    staffed: integer('staffed'),
  },
  (t) => [
    primaryKey({ name: 'unit_trends_pk', columns: [t.facility, t.unit_kind, t.at_ms] }),
    index('unit_trends_at').on(t.at_ms),
  ],
);
