/**
 * Spreadsheets: our own template (a row a unit) and the aggregate of SANER (a row a hospital). Each row that cannot be used is named
 * with its reason; whether anything is written is for whoever calls. Source: capacity model, 2.1; RFC 4180.
 */
import { parse } from 'csv-parse/sync';
import { instantSchema } from '#domain/capacity/observe.ts';
import { iso } from '#domain/clock.ts';
import { AGB, canonicalSystem, OWN } from '#domain/identifiers/identifiers.ts';
import { UNIT_KINDS, UNIT_STATUSES, type UnitKind, type UnitStatus } from '#domain/words.ts';
import { delimiterOf } from '#wire/csv-delimiter.ts';
import { dutchMoment } from '../core/dutch-time.ts';
import { NO_FIGURES, type Anomaly, type FeedFigures, type FeedItem } from '../core/item.ts';
import { keepable } from '../core/words.ts';

/** A row that cannot be used. `row` counts as a spreadsheet shows it: the header is row 1. */
export interface RowFault {
  row: number;
  column: string | null;
  code:
    'BAD_COUNT' | 'BAD_STATUS' | 'BAD_TIME' | 'UNKNOWN_UNIT_KIND' | 'NO_FACILITY' | 'NOTHING_SAID';
}

export interface CsvTable {
  items: FeedItem[];
  faults: RowFault[];
  anomalies: Anomaly[];
  /** Newest time in it. */
  observedAt: string | null;
}

/** Columns of our own template, in their order. */
export const TEMPLATE_COLUMNS = [
  'facility',
  'unit',
  'staffed',
  'physical',
  'occupied',
  'available',
  'status',
  'reason',
  'validUntil',
  'observedAt',
] as const;

export const MOST_ROWS = 5_000;

/** Null: it is no table, or has none of the headers that we know. */
export function readTable(text: string): CsvTable | null {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      ...{ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true },
      // Headers in the wild end in spaces.
      columns: (names: string[]) => names.map((name) => name.trim()),
      delimiter: delimiterOf(text),
      to: MOST_ROWS,
    });
  } catch {
    return null;
  }
  const header = Object.keys(rows[0] ?? {});
  const read = header.includes('unit')
    ? ownRow
    : header.some((name) => SANER_COLUMNS.has(name.toLowerCase()))
      ? sanerRow
      : null;
  if (read === null) return null;
  const table: CsvTable = { items: [], faults: [], anomalies: [], observedAt: null };
  rows.forEach((row, n) => read(row, n + 2, table));
  table.observedAt =
    table.items
      .flatMap((item) => item.figures.observedAt ?? [])
      .sort()
      .at(-1) ?? null;
  return table;
}

/** Whole numbers only: a spreadsheet is written by a person, who is told of the cell and can mend it. */
function countOf(text: string | undefined): number | null | 'bad' {
  const plain = (text ?? '').trim();
  if (plain === '' || plain === '-' || plain === '–') return null;
  if (!/^\d{1,4}$/.test(plain)) return 'bad';
  return Number(plain);
}

const DUTCH = /^(\d{1,2})-(\d{1,2})-(\d{4})[ T](\d{1,2}):(\d\d)(?::(\d\d))?$/;

/** ISO with an offset, or as a Dutch spreadsheet writes it: `22-11-2026 13:05`, Dutch time. */
function timeOf(text: string | undefined): { at: string | null } | 'bad' {
  const plain = (text ?? '').trim();
  if (plain === '') return { at: null };
  const zoned = instantSchema.safeParse(plain);
  if (zoned.success) return { at: zoned.data };
  const [, day, month, year, hour, minute, second = '0'] = DUTCH.exec(plain) ?? [];
  if (year === undefined) return 'bad';
  const at = dutchMoment({
    ...{ year: Number(year), month: Number(month), day: Number(day) },
    ...{ hour: Number(hour), minute: Number(minute), second: Number(second) },
  });
  return at === null ? 'bad' : { at: iso(at) };
}

const STATUS_WORDS: ReadonlyMap<string, UnitStatus> = new Map([
  ...UNIT_STATUSES.map((status): [string, UnitStatus] => [status, status]),
  ['dreigend', 'limited'],
  ['dreigende stop', 'limited'],
  ['stop', 'closed'],
  ['presentatiestop', 'closed'],
  ['onbekend', 'unknown'],
]);

