/** The moment that somebody typed in a date-time field, by the Dutch clock whatever the device's zone is. */
import { MINUTE } from '#domain/clock.ts';
import { fieldTime } from '#lib/words/format.ts';

const asUtc = (field: string) => Date.parse(`${field.slice(0, 16)}:00.000Z`);

/** Milliseconds; null for what is no time. An hour that the clock passes twice is the first of the two. */
export function fromField(field: string): number | null {
  const wanted = asUtc(field);
  if (Number.isNaN(wanted)) return null;
  // Two hours is the most that the Dutch clock is ahead.
  for (const offset of [120, 60]) {
    const moment = wanted - offset * MINUTE;
    if (asUtc(fieldTime(moment)) === wanted) return moment;
  }
  // An hour that the clock skips: what the clock then says instead.
  return wanted - 60 * MINUTE;
}
