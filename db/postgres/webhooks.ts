import { and, asc, count, eq } from 'drizzle-orm';
import {
  letterRow,
  orderRow,
  progressRow,
  toLetter,
  toWebhook,
  webhookRow,
} from '../sqlite/webhooks.ts';
import { MOST_LETTERS, type WebhookStore } from '../webhooks.ts';
import { byBytes, together, touched } from './beside.ts';
import type { Postgres } from './open.ts';
import { webhook_dead_letters as l, webhooks as w } from './schema/webhooks.ts';

/** Webhooks on PostgreSQL. */
export function openWebhookStore(db: Postgres): WebhookStore {
  const { drizzle } = db;
  const ofLetter = (webhook: string, id: string) => and(eq(l.webhook, webhook), eq(l.id, id));
  return {
    async insert(webhook) {
      await drizzle.insert(w).values(webhookRow(webhook));
    },
    async list() {
      const rows = await drizzle.select().from(w).orderBy(byBytes(w.name), byBytes(w.id));
      return rows.map(toWebhook);
    },
    async find(id) {
      const [row] = await drizzle.select().from(w).where(eq(w.id, id));
      return row === undefined ? null : toWebhook(row);
    },
    async change(id, order) {
      return touched(await drizzle.update(w).set(orderRow(order)).where(eq(w.id, id))) === 1;
    },
    async rotate(id, secretVersion, previousUntil) {
      const rotated = await drizzle
        .update(w)
        .set({ secret_version: secretVersion, previous_until: Date.parse(previousUntil) })
        .where(and(eq(w.id, id), eq(w.secret_version, secretVersion - 1)));
      return touched(rotated) === 1;
    },
    async remove(id) {
      return touched(await drizzle.delete(w).where(eq(w.id, id))) === 1;
    },
    async saveProgress(rows) {
      await together(db, async (tx) => {
        for (const { id, progress, letter } of rows) {
          const known = await tx.update(w).set(progressRow(progress)).where(eq(w.id, id));
          if (touched(known) === 1 && letter !== null) await tx.insert(l).values(letterRow(letter));
        }
      });
    },
    async letters(webhook) {
      const rows = await drizzle
        .select()
        .from(l)
        .where(eq(l.webhook, webhook))
        .orderBy(asc(l.seq), byBytes(l.id))
        .limit(MOST_LETTERS);
      return rows.map(toLetter);
    },
    async letter(webhook, id) {
      const [row] = await drizzle.select().from(l).where(ofLetter(webhook, id));
      return row === undefined ? null : toLetter(row);
    },
    async letterCounts() {
      const rows = await drizzle
        .select({ webhook: l.webhook, letters: count() })
        .from(l)
        .groupBy(l.webhook);
      return new Map(rows.map(({ webhook, letters }) => [webhook, letters]));
    },
    async changeLetter(id, { attempts, lastAt, lastStatus, lastError }) {
      const attempt = { attempts, last_at: Date.parse(lastAt) };
      await drizzle
        .update(l)
        .set({ ...attempt, last_status: lastStatus, last_error: lastError })
        .where(eq(l.id, id));
    },
    async removeLetter(webhook, id) {
      return touched(await drizzle.delete(l).where(ofLetter(webhook, id))) === 1;
    },
  };
}
