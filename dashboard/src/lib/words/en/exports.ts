/** English words of printing and of what can be taken out as a file. */
import type { Words } from '../nl/index.ts';

export const exports: Words['exports'] = {
  csv: 'CSV',
  csvOf: (what) => `Download ${what} as CSV`,
  csvTitle: 'Download as CSV for a spreadsheet: semicolons, unknown is empty',
  yes: 'yes',
  no: 'no',
  utc: (name) => `${name} (UTC)`,
  local: (name) => `${name} (Dutch time)`,
  pictureAt: 'Picture of',
  pictureSeq: 'Entry in the ledger',
  code: 'Code',
  city: 'City',
  traumaLevel: 'Trauma level',
  unconfirmed: 'Unconfirmed',
  stopUntil: 'Stop until',
  held: 'held for patients on the way',
  trust: 'freshness',
  observed: 'observed',
};
