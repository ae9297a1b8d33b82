/**
 * Webhooks: who is told what at which address, how far each has come, and what could not be delivered. No secret is kept (it is
 * derived from the installation's) and no message: a body is made from the ledger when it is sent.
 */
import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { whole } from './columns.ts';

export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    /** Account or key whose rights it has; it may be gone, so no foreign key. */
    owner_kind: text('owner_kind').notNull(),
    owner: text('owner').notNull(),
    /** JSON: kinds of entry, regions and facilities that are asked for. */
    filter: text('filter').notNull(),
    /** Counts the secrets; the one before holds until `previous_until`. */
    secret_version: whole('secret_version').notNull(),
    previous_until: whole('previous_until'),
    created_at: whole('created_at').notNull(),
    created_by: text('created_by').notNull(),
    state: text('state').notNull(),
    state_at: whole('state_at').notNull(),
    /** Everything up to this entry was told, passed over or became a dead letter. */
    seq: whole('seq').notNull(),
    /** Of the entry after `seq` that is being told. */
    attempts: whole('attempts').notNull().default(0),
    first_attempt_at: whole('first_attempt_at'),
    next_at: whole('next_at'),
    failing_since: whole('failing_since'),
    last_attempt_at: whole('last_attempt_at'),
    last_delivered_at: whole('last_delivered_at'),
    last_status: whole('last_status'),
    last_error: text('last_error'),
    delivered: whole('delivered').notNull().default(0),
  },
  (t) => [
    check('webhooks_owner_kind', sql`${t.owner_kind} in ('account', 'key')`),
    check('webhooks_filter_json', sql`(${t.filter})::json is not null`),
    check('webhooks_secret_version', sql`${t.secret_version} > 0`),
    check(
      'webhooks_state',
      sql`${t.state} in ('active', 'paused', 'failing', 'gone', 'ownerless')`,
    ),
    check('webhooks_counts', sql`${t.seq} >= 0 and ${t.attempts} >= 0 and ${t.delivered} >= 0`),
  ],
);

export const webhook_dead_letters = pgTable(
  'webhook_dead_letters',
  {
    id: text('id').primaryKey(),
    webhook: text('webhook')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** Of the entry, without a foreign key: a read model may be older than what is read. */
    seq: whole('seq').notNull(),
    type: text('type').notNull(),
    entry_at: whole('entry_at').notNull(),
    attempts: whole('attempts').notNull(),
    first_at: whole('first_at').notNull(),
    last_at: whole('last_at').notNull(),
    last_status: whole('last_status'),
    last_error: text('last_error').notNull(),
  },
  (t) => [
    index('webhook_dead_letters_webhook').on(t.webhook, t.seq),
    check('webhook_dead_letters_attempts', sql`${t.attempts} > 0`),
  ],
);
