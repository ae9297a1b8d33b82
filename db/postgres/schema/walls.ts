/** Wall screens that ask to be signed in, and those that are. Of their secret and of their code only hashes are kept. */
import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { whole } from './columns.ts';

export const walls = pgTable(
  'walls',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the secret in the screen's cookie. */
    secret_hash: text('secret_hash').notNull().unique('walls_secret_hash'),
    /** Keyed hash of the code while it can be entered; null once it was. */
    code_hash: text('code_hash').unique('walls_code_hash'),
    code_expires_at: whole('code_expires_at'),
    created_at: whole('created_at').notNull(),
    /** Name and choice of pages (JSON), once it is signed in. */
    name: text('name'),
    setup: text('setup'),
    paired_at: whole('paired_at'),
    /** Actor id of who entered the code. */
    paired_by: text('paired_by'),
    last_seen_at: whole('last_seen_at'),
    revoked_at: whole('revoked_at'),
  },
  (t) => [
    index('walls_code_expires_at').on(t.code_expires_at),
    check('walls_secret_hash_length', sql`length(${t.secret_hash}) = 64`),
    check('walls_code_whole', sql`(${t.code_hash} is null) = (${t.code_expires_at} is null)`),
    check(
      'walls_paired_whole',
      sql`(${t.paired_at} is null) = (${t.name} is null) and (${t.paired_at} is null) = (${t.setup} is null) and (${t.paired_at} is null or ${t.code_hash} is null)`,
    ),
    check('walls_setup_json', sql`${t.setup} is null or (${t.setup})::json is not null`),
  ],
);
