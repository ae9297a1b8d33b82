import { and, asc, desc, eq, gt, lt, lte, sql } from 'drizzle-orm';
import type { UnitKind } from '#domain/words.ts';
import { reader_positions } from '../schema/decisions.ts';
import { unit_trends as t } from '../schema/trends.ts';
import { TREND_DAYS_KEPT, type TrendLog, type TrendRow } from '../trends.ts';
import { LAST_OF_EACH } from '../trends-last.ts';
import type { Database } from './open.ts';

const READER = 'trends';
const DAY_MS = 86_400_000;

/** The trends on SQLite. */
export function openTrendLog({ drizzle }: Database): TrendLog {
  /** Day up to which old rows were looked for, so that it is done once a day. */
  let cleared = -Infinity;

  /** The row that still holds at the cut stays: it says what was known from there on. */
  function forget(now: number): void {
    const cut = now - TREND_DAYS_KEPT * DAY_MS;
    if (cut < cleared + DAY_MS) return;
    cleared = cut;
    const replaced = sql`exists (select 1 from unit_trends later where later.facility = ${t.facility}
      and later.unit_kind = ${t.unit_kind} and later.at_ms > ${t.at_ms} and later.at_ms <= ${cut})`;
    drizzle
      .delete(t)
      .where(and(lt(t.at_ms, cut), replaced))
      .run();
  }

  const unit = and(
    eq(t.facility, sql.placeholder('facility')),
    eq(t.unit_kind, sql.placeholder('kind')),
  );
  const holding = drizzle
    .select()
    .from(t)
    .where(and(unit, lte(t.at_ms, sql.placeholder('from'))))
    .orderBy(desc(t.at_ms))
    .limit(1)
    .prepare();
  const later = drizzle
    .select()
    .from(t)
    .where(and(unit, gt(t.at_ms, sql.placeholder('from')), lte(t.at_ms, sql.placeholder('to'))))
    .orderBy(asc(t.at_ms))
    .prepare();

  return {
    apply(rows, seq) {
      drizzle.transaction(() => {
        let newest = -Infinity;
        for (const { facility, kind, at, available, staffed } of rows) {
          newest = Math.max(newest, at);
          drizzle
            .insert(t)
            .values({ facility, unit_kind: kind, at_ms: at, available, staffed })
            .onConflictDoUpdate({
              target: [t.facility, t.unit_kind, t.at_ms],
              set: { available, staffed },
            })
            .run();
        }
        if (newest > -Infinity) forget(newest);
        drizzle
          .insert(reader_positions)
          .values({ reader: READER, seq })
          .onConflictDoUpdate({ target: reader_positions.reader, set: { seq } })
          .run();
      });
    },
    async lastSeq() {
      const row = drizzle
        .select({ seq: reader_positions.seq })
        .from(reader_positions)
        .where(eq(reader_positions.reader, READER))
        .get();
      return row?.seq ?? 0;
    },
    async last() {
      const isLast = sql`(${t.facility}, ${t.unit_kind}, ${t.at_ms}) in ${LAST_OF_EACH}`;
      return drizzle.select().from(t).where(isLast).all().map(toTrendRow);
    },
    async rows({ units, from, to }) {
      return units.flatMap((one) => [
        ...holding.all({ ...one, from }).map(toTrendRow),
        ...later.all({ ...one, from, to }).map(toTrendRow),
      ]);
    },
  };
}

// The words come from the ledger's own entries, so they are words of the domain.
export function toTrendRow({ at_ms, unit_kind, ...row }: typeof t.$inferSelect): TrendRow {
  return { ...row, kind: unit_kind as UnitKind, at: at_ms };
}
