/** What stands in the Excel template, for whoever fills it in. */
import type { TEMPLATE_COLUMNS } from '../csv/table.ts';

/** Name of the sheet that is read back. */
export const SHEET = 'Capaciteit';
export const EXPLANATION = 'Uitleg';

/** Dutch words for a status, as the sheet offers them. */
export const STATUS_CHOICES = ['open', 'dreigend', 'stop', 'onbekend'] as const;

/** What each column is, in Dutch and in English. */
export const COLUMN_WORDS: Record<(typeof TEMPLATE_COLUMNS)[number], readonly [string, string]> = {
  facility: [
    'Code van de locatie. Laat staan zoals hij er staat.',
    'Code of the site. Leave it as it is.',
  ],
  unit: [
    'Soort afdeling. Laat staan; wis de hele rij als u er niets over zegt.',
    'Kind of unit. Leave it; clear the whole row if you say nothing of it.',
  ],
  staffed: [
    'Bemande bedden: met personeel en apparatuur. Een heel getal, of leeg: onbekend.',
    'Staffed beds: with staff and equipment. A whole number, or empty: unknown.',
  ],
  physical: [
    'Bedden die er staan, bemand of niet. Een heel getal, of leeg: onbekend.',
    'Beds that are there, staffed or not. A whole number, or empty: unknown.',
  ],
  occupied: [
    'Bezette bedden. Een heel getal, of leeg: onbekend.',
    'Occupied beds. A whole number, or empty: unknown.',
  ],
  available: [
    'Bedden die nu een patiënt kunnen ontvangen. Een heel getal, of leeg: onbekend. 0 is 0, niet onbekend.',
    'Beds that can take a patient now. A whole number, or empty: unknown. 0 is 0, not unknown.',
  ],
  status: [
    'open, dreigend, stop of onbekend; leeg: u zegt er niets over.',
    'open, dreigend (impending), stop or onbekend (unknown); empty: you say nothing of it.',
  ],
  reason: [
    'Kort, en nooit over een patiënt. Ten hoogste 80 tekens.',
    'Short, and never about a patient. At most 80 characters.',
  ],
  validUntil: [
    'Tot wanneer de status geldt, Nederlandse tijd: 22-11-2026 13:05.',
    'Until when the status holds, Dutch time: 22-11-2026 13:05.',
  ],
  observedAt: [
    'Wanneer dit zo was, Nederlandse tijd. Leeg: nu, bij het inzenden.',
    'When this was so, Dutch time. Empty: now, when it is sent.',
  ],
};

export const EXPLANATION_HEAD = ['Kolom', 'Uitleg', 'Explanation'] as const;

/** Above and under the columns. */
export const REMARKS: readonly (readonly [string, string])[] = [
  [
    'Vul het blad Capaciteit in en stuur het bestand in op de pagina van het ziekenhuis. Eerst ziet u wat ervan wordt; daarna bevestigt u.',
    "Fill in the sheet Capaciteit and send the file on the hospital's page. First you see what becomes of it; then you confirm.",
  ],
  [
    'Formules, macro’s en koppelingen met andere bestanden worden niet gelezen: plak waarden.',
    'Formulas, macros and links to other files are not read: paste values.',
  ],
];

export const BAD_COUNT = ['Geen heel getal', 'Een heel getal van 0 tot 9999, of leeg.'] as const;
export const BAD_STATUS = [
  'Geen status',
  'Kies open, dreigend, stop of onbekend, of laat leeg.',
] as const;
