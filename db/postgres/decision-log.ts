import {
  aliasedTable,
  and,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  lt,
  notExists,
  or,
  sql,
  type SQL,
} from 'drizzle-orm';
import type { OverrideReason } from '#domain/words.ts';
import type { DecisionLog, DecisionQuery, DecisionRow, DecisionScope } from '../decision-log.ts';
import type { Report } from '../ledger.ts';
import {
  DECISIONS_DEFAULT,
  DECISIONS_MOST,
  fromCursor,
  fromStored,
  toCursor,
  toStored,
} from '../sqlite/decision-log.ts';
import { noteReader, readerAt, touched, type TxDrizzle } from './beside.ts';
import type { Postgres } from './open.ts';
import { decision_log as t } from './schema/decisions.ts';
import { WriteBehind } from './write-behind.ts';

const READER = 'decision-log';

/** True for the rows that the scope names. */
function visible(scope: DecisionScope): SQL | undefined {
  if (scope.all) return undefined;
  const any = (
    column: typeof t.told_facilities | typeof t.told_regions,
    values: readonly string[],
  ) =>
    sql`exists (select 1 from json_array_elements_text(${column}::json) as told(value) where told.value in ${[...values]})`;
  const ways: (SQL | undefined)[] = [];
  if (scope.room !== undefined) ways.push(eq(t.room, scope.room));
  if (scope.facilities?.length) ways.push(any(t.told_facilities, scope.facilities));
  if (scope.regions?.length) {
    ways.push(inArray(t.case_region, [...scope.regions]), any(t.told_regions, scope.regions));
  }
  return ways.length === 0 ? sql`false` : or(...ways);
}

/** A region is that of the case or of the destination; `to` itself lies outside. */
function within({
  region,
  from,
  to,
}: Pick<DecisionQuery, 'region' | 'from' | 'to'>): SQL | undefined {
  return and(
    region === undefined ? undefined : or(eq(t.case_region, region), eq(t.facility_region, region)),
    from === undefined ? undefined : gte(t.at, Date.parse(from)),
    to === undefined ? undefined : lt(t.at, Date.parse(to)),
  );
}

/** @param keeps what was explained since stays, where another server was further. */
async function record(tx: TxDrizzle, row: DecisionRow, keeps = false): Promise<void> {
  const { decision_id, ...rest } = toStored(row);
  const explained = {
    override_reason: sql`coalesce(excluded.override_reason, ${t.override_reason})`,
    note_id: sql`coalesce(excluded.note_id, ${t.note_id})`,
  };
  await tx
    .insert(t)
    .values({ decision_id, ...rest })
    .onConflictDoUpdate({ target: t.decision_id, set: keeps ? { ...rest, ...explained } : rest });
}

async function explain(
  tx: TxDrizzle,
  id: string,
  reason: OverrideReason,
  noteId: string | null,
): Promise<boolean> {
  const explained = { override_reason: reason, ...(noteId === null ? {} : { note_id: noteId }) };
  return touched(await tx.update(t).set(explained).where(eq(t.decision_id, id))) > 0;
}

/** The decision log on PostgreSQL. */
export async function openDecisionLog(
  db: Postgres,
  report: Report,
): Promise<DecisionLog & { close(): Promise<void> }> {
  const { drizzle } = db;
  const plain = drizzle as unknown as TxDrizzle;
  const behind = new WriteBehind(db, 'writing the decision log', report);
  let lastSeq = await readerAt(db, READER);

  return {
    async recordDecision(row) {
      await behind.settled();
      await record(plain, row);
    },
    async explainOverride(id, reason, noteId) {
      await behind.settled();
      return explain(plain, id, reason, noteId);
    },
    apply(entries, toRow) {
      const news = entries.filter(
        (e) => e.seq > lastSeq && (e.kind === 'decision-made' || e.kind === 'override-explained'),
      );
      const last = news.at(-1);
      if (!last) return;
      // Made now, on the picture as it is; written in their order.
      const writes = news.flatMap((entry): ((tx: TxDrizzle) => Promise<unknown>)[] => {
        if (entry.kind === 'decision-made') {
          const row = toRow(entry);
          return row === null ? [] : [(tx: TxDrizzle) => record(tx, row, true)];
        }
        if (entry.kind !== 'override-explained') return [];
        const { decision, reason, note } = entry.body;
        return [(tx: TxDrizzle) => explain(tx, decision, reason, note?.id ?? null)];
      });
      lastSeq = last.seq;
      behind.add(async (tx) => {
        for (const write of writes) await write(tx);
        await noteReader(tx, READER, last.seq);
      });
    },
    async lastSeq() {
      await behind.settled();
      return lastSeq;
    },
    async find(decisionId, scope) {
      await behind.settled();
      const [row] = await drizzle
        .select()
        .from(t)
        .where(and(eq(t.decision_id, decisionId), visible(scope)));
      return row ? fromStored(row) : null;
    },
    async indicators({ scope, region, from, to }) {
      await behind.settled();
      const asked = and(visible(scope), within({ region, from, to }));
      const later = aliasedTable(t, 'later');
      const last = notExists(
        drizzle
          .select({ one: sql`1` })
          .from(later)
          .where(and(eq(later.case_id, t.case_id), gt(later.seq, t.seq))),
      );
      const [severe] = await drizzle
        .select({
          cases: count(),
          toLevel1: sql<number>`count(*) filter (where ${t.facility_level} = 1)`.mapWith(Number),
          toDesignated: sql<number>`count(*) filter (where ${t.facility_designated})`.mapWith(
            Number,
          ),
        })
        .from(t)
        .where(and(asked, last, inArray(t.category, ['TRAUMA_SEVERE', 'TBI_SEVERE'])));
      const reasons = await drizzle
        .select({ overridden: t.overridden, reason: t.override_reason, decisions: count() })
        .from(t)
        .where(asked)
        .groupBy(t.overridden, t.override_reason);
      const sum = (rows: typeof reasons) => rows.reduce((all, row) => all + row.decisions, 0);
      const others = reasons.filter((row) => row.overridden);
      return {
        severe: severe ?? { cases: 0, toLevel1: 0, toDesignated: 0 },
        decisions: sum(reasons),
        overridden: sum(others),
        owingReason: sum(others.filter((row) => row.reason === null)),
        byReason: Object.fromEntries(
          others.flatMap((row) => (row.reason === null ? [] : [[row.reason, row.decisions]])),
        ),
      };
    },
    async query(wanted) {
      const { scope, region, facility, from, to, overridden, cursor } = wanted;
      const size = Math.max(1, Math.min(wanted.limit ?? DECISIONS_DEFAULT, DECISIONS_MOST));
      const before = cursor === undefined ? undefined : fromCursor(cursor);
      await behind.settled();
      const rows = await drizzle
        .select()
        .from(t)
        .where(
          and(
            visible(scope),
            within({ region, from, to }),
            facility === undefined ? undefined : eq(t.facility, facility),
            overridden === undefined ? undefined : eq(t.overridden, overridden),
            before === undefined ? undefined : lt(t.seq, before),
          ),
        )
        .orderBy(desc(t.seq))
        .limit(size + 1);
      const page = rows.slice(0, size).map(fromStored);
      const last = page.at(-1);
      return { rows: page, next: last && rows.length > size ? toCursor(last.seq) : null };
    },
    close: () => behind.close(),
  };
}
