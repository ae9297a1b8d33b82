import { and, asc, count, eq } from 'drizzle-orm';
import type { WebhookFilter } from '#domain/webhooks/filter.ts';
import type { WebhookProgress } from '#domain/webhooks/progress.ts';
import type { AttemptError, WebhookState, WebhookType } from '#domain/webhooks/words.ts';
import { webhook_dead_letters as l, webhooks as w } from '../schema/webhooks.ts';
import {
  MOST_LETTERS,
  type DeadLetter,
  type StoredWebhook,
  type WebhookOrder,
  type WebhookStore,
} from '../webhooks.ts';
import type { Database } from './open.ts';

const iso = (at: number) => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));
const ms = (time: string) => Date.parse(time);
const msOrNull = (time: string | null) => (time === null ? null : ms(time));

// What is read was written by this file: its words are words of the domain.
export function toWebhook(row: typeof w.$inferSelect): StoredWebhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    owner: { kind: row.owner_kind as 'account' | 'key', id: row.owner },
    filter: JSON.parse(row.filter) as WebhookFilter,
    secretVersion: row.secret_version,
    previousUntil: isoOrNull(row.previous_until),
    createdAt: iso(row.created_at),
    createdBy: row.created_by,
    progress: {
      state: row.state as WebhookState,
      stateAt: iso(row.state_at),
      seq: row.seq,
      attempts: row.attempts,
      firstAttemptAt: isoOrNull(row.first_attempt_at),
      nextAt: isoOrNull(row.next_at),
      failingSince: isoOrNull(row.failing_since),
      lastAttemptAt: isoOrNull(row.last_attempt_at),
      lastDeliveredAt: isoOrNull(row.last_delivered_at),
      lastStatus: row.last_status,
      lastError: row.last_error as AttemptError | null,
      delivered: row.delivered,
    },
  };
}

export const orderRow = ({ name, url, filter }: WebhookOrder) => ({
  name,
  url,
  filter: JSON.stringify(filter),
});

export const progressRow = (progress: WebhookProgress) => ({
  state: progress.state,
  state_at: ms(progress.stateAt),
  seq: progress.seq,
  attempts: progress.attempts,
  first_attempt_at: msOrNull(progress.firstAttemptAt),
  next_at: msOrNull(progress.nextAt),
  failing_since: msOrNull(progress.failingSince),
  last_attempt_at: msOrNull(progress.lastAttemptAt),
  last_delivered_at: msOrNull(progress.lastDeliveredAt),
  last_status: progress.lastStatus,
  last_error: progress.lastError,
  delivered: progress.delivered,
});

export const webhookRow = (webhook: StoredWebhook) => ({
  id: webhook.id,
  ...orderRow(webhook),
  owner_kind: webhook.owner.kind,
  owner: webhook.owner.id,
  secret_version: webhook.secretVersion,
  previous_until: msOrNull(webhook.previousUntil),
  created_at: ms(webhook.createdAt),
  created_by: webhook.createdBy,
  ...progressRow(webhook.progress),
});

export const letterRow = (letter: DeadLetter) => ({
  id: letter.id,
  webhook: letter.webhook,
  seq: letter.seq,
  type: letter.type,
  entry_at: ms(letter.entryAt),
  attempts: letter.attempts,
  first_at: ms(letter.firstAt),
  last_at: ms(letter.lastAt),
  last_status: letter.lastStatus,
  last_error: letter.lastError,
});

export function toLetter(row: typeof l.$inferSelect): DeadLetter {
  return {
    id: row.id,
    webhook: row.webhook,
    seq: row.seq,
    type: row.type as WebhookType,
    entryAt: iso(row.entry_at),
    attempts: row.attempts,
    firstAt: iso(row.first_at),
    lastAt: iso(row.last_at),
    lastStatus: row.last_status,
    lastError: row.last_error as AttemptError,
  };
}

/** Webhooks on SQLite. */
export function openWebhookStore({ drizzle }: Database): WebhookStore {
  const ofLetter = (webhook: string, id: string) => and(eq(l.webhook, webhook), eq(l.id, id));
  return {
    async insert(webhook) {
      drizzle.insert(w).values(webhookRow(webhook)).run();
    },
    async list() {
      return drizzle.select().from(w).orderBy(asc(w.name), asc(w.id)).all().map(toWebhook);
    },
    async find(id) {
      const row = drizzle.select().from(w).where(eq(w.id, id)).get();
      return row === undefined ? null : toWebhook(row);
    },
    async change(id, order) {
      return drizzle.update(w).set(orderRow(order)).where(eq(w.id, id)).run().changes === 1;
    },
    async rotate(id, secretVersion, previousUntil) {
      const { changes } = drizzle
        .update(w)
        .set({ secret_version: secretVersion, previous_until: ms(previousUntil) })
        .where(and(eq(w.id, id), eq(w.secret_version, secretVersion - 1)))
        .run();
      return changes === 1;
    },
    async remove(id) {
      return drizzle.delete(w).where(eq(w.id, id)).run().changes === 1;
    },
    async saveProgress(rows) {
      drizzle.transaction(() => {
        for (const { id, progress, letter } of rows) {
          const { changes } = drizzle
            .update(w)
            .set(progressRow(progress))
            .where(eq(w.id, id))
            .run();
          if (changes === 1 && letter !== null) drizzle.insert(l).values(letterRow(letter)).run();
        }
      });
    },
    async letters(webhook) {
      return drizzle
        .select()
        .from(l)
        .where(eq(l.webhook, webhook))
        .orderBy(asc(l.seq), asc(l.id))
        .limit(MOST_LETTERS)
        .all()
        .map(toLetter);
    },
    async letter(webhook, id) {
      const row = drizzle.select().from(l).where(ofLetter(webhook, id)).get();
      return row === undefined ? null : toLetter(row);
    },
    async letterCounts() {
      const rows = drizzle
        .select({ webhook: l.webhook, letters: count() })
        .from(l)
        .groupBy(l.webhook)
        .all();
      return new Map(rows.map(({ webhook, letters }) => [webhook, letters]));
    },
    async changeLetter(id, { attempts, lastAt, lastStatus, lastError }) {
      drizzle
        .update(l)
        .set({ attempts, last_at: ms(lastAt), last_status: lastStatus, last_error: lastError })
        .where(eq(l.id, id))
        .run();
    },
    async removeLetter(webhook, id) {
      return drizzle.delete(l).where(ofLetter(webhook, id)).run().changes === 1;
    },
  };
}
