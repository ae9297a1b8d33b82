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
import {
  InvalidCursor,
  type DecisionLog,
  type DecisionQuery,
  type DecisionRow,
  type DecisionScope,
} from '../decision-log.ts';
import { decision_log as t, reader_positions } from '../schema/decisions.ts';
import type { Database } from './open.ts';

const READER = 'decision-log';
export const DECISIONS_DEFAULT = 100;
export const DECISIONS_MOST = 1_000;

type Stored = typeof t.$inferSelect;

export function toStored(row: DecisionRow): Stored {
  return {
    decision_id: row.decisionId,
    seq: row.seq,
    at: Date.parse(row.at),
    case_id: row.caseId,
    case_number: row.caseNumber,
    room: row.room,
    case_region: row.caseRegion,
    facility: row.facility,
    facility_region: row.facilityRegion,
    told_facilities: JSON.stringify(row.toldFacilities),
    told_regions: JSON.stringify(row.toldRegions),
    overridden: row.overridden,
    override_reason: row.overrideReason,
    tie: row.tie,
    rank: row.rank,
    advised: row.advised,
    policy_id: row.policyId,
    policy_version: row.policyVersion,
    urgency: row.urgency,
    category: row.category,
    red: row.red,
    facility_level: row.facilityLevel,
    facility_designated: row.facilityDesignated,
    replaces: row.replaces,
    note_id: row.noteId,
  };
}

export function fromStored(row: Stored): DecisionRow {
  // The words come from the ledger's own entries, so they are words of the domain.
  return {
    decisionId: row.decision_id,
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    caseId: row.case_id,
    caseNumber: row.case_number,
    room: row.room,
    caseRegion: row.case_region,
    facility: row.facility,
    facilityRegion: row.facility_region,
    toldFacilities: JSON.parse(row.told_facilities) as string[],
    toldRegions: JSON.parse(row.told_regions) as string[],
    overridden: row.overridden,
    overrideReason: row.override_reason as DecisionRow['overrideReason'],
    tie: row.tie,
    rank: row.rank,
    advised: row.advised,
    policyId: row.policy_id,
    policyVersion: row.policy_version,
    urgency: row.urgency as DecisionRow['urgency'],
    category: row.category as DecisionRow['category'],
    red: row.red,
    facilityLevel: row.facility_level as DecisionRow['facilityLevel'],
    facilityDesignated: row.facility_designated,
    replaces: row.replaces,
    noteId: row.note_id,
  };
}

/** True for the rows that the scope names. */
function visible(scope: DecisionScope): SQL | undefined {
  if (scope.all) return sql`1`;
  const any = (column: SQL | typeof t.told_facilities, values: readonly string[]) =>
    sql`exists (select 1 from json_each(${column}) where value in ${[...values]})`;
  const ways: (SQL | undefined)[] = [];
  if (scope.room !== undefined) ways.push(eq(t.room, scope.room));
  if (scope.facilities?.length) ways.push(any(t.told_facilities, scope.facilities));
  if (scope.regions?.length) {
    ways.push(
      inArray(t.case_region, [...scope.regions]),
      any(sql`${t.told_regions}`, scope.regions),
    );
  }
  return ways.length === 0 ? sql`0` : or(...ways);
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

export const toCursor = (seq: number) => Buffer.from(`d1:${seq}`).toString('base64url');

export function fromCursor(cursor: string): number {
  const match = /^d1:([1-9]\d{0,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match || toCursor(Number(match[1])) !== cursor) throw new InvalidCursor('unknown cursor');
  return Number(match[1]);
}

/** The decision log on SQLite. */
export function openDecisionLog(db: Database): DecisionLog {
  const { drizzle } = db;
  function record(row: DecisionRow): void {
    const { decision_id, ...rest } = toStored(row);
    drizzle
      .insert(t)
      .values({ decision_id, ...rest })
      .onConflictDoUpdate({ target: t.decision_id, set: rest })
      .run();
  }
  function explain(id: string, reason: OverrideReason, noteId: string | null): boolean {
    const explained = {
      override_reason: reason,
      ...(noteId === null ? {} : { note_id: noteId }),
    };
    return drizzle.update(t).set(explained).where(eq(t.decision_id, id)).run().changes > 0;
  }
  function position(): number {
    const row = drizzle
      .select({ seq: reader_positions.seq })
      .from(reader_positions)
      .where(eq(reader_positions.reader, READER))
      .get();
    return row?.seq ?? 0;
  }
  let lastSeq = position();

  return {
    async recordDecision(row) {
      record(row);
    },
    async explainOverride(id, reason, noteId) {
      return explain(id, reason, noteId);
    },
    apply(entries, toRow) {
      const news = entries.filter(
        (e) => e.seq > lastSeq && (e.kind === 'decision-made' || e.kind === 'override-explained'),
      );
      const last = news[news.length - 1];
      if (!last) return;
      drizzle.transaction(() => {
        for (const entry of news) {
          if (entry.kind === 'decision-made') {
            const row = toRow(entry);
            if (row) record(row);
          } else if (entry.kind === 'override-explained') {
            const { decision, reason, note } = entry.body;
            explain(decision, reason, note?.id ?? null);
          }
        }
        drizzle
          .insert(reader_positions)
          .values({ reader: READER, seq: last.seq })
          .onConflictDoUpdate({ target: reader_positions.reader, set: { seq: last.seq } })
          .run();
      });
      lastSeq = last.seq;
    },
    async lastSeq() {
      return lastSeq;
    },
    async find(decisionId, scope) {
      const row = drizzle
        .select()
        .from(t)
        .where(and(eq(t.decision_id, decisionId), visible(scope)))
        .get();
      return row ? fromStored(row) : null;
    },
    async indicators({ scope, region, from, to }) {
      const asked = and(visible(scope), within({ region, from, to }));
      const later = aliasedTable(t, 'later');
      const last = notExists(
        drizzle
          .select({ one: sql`1` })
          .from(later)
          .where(and(eq(later.case_id, t.case_id), gt(later.seq, t.seq))),
      );
      const severe = drizzle
        .select({
          cases: count(),
          toLevel1: sql<number>`coalesce(sum(${t.facility_level} = 1), 0)`,
          toDesignated: sql<number>`coalesce(sum(${t.facility_designated}), 0)`,
        })
        .from(t)
        .where(and(asked, last, inArray(t.category, ['TRAUMA_SEVERE', 'TBI_SEVERE'])))
        .get();
      const reasons = drizzle
        .select({ overridden: t.overridden, reason: t.override_reason, decisions: count() })
        .from(t)
        .where(asked)
        .groupBy(t.overridden, t.override_reason)
        .all();
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
    async query({
      scope,
      region,
      facility,
      from,
      to,
      overridden,
      cursor,
      limit = DECISIONS_DEFAULT,
    }) {
      const size = Math.max(1, Math.min(limit, DECISIONS_MOST));
      const rows = drizzle
        .select()
        .from(t)
        .where(
          and(
            visible(scope),
            within({ region, from, to }),
            facility === undefined ? undefined : eq(t.facility, facility),
            overridden === undefined ? undefined : eq(t.overridden, overridden),
            cursor === undefined ? undefined : lt(t.seq, fromCursor(cursor)),
          ),
        )
        .orderBy(desc(t.seq))
        .limit(size + 1)
        .all();
      const page = rows.slice(0, size).map(fromStored);
      const last = page[page.length - 1];
      return { rows: page, next: last && rows.length > size ? toCursor(last.seq) : null };
    },
  };
}
