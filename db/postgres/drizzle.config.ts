/**
 * drizzle-kit's settings for PostgreSQL. A change of db/postgres/schema becomes a migration with the name of its sister on SQLite:
 * `npx drizzle-kit generate --config db/postgres/drizzle.config.ts --name add-something`.
 */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './db/postgres/schema/index.ts',
  out: './db/postgres/migrations',
});
