/** The cells of a CSV file, whatever sign it separates them by. Source: RFC 4180. */
import { parse } from 'csv-parse/sync';
import { delimiterOf } from '#wire/csv-delimiter.ts';
import { MOST_ROWS, tableOf, type CsvTable } from './table.ts';

/** Null: it is no table, or has none of the headers that we know. */
export function readTable(text: string): CsvTable | null {
  let rows: string[][];
  try {
    rows = parse(text, {
      ...{ bom: true, trim: true, relax_column_count: true },
      delimiter: delimiterOf(text),
      // The header, and one more than is taken in, so that too many are noticed.
      to: MOST_ROWS + 2,
    });
  } catch {
    return null;
  }
  const table = tableOf(rows);
  const last = rows.at(-1);
  // A spreadsheet may leave empty cells out at the end of a row. Where the file ends with it and without an end of line, it was
  // cut off, and its last number may lack digits.
  if (table !== null && last !== undefined && rows.length > 1)
    if (last.length < (rows[0]?.length ?? 0) && !endsItsLine(text))
      table.faults.push({ row: rows.length, column: null, code: 'ROW_WIDTH' });
  return table;
}

/** Whether its last words are followed by an end of line. */
const endsItsLine = (text: string) => /[\r\n]/.test(text.slice(text.trimEnd().length));
