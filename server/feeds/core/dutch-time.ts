/** Wall-clock time in the Netherlands as a moment: feeds that give no offset mean it so. Source: capacity model, 4.2. */
import { isoOf } from '#domain/clock.ts';

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  hourCycle: 'h23',
});

/** Minutes that the Dutch clock is ahead of UTC at a moment, milliseconds. */
function offsetMinutes(at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((wall - Math.floor(at / 1000) * 1000) / 60_000);
}

export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond?: number;
}

/**
 * Milliseconds since 1970; null for a date that is none. The hour that comes twice in October is the first one unless `later`; the
 * one that March leaves out is read as the hour after it.
 */
export function dutchMoment(wall: WallTime, later = false): number | null {
  const { year, month, day, hour, minute, second, millisecond = 0 } = wall;
  const naive = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const back = new Date(naive);
  const real =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    minute < 60 &&
    second < 60;
  if (!real) return null;
  const candidates = [120, 60].flatMap((minutes) => {
    const at = naive - minutes * 60_000;
    return offsetMinutes(at) === minutes ? [at] : [];
  });
  return (later ? candidates.at(-1) : candidates[0]) ?? naive - 60 * 60_000;
}

const XSD = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/;

/** An xsd:dateTime as ISO UTC; null for what is none. Without an offset it is Dutch time. */
export function xsdInstant(text: string | null): string | null {
  const match = XSD.exec(text?.trim() ?? '');
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  if (zone !== undefined) return isoOf(match[0]);
  const at = dutchMoment({
    ...{ year: Number(year), month: Number(month), day: Number(day) },
    ...{ hour: Number(hour), minute: Number(minute), second: Number(second) },
    millisecond: Number((fraction ?? '0').padEnd(3, '0').slice(0, 3)),
  });
  return at === null ? null : new Date(at).toISOString();
}
