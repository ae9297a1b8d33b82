import { count, eq, lt, lte } from 'drizzle-orm';
import type { CasePrivateStore } from '../case-private.ts';
import { touched } from './beside.ts';
import { dropErasedRows, type Postgres } from './open.ts';
import { case_private } from './schema/beside.ts';

/** Exact positions beside the ledger, on PostgreSQL. */
export function openCasePrivateStore(db: Postgres): CasePrivateStore {
  return {
    async keep(caseId, { lat, lon }, eraseAt) {
      const erase_at = Date.parse(eraseAt);
      await db.drizzle
        .insert(case_private)
        .values({ case_id: caseId, lat, lon, erase_at })
        .onConflictDoUpdate({ target: case_private.case_id, set: { lat, lon, erase_at } });
    },
    async read(caseId) {
      const [row] = await db.drizzle
        .select({ lat: case_private.lat, lon: case_private.lon })
        .from(case_private)
        .where(eq(case_private.case_id, caseId));
      return row ?? null;
    },
    async until(caseId) {
      const [row] = await db.drizzle
        .select({ at: case_private.erase_at })
        .from(case_private)
        .where(eq(case_private.case_id, caseId));
      return row === undefined ? null : new Date(row.at).toISOString();
    },
    async due(now) {
      const rows = await db.drizzle
        .select({ id: case_private.case_id })
        .from(case_private)
        .where(lte(case_private.erase_at, Date.parse(now)));
      return rows.map(({ id }) => id);
    },
    async overdue(then) {
      const [row] = await db.drizzle
        .select({ rows: count() })
        .from(case_private)
        .where(lt(case_private.erase_at, Date.parse(then)));
      return row?.rows ?? 0;
    },
    async eraseDue(now) {
      const erased = touched(
        await db.drizzle.delete(case_private).where(lte(case_private.erase_at, Date.parse(now))),
      );
      await dropErasedRows(db, erased, ['case_private']);
      return erased;
    },
  };
}
