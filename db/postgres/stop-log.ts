import { and, asc, desc, eq, gt, gte, lte, sql } from 'drizzle-orm';
import type { Report } from '../ledger.ts';
import { toCounts, toStop } from '../sqlite/stop-log.ts';
import type { StopLog } from '../stop-log.ts';
import { noteReader, readerAt } from './beside.ts';
import type { Postgres } from './open.ts';
import { stop_counts as c, stop_log as s } from './schema/stop-log.ts';
import { WriteBehind } from './write-behind.ts';

const READER = 'stop-log';

/** The stop log on PostgreSQL. */
export function openStopLog(db: Postgres, report: Report): StopLog & { close(): Promise<void> } {
  const { drizzle } = db;
  const behind = new WriteBehind(db, 'writing the stop log', report);
  return {
    apply({ started, ended, counts, seq }) {
      behind.add(async (tx) => {
        for (const { facility, region, stop } of started) {
          const { id, scope, level, reason, from, until } = stop;
          const times = { from_ms: Date.parse(from), end_ms: Date.parse(until) };
          await tx
            .insert(s)
            .values({ stop_id: id, facility, region, scope, level, reason, ...times })
            // Told a second time: what is known of its end stays.
            .onConflictDoUpdate({ target: s.stop_id, set: { reason } });
        }
        // The end of a stop only ever comes nearer.
        for (const { stop, at } of ended)
          await tx
            .update(s)
            .set({ end_ms: sql`least(${s.end_ms}, ${Date.parse(at)}::bigint)` })
            .where(eq(s.stop_id, stop));
        for (const { region, at, stops, impending, eds } of counts)
          await tx
            .insert(c)
            .values({ region, at_ms: at, stops, impending, eds })
            .onConflictDoUpdate({
              target: [c.region, c.at_ms],
              set: { stops, impending, eds },
            });
        await noteReader(tx, READER, seq);
      });
    },
    async lastSeq() {
      await behind.settled();
      return readerAt(db, READER);
    },
    async stops({ from, to, region, limit }) {
      await behind.settled();
      const rows = await drizzle
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
        .limit(limit);
      return rows.map(toStop);
    },
    async counts({ from, to, region }) {
      await behind.settled();
      const here = region === undefined ? undefined : eq(c.region, region);
      const holding = await drizzle
        .selectDistinctOn([c.region])
        .from(c)
        .where(and(here, lte(c.at_ms, from)))
        .orderBy(c.region, desc(c.at_ms));
      const later = await drizzle
        .select()
        .from(c)
        .where(and(here, gt(c.at_ms, from), lte(c.at_ms, to)))
        .orderBy(asc(c.at_ms));
      return [...holding.sort((a, b) => a.at_ms - b.at_ms), ...later].map(toCounts);
    },
    close: () => behind.close(),
  };
}
