import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { plainText } from '#wire/csv-cells.ts';
import { boardRows } from '#lib/board/board.ts';
import { facilityColumns, statusColumns, unitColumns } from '#lib/export/columns.ts';
import {
  BYTE_ORDER_MARK,
  csvOf,
  fileName,
  momentColumns,
  type Cell,
  type Column,
} from '#lib/export/csv.ts';
import { en } from '#lib/words/en/index.ts';
import { sortableTime } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import { aFacility, NOW } from '../builders.ts';

const picture = { seq: 417, now: Date.parse('2026-11-18T13:07:42Z') };
const read = (text: string): string[][] =>
  parse(text, { delimiter: ';', bom: true, relax_column_count: false });

/** One column a place in the row. */
const columnsOf = (width: number): Column<Cell[]>[] =>
  Array.from({ length: width }, (_, at) => ({ name: `c${at}`, of: (row: Cell[]) => row[at] }));

const fileOf = (rows: Cell[][], width = 1) =>
  csvOf({ columns: columnsOf(width), rows, picture }, nl.exports);
const firstCell = (cell: Cell) => read(fileOf([[cell]]))[1]?.[0];

describe('a table as a file', () => {
  it('comes back from another reader as it went in, whatever text is in it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    const nasty = fc.constantFrom('a;b', 'a"b', 'a\r\nb', 'a\nb', ' a ', '""', ';', 'é', '\uFEFF');
    const rows = fc.array(fc.array(fc.oneof(text, nasty), { minLength: 3, maxLength: 3 }));
    fc.assert(
      fc.property(rows, (given) => {
        const back = read(fileOf(given, 3)).slice(1);
        const plain = back.map((cells) => cells.slice(0, 3).map((one) => plainText(one, ';')));
        expect(plain).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it('holds no text that a spreadsheet would take for a formula', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =', '\n=');
    fc.assert(
      fc.property(start, fc.string(), (first, rest) => {
        expect(firstCell(first + rest)?.startsWith("'")).toBe(true);
      }),
    );
  });

  it('leaves unknown empty and keeps 0 a figure', () => {
    const [unknown, absent, endless, nothing, half, less] = read(
      fileOf([[null, undefined, Number.NaN, 0, 1.5, -3]], 6),
    )[1] as string[];
    expect([unknown, absent, endless]).toEqual(['', '', '']);
    expect([nothing, half, less]).toEqual(['0', '1,5', '-3']);
  });

  it('says in each row of which moment and which entry it is', () => {
    const [heads, first, second] = read(fileOf([['a'], ['b']]));
    expect(heads?.slice(1)).toEqual([
      'Beeld van (UTC)',
      'Beeld van (Nederlandse tijd)',
      'Regel in het logboek',
    ]);
    const stamp = ['2026-11-18T13:07:42.000Z', '2026-11-18 14:07:42', '417'];
    expect(first?.slice(1)).toEqual(stamp);
    expect(second?.slice(1)).toEqual(stamp);
  });

  it('is told apart as UTF-8 by a spreadsheet, and ends each line as Windows does', () => {
    const text = fileOf([['é']]);
    expect(text.startsWith(BYTE_ORDER_MARK)).toBe(true);
    expect(text.slice(1).split('\r\n')).toHaveLength(3);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('gives each moment in UTC and on the Dutch clock, in winter and in summer', () => {
    const columns = momentColumns<string>('moment', (row) => row, nl.exports);
    const cells = (at: string) => columns.map((column) => column.of(at));
    expect(cells('2026-01-31T23:30:00.000Z')[1]).toBe('2026-02-01 00:30:00');
    expect(sortableTime('2026-07-01T22:30:00.000Z')).toBe('2026-07-02 00:30:00');
  });

  it('is named after what it holds and when', () => {
    expect(fileName('Regio Zuid-Holland (é)', picture.now)).toBe(
      'spoedkaart-regio-zuid-holland-e-20261118-1407.csv',
    );
  });
});

describe('the columns of a hospital', () => {
  const facility = aFacility({ units: { ed: null, icu: { available: 2, staffed: 9 } } });
  const rows = boardRows(
    { ...EMPTY_PICTURE, facilities: { [facility.id]: facility } },
    facility.region,
    NOW,
  );
  const cellsIn = (t: typeof nl) => {
    const columns = [
      ...facilityColumns(
        (row: (typeof rows)[number]) => row.facility,
        (id) => id,
        t,
      ),
      ...statusColumns((row: (typeof rows)[number]) => row.ed, t),
      ...unitColumns('icu', (row: (typeof rows)[number]) => viewUnit(row.facility, 'icu', NOW), t),
      ...unitColumns('picu', () => null, t),
    ];
    const [heads, cells] = read(csvOf({ columns, rows, picture }, t.exports));
    return Object.fromEntries((heads ?? []).map((head, at) => [head, cells?.[at]]));
  };

  it('say what is free and staffed, and that an unreported department is unknown', () => {
    const cells = cellsIn(nl);
    expect(cells['IC: vrij']).toBe('2');
    expect(cells['IC: bemand']).toBe('9');
    expect(cells['SEH']).toBe('onbekend');
  });

  it('tell a unit that is not there from one of which nothing is known', () => {
    const cells = cellsIn(nl);
    expect(cells['Kinder-IC: versheid']).toBe('n.v.t.');
    expect(cells['Kinder-IC: vrij']).toBe('');
  });

  it('are named in the language of the reader', () => {
    expect(Object.keys(cellsIn(en))).toContain(`${en.units.kind.icu}: ${en.units.available}`);
  });
});
