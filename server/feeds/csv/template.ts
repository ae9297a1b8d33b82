/** The template of a facility: a row for each of its units, with what is known now, for a spreadsheet. */
import { stringify } from 'csv-stringify/sync';
import type { FacilityWire } from '#wire/views.ts';
import { TEMPLATE_COLUMNS } from './table.ts';

/** The rows of the template. What is not known is null; what is not for the template to say is empty. */
export function templateRows(
  facilities: readonly FacilityWire[],
): Record<(typeof TEMPLATE_COLUMNS)[number], string | number | null>[] {
  return facilities.flatMap((facility) =>
    facility.units.map((unit) => ({
      facility: facility.id,
      unit: unit.kind,
      staffed: unit.staffed,
      physical: unit.physical,
      occupied: unit.occupied,
      available: unit.available,
      status: '',
      reason: '',
      validUntil: '',
      // Left empty: what is sent back is as true as the moment of sending.
      observedAt: '',
    })),
  );
}

/** A byte order mark and semicolons: what a Dutch spreadsheet opens as it is. Unknown stays empty. */
export function writeTemplate(facilities: readonly FacilityWire[]): string {
  return stringify(templateRows(facilities), {
    header: true,
    columns: [...TEMPLATE_COLUMNS],
    delimiter: ';',
    record_delimiter: 'windows',
    bom: true,
  });
}
