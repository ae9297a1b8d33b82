import { and, eq, gt, isNotNull, isNull, lt } from 'drizzle-orm';
import { toWall } from '../sqlite/walls.ts';
import type { WallStore } from '../walls.ts';
import { byBytes, touched } from './beside.ts';
import type { Postgres } from './open.ts';
import { walls } from './schema/walls.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** Wall screens on PostgreSQL. */
export function openWallStore({ drizzle }: Postgres): WallStore {
  const standing = (id: string) =>
    and(eq(walls.id, id), isNotNull(walls.paired_at), isNull(walls.revoked_at));
  return {
    async ask({ id, secretHash, codeHash, codeExpiresAt, at }) {
      await drizzle.insert(walls).values({
        id,
        secret_hash: secretHash,
        code_hash: codeHash,
        code_expires_at: Date.parse(codeExpiresAt),
        created_at: Date.parse(at),
      });
    },
    async renewCode(id, codeHash, codeExpiresAt) {
      const renewed = await drizzle
        .update(walls)
        .set({ code_hash: codeHash, code_expires_at: Date.parse(codeExpiresAt) })
        .where(and(eq(walls.id, id), isNull(walls.paired_at)));
      return touched(renewed) === 1;
    },
    async findBySecret(secretHash) {
      const [row] = await drizzle.select().from(walls).where(eq(walls.secret_hash, secretHash));
      if (row === undefined) return null;
      const paired = toWall(row);
      if (paired !== null) return { id: row.id, paired };
      const codeExpiresAt = row.code_expires_at === null ? null : iso(row.code_expires_at);
      return { id: row.id, paired: null, codeExpiresAt };
    },
    async pair({ codeHash, name, setup, by, at }) {
      const now = Date.parse(at);
      const [row] = await drizzle
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
        .returning();
      return row === undefined ? null : toWall(row);
    },
    async find(id) {
      const [row] = await drizzle.select().from(walls).where(eq(walls.id, id));
      return row === undefined ? null : toWall(row);
    },
    async list() {
      const rows = await drizzle
        .select()
        .from(walls)
        .where(and(isNotNull(walls.paired_at), isNull(walls.revoked_at)))
        .orderBy(byBytes(walls.name), byBytes(walls.id));
      return rows.flatMap((row) => toWall(row) ?? []);
    },
    async change(id, name, setup) {
      const [row] = await drizzle
        .update(walls)
        .set({ name, setup: JSON.stringify(setup) })
        .where(standing(id))
        .returning();
      return row === undefined ? null : toWall(row);
    },
    async revoke(id, at) {
      const revoked = await drizzle
        .update(walls)
        .set({ revoked_at: Date.parse(at) })
        .where(standing(id));
      return touched(revoked) === 1;
    },
    async touch(id, at) {
      await drizzle
        .update(walls)
        .set({ last_seen_at: Date.parse(at) })
        .where(eq(walls.id, id));
    },
    async forgetUnpaired(codeExpiredBefore) {
      await drizzle
        .delete(walls)
        .where(
          and(isNull(walls.paired_at), lt(walls.code_expires_at, Date.parse(codeExpiredBefore))),
        );
    },
  };
}
