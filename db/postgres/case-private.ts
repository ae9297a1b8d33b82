import { eq, lte } from 'drizzle-orm';
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
    async eraseDue(now) {
      const erased = touched(
        await db.drizzle.delete(case_private).where(lte(case_private.erase_at, Date.parse(now))),
      );
      await dropErasedRows(db, erased, ['case_private']);
      return erased;
    },
  };
}