function ownRow(row: Record<string, string>, at: number, table: CsvTable): void {
  const before = table.faults.length;
  const fault = (column: string | null, code: RowFault['code']) =>
    table.faults.push({ row: at, column, code });
  const anomalies: Anomaly[] = [];
  const kind = UNIT_KINDS.find((one) => one === row.unit?.trim());
  if (kind === undefined) fault('unit', 'UNKNOWN_UNIT_KIND');
  const facility = row.facility?.trim() ?? '';
  if (facility === '') fault('facility', 'NO_FACILITY');
  const counts = { staffed: null, physical: null, occupied: null, available: null } as Pick<
    FeedFigures,
    'staffed' | 'physical' | 'occupied' | 'available'
  >;
  for (const column of ['staffed', 'physical', 'occupied', 'available'] as const) {
    const count = countOf(row[column]);
    if (count === 'bad') fault(column, 'BAD_COUNT');
    else counts[column] = count;
  }
  const word = row.status?.trim().toLowerCase() ?? '';
  const status = word === '' ? null : STATUS_WORDS.get(word);
  if (status === undefined) fault('status', 'BAD_STATUS');
  const [validUntil, observedAt] = [timeOf(row.validUntil), timeOf(row.observedAt)];
  if (validUntil === 'bad') fault('validUntil', 'BAD_TIME');
  if (observedAt === 'bad') fault('observedAt', 'BAD_TIME');
  const reason = keepable(row.reason ?? null, (one) => anomalies.push(one));
  // A row of the template that was left as it was says nothing, and that is no fault.
  const says = Object.values(counts).some((one) => one !== null) || (status ?? null) !== null;
  if (table.faults.length > before || !says) return;
  table.items.push({
    place: `row ${at}`,
    subject: subjectOf(facility),
    kind: kind as UnitKind,
    figures: {
      ...NO_FIGURES,
      ...counts,
      status: status ?? null,
      reason: reason === null ? null : reason.slice(0, 80),
      validUntil: validUntil === 'bad' ? null : validUntil.at,
      observedAt: observedAt === 'bad' ? null : observedAt.at,
    },
    anomalies,
  });
}

/** Our own id, or `register|value`; eight digits are an AGB code. */
function subjectOf(text: string): FeedItem['subject'] {
  const bar = text.indexOf('|');
  if (bar > 0)
    return {
      identifiers: [{ system: canonicalSystem(text.slice(0, bar)), value: text.slice(bar + 1) }],
      name: null,
    };
  if (/^\d{7,8}$/.test(text)) return { identifiers: [{ system: AGB, value: text }], name: null };
  return { identifiers: [{ system: OWN, value: text }], name: null };
}

/** Counts of SANER that mean what ours mean; totals are passed over. Lower case. */
const SANER_COLUMNS: ReadonlyMap<string, [UnitKind, 'staffed' | 'occupied' | 'available']> =
  new Map([
    ['numicubeds', ['icu', 'staffed']],
    ['numicubedsocc', ['icu', 'occupied']],
    ['numicubedsavail', ['icu', 'available']],
    ['numnicubeds', ['nicu', 'staffed']],
    ['numnicubedsocc', ['nicu', 'occupied']],
    ['numnicubedsavail', ['nicu', 'available']],
    ['numimpbeds', ['ward', 'staffed']],
    ['numimpbedsocc', ['ward', 'occupied']],
    ['numimpbedsavail', ['ward', 'available']],
  ]);

/** `M/D/YYYY`: a day and no time, so that the figure counts from its receipt. */
const US_DATE = /^\d{1,2}\/\d{1,2}\/\d{4}$/;

function sanerRow(row: Record<string, string>, at: number, table: CsvTable): void {
  const cells = new Map(Object.entries(row).map(([name, text]) => [name.toLowerCase(), text]));
  const id = cells.get('orgid')?.trim() ?? '';
  if (id === '') {
    table.faults.push({ row: at, column: 'orgid', code: 'NO_FACILITY' });
    return;
  }
  const date = cells.get('collectiondate')?.trim() ?? '';
  const instant = US_DATE.test(date) ? { at: null } : timeOf(date);
  if (instant === 'bad') {
    table.faults.push({ row: at, column: 'collectionDate', code: 'BAD_TIME' });
    return;
  }
  if (US_DATE.test(date)) table.anomalies.push('BAD_TIME');
  const byKind = new Map<UnitKind, FeedFigures>();
  for (const [column, [kind, field]] of SANER_COLUMNS) {
    const count = countOf(cells.get(column));
    if (count === 'bad') table.faults.push({ row: at, column, code: 'BAD_COUNT' });
    else if (count !== null) {
      const known = byKind.get(kind) ?? { ...NO_FIGURES, observedAt: instant.at };
      byKind.set(kind, { ...known, [field]: count });
    }
  }
  for (const [kind, figures] of byKind)
    table.items.push({ place: `row ${at}`, subject: subjectOf(id), kind, figures, anomalies: [] });
}
