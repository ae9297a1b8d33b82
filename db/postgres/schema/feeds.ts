/** Beside the ledger: what feeds said and nobody could place, and how each feed does. */
import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { whole } from './columns.ts';

/** Translated items that wait for somebody to say whom they speak for. */
export const feed_quarantine = pgTable(
  'feed_quarantine',
  {
    id: text('id').primaryKey(),
    /** While it waits one row a key; a settled one has its id behind it, so that the key is free again. */
    key: text('key').notNull().unique('feed_quarantine_key'),
    feed: text('feed').notNull(),
    channel: text('channel').notNull(),
    reason: text('reason').notNull(),
    identifiers: text('identifiers').notNull(),
    name: text('name'),
    message_hash: text('message_hash').notNull(),
    message_id: text('message_id'),
    items: text('items').notNull(),
    first_at: whole('first_at').notNull(),
    last_at: whole('last_at').notNull(),
    count: whole('count').notNull(),
    settled_at: whole('settled_at'),
    settled_to: text('settled_to'),
    settled_by: text('settled_by'),
    /** Why it was let go; null where it was not. */
    dismissed_because: text('dismissed_because'),
    /** What became of its items when it was taken in, JSON. */
    outcomes: text('outcomes'),
  },
  (t) => [
    index('feed_quarantine_last_at').on(t.last_at),
    check('feed_quarantine_identifiers_json', sql`(${t.identifiers})::json is not null`),
    check('feed_quarantine_items_json', sql`(${t.items})::json is not null`),
    check('feed_quarantine_count', sql`${t.count} > 0`),
    check('feed_quarantine_hash_length', sql`length(${t.message_hash}) = 64`),
  ],
);

/** Counters of each feed since it was first heard. */
export const feed_health = pgTable(
  'feed_health',
  {
    feed: text('feed').notNull(),
    channel: text('channel').notNull(),
    facility: text('facility'),
    first_at: whole('first_at').notNull(),
    last_at: whole('last_at').notNull(),
    last_good_at: whole('last_good_at'),
    messages: whole('messages').notNull(),
    items: whole('items').notNull(),
    lag_seconds: whole('lag_seconds'),
    errors: text('errors').notNull(),
    anomalies: text('anomalies').notNull(),
    facilities: text('facilities').notNull().default('[]'),
    /** How often it speaks and how its clock goes, JSON; empty for rows of before this was kept. */
    pulse: text('pulse').notNull().default('{}'),
  },
  (t) => [
    primaryKey({ name: 'feed_health_pk', columns: [t.feed, t.channel] }),
    check('feed_health_errors_json', sql`(${t.errors})::json is not null`),
    check('feed_health_anomalies_json', sql`(${t.anomalies})::json is not null`),
  ],
);
