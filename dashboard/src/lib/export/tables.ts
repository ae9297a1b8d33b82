/** What each table of the pages is as a file: its columns over its own rows. Pure. */
import type { FacilityState } from '#domain/picture.ts';
import type { Policy } from '#domain/routing/policy.ts';
import type { HistoryLine } from '#wire/replay.ts';
import type { BoardKind, BoardRow, StopNow } from '#lib/board/board.ts';
import type { Neighbour } from '#lib/board/neighbours.ts';
import { viewIn } from '#lib/board/board.ts';
import type { Indicators } from '#lib/decisions/log.ts';
import { ruleName } from '#lib/dispatch/sentences.ts';
import type { Row as ListRow } from '#lib/map/rows.ts';
import type { RegionSummary } from '#lib/map/summary.ts';
import { limitRows, penaltyRows } from '#lib/rules/penalty-rows.ts';
import { formats, type Language } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import { facilityColumns, statusColumns, unitColumns } from './columns.ts';
import { momentColumns, type Column } from './csv.ts';

export interface Content<Row> {
  columns: Column<Row>[];
  rows: readonly Row[];
}
type RegionName = (id: string) => string;

export function listTable(
  rows: readonly ListRow[],
  regionName: RegionName,
  t: Words,
): Content<ListRow> {
  return {
    rows,
    columns: [
      ...facilityColumns<ListRow>((row) => row.facility, regionName, t),
      ...statusColumns<ListRow>((row) => row.ed, t),
      ...unitColumns<ListRow>('trauma-bay', (row) => row.bays, t),
      ...unitColumns<ListRow>('icu', (row) => row.icu, t),
    ],
  };
}

export function regionsTable(rows: readonly RegionSummary[], t: Words): Content<RegionSummary> {
  const glyphs = ['stop', 'impending', 'open', 'stale', 'unknown'] as const;
  const sums = ['bays', 'icu'] as const;
  return {
    rows,
    columns: [
      { name: t.board.title, of: (row) => row.name },
      { name: t.map.eds, of: (row) => row.eds },
      ...glyphs.map((glyph) => ({
        name: t.status.glyph[glyph],
        of: (row: RegionSummary) => row.counts[glyph],
      })),
      ...sums.flatMap((sum): Column<RegionSummary>[] => {
        const name = t.units.kind[sum === 'bays' ? 'trauma-bay' : 'icu'];
        return [
          { name: `${name}: ${t.units.available}`, of: (row) => row[sum].free },
          { name: `${name}: ${t.units.staffed}`, of: (row) => row[sum].staffed },
          { name: `${name}: ${t.exports.known}`, of: (row) => row[sum].known },
          { name: `${name}: ${t.exports.units}`, of: (row) => row[sum].of },
        ];
      }),
      ...momentColumns<RegionSummary>(t.exports.oldest, (row) => row.oldest, t.exports),
    ],
  };
}

export function boardTable(
  rows: readonly BoardRow[],
  kinds: readonly BoardKind[],
  inbound: boolean,
  regionName: RegionName,
  t: Words,
): Content<BoardRow> {
  return {
    rows,
    columns: [
      ...facilityColumns<BoardRow>((row) => row.facility, regionName, t),
      ...statusColumns<BoardRow>((row) => row.ed, t),
      ...kinds.flatMap((kind) => unitColumns<BoardRow>(kind, (row) => viewIn(row, kind), t)),
      ...(inbound ? [{ name: t.board.onTheWay, of: (row: BoardRow) => row.inbound }] : []),
    ],
  };
}

