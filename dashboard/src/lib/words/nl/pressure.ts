/** Dutch words of the pressure of a region. */
import type { PressurePartId } from '#domain/pressure/parameters.ts';

const part: Record<PressurePartId, string> = {
  ed: 'SEH’s',
  'trauma-bay': 'traumakamers',
  icu: 'IC-bedden',
};

export const pressure = {
  name: 'Druk',
  part,
  /** Of the button that opens the parts. */
  spoken: (region: string, figure: string) =>
    `Druk in ${region}: ${figure} van 100. Onderdelen tonen`,
  pointsOf: (points: string, most: number) => `${points} van ${most}`,
  departments: (stops: number, impending: number, of: number) =>
    `${stops} stop, ${impending} dreigend van ${of}`,
  places: (free: number, staffed: number) => `${free} van ${staffed} vrij`,
  nothingKnown: 'niets bekend',
  knownOf: (known: number, of: number) => `${known} van ${of} vers bekend`,
  sum: (points: string) => `Samen ${points} van 100 punten.`,
  range: 'Wat niet vers bekend is, telt niet als rustig en niet als vol: vandaar een bereik.',
  tooWide: 'Er is te weinig bekend om één cijfer te noemen.',
  proposal: 'De weging is een voorstel.',
};
