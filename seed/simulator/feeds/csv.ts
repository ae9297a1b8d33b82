/** A spreadsheet by the server's own template, as a hospital's nightly (here: minutely) job writes it. */
import type { Told } from './report.ts';

const COLUMNS = [
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
];

/** Semicolons and a byte order mark, as Dutch spreadsheets have them. */
export function spreadsheet(facility: string, told: readonly Told[]): string {
  const rows = told.map(({ unit, body }) => {
    const { staffed, physical, occupied, available, status, observedAt } = body;
    return [facility, unit, staffed, physical, occupied, available, status, '', '', observedAt];
  });
  return `\ufeff${[COLUMNS, ...rows].map((row) => row.join(';')).join('\r\n')}\r\n`;
}
