/** How a spreadsheet's rows are laid out before they are taken over. */
import { describe, expect, it } from 'vitest';
import { dialectOf, newRows, sheetRows } from '#lib/hospital/sheet-rows.ts';
import type { ItemOutcome, SheetOutcomeWire } from '#wire/feeds.ts';

const item = (row: number, outcome: ItemOutcome['outcome']): ItemOutcome => ({
  ...{ place: `row ${row}`, outcome, code: null, facility: 'x', kind: 'icu', anomalies: [] },
});
const of = (more: Partial<SheetOutcomeWire>): SheetOutcomeWire => ({
  ...{ preview: true, items: [], faults: [], anomalies: [], ...more },
});

describe('the rows of a spreadsheet', () => {
  it('stand in the order of the sheet, a row with several faults once', () => {
    const rows = sheetRows(
      of({
        items: [item(10, 'recorded'), item(2, 'unchanged')],
        faults: [
          { row: 3, column: 'staffed', code: 'BAD_COUNT' },
          { row: 3, column: 'available', code: 'BAD_COUNT' },
        ],
      }),
    );
    expect(rows.map(({ row, faults, item: one }) => [row, faults.length, one?.outcome])).toEqual([
      [2, 0, 'unchanged'],
      [3, 2, undefined],
      [10, 0, 'recorded'],
    ]);
  });

  it('count as new when they would change something', () => {
    const all = ['recorded', 'unchanged', 'quarantined', 'refused', 'ignored'] as const;
    const rows = sheetRows(of({ items: all.map((outcome, n) => item(n + 2, outcome)) }));
    expect(newRows(rows)).toBe(2);
  });

  it('are sent by the name of their file', () => {
    expect(dialectOf('Bedden.XLSX').path).toBe('/feeds/xlsx');
    expect(dialectOf('bedden.csv')).toEqual({ path: '/feeds/csv', type: 'text/csv' });
  });
});
