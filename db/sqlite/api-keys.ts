import { and, desc, eq, isNull, lte, or } from 'drizzle-orm';
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
  };
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
      const row = db.drizzle.select().from(api_keys).where(eq(api_keys.hash, hash)).get();
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
