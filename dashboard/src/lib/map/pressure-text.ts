/** The pressure of a region as it is written: one figure, a range where much is not known, "–" where nothing can be said. */
import type { Pressure } from '#domain/pressure/pressure.ts';
import type { Format } from '#lib/words/format.ts';
import { UNKNOWN } from '#lib/words/format.ts';

/** Points from which a range is worth its two figures. */
const WORTH_A_RANGE = 5;

export function pressureText(pressure: Pressure | null, format: Format): string {
  if (pressure === null || pressure.value === null) return UNKNOWN;
  const { low, high, value } = pressure;
  if (high - low < WORTH_A_RANGE) return format.count(value);
  return `${format.count(low)}–${format.count(high)}`;
}
