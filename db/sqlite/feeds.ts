import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { FIRST_PULSE, type Pulse } from '#domain/feeds/pulse.ts';
import type { Channel } from '#domain/words.ts';
import type { Identifier } from '#domain/identifiers/identifiers.ts';
import {
  QUARANTINE_DAYS,
  withNews,
  type FeedRow,
  type FeedStore,
  type KeptOutcome,
  type QuarantinePlace,
  type QuarantineRow,
} from '../feeds.ts';
import { feed_health as h, feed_quarantine as q } from '../schema/feeds.ts';
import { dropErasedPages, type Database } from './open.ts';

const DAY_MS = 86_400_000;
const DEFAULT_LIMIT = 200;

const iso = (at: number) => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));

export function heldOf(row: typeof q.$inferSelect): QuarantineRow {
  return {
    id: row.id,
    key: row.key,
    feed: row.feed,
    channel: row.channel as Channel,
    reason: row.reason as QuarantineRow['reason'],
    identifiers: JSON.parse(row.identifiers) as Identifier[],
    name: row.name,
    messageHash: row.message_hash,
    messageId: row.message_id,
    items: row.items,
    firstAt: iso(row.first_at),
    lastAt: iso(row.last_at),
    count: row.count,
    settledAt: isoOrNull(row.settled_at),
    settledTo: row.settled_to,
    settledBy: row.settled_by,
    dismissedBecause: row.dismissed_because,
    outcomes: row.outcomes === null ? null : (JSON.parse(row.outcomes) as KeptOutcome[]),
  };
}

export function feedOf(row: typeof h.$inferSelect): FeedRow {
  return {
    feed: row.feed,
    channel: row.channel as Channel,
    facility: row.facility,
    firstAt: iso(row.first_at),
    lastAt: iso(row.last_at),
    lastGoodAt: isoOrNull(row.last_good_at),
    messages: row.messages,
    items: row.items,
    lagSeconds: row.lag_seconds,
    errors: JSON.parse(row.errors) as Record<string, number>,
    anomalies: JSON.parse(row.anomalies) as Record<string, number>,
    facilities: JSON.parse(row.facilities) as string[],
    pulse: { ...structuredClone(FIRST_PULSE), ...(JSON.parse(row.pulse) as Partial<Pulse>) },
  };
}

/** As a row is kept, without whose it is. */
export function figuresOf(row: FeedRow) {
  return {
    facility: row.facility,
    first_at: Date.parse(row.firstAt),
    last_at: Date.parse(row.lastAt),
    last_good_at: row.lastGoodAt === null ? null : Date.parse(row.lastGoodAt),
    messages: row.messages,
    items: row.items,
    lag_seconds: row.lagSeconds,
    errors: JSON.stringify(row.errors),
    anomalies: JSON.stringify(row.anomalies),
    facilities: JSON.stringify(row.facilities),
    pulse: JSON.stringify(row.pulse),
  };
}

/** In the order of the list: those that wait first, newest first. */
function behind(after: QuarantinePlace | undefined) {
  if (after === undefined) return undefined;
  const last = Date.parse(after.lastAt);
  const within = or(lt(q.last_at, last), and(eq(q.last_at, last), gt(q.id, after.id)));
  return after.settled ? and(isNotNull(q.settled_at), within) : or(isNotNull(q.settled_at), within);
}

/** Quarantine and feed figures beside the ledger, on SQLite. */
export function openFeedStore(db: Database): FeedStore {
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
      const [kept] = drizzle
        .insert(q)
        .values({
          ...{ id: row.id, key: row.key, feed: row.feed, channel: row.channel },
          ...{ reason: row.reason, name: row.name, identifiers: JSON.stringify(row.identifiers) },
          ...newest,
          first_at: at,
          count: 1,
        })
        .onConflictDoUpdate({ target: q.key, set: { ...newest, count: sql`${q.count} + 1` } })
        .returning({ id: q.id })
        .all();
      return kept?.id ?? row.id;
    },
    async list({ waiting = false, limit = DEFAULT_LIMIT, after } = {}) {
      return drizzle
        .select()
        .from(q)
        .where(and(waiting ? isNull(q.settled_at) : undefined, behind(after)))
        .orderBy(sql`${q.settled_at} is not null`, desc(q.last_at), asc(q.id))
        .limit(limit)
        .all()
        .map(heldOf);
    },
    async find(id) {
      const row = drizzle.select().from(q).where(eq(q.id, id)).get();
      return row === undefined ? null : heldOf(row);
    },
    async settle(id, at, { to, because, by }) {
      const settled = drizzle
        .update(q)
        .set({
          settled_at: Date.parse(at),
          settled_to: to,
          settled_by: by,
          dismissed_because: because,
          key: sql`${q.key} || '/' || ${q.id}`,
        })
        .where(and(eq(q.id, id), isNull(q.settled_at)))
        .run();
      return settled.changes > 0;
    },
    async keepOutcomes(id, outcomes) {
      drizzle
        .update(q)
        .set({ outcomes: JSON.stringify(outcomes) })
        .where(eq(q.id, id))
        .run();
    },
    async addFeeds(news) {
      drizzle.transaction((tx) => {
        for (const one of news) {
          const its = and(eq(h.feed, one.feed), eq(h.channel, one.channel));
          const row = tx.select().from(h).where(its).get();
          const figures = figuresOf(withNews(row === undefined ? null : feedOf(row), one));
          tx.insert(h)
            .values({ feed: one.feed, channel: one.channel, ...figures })
            .onConflictDoUpdate({ target: [h.feed, h.channel], set: figures })
            .run();
        }
      });
    },
    async feeds() {
      return drizzle.select().from(h).orderBy(asc(h.feed), asc(h.channel)).all().map(feedOf);
    },
    async eraseDue(now) {
      const before = Date.parse(now) - QUARANTINE_DAYS * DAY_MS;
      const { changes } = drizzle.delete(q).where(lt(q.last_at, before)).run();
      dropErasedPages(db, changes);
      return changes;
    },
  };
}
