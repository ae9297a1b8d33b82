/** What keys say in the patient's own fields, once a key of the desk led there. Pure. */
import type { AgeBand, Urgency } from '#domain/words.ts';

/** In the field of the urgency; a space says that it is not known. */
export const SAID_BY: Readonly<Record<string, Urgency | null>> = {
  '0': 'A0',
  '1': 'A1',
  '2': 'A2',
  b: 'B',
  ' ': null,
};

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * How a key leaves a field. `here`: it ends there; `on`: it goes on to the page, where it is a key of the desk; null: it
 * belongs to the field itself, as arrows do.
 */
export function leavesField(
  { key, ctrlKey, metaKey, altKey }: Pressed,
  passesOn: RegExp,
): 'here' | 'on' | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === 'Enter' || key === 'Escape') return 'here';
  return passesOn.test(key) ? 'on' : null;
}

/** First year of each band, the last first. Source: contract, "Case words". */
const BANDS_FROM: readonly (readonly [number, AgeBand])[] = [
  [80, '80+'],
  [65, '65-79'],
  [16, '16-64'],
  [10, '10-15'],
  [5, '5-9'],
  [1, '1-4'],
  [0, '0'],
];
/** Nobody is older; a third digit by mistake is no age. */
const OLDEST = 120;

/** The band of an age in years as typed; null when it is no age. Only the band is kept. */
export function bandOfYears(typed: string): AgeBand | null {
  if (!/^\d{1,3}$/.test(typed)) return null;
  const years = Number(typed);
  return years > OLDEST ? null : (BANDS_FROM.find(([from]) => years >= from)?.[1] ?? null);
}
