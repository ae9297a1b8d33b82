/**
 * The template of a facility as an Excel file: a row for each of its units with what is known now, cells that accept whole numbers
 * and known words only, and a second sheet that says what each column is.
 */
import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import writeXlsxFile, { type Cell, type Feature, type Row } from 'write-excel-file/node';
import type { FacilityWire } from '#wire/views.ts';
import { templateRows } from '../csv/template.ts';
import { COUNT_COLUMNS, TEMPLATE_COLUMNS } from '../csv/table.ts';
import {
  BAD_COUNT,
  BAD_STATUS,
  COLUMN_WORDS,
  EXPLANATION,
  EXPLANATION_HEAD,
  REMARKS,
  SHEET,
  STATUS_CHOICES,
} from './words.ts';

export async function writeXlsxTemplate(facilities: readonly FacilityWire[]): Promise<Buffer> {
  const rows = templateRows(facilities);
  const head = (text: string): Cell => ({ value: text, fontWeight: 'bold' });
  const capacity: Row[] = [
    TEMPLATE_COLUMNS.map(head),
    ...rows.map((row) => TEMPLATE_COLUMNS.map((column) => cellOf(row[column]))),
  ];
  const explanation: Row[] = [
    EXPLANATION_HEAD.map(head),
    ...TEMPLATE_COLUMNS.map((column) => [column, ...COLUMN_WORDS[column]].map(wrapped)),
    [],
    ...REMARKS.map((words) => ['', ...words].map(wrapped)),
  ];
  return writeXlsxFile(
    [
      {
        sheet: SHEET,
        data: capacity,
        stickyRowsCount: 1,
        columns: TEMPLATE_COLUMNS.map((column) => ({ width: WIDTHS[column] ?? 12 })),
      },
      {
        sheet: EXPLANATION,
        data: explanation,
        stickyRowsCount: 1,
        columns: [{ width: 14 }, { width: 70 }, { width: 70 }],
      },
    ],
    { features: [choices(rows.length)] },
  ).toBuffer();
}

/** What the library takes pictures from; there are none here. */
type FileContent = Stream | Buffer | Blob;

/** Characters. */
const WIDTHS: Partial<Record<(typeof TEMPLATE_COLUMNS)[number], number>> = {
  facility: 28,
  unit: 18,
  reason: 36,
  validUntil: 18,
  observedAt: 18,
};

const cellOf = (value: string | number | null): Cell => (value === '' ? null : value);
const wrapped = (text: string): Cell => (text === '' ? null : { value: text, wrap: true });

/** Rules by which Excel itself says no to a bed and a half or a word that nobody knows. Source: ECMA-376 part 1, 18.3.1.32. */
function choices(rows: number): Feature<FileContent> {
  const last = rows + 1;
  const range = (column: (typeof TEMPLATE_COLUMNS)[number]) => {
    const letter = String.fromCharCode(65 + TEMPLATE_COLUMNS.indexOf(column));
    return `${letter}2:${letter}${last}`;
  };
  const rule = (
    kind: string,
    [title, text]: readonly [string, string],
    where: string,
    of: string,
  ) =>
    `<dataValidation type="${kind}" allowBlank="1" showErrorMessage="1" errorTitle="${title}" error="${text}" sqref="${where}">${of}</dataValidation>`;
  const rules = [
    rule(
      'whole" operator="between',
      BAD_COUNT,
      COUNT_COLUMNS.map(range).join(' '),
      '<formula1>0</formula1><formula2>9999</formula2>',
    ),
    rule('list', BAD_STATUS, range('status'), `<formula1>"${STATUS_CHOICES.join(',')}"</formula1>`),
  ];
  const all = `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          // The order of a sheet's elements is fixed: these stand after its cells.
          transform: (xml, { sheet }) =>
            sheet === SHEET && rows > 0 ? xml.replace('</sheetData>', `</sheetData>${all}`) : xml,
        },
      },
    },
  };
}
