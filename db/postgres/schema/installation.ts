/** What belongs to the installation itself. On SQLite it lies in a file beside the database. */
import { pgTable, text } from 'drizzle-orm/pg-core';

/** The secret that signs sessions: all servers on one database must have the same. */
export const kept_secrets = pgTable('kept_secrets', {
  name: text('name').primaryKey(),
  secret: text('secret').notNull(),
});
