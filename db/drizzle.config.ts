/**
 * drizzle-kit's settings. A change of db/schema becomes a migration with a name that says what it does:
 * `npx drizzle-kit generate --config db/drizzle.config.ts --name add-something`.
 */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './db/schema/index.ts',
  out: './db/migrations',
});
