/** The moment that somebody typed, by the Dutch clock whatever the device's zone is. */
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

/** Day, month, year, hour, minute; strokes, points or slashes between, the minutes after a colon, a point or nothing. */
const WRITTEN = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}),?\s+(\d{1,2})[:.]?(\d{2})$/;

/** "18-11-2026 14:07" as milliseconds; null for what is no day or no time of day. */
export function fromWritten(text: string): number | null {
  const [, ...found] = WRITTEN.exec(text.trim()) ?? [];
  const [day, month, year, hour, minute] = found.map((part) => part.padStart(2, '0'));
  if (day === undefined || month === undefined || year === undefined) return null;
  if (hour === undefined || minute === undefined) return null;
  const field = `${year}-${month}-${day}T${hour}:${minute}`;
  const read = asUtc(field);
  // The 31st of February would be read as a day in March.
  if (Number.isNaN(read) || !new Date(read).toISOString().startsWith(field)) return null;
  return fromField(field);
}
