import { and, desc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { ApiKeyStore } from '../api-keys.ts';
import { KEY_TOUCH_MS, toKey } from '../sqlite/api-keys.ts';
import { byBytes, touched } from './beside.ts';
import type { Postgres } from './open.ts';
import { api_keys } from './schema/access.ts';

/** API keys on PostgreSQL. */
export function openApiKeyStore({ drizzle }: Postgres): ApiKeyStore {
  return {
    async insert(key) {
      await drizzle.insert(api_keys).values({
        id: key.id,
        name: key.name,
        hash: key.hash,
        prefix: key.prefix,
        scope: JSON.stringify(key.scope),
        created_at: Date.parse(key.createdAt),
        expires_at: Date.parse(key.expiresAt),
        created_by: key.createdBy,
      });
    },
    async findByHash(hash) {
      const either = or(eq(api_keys.hash, hash), eq(api_keys.previous_hash, hash));
      const [row] = await drizzle.select().from(api_keys).where(either);
      return row ? toKey(row) : null;
    },
    async list() {
      const rows = await drizzle
        .select()
        .from(api_keys)
        .orderBy(desc(api_keys.created_at), byBytes(api_keys.id));
      return rows.map(toKey);
    },
    async revoke(id, at) {
      const revoked = await drizzle
        .update(api_keys)
        .set({ revoked_at: Date.parse(at) })
        .where(and(eq(api_keys.id, id), isNull(api_keys.revoked_at)));
      if (touched(revoked) > 0) return true;
      const known = await drizzle
        .select({ id: api_keys.id })
        .from(api_keys)
        .where(eq(api_keys.id, id));
      return known.length > 0;
    },
    async rotate({ id, seen, hash, prefix, at, expiresAt, previousUntil }) {
      const [row] = await drizzle
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
        .returning();
      return row === undefined ? null : toKey(row);
    },
    async endPrevious(id, at) {
      const ms = Date.parse(at);
      await drizzle
        .update(api_keys)
        .set({ previous_until: ms })
        .where(and(eq(api_keys.id, id), gt(api_keys.previous_until, ms)));
      const known = await drizzle
        .select({ id: api_keys.id })
        .from(api_keys)
        .where(eq(api_keys.id, id));
      return known.length > 0;
    },
    async touch(id, at) {
      const ms = Date.parse(at);
      const longAgo = or(
        isNull(api_keys.last_used_at),
        lte(api_keys.last_used_at, ms - KEY_TOUCH_MS),
      );
      await drizzle
        .update(api_keys)
        .set({ last_used_at: ms })
        .where(and(eq(api_keys.id, id), longAgo));
    },
  };
}