export function neighboursTable(
  rows: readonly Neighbour[],
  regionName: RegionName,
  t: Words,
): Content<Neighbour> {
  return {
    rows,
    columns: [
      ...facilityColumns<Neighbour>((row) => row.facility, regionName, t),
      ...statusColumns<Neighbour>((row) => row.ed, t),
      ...unitColumns<Neighbour>('trauma-bay', (row) => row.bays, t),
      ...unitColumns<Neighbour>('icu', (row) => row.icu, t),
      { name: t.exports.driveLow, of: ({ drive }) => drive?.low ?? null },
      { name: t.exports.driveHigh, of: ({ drive }) => drive?.high ?? null },
      { name: t.exports.driveEngine, of: ({ drive }) => drive?.engine ?? null },
    ],
  };
}

export function stopsTable(
  rows: readonly StopNow[],
  regionName: RegionName,
  t: Words,
): Content<StopNow> {
  return {
    rows,
    columns: [
      ...facilityColumns<StopNow>((row): FacilityState => row.facility, regionName, t),
      { name: t.exports.scope, of: ({ stop }) => t.units.scope[stop.scope] },
      { name: t.exports.level, of: ({ stop }) => t.status[stop.level] },
      { name: t.exports.reason, of: ({ stop }) => t.units.reason[stop.reason] },
      ...momentColumns<StopNow>(t.exports.from, ({ stop }) => stop.from, t.exports),
      ...momentColumns<StopNow>(t.exports.until, ({ stop }) => stop.until, t.exports),
    ],
  };
}

/** Name, value and what it is of, a line each. */
export function indicatorsTable(
  { severe, norm, decisions, overridden, owingReason }: Indicators,
  t: Words,
): Content<[string, number, number | null]> {
  const say = t.decisions.indicators;
  return {
    rows: [
      [`${say.title}: ${say.level1}`, severe.toLevel1, severe.cases],
      [`${say.title}: ${say.designated}`, severe.toDesignated, severe.cases],
      [t.exports.norm, norm, null],
      [t.exports.overridden, overridden, decisions],
      [t.exports.owing, owingReason, overridden],
    ],
    columns: [
      { name: t.exports.indicator, of: ([name]) => name },
      { name: t.exports.value, of: ([, value]) => value },
      { name: t.exports.ofTotal, of: ([, , total]) => total },
    ],
  };
}

interface RuleRow {
  name: string;
  value: string;
  life: number | null;
  other: number | null;
  evidence: 'evidence' | 'proposal';
  source: string;
}

export function rulesTable(policy: Policy, language: Language, t: Words): Content<RuleRow> {
  const format = formats[language];
  const rows: RuleRow[] = [
    ...penaltyRows(policy, t.rules, format).map(({ code, details, ...row }) => ({
      ...row,
      name: ruleName(code, language),
      value: details.join('; '),
    })),
    ...limitRows(policy, t.rules, format).map(({ name, ...row }) => ({
      ...row,
      name: t.rules.scalars[name],
      life: null,
      other: null,
    })),
  ];
  const heads = t.rules.columns;
  return {
    rows,
    columns: [
      { name: heads.rule, of: (row) => row.name },
      { name: heads.life, of: (row) => row.life },
      { name: heads.other, of: (row) => row.other },
      { name: heads.value, of: (row) => row.value },
      { name: heads.mark, of: (row) => t.rules.evidence[row.evidence] },
      { name: heads.source, of: (row) => row.source },
      { name: t.exports.policy, of: () => `${policy.id} ${policy.version}` },
    ],
  };
}

/** The entries of the ledger that one decision's case is made of. */
export function timelineTable(
  rows: readonly HistoryLine[],
  nameOf: (id: string) => string,
  t: Words,
): Content<HistoryLine> {
  return {
    rows,
    columns: [
      { name: t.exports.entry, of: (row) => row.seq },
      ...momentColumns<HistoryLine>(t.decisions.columns.time, (row) => row.at, t.exports),
      { name: t.exports.kind, of: (row) => t.decisions.kinds[row.kind] },
      { name: t.exports.by, of: (row) => nameOf(row.by) },
      {
        name: t.map.hospital,
        of: (row) => (row.facility === null ? null : nameOf(row.facility)),
      },
    ],
  };
}
