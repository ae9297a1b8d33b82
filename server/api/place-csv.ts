/** The map of places as a spreadsheet, both ways: what is taken from here can be put back here. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from '@hono/zod-openapi';
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import { harmlessText, plainText } from '#wire/csv-cells.ts';
import { delimiterOf } from '#wire/csv-delimiter.ts';
import type { PlaceOrder, PlaceWire, PlaceFault, PlaceFaultCode } from '#wire/feeds.ts';
import { ProblemError } from './problems.ts';

export const MOST_PLACES = 5_000;
/** Faults that are told at once. */
export const MOST_FAULTS = 50;

/** Letters of a name. */
const LONGEST = 200;
const name = z.string().trim().max(LONGEST);
export const placeOrder = z.strictObject({
  pointOfCare: name.min(1),
  room: name.default(''),
  bed: name.default(''),
  unit: z.enum(UNIT_KINDS).nullable().default(null),
  ignored: z.boolean().default(false),
});

/**
 * Comma or semicolon, with or without a byte order mark; each row that cannot be used is named as a spreadsheet counts, the header
 * being 1. `units`: those that the facility has.
 * @throws ProblemError MALFORMED_CSV for what is no table at all.
 */
export function placesOfCsv(
  text: string,
  units: readonly UnitKind[],
): { places: PlaceOrder[]; faults: PlaceFault[] } {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      ...{ bom: true, columns: true, trim: true, skip_empty_lines: true },
      delimiter: delimiterOf(text),
      to: MOST_PLACES + 1,
    });
  } catch {
    throw new ProblemError('MALFORMED_CSV');
  }
  const faults: PlaceFault[] = [];
  if (rows.length > MOST_PLACES)
    faults.push(faultOf(MOST_PLACES + 2, null, 'TOO_MANY_ROWS', MOST_PLACES));
  const told = new Map<string, number>();
  const places = rows.slice(0, MOST_PLACES).flatMap((cells, n) => {
    const row = n + 2;
    const cell = (column: string) => {
      const text = cells[column]?.trim();
      // What is too long even without its apostrophes is none of ours, and is not looked through.
      return text === undefined || text.length > 2 * LONGEST ? text : plainText(text, SEPARATOR);
    };
    const unit = cell('unit') ?? '';
    const ignored = /^(?:ignore|negeren)$/i.test(unit);
    const read = placeOrder.safeParse({
      ...{ pointOfCare: cell('pointOfCare'), room: cell('room'), bed: cell('bed'), ignored },
      unit: ignored || unit === '' ? null : unit,
    });
    if (!read.success) {
      const [issue] = read.error.issues;
      const column = issue?.path.join('.') ?? null;
      if (column === 'unit') faults.push(faultOf(row, column, 'UNKNOWN_KIND'));
      else if (issue?.code === 'too_big') faults.push(faultOf(row, column, 'TOO_LONG', LONGEST));
      else faults.push(faultOf(row, 'pointOfCare', 'NO_POINT_OF_CARE'));
      return [];
    }
    const key = JSON.stringify([read.data.pointOfCare, read.data.room, read.data.bed]);
    const before = told.get(key);
    told.set(key, row);
    if (before !== undefined) faults.push(faultOf(row, null, 'SAME_PLACE', before));
    else if (read.data.unit !== null && !units.includes(read.data.unit))
      faults.push(faultOf(row, 'unit', 'NO_SUCH_UNIT'));
    return [read.data];
  });
  return { places, faults };
}

const MESSAGES: Record<PlaceFaultCode, (number: number | null) => string> = {
  TOO_MANY_ROWS: (most) => `at most ${most} rows`,
  NO_POINT_OF_CARE: () => 'names no point of care',
  TOO_LONG: (most) => `at most ${most} letters`,
  UNKNOWN_KIND: () => `one of ${UNIT_KINDS.join(', ')}, or ignore`,
  NO_SUCH_UNIT: () => 'the facility has no such unit',
  SAME_PLACE: (row) => `the same place as row ${row}`,
};

const faultOf = (
  row: number,
  column: string | null,
  code: PlaceFaultCode,
  number: number | null = null,
): PlaceFault => ({ row, column, code, number, message: MESSAGES[code](number) });

/** The faults as the errors of a problem. */
export const errorsOf = (faults: readonly PlaceFault[]) =>
  faults.slice(0, MOST_FAULTS).map(({ row, column, message }) => ({
    path: `row ${row}${column === null ? '' : ` ${column}`}`,
    message,
  }));

/** Of the file that is given out. */
const SEPARATOR = ';';
const said = (text: string) => harmlessText(text, SEPARATOR);

export function csvOfPlaces(places: readonly PlaceWire[]): string {
  const rows = places.map(({ pointOfCare, room, bed, unit, ignored, seen, lastAt }) => ({
    ...{ pointOfCare: said(pointOfCare), room: said(room), bed: said(bed) },
    ...{ unit: ignored ? 'ignore' : (unit ?? ''), seen, lastAt: lastAt ?? '' },
  }));
  return `\ufeff${stringify(rows, {
    header: true,
    columns: ['pointOfCare', 'room', 'bed', 'unit', 'seen', 'lastAt'],
    delimiter: SEPARATOR,
    record_delimiter: 'windows',
  })}`;
}
