import { and, asc, desc, eq, gt, gte, lte } from 'drizzle-orm';
import type { StopLevel, StopReason, StopScope } from '#domain/words.ts';
import type { CountsRow, StopLog, StopRow } from '../stop-log.ts';
import { reader_positions } from '../schema/decisions.ts';
import { stop_counts as c, stop_log as s } from '../schema/stop-log.ts';
import type { Database } from './open.ts';

const READER = 'stop-log';

const iso = (ms: number) => new Date(ms).toISOString();

/** The stop log on SQLite. */
export function openStopLog({ drizzle }: Database): StopLog {
  /** The end of a stop only ever comes nearer. */
  function end(stop: string, at: number): void {
    const row = drizzle.select({ end: s.end_ms }).from(s).where(eq(s.stop_id, stop)).get();
    if (row !== undefined && at < row.end)
      drizzle.update(s).set({ end_ms: at }).where(eq(s.stop_id, stop)).run();
  }

  return {
    apply({ started, ended, counts, seq }) {
      drizzle.transaction(() => {
        for (const { facility, region, stop } of started) {
          const { id, scope, level, reason, from, until } = stop;
          const times = { from_ms: Date.parse(from), end_ms: Date.parse(until) };
          drizzle
            .insert(s)
            .values({ stop_id: id, facility, region, scope, level, reason, ...times })
            // Told a second time: what is known of its end stays.
            .onConflictDoUpdate({ target: s.stop_id, set: { reason } })
            .run();
        }
        for (const { stop, at } of ended) end(stop, Date.parse(at));
        for (const { region, at, stops, impending, eds } of counts)
          drizzle
            .insert(c)
            .values({ region, at_ms: at, stops, impending, eds })
            .onConflictDoUpdate({
              target: [c.region, c.at_ms],
              set: { stops, impending, eds },
            })
            .run();
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
    async stops({ from, to, region, limit }) {
      const rows = drizzle
        .select()
        .from(s)
        .where(
          and(
            gte(s.end_ms, from),
            lte(s.from_ms, to),
            region === undefined ? undefined : eq(s.region, region),
          ),
        )
        .orderBy(desc(s.end_ms))
        .limit(limit)
        .all();
      return rows.map(toStop);
    },
    async counts({ from, to, region }) {
      const here = region === undefined ? undefined : eq(c.region, region);
      const regions = drizzle.selectDistinct({ region: c.region }).from(c).where(here).all();
      const holding: CountsRow[] = [];
      for (const one of regions) {
        const row = drizzle
          .select()
          .from(c)
          .where(and(eq(c.region, one.region), lte(c.at_ms, from)))
          .orderBy(desc(c.at_ms))
          .limit(1)
          .get();
        if (row !== undefined) holding.push(toCounts(row));
      }
      const later = drizzle
        .select()
        .from(c)
        .where(and(here, gt(c.at_ms, from), lte(c.at_ms, to)))
        .orderBy(asc(c.at_ms))
        .all();
      return [...holding.sort((a, b) => a.at - b.at), ...later.map(toCounts)];
    },
  };
}

export function toCounts({ at_ms, ...row }: typeof c.$inferSelect): CountsRow {
  return { ...row, at: at_ms };
}

// The words come from the ledger's own entries, so they are words of the domain.
export function toStop(row: typeof s.$inferSelect): StopRow {
  return {
    id: row.stop_id,
    facility: row.facility,
    region: row.region,
    scope: row.scope as StopScope,
    level: row.level as StopLevel,
    reason: row.reason as StopReason | null,
    from: iso(row.from_ms),
    end: iso(row.end_ms),
  };
}
