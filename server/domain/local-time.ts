/** Dutch wall-clock time, for hours that hospitals keep. Deterministic: a function of the moment alone. */
import { MINUTE } from './clock.ts';
import type { AmbulanceHours } from './picture.ts';

/** Made at its first use: on a phone that takes some ten milliseconds, and pages read this file before they show anything. */
let format: Intl.DateTimeFormat | undefined;
const make = () =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Amsterdam',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DAY_MINUTES = 24 * 60;

export interface LocalTime {
  /** 1 = Monday to 7 = Sunday. */
  weekday: number;
  /** Minutes since local midnight by the wall clock, 0 to 1,439. */
  minuteOfDay: number;
}

/** Wall-clock time in the Netherlands (Europe/Amsterdam) at `now`, milliseconds. */
export function localTime(now: number): LocalTime {
  let weekday = 1;
  let hour = 0;
  let minute = 0;
  format ??= make();
  for (const { type, value } of format.formatToParts(now)) {
    if (type === 'weekday') weekday = WEEKDAYS.indexOf(value) + 1;
    else if (type === 'hour') hour = Number(value);
    else if (type === 'minute') minute = Number(value);
  }
  return { weekday, minuteOfDay: hour * 60 + minute };
}

/**
 * Whether the moment lies in the hours: `from` counts, `to` does not. Hours that pass midnight belong to the day on which
 * they begin; `from` equal to `to` is the whole day.
 */
export function isWithinHours(hours: AmbulanceHours, now: number): boolean {
  const { weekday, minuteOfDay } = localTime(now);
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  const today = hours.days.includes(weekday);
  if (from === to) return today;
  if (from < to) return today && minuteOfDay >= from && minuteOfDay < to;
  const yesterday = hours.days.includes(weekday === 1 ? 7 : weekday - 1);
  return (today && minuteOfDay >= from) || (yesterday && minuteOfDay < to);
}

/** `HH:MM` to minutes, at most 24:00. */
function minutesOf(clock: string): number {
  const [hour = '0', minute = '0'] = clock.split(':');
  return Math.min(Number(hour) * 60 + Number(minute), DAY_MINUTES);
}

/** The last Dutch midnight at or before `now`, milliseconds; also right on days on which the clock is put forward or back. */
export function startOfLocalDay(now: number): number {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const counted = minute - localTime(minute).minuteOfDay * MINUTE;
  // On a day of 23 or 25 hours the wall clock counts an hour too many or too few.
  const off = localTime(counted).minuteOfDay;
  return counted - (off > DAY_MINUTES / 2 ? off - DAY_MINUTES : off) * MINUTE;
}
