/** Beside the ledger, for days only: visits as keyed hashes, beds, the map of places, connections. */
import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, whole } from './columns.ts';

export const visit_events = pgTable(
  'visit_events',
  {
    facility: text('facility').notNull(),
    visit: text('visit').notNull(),
    at: whole('at').notNull(),
    order: whole('order').notNull(),
    kind: text('kind').notNull(),
    place: text('place'),
    /** `moves` of an update, `keepsBed` of a leave. */
    flag: boolean('flag'),
  },
  (t) => [index('visit_events_visit').on(t.facility, t.visit, t.at)],
);

/** Numbers of messages that were taken. */
export const visit_messages = pgTable(
  'visit_messages',
  {
    control: text('control').primaryKey(),
    at: whole('at').notNull(),
  },
  (t) => [index('visit_messages_at').on(t.at)],
);

/** How often the book of a facility was written to, so that each server knows whether another one did. Only on PostgreSQL. */
export const bed_books = pgTable('bed_books', {
  facility: text('facility').primaryKey(),
  version: whole('version').notNull(),
});

export const bed_words = pgTable(
  'bed_words',
  {
    facility: text('facility').notNull(),
    place: text('place').notNull(),
    state: text('state').notNull(),
    at: whole('at').notNull(),
  },
  (t) => [primaryKey({ name: 'bed_words_pk', columns: [t.facility, t.place] })],
);

export const feed_places = pgTable(
  'feed_places',
  {
    facility: text('facility').notNull(),
    point_of_care: text('point_of_care').notNull(),
    room: text('room').notNull(),
    bed: text('bed').notNull(),
    unit: text('unit'),
    ignored: boolean('ignored').notNull(),
    seen: whole('seen').notNull(),
    last_at: whole('last_at'),
  },
  (t) => [
    primaryKey({ name: 'feed_places_pk', columns: [t.facility, t.point_of_care, t.room, t.bed] }),
    check('feed_places_one_thing', sql`not (${t.ignored} and ${t.unit} is not null)`),
  ],
);

export const feed_staffed = pgTable(
  'feed_staffed',
  {
    facility: text('facility').notNull(),
    unit: text('unit').notNull(),
    staffed: whole('staffed').notNull(),
  },
  (t) => [
    primaryKey({ name: 'feed_staffed_pk', columns: [t.facility, t.unit] }),
    check('feed_staffed_range', sql`${t.staffed} between 0 and 9999`),
  ],
);

export const feed_connections = pgTable('feed_connections', {
  id: text('id').primaryKey(),
  facility: text('facility').notNull(),
  name: text('name').notNull(),
  application: text('application').notNull(),
  sending_facility: text('sending_facility').notNull(),
  certificate: text('certificate'),
  ack_mode: text('ack_mode').notNull(),
  move_on_update: boolean('move_on_update').notNull(),
  bed_codes: text('bed_codes').notNull(),
  created_at: whole('created_at').notNull(),
  revoked_at: whole('revoked_at'),
});

export const visit_secrets = pgTable(
  'visit_secrets',
  {
    id: text('id').primaryKey(),
    facility: text('facility').notNull(),
    secret: bytes('secret').notNull(),
    from: whole('from').notNull(),
  },
  (t) => [index('visit_secrets_facility').on(t.facility, t.from)],
);
