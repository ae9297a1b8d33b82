/**
 * A moment by the Dutch clock, whatever the device's zone is. By Temporal where a browser has it: the first formatter that a page
 * makes takes a phone a tenth of a second, and a moment in a zone next to none.
 */

/** What we use of Temporal. */
export interface TemporalLike {
  Instant: {
    fromEpochMilliseconds(moment: number): {
      toZonedDateTimeISO(zone: string): {
        toPlainDateTime(): { toString(options: { smallestUnit: 'second' }): string };
      };
    };
  };
}

export const ZONE = 'Europe/Amsterdam';

/** `2026-11-18T14:07:42` for a moment in milliseconds. RangeError for what is no moment. */
export type DutchClock = (moment: number) => string;

export function dutchClockBy(temporal: TemporalLike | undefined): DutchClock {
  if (temporal !== undefined)
    return (moment) =>
      temporal.Instant.fromEpochMilliseconds(Math.floor(moment))
        .toZonedDateTimeISO(ZONE)
        .toPlainDateTime()
        .toString({ smallestUnit: 'second' });
  let made: Intl.DateTimeFormat | undefined;
  return (moment) => {
    // Swedish times are written as a date-time field wants them.
    made ??= new Intl.DateTimeFormat('sv-SE', {
      timeZone: ZONE,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return made.format(moment).replace(/,? /, 'T');
  };
}

export const dutchClock: DutchClock = dutchClockBy(
  (globalThis as { Temporal?: TemporalLike }).Temporal,
);
