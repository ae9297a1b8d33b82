import { and, desc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { ApiKeyStore, StoredApiKey } from '../api-keys.ts';
import { api_keys } from '../schema/access.ts';
import type { Database } from './open.ts';

/** A use is noted at most this often, so that a busy feed does not write at each request. */
export const KEY_TOUCH_MS = 60_000;

const iso = (ms: number) => new Date(ms).toISOString();

export function toKey(row: typeof api_keys.$inferSelect): StoredApiKey {
  return {
    id: row.id,
    name: row.name,
    hash: row.hash,
    prefix: row.prefix,
    role: 'machine',
    scope: JSON.parse(row.scope) as unknown,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    revokedAt: row.revoked_at === null ? null : iso(row.revoked_at),
    lastUsedAt: row.last_used_at === null ? null : iso(row.last_used_at),
    createdBy: row.created_by,
    rotatedAt: row.rotated_at === null ? null : iso(row.rotated_at),
    previous: previousOf(row),
  };
}

function previousOf(row: typeof api_keys.$inferSelect): StoredApiKey['previous'] {
  const { previous_hash: hash, previous_prefix: prefix, previous_until: until } = row;
  if (hash === null || prefix === null || until === null) return null;
  return { hash, prefix, until: iso(until) };
}

/** API keys on SQLite. */
export function openApiKeyStore(db: Database): ApiKeyStore {
  return {
    async insert(key) {
      db.drizzle
        .insert(api_keys)
        .values({
          id: key.id,
          name: key.name,
          hash: key.hash,
          prefix: key.prefix,
          scope: JSON.stringify(key.scope),
          created_at: Date.parse(key.createdAt),
          expires_at: Date.parse(key.expiresAt),
          created_by: key.createdBy,
        })
        .run();
    },
    async findByHash(hash) {
      const either = or(eq(api_keys.hash, hash), eq(api_keys.previous_hash, hash));
      const row = db.drizzle.select().from(api_keys).where(either).get();
      return row ? toKey(row) : null;
    },
    async list() {
      return db.drizzle
        .select()
        .from(api_keys)
        .orderBy(desc(api_keys.created_at), api_keys.id)
        .all()
        .map(toKey);
    },
    async revoke(id, at) {
      const known = db.drizzle
        .select({ id: api_keys.id })
        .from(api_keys)
        .where(eq(api_keys.id, id))
        .get();
      if (!known) return false;
      db.drizzle
        .update(api_keys)
        .set({ revoked_at: Date.parse(at) })
        .where(and(eq(api_keys.id, id), isNull(api_keys.revoked_at)))
        .run();
      return true;
    },
    async rotate({ id, seen, hash, prefix, at, expiresAt, previousUntil }) {
      const row = db.drizzle
        .update(api_keys)
        .set({
          previous_hash: sql`${api_keys.hash}`,
          previous_prefix: sql`${api_keys.prefix}`,
          previous_until: Date.parse(previousUntil),
          hash,
          prefix,
          rotated_at: Date.parse(at),
          expires_at: Date.parse(expiresAt),
        })
        .where(and(eq(api_keys.id, id), eq(api_keys.hash, seen), isNull(api_keys.revoked_at)))
        .returning()
        .get() as typeof api_keys.$inferSelect | undefined;
      return row === undefined ? null : toKey(row);
    },
    async endPrevious(id, at) {
      const ms = Date.parse(at);
      db.drizzle
        .update(api_keys)
        .set({ previous_until: ms })
        .where(and(eq(api_keys.id, id), gt(api_keys.previous_until, ms)))
        .run();
      const known = db.drizzle.select().from(api_keys).where(eq(api_keys.id, id)).get();
      return known !== undefined;
    },
    async touch(id, at) {
      const ms = Date.parse(at);
      const longAgo = or(
        isNull(api_keys.last_used_at),
        lte(api_keys.last_used_at, ms - KEY_TOUCH_MS),
      );
      db.drizzle
        .update(api_keys)
        .set({ last_used_at: ms })
        .where(and(eq(api_keys.id, id), longAgo))
        .run();
    },
  };
}
