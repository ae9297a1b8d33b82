import { and, asc, desc, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import {
  QUARANTINE_DAYS,
  withNews,
  type FeedRow,
  type FeedStore,
  type QuarantinePlace,
} from '../feeds.ts';
import { feedOf, figuresOf, heldOf } from '../sqlite/feeds.ts';
import { byBytes, together, touched } from './beside.ts';
import { dropErasedRows, type Postgres } from './open.ts';
import { feed_health as h, feed_quarantine as q } from './schema/feeds.ts';

const DAY_MS = 86_400_000;
const DEFAULT_LIMIT = 200;

/** In the order of the list: those that wait first, newest first. */
function behind(after: QuarantinePlace | undefined) {
  if (after === undefined) return undefined;
  const last = Date.parse(after.lastAt);
  const later = sql`${byBytes(q.id)} > ${after.id}`;
  const within = or(lt(q.last_at, last), and(eq(q.last_at, last), later));
  return after.settled ? and(isNotNull(q.settled_at), within) : or(isNotNull(q.settled_at), within);
}

/** Quarantine and feed figures beside the ledger, on PostgreSQL. */
export function openFeedStore(db: Postgres): FeedStore {
  const { drizzle } = db;
  return {
    async hold(row) {
      const at = Date.parse(row.lastAt);
      const newest = {
        items: row.items,
        last_at: at,
        message_hash: row.messageHash,
        message_id: row.messageId,
      };
      const [kept] = await drizzle
        .insert(q)
        .values({
          ...{ id: row.id, key: row.key, feed: row.feed, channel: row.channel },
          ...{ reason: row.reason, name: row.name, identifiers: JSON.stringify(row.identifiers) },
          ...newest,
          first_at: at,
          count: 1,
        })
        .onConflictDoUpdate({ target: q.key, set: { ...newest, count: sql`${q.count} + 1` } })
        .returning({ id: q.id });
      return kept?.id ?? row.id;
    },
    async list({ waiting = false, limit = DEFAULT_LIMIT, after } = {}) {
      const rows = await drizzle
        .select()
        .from(q)
        .where(and(waiting ? isNull(q.settled_at) : undefined, behind(after)))
        .orderBy(asc(sql`${q.settled_at} is not null`), desc(q.last_at), byBytes(q.id))
        .limit(limit);
      return rows.map(heldOf);
    },
    async find(id) {
      const [row] = await drizzle.select().from(q).where(eq(q.id, id));
      return row === undefined ? null : heldOf(row);
    },
    async settle(id, at, { to, because, by }) {
      const settled = await drizzle
        .update(q)
        .set({
          settled_at: Date.parse(at),
          settled_to: to,
          settled_by: by,
          dismissed_because: because,
          key: sql`${q.key} || '/' || ${q.id}`,
        })
        .where(and(eq(q.id, id), isNull(q.settled_at)));
      return touched(settled) > 0;
    },
    async keepOutcomes(id, outcomes) {
      await drizzle
        .update(q)
        .set({ outcomes: JSON.stringify(outcomes) })
        .where(eq(q.id, id));
    },
    async addFeeds(news) {
      // In one order everywhere, so that two servers never wait for each other.
      const name = (one: FeedRow) => `${one.channel} ${one.feed}`;
      const inOrder = [...news].sort((a, b) => (name(a) < name(b) ? -1 : 1));
      await together(db, async (tx) => {
        for (const one of inOrder) {
          const { feed, channel } = one;
          const its = and(eq(h.feed, feed), eq(h.channel, channel));
          const made = await tx
            .insert(h)
            .values({ feed, channel, ...figuresOf(one) })
            .onConflictDoNothing();
          if (touched(made) > 0) continue;
          const [row] = await tx.select().from(h).where(its).for('update');
          if (row !== undefined)
            await tx
              .update(h)
              .set(figuresOf(withNews(feedOf(row), one)))
              .where(its);
        }
      });
    },
    async feeds() {
      const rows = await drizzle.select().from(h).orderBy(byBytes(h.feed), byBytes(h.channel));
      return rows.map(feedOf);
    },
    async eraseDue(now) {
      const before = Date.parse(now) - QUARANTINE_DAYS * DAY_MS;
      const erased = touched(await drizzle.delete(q).where(lt(q.last_at, before)));
      await dropErasedRows(db, erased, ['feed_quarantine']);
      return erased;
    },
  };
}
