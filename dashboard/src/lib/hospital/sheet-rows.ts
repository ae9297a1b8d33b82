/** A spreadsheet's rows as the server judged them, one line a row, in the order of the sheet. Pure. */
import type { UnitKind } from '#domain/words.ts';
import type { ItemOutcome, RowFault, SheetOutcomeWire } from '#wire/feeds.ts';

/** Bytes of a file that the server takes. */
export const MOST_FILE_BYTES = 2 * 1024 * 1024;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Where a file is sent and as what: by its name, for a browser on a computer without Excel knows no type of it. */
export function dialectOf(name: string): { path: string; type: string } {
  return /\.xlsx$/i.test(name)
    ? { path: '/feeds/xlsx', type: XLSX }
    : { path: '/feeds/csv', type: 'text/csv' };
}

export interface SheetRow {
  row: number;
  kind: UnitKind | null;
  faults: RowFault[];
  /** Null where a fault kept the row from being judged. */
  item: ItemOutcome | null;
}

/** Faults first of a row, then what would become of it. A row of an aggregate may speak of several units: a line each. */
export function sheetRows({ items, faults }: SheetOutcomeWire): SheetRow[] {
  const rows: SheetRow[] = items.map((item) => ({
    ...{ row: rowOf(item), kind: item.kind, item },
    faults: faults.filter((fault) => fault.row === rowOf(item)),
  }));
  const seen = new Set(rows.map(({ row }) => row));
  for (const { row } of faults)
    if (!seen.has(row)) {
      seen.add(row);
      rows.push({ row, kind: null, item: null, faults: faults.filter((one) => one.row === row) });
    }
  return rows.sort((a, b) => a.row - b.row);
}

/** `row 4` is 4. */
const rowOf = ({ place }: ItemOutcome) => Number(/\d+/.exec(place)?.[0] ?? 0);

/** Rows that would change something. */
export const newRows = (rows: readonly SheetRow[]) =>
  rows.filter(({ item }) => item?.outcome === 'recorded' || item?.outcome === 'quarantined').length;
