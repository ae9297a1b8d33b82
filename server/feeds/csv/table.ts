/**
 * Rows of a spreadsheet, whatever file they came in: our own template (a row a unit) and the aggregate of SANER (a row a hospital).
 * Each row that cannot be used is named with its reason; whether anything is written is for whoever calls. Source: capacity model, 2.1.
 */
import { instantSchema } from '#domain/capacity/observe.ts';
import { iso } from '#domain/clock.ts';
import { AGB, canonicalSystem, OWN } from '#domain/identifiers/identifiers.ts';
import { UNIT_KINDS, UNIT_STATUSES, type UnitKind, type UnitStatus } from '#domain/words.ts';
import type { RowFault } from '#wire/feeds.ts';
import { dutchMoment } from '../core/dutch-time.ts';
import { NO_FIGURES, type Anomaly, type FeedFigures, type FeedItem } from '../core/item.ts';
import { keepable } from '../core/words.ts';

export type { RowFault } from '#wire/feeds.ts';

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

/** Those of them that hold a number of beds. */
export const COUNT_COLUMNS = ['staffed', 'physical', 'occupied', 'available'] as const;

export const MOST_ROWS = 5_000;

/**
 * What rows of cells say; null when none of the headers is one that we know. The first row is the header; a row without any text is
 * passed over and counted.
 */
export function tableOf(rows: readonly (readonly string[])[]): CsvTable | null {
  const header = (rows[0] ?? []).map((name) => name.trim());
  const read = header.includes('unit')
    ? ownRow
    : header.some((name) => SANER_COLUMNS.has(name.toLowerCase()))
      ? sanerRow
      : null;
  if (read === null) return null;
  const table: CsvTable = { items: [], faults: [], anomalies: [], observedAt: null };
  const named = header.filter((name) => name !== '').map((name) => name.toLowerCase());
  // Two columns of one name: nothing says which of them counts.
  const twice = header.find((name) => named.filter((one) => one === name.toLowerCase()).length > 1);
  if (twice !== undefined)
    table.faults.push({ row: 1, column: shown(twice), code: 'DOUBLE_COLUMN' });
  if (rows.length - 1 > MOST_ROWS)
    table.faults.push({ row: MOST_ROWS + 2, column: null, code: 'TOO_MANY_ROWS' });
  rows.slice(1, MOST_ROWS + 1).forEach((cells, n) => {
    const at = n + 2;
    const texts = cells.map((cell) => cell.trim());
    if (texts.every((text) => text === '')) return;
    // More cells than columns: a comma inside a number has cut it in two, perhaps, and every cell after it means another column.
    if (texts.slice(header.length).some((text) => text !== '')) {
      table.faults.push({ row: at, column: null, code: 'ROW_WIDTH' });
      return;
    }
    const row = new Map(header.map((name, column) => [name, texts[column] ?? '']));
    read(row, at, table);
  });
  table.observedAt =
    table.items
      .flatMap((item) => item.figures.observedAt ?? [])
      .sort()
      .at(-1) ?? null;
  return table;
}

/** A header that is not one of ours is not repeated: anything could be in it. */
const shown = (name: string) =>
  TEMPLATE_COLUMNS.find((one) => one === name) ??
  (SANER_COLUMNS.has(name.toLowerCase()) ? name : null);

type Row = ReadonlyMap<string, string>;

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

function ownRow(row: Row, at: number, table: CsvTable): void {
  const before = table.faults.length;
  const fault = (column: string | null, code: RowFault['code']) =>
    table.faults.push({ row: at, column, code });
  const anomalies: Anomaly[] = [];
  const kind = UNIT_KINDS.find((one) => one === row.get('unit')?.trim());
  if (kind === undefined) fault('unit', 'UNKNOWN_UNIT_KIND');
  const facility = row.get('facility')?.trim() ?? '';
  if (facility === '') fault('facility', 'NO_FACILITY');
  const counts = { staffed: null, physical: null, occupied: null, available: null } as Pick<
    FeedFigures,
    'staffed' | 'physical' | 'occupied' | 'available'
  >;
  for (const column of COUNT_COLUMNS) {
    const count = countOf(row.get(column));
    if (count === 'bad') fault(column, 'BAD_COUNT');
    else counts[column] = count;
  }
  const word = row.get('status')?.trim().toLowerCase() ?? '';
  const status = word === '' ? null : STATUS_WORDS.get(word);
  if (status === undefined) fault('status', 'BAD_STATUS');
  const [validUntil, observedAt] = [timeOf(row.get('validUntil')), timeOf(row.get('observedAt'))];
  if (validUntil === 'bad') fault('validUntil', 'BAD_TIME');
  if (observedAt === 'bad') fault('observedAt', 'BAD_TIME');
  const reason = keepable(row.get('reason') ?? null, (one) => anomalies.push(one));
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

function sanerRow(row: Row, at: number, table: CsvTable): void {
  const cells = new Map([...row].map(([name, text]) => [name.toLowerCase(), text]));
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
