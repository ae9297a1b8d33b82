import { count, eq, lt, lte } from 'drizzle-orm';
import type { CasePrivateStore } from '../case-private.ts';
import { case_private } from '../schema/beside.ts';
import { dropErasedPages, type Database } from './open.ts';

/** Exact positions beside the ledger, on SQLite. */
export function openCasePrivateStore(db: Database): CasePrivateStore {
  return {
    async keep(caseId, { lat, lon }, eraseAt) {
      const erase_at = Date.parse(eraseAt);
      db.drizzle
        .insert(case_private)
        .values({ case_id: caseId, lat, lon, erase_at })
        .onConflictDoUpdate({ target: case_private.case_id, set: { lat, lon, erase_at } })
        .run();
    },
    async read(caseId) {
      const row = db.drizzle
        .select({ lat: case_private.lat, lon: case_private.lon })
        .from(case_private)
        .where(eq(case_private.case_id, caseId))
        .get();
      return row ?? null;
    },
    async until(caseId) {
      const row = db.drizzle
        .select({ at: case_private.erase_at })
        .from(case_private)
        .where(eq(case_private.case_id, caseId))
        .get();
      return row === undefined ? null : new Date(row.at).toISOString();
    },
    async due(now) {
      const rows = db.drizzle
        .select({ id: case_private.case_id })
        .from(case_private)
        .where(lte(case_private.erase_at, Date.parse(now)))
        .all();
      return rows.map(({ id }) => id);
    },
    async overdue(then) {
      const row = db.drizzle
        .select({ rows: count() })
        .from(case_private)
        .where(lt(case_private.erase_at, Date.parse(then)))
        .get();
      return row?.rows ?? 0;
    },
    async eraseDue(now) {
      const { changes } = db.drizzle
        .delete(case_private)
        .where(lte(case_private.erase_at, Date.parse(now)))
        .run();
      dropErasedPages(db, changes);
      return changes;
    },
  };
}
