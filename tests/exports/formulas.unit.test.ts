import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmlessText, plainText, type Separator } from '#wire/csv-cells.ts';
import { csvOf, type Column } from '#lib/export/csv.ts';
import { nl } from '#lib/words/nl/index.ts';
import { formulasIn } from './spreadsheet.ts';

/** Made of little but what brings a spreadsheet to run something. */
const nasty = fc
  .array(
    fc.constantFrom(
      ...`=+-@＝＠,;"'ax1 `,
      '\t',
      '\r',
      '\n',
      '\r\n',
      '=1',
      ';=',
      ',=',
      '\u00a0',
      '\ufeff',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const rows = fc.array(fc.tuple(nasty, nasty, nasty), { minLength: 1, maxLength: 4 });
const separators: Separator[] = [',', ';'];

describe('a text in a file for a spreadsheet', () => {
  it.each(separators)('is run by none, wherever it is split, in a file with %s', (separator) => {
    fc.assert(
      fc.property(rows, (given) => {
        const safe = given.map((row) => row.map((one) => harmlessText(one, separator)));
        const file = stringify(safe, { delimiter: separator, record_delimiter: 'windows' });
        expect(formulasIn(file)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(separators)('comes back as it was from a file with %s', (separator) => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(plainText(harmlessText(text, separator), separator)).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is run by none in a table of the dashboard, nor is the name of a column', () => {
    fc.assert(
      fc.property(rows, nasty, (given, name) => {
        const columns: Column<[string, string, string]>[] = [0, 1, 2].map((at) => ({
          name,
          of: (row) => row[at],
        }));
        const picture = { seq: 417, now: 0 };
        expect(formulasIn(csvOf({ columns, rows: given, picture }, nl.exports))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what no spreadsheet could run', () => {
    for (const text of ['op tijd; +31', 'a-b', 'x@y.example', "'s-Gravenhage", 'A=B', '5 - 3'])
      expect(harmlessText(text, ';')).toBe(text);
    expect(harmlessText('op tijd, -5 graden', ',')).toBe('op tijd, -5 graden');
  });
});
