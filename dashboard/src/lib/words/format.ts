/**
 * Numbers and times as people read them: Dutch wall clock, decimal comma in Dutch, the date when it is not today, "–" for
 * unknown. Pure: the language and the present moment are arguments.
 */
import { HOUR, MINUTE, ms } from '#domain/clock.ts';
import { dutchClock, ZONE } from './dutch-clock.ts';

export type Language = 'nl' | 'en';
export const LANGUAGES = ['nl', 'en'] as const satisfies readonly Language[];

export const UNKNOWN = '–';
const DAY = 24 * HOUR;
/** Up to here minutes are read at a glance; beyond it hours are. */
const MOST_MINUTES = 90;
/** Where thousands are told apart: before each three digits that are the last or followed by three more. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

export interface Format {
  /** "4 min", "1:53 u", "wo 18 nov 14:07" after a day; "nu" under a minute; "–" for null. Times ISO or milliseconds. */
  age(from: string | number | null, now: number): string;
  /** The age in words for a screen reader: "4 minuten oud". */
  ageInWords(from: string | number | null, now: number): string;
  /** "14:07", with the date in front when it is not today on the Dutch clock. */
  time(at: string | number | null, now: number): string;
  /** "14:07:42". */
  clock(now: number): string;
  /** "wo 18 nov". */
  day(at: string | number): string;
  /** "wo 18 nov 2026". */
  date(at: string | number): string;
  /** "di 17 nov 2026, 22:43:07". */
  dateTime(at: string | number): string;
  /** One decimal: "21,9". */
  decimal(value: number | null): string;
  /** Whole number or "–". */
  count(value: number | null): string;
  /** Whole minutes with the unit: "22 min". */
  minutes(value: number | null): string;
  /** "18–27 min". */
  range(low: number, high: number): string;
  /** Minutes that somebody waits for: "85 min", beyond an hour and a half "1:45 u"; "–" for null. */
  span(value: number | null): string;
  /** Time left until a moment, whole minutes, never under 0: "12 min", "1:45 u". */
  left(until: string | number, now: number): string;
  /** "West en Zuidwest"; "a, b en c". */
  list(parts: readonly string[]): string;
}

const units = {
  nl: {
    now: 'nu',
    hour: 'u',
    thousands: '.',
    unknown: 'leeftijd onbekend',
    old: 'oud',
    minute: ['minuut', 'minuten'],
    and: 'en',
    hourWord: 'uur',
  },
  en: {
    now: 'now',
    hour: 'h',
    thousands: ',',
    unknown: 'age unknown',
    old: 'old',
    minute: ['minute', 'minutes'],
    and: 'and',
    hourWord: 'hours',
  },
} as const;

/** Of `2026-11-18T14:07:42`: the day, "14:07" and "14:07:42". */
const DAY_OF = [0, 10] as const;
const HM = [11, 16] as const;
const HMS = [11, 19] as const;

const at = (time: string | number): number => (typeof time === 'number' ? time : ms(time));

function make(language: Language): Format {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB';
  const say = units[language];
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    later(() => new Intl.DateTimeFormat(locale, { timeZone: ZONE, hourCycle: 'h23', ...options }));
  const short = inZone({ weekday: 'short', day: 'numeric', month: 'short' });
  const long = inZone({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const tenth = later(
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  const whole = later(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));

  const time = (moment: string | number | null, now: number): string => {
    if (moment === null) return UNKNOWN;
    const then = dutchClock(at(moment));
    const clock = then.slice(...HM);
    const isToday = then.slice(...DAY_OF) === dutchClock(now).slice(...DAY_OF);
    return isToday ? clock : `${short().format(at(moment))} ${clock}`;
  };
  const hours = (span: number): string => {
    const minutes = Math.floor(span / MINUTE);
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  };
  const span = (minutes: number): string =>
    minutes > MOST_MINUTES ? `${hours(minutes * MINUTE)} ${say.hour}` : `${minutes} min`;
  return {
    time,
    age(from, now) {
      if (from === null) return UNKNOWN;
      const span = now - at(from);
      if (span < MINUTE) return say.now;
      if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
      return span < DAY ? `${hours(span)} ${say.hour}` : time(from, now);
    },
    ageInWords(from, now) {
      if (from === null) return say.unknown;
      const span = Math.max(0, now - at(from));
      if (span >= DAY) return time(from, now);
      if (span >= HOUR) return `${hours(span)} ${say.hourWord} ${say.old}`;
      const minutes = Math.floor(span / MINUTE);
      return `${minutes} ${say.minute[minutes === 1 ? 0 : 1]} ${say.old}`;
    },
    clock: (now) => dutchClock(now).slice(...HMS),
    day: (moment) => short().format(at(moment)),
    date: (moment) => long().format(at(moment)),
    dateTime: (moment) => `${long().format(at(moment))}, ${dutchClock(at(moment)).slice(...HMS)}`,
    // A minus, not a hyphen.
    decimal: (value) => (value === null ? UNKNOWN : tenth().format(value).replace('-', '−')),
    count(value) {
      if (value === null) return UNKNOWN;
      // As the formatter writes it, without making one for what nearly all numbers of a page are.
      if (!Number.isSafeInteger(value)) return whole().format(value);
      return String(value).replace(THOUSANDS, say.thousands);
    },
    minutes: (value) => (value === null ? UNKNOWN : `${Math.round(value)} min`),
    range: (low, high) => `${Math.round(low)}–${Math.round(high)} min`,
    span: (value) => (value === null ? UNKNOWN : span(Math.round(value))),
    left: (until, now) => span(Math.max(0, Math.ceil((at(until) - now) / MINUTE))),
    list(parts) {
      const last = parts.at(-1) ?? '';
      if (parts.length < 2) return last;
      return `${parts.slice(0, -1).join(', ')} ${say.and} ${last}`;
    },
  };
}

/** "2026-11-18 14:07:42" on the Dutch clock, in any language: for files, where a spreadsheet reads it as a time and it sorts. */
export function sortableTime(moment: string | number): string {
  return dutchClock(at(moment)).replace('T', ' ');
}

/** `2026-11-17T22:43`: a moment (milliseconds) by the Dutch clock for a date-time field, whatever the device's zone is. */
export function fieldTime(moment: number): string {
  return dutchClock(moment).slice(0, 16);
}

/** "17-11-2026 22:43": a moment (milliseconds) as a Dutch hand writes it, by the Dutch clock; `fromWritten` reads it back. */
export function writtenTime(moment: number): string {
  const [, year, month, day, clock] = WRITTEN_FROM.exec(fieldTime(moment)) ?? [];
  return `${day ?? ''}-${month ?? ''}-${year ?? ''} ${clock ?? ''}`;
}
const WRITTEN_FROM = /^(\d+)-(\d\d)-(\d\d)T(.+)$/;

/** One of each, made when it is asked for: making the formatters is slow, and hardly anybody reads both languages. */
const made: Partial<Record<Language, Format>> = {};
export const formats: Readonly<Record<Language, Format>> = {
  get nl() {
    return (made.nl ??= make('nl'));
  },
  get en() {
    return (made.en ??= make('en'));
  },
};

/** Names in the order of a Dutch list. Kept: a comparison that sets itself up for each pair costs more than the sorting. */
export const compareNames = (one: string, other: string): number =>
  dutchOrder().compare(one, other);
const dutchOrder = later(() => new Intl.Collator('nl'));

/** Made at its first use and kept: making one takes a phone some ten milliseconds, and no page needs all of them at once. */
function later<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
