import { and, asc, eq, gt, isNotNull, isNull, lt } from 'drizzle-orm';
import { walls } from '../schema/walls.ts';
import type { StoredWall, WallStore } from '../walls.ts';
import type { Database } from './open.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** Null for one that still waits. */
export function toWall(row: typeof walls.$inferSelect): StoredWall | null {
  const { name, setup, paired_at: paired } = row;
  if (name === null || setup === null || paired === null) return null;
  return {
    id: row.id,
    name,
    setup: JSON.parse(setup) as unknown,
    pairedAt: iso(paired),
    pairedBy: row.paired_by ?? '',
    lastSeenAt: iso(row.last_seen_at ?? paired),
    revokedAt: row.revoked_at === null ? null : iso(row.revoked_at),
  };
}

/** Wall screens on SQLite. */
export function openWallStore({ drizzle }: Database): WallStore {
  const standing = (id: string) =>
    and(eq(walls.id, id), isNotNull(walls.paired_at), isNull(walls.revoked_at));
  return {
    async ask({ id, secretHash, codeHash, codeExpiresAt, at }) {
      drizzle
        .insert(walls)
        .values({
          id,
          secret_hash: secretHash,
          code_hash: codeHash,
          code_expires_at: Date.parse(codeExpiresAt),
          created_at: Date.parse(at),
        })
        .run();
    },
    async renewCode(id, codeHash, codeExpiresAt) {
      const { changes } = drizzle
        .update(walls)
        .set({ code_hash: codeHash, code_expires_at: Date.parse(codeExpiresAt) })
        .where(and(eq(walls.id, id), isNull(walls.paired_at)))
        .run();
      return changes === 1;
    },
    async findBySecret(secretHash) {
      const row = drizzle.select().from(walls).where(eq(walls.secret_hash, secretHash)).get();
      if (row === undefined) return null;
      const paired = toWall(row);
      if (paired !== null) return { id: row.id, paired };
      const codeExpiresAt = row.code_expires_at === null ? null : iso(row.code_expires_at);
      return { id: row.id, paired: null, codeExpiresAt };
    },
    async pair({ codeHash, name, setup, by, at }) {
      const now = Date.parse(at);
      const row = drizzle
        .update(walls)
        .set({
          code_hash: null,
          code_expires_at: null,
          name,
          setup: JSON.stringify(setup),
          paired_at: now,
          paired_by: by,
          last_seen_at: now,
        })
        .where(and(eq(walls.code_hash, codeHash), gt(walls.code_expires_at, now)))
        .returning()
        .get() as typeof walls.$inferSelect | undefined;
      return row === undefined ? null : toWall(row);
    },
    async find(id) {
      const row = drizzle.select().from(walls).where(eq(walls.id, id)).get();
      return row === undefined ? null : toWall(row);
    },
    async list() {
      return drizzle
        .select()
        .from(walls)
        .where(and(isNotNull(walls.paired_at), isNull(walls.revoked_at)))
        .orderBy(asc(walls.name), asc(walls.id))
        .all()
        .flatMap((row) => toWall(row) ?? []);
    },
    async change(id, name, setup) {
      const row = drizzle
        .update(walls)
        .set({ name, setup: JSON.stringify(setup) })
        .where(standing(id))
        .returning()
        .get() as typeof walls.$inferSelect | undefined;
      return row === undefined ? null : toWall(row);
    },
    async revoke(id, at) {
      const { changes } = drizzle
        .update(walls)
        .set({ revoked_at: Date.parse(at) })
        .where(standing(id))
        .run();
      return changes === 1;
    },
    async touch(id, at) {
      drizzle
        .update(walls)
        .set({ last_seen_at: Date.parse(at) })
        .where(eq(walls.id, id))
        .run();
    },
    async forgetUnpaired(codeExpiredBefore) {
      drizzle
        .delete(walls)
        .where(
          and(isNull(walls.paired_at), lt(walls.code_expires_at, Date.parse(codeExpiredBefore))),
        )
        .run();
    },
  };
}
