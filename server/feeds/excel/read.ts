/**
 * An Excel sheet as rows of text, so that it goes the same way as a CSV file. What a cell holds is read by its kind: a date in a
 * column of times is Dutch time, a date where a number belongs is a fault, and what is computed from other cells is not read at all:
 * nobody sees here what it was computed from.
 */
import readXlsxFile from 'read-excel-file/node';
import { iso } from '#domain/clock.ts';
import { dutchMoment } from '../core/dutch-time.ts';
import { child, childrenOf, parseXml, XmlError } from '../core/xml.ts';
import {
  COUNT_COLUMNS,
  MOST_ROWS,
  tableOf,
  TEMPLATE_COLUMNS,
  type CsvTable,
  type RowFault,
} from '../csv/table.ts';
import { packed, partsOf, XlsxError } from './parts.ts';
import { SHEET } from './words.ts';

/** Columns up to CV; our template has ten. */
const MOST_COLUMNS = 100;

/** Null: the sheet has none of the headers that we know. @throws XlsxError */
export async function readXlsx(bytes: Buffer): Promise<CsvTable | null> {
  const parts = partsOf(bytes);
  const { name, xml } = sheetOf(parts);
  const unread = lookThrough(xml);
  let cells: unknown[][];
  try {
    const sheets = await readXlsxFile(packed(parts));
    cells = sheets.find((one) => one.sheet === name)?.data ?? [];
  } catch {
    throw new XlsxError('MALFORMED_XLSX', 'its sheet cannot be read');
  }
  const header = (cells[0] ?? []).map((cell) => (typeof cell === 'string' ? cell.trim() : ''));
  const faults: RowFault[] = unread.map(({ row, column, code }) => ({
    ...{ row, column: known(header[column - 1]), code },
  }));
  const rows = cells.map((row, n) =>
    row.map((cell, column) => {
      const text = textOf(cell, header[column] ?? '');
      if (text !== null) return text;
      faults.push({ row: n + 1, column: known(header[column]), code: 'DATE_FOR_COUNT' });
      return '';
    }),
  );
  const table = tableOf(rows);
  if (table === null) return null;
  // A row with such a cell says nothing that may be used: neither its other cells.
  const bad = new Set(faults.map((one) => `row ${one.row}`));
  return {
    ...table,
    items: table.items.filter((item) => !bad.has(item.place)),
    faults: [...faults, ...table.faults].sort((a, b) => a.row - b.row),
  };
}

const known = (name: string | undefined) => TEMPLATE_COLUMNS.find((one) => one === name) ?? null;

/** Null: a date where a number belongs. */
function textOf(cell: unknown, column: string): string | null {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    if (COUNT_COLUMNS.some((one) => one === column)) return null;
    return dutchTime(cell);
  }
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? String(cell)
    : '?';
}

/** A sheet's dates have no zone: what stands in the cell is what the clock on the wall showed. */
function dutchTime(at: Date): string {
  // Days are counted in fractions: a second may be a thousandth short.
  const wall = new Date(Math.round(at.getTime() / 1_000) * 1_000);
  if (Number.isNaN(wall.getTime())) return '?';
  const moment = dutchMoment({
    ...{ year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() },
    ...{ hour: wall.getUTCHours(), minute: wall.getUTCMinutes(), second: wall.getUTCSeconds() },
  });
  return moment === null ? '?' : iso(moment);
}

/** The sheet of our template by its name, else the first. @throws XlsxError */
function sheetOf(parts: ReadonlyMap<string, Buffer>): { name: string; xml: string } {
  const book = parts.get('xl/workbook.xml');
  const links = parts.get('xl/_rels/workbook.xml.rels');
  if (book === undefined || links === undefined)
    throw new XlsxError('MALFORMED_XLSX', 'there is no workbook in it');
  try {
    const sheets = childrenOf(child(parseXml(book.toString('utf8')), 'sheets'), 'sheet');
    const chosen = sheets.find(({ attributes }) => attributes.name === SHEET) ?? sheets[0];
    const id = chosen?.attributes.id;
    const target = childrenOf(parseXml(links.toString('utf8')), 'Relationship').find(
      ({ attributes }) => attributes.Id === id,
    )?.attributes.Target;
    const path = target?.startsWith('/') === true ? target.slice(1) : `xl/${target ?? ''}`;
    const sheet = parts.get(path);
    if (chosen === undefined || sheet === undefined)
      throw new XlsxError('MALFORMED_XLSX', 'there is no sheet in it');
    return { name: chosen.attributes.name ?? '', xml: sheet.toString('utf8') };
  } catch (error) {
    if (error instanceof XmlError) throw new XlsxError('MALFORMED_XLSX', 'its workbook is damaged');
    throw error;
  }
}

interface Unread {
  row: number;
  column: number;
  code: 'FORMULA' | 'ERROR_CELL';
}

/** Cells whose value is not believed. One far away would cost memory for all between. @throws XlsxError */
function lookThrough(xml: string): Unread[] {
  const unread: Unread[] = [];
  for (const text of xml.split(/<(?:\w+:)?c(?=[\s>])/).slice(1)) {
    const head = /^[^>]*/.exec(text)?.[0] ?? '';
    const [, letters = '', digits = ''] = /\br="([A-Z]{1,3})(\d{1,7})"/.exec(head) ?? [];
    const [row, column] = [Number(digits), columnOf(letters)];
    if (row > MOST_ROWS + 1) throw new XlsxError('XLSX_REFUSED', `more than ${MOST_ROWS} rows`);
    if (column > MOST_COLUMNS)
      throw new XlsxError('XLSX_REFUSED', `more than ${MOST_COLUMNS} columns`);
    if (/<(?:\w+:)?f[\s>/]/.test(text)) unread.push({ row, column, code: 'FORMULA' });
    else if (/\bt="e"/.test(head)) unread.push({ row, column, code: 'ERROR_CELL' });
  }
  return unread;
}

/** A is 1. */
const columnOf = (letters: string) =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
