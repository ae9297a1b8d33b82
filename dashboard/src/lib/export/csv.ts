/**
 * A table as a file for a spreadsheet. UTF-8 with a byte order mark, lines ended as Windows does, `;` between cells and a comma
 * in decimals, in both languages: a spreadsheet takes its form from the computer's region, which is Dutch, not from our
 * language. What is unknown is an empty cell, never 0. Every row says of which moment and of which entry of the ledger it is,
 * so that a row that was copied elsewhere can still be traced. Pure.
 */
import { iso } from '#domain/clock.ts';
import { harmlessText } from '#wire/csv-cells.ts';
import { sortableTime } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

/** Null and undefined are unknown. */
export type Cell = string | number | boolean | null | undefined;

export interface Column<Row> {
  /** Head of the column, from the dictionary. */
  name: string;
  of: (row: Row) => Cell;
}

/** The picture that a table shows. */
export interface OfPicture {
  /** The last entry of the ledger in it; null when the table is not of the picture. */
  seq: number | null;
  /** Moment at which its ages were reckoned, milliseconds by the server's clock. */
  now: number;
}

export interface Table<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  picture: OfPicture;
}

export const SEPARATOR = ';';
export const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

const MUST_BE_QUOTED = /[";\r\n\t]|^\s|\s$/;

/** The text as a cell: harmless as a formula, quoted where it must be. */
function quoted(text: string): string {
  const harmless = harmlessText(text, SEPARATOR);
  return MUST_BE_QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A number is never taken for a formula: its minus stays. Not a number, or endless, is unknown. */
function cellText(cell: Cell, t: Words['exports']): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'boolean') return cell ? t.yes : t.no;
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell).replace('.', ',') : '';
  return quoted(cell);
}

/** A moment as two columns: UTC (ISO 8601), and the Dutch clock. */
export function momentColumns<Row>(
  name: string,
  of: (row: Row) => string | number | null,
  t: Words['exports'],
): Column<Row>[] {
  const isoOf = (at: string | number) => (typeof at === 'number' ? iso(at) : at);
  return [
    { name: t.utc(name), of: (row) => nullable(of(row), isoOf) },
    { name: t.local(name), of: (row) => nullable(of(row), sortableTime) },
  ];
}

function nullable<T, R>(value: T | null, then: (value: T) => R): R | null {
  return value === null ? null : then(value);
}

/** The whole file. */
export function csvOf<Row>({ columns, rows, picture }: Table<Row>, t: Words['exports']): string {
  const all: Column<Row>[] = [
    ...columns,
    ...momentColumns<Row>(t.pictureAt, () => picture.now, t),
    ...(picture.seq === null ? [] : [{ name: t.pictureSeq, of: () => picture.seq }]),
  ];
  const lines = [
    all.map((column) => quoted(column.name)),
    ...rows.map((row) => all.map((column) => cellText(column.of(row), t))),
  ];
  return BYTE_ORDER_MARK + lines.map((cells) => cells.join(SEPARATOR) + LINE_END).join('');
}

/** "spoedkaart-regio-west-20261118-1407.csv": what it holds and of when. */
export function fileName(what: string, now: number): string {
  const stamp = sortableTime(now).slice(0, 16).replace(/[-:]/g, '').replace(' ', '-');
  const plain = what
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `spoedkaart-${plain}-${stamp}.csv`;
}
