import { and, asc, desc, eq, gt, lt, lte, sql } from 'drizzle-orm';
import type { Report } from '../ledger.ts';
import { toTrendRow } from '../sqlite/trends.ts';
import { TREND_DAYS_KEPT, type TrendLog } from '../trends.ts';
import { LAST_OF_EACH } from '../trends-last.ts';
import { noteReader, readerAt, type TxDrizzle } from './beside.ts';
import type { Postgres } from './open.ts';
import { unit_trends as t } from './schema/trends.ts';
import { WriteBehind } from './write-behind.ts';

const READER = 'trends';
const DAY_MS = 86_400_000;

/** The trends on PostgreSQL. */
export function openTrendLog(db: Postgres, report: Report): TrendLog & { close(): Promise<void> } {
  const { drizzle } = db;
  const behind = new WriteBehind(db, 'writing trends', report);
  /** Day up to which old rows were looked for, so that it is done once a day. */
  let cleared = -Infinity;

  /** The row that still holds at the cut stays: it says what was known from there on. */
  async function forget(tx: TxDrizzle, now: number): Promise<void> {
    const cut = now - TREND_DAYS_KEPT * DAY_MS;
    if (cut < cleared + DAY_MS) return;
    cleared = cut;
    const replaced = sql`exists (select 1 from unit_trends later where later.facility = ${t.facility}
      and later.unit_kind = ${t.unit_kind} and later.at_ms > ${t.at_ms} and later.at_ms <= ${cut})`;
    await tx.delete(t).where(and(lt(t.at_ms, cut), replaced));
  }

  return {
    apply(rows, seq) {
      const values = rows.map(({ facility, kind, at, available, staffed }) => ({
        ...{ facility, unit_kind: kind, at_ms: at, available, staffed },
      }));
      behind.add(async (tx) => {
        // One statement may not name a row twice: the last word counts, as it does one by one.
        const last = new Map(
          values.map((one) => [`${one.facility} ${one.unit_kind} ${one.at_ms}`, one]),
        );
        const all = [...last.values()];
        for (let from = 0; from < all.length; from += CHUNK)
          await tx
            .insert(t)
            .values(all.slice(from, from + CHUNK))
            .onConflictDoUpdate({
              target: [t.facility, t.unit_kind, t.at_ms],
              set: { available: sql`excluded.available`, staffed: sql`excluded.staffed` },
            });
        const newest = Math.max(...all.map((one) => one.at_ms), -Infinity);
        if (newest > -Infinity) await forget(tx, newest);
        await noteReader(tx, READER, seq);
      });
    },
    async lastSeq() {
      await behind.settled();
      return readerAt(db, READER);
    },
    async last() {
      await behind.settled();
      const isLast = sql`(${t.facility}, ${t.unit_kind}, ${t.at_ms}) in ${LAST_OF_EACH}`;
      return (await drizzle.select().from(t).where(isLast)).map(toTrendRow);
    },
    async rows({ units, from, to }) {
      await behind.settled();
      const found = await Promise.all(
        units.map(async ({ facility, kind }) => {
          const unit = and(eq(t.facility, facility), eq(t.unit_kind, kind));
          const [holding, later] = await Promise.all([
            drizzle
              .select()
              .from(t)
              .where(and(unit, lte(t.at_ms, from)))
              .orderBy(desc(t.at_ms))
              .limit(1),
            drizzle
              .select()
              .from(t)
              .where(and(unit, gt(t.at_ms, from), lte(t.at_ms, to)))
              .orderBy(asc(t.at_ms)),
          ]);
          return [...holding, ...later];
        }),
      );
      return found.flat().map(toTrendRow);
    },
    close: () => behind.close(),
  };
}

/** Rows of one statement: five columns each, of 65,535 parameters at most. */
const CHUNK = 10_000;
