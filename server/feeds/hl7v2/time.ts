/** Times of HL7 v2: `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][+/-ZZZZ]`; without an offset they are Dutch time. Source: HL7 v2.5, 2.A.75. */
import { dutchMoment } from '../core/dutch-time.ts';

const FORM = /^(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:\.(\d{1,4}))?([+-]\d{4})?$/;

/**
 * Milliseconds since 1970; null for what is no time or no more than a day.
 * @param notBefore a moment that it cannot lie before, such as that of the last message: tells the hour apart that comes twice in October.
 */
export function hl7Moment(text: string, notBefore: number | null = null): number | null {
  const match = FORM.exec(text.trim());
  if (match?.[4] === undefined) return null;
  const [, year, month, day, hour, minute = '0', second = '0', fraction = '0', zone] = match;
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
  };
  if (zone === undefined) {
    const first = dutchMoment(wall);
    if (first === null || notBefore === null || first >= notBefore) return first;
    const later = dutchMoment(wall, true);
    return later !== null && later >= notBefore ? later : first;
  }
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
  if (Math.abs(offset) > 14 * 60) return null;
  const { year: y, month: mo, day: d, hour: h, minute: mi, second: s, millisecond } = wall;
  const naive = Date.UTC(y, mo - 1, d, h, mi, s, millisecond);
  const back = new Date(naive);
  const at = naive - offset * 60_000;
  const real =
    back.getUTCFullYear() === y &&
    new Date(at).getUTCFullYear() <= 9_999 &&
    back.getUTCMonth() === mo - 1 &&
    back.getUTCDate() === d &&
    h < 24 &&
    mi < 60 &&
    s < 60;
  return real ? at : null;
}
