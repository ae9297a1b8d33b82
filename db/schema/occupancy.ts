/** Beside the ledger, for days only: visits as keyed hashes, beds, the map of places, connections. */
import { sql } from 'drizzle-orm';
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core';

export const visit_events = sqliteTable(
  'visit_events',
  {
    facility: text('facility').notNull(),
    visit: text('visit').notNull(),
    at: integer('at').notNull(),
    order: integer('order').notNull(),
    kind: text('kind').notNull(),
    place: text('place'),
    /** `moves` of an update, `keepsBed` of a leave. */
    flag: integer('flag', { mode: 'boolean' }),
  },
  (t) => [index('visit_events_visit').on(t.facility, t.visit, t.at)],
);

/** Numbers of messages that were taken. */
export const visit_messages = sqliteTable(
  'visit_messages',
  {
    control: text('control').primaryKey(),
    at: integer('at').notNull(),
  },
  (t) => [index('visit_messages_at').on(t.at)],
);

export const bed_words = sqliteTable(
  'bed_words',
  {
    facility: text('facility').notNull(),
    place: text('place').notNull(),
    state: text('state').notNull(),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ name: 'bed_words_pk', columns: [t.facility, t.place] })],
);

export const feed_places = sqliteTable(
  'feed_places',
  {
    facility: text('facility').notNull(),
    point_of_care: text('point_of_care').notNull(),
    room: text('room').notNull(),
    bed: text('bed').notNull(),
    unit: text('unit'),
    ignored: integer('ignored', { mode: 'boolean' }).notNull(),
    seen: integer('seen').notNull(),
    last_at: integer('last_at'),
  },
  (t) => [
    primaryKey({ name: 'feed_places_pk', columns: [t.facility, t.point_of_care, t.room, t.bed] }),
    check('feed_places_one_thing', sql`not (${t.ignored} and ${t.unit} is not null)`),
  ],
);

export const feed_staffed = sqliteTable(
  'feed_staffed',
  {
    facility: text('facility').notNull(),
    unit: text('unit').notNull(),
    staffed: integer('staffed').notNull(),
  },
  (t) => [
    primaryKey({ name: 'feed_staffed_pk', columns: [t.facility, t.unit] }),
    check('feed_staffed_range', sql`${t.staffed} between 0 and 9999`),
  ],
);

export const feed_connections = sqliteTable('feed_connections', {
  id: text('id').primaryKey(),
  facility: text('facility').notNull(),
  name: text('name').notNull(),
  application: text('application').notNull(),
  sending_facility: text('sending_facility').notNull(),
  certificate: text('certificate'),
  ack_mode: text('ack_mode').notNull(),
  move_on_update: integer('move_on_update', { mode: 'boolean' }).notNull(),
  bed_codes: text('bed_codes').notNull(),
  created_at: integer('created_at').notNull(),
  revoked_at: integer('revoked_at'),
});

export const visit_secrets = sqliteTable(
  'visit_secrets',
  {
    id: text('id').primaryKey(),
    facility: text('facility').notNull(),
    secret: blob('secret', { mode: 'buffer' }).notNull(),
    from: integer('from').notNull(),
  },
  (t) => [index('visit_secrets_facility').on(t.facility, t.from)],
);
