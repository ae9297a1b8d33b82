/** Failed guesses, and the places that accounts are known from. Every name is a keyed hash. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const guess_counts = sqliteTable(
  'guess_counts',
  {
    name: text('name').primaryKey(),
    /** When the last failure is forgiven: the row may go then. */
    forgotten_at: integer('forgotten_at').notNull(),
    wait_until: integer('wait_until').notNull(),
  },
  (t) => [index('guess_counts_forgotten_at').on(t.forgotten_at)],
);

export const known_places = sqliteTable(
  'known_places',
  {
    account: text('account').notNull(),
    /** A device by the secret in its cookie, or a network address. */
    place: text('place').notNull(),
    seen_at: integer('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.account, t.place] }),
    index('known_places_seen_at').on(t.seen_at),
  ],
);
