/** When a stop ends: chips count from now, an own time is the next moment at which Dutch clocks show it. Pure. */
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import { localTime } from '#domain/local-time.ts';
import type { Iso } from '#domain/picture.ts';

/** Minutes of the chips. */
export const END_CHIPS = [30, 60, 120] as const;
/** An impending stop without a word more. */
export const DEFAULT_END_MINUTES = 60;

const DAY = 24 * HOUR;
export function endAfter(minutes: number, now: number): Iso {
  return iso(Math.ceil((now + minutes * MINUTE) / MINUTE) * MINUTE);
}

const minuteOfDay = (at: number) => localTime(at).minuteOfDay;

/** "14:30" as the next such moment after `now`; null for what is no time of day, or does not exist on that day. */
export function endAtClock(clock: string, now: number): Iso | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(clock.trim());
  if (found === null) return null;
  const wanted = Number(found[1]) * 60 + Number(found[2]);
  const start = Math.floor(now / MINUTE) * MINUTE;
  const ahead = (wanted - minuteOfDay(start) + 1_440) % 1_440;
  const guess = start + (ahead === 0 ? 1_440 : ahead) * MINUTE;
  // A night with a change of the clock is an hour longer or shorter.
  for (const shift of [0, -HOUR, HOUR]) {
    const at = guess + shift;
    if (minuteOfDay(at) === wanted && at > now && at <= now + DAY + HOUR) return iso(at);
  }
  return null;
}

/** What a time field shows for a moment. */
export function clockOf(at: number): string {
  const minutes = minuteOfDay(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
