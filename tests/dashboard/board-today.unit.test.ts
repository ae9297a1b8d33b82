/** The stops of a day, and when a day begins. */
import { describe, expect, it } from 'vitest';
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import { startOfLocalDay } from '#domain/local-time.ts';
import { stopsToday } from '#lib/board/stops-today.ts';
import type { StopMark } from '#wire/history.ts';
import { NOW } from '../builders.ts';

const MIDNIGHT = Date.parse('2026-11-17T23:00:00.000Z');
let made = 0;
const mark = (facility: string, from: number, minutes: number, over: Partial<StopMark> = {}) => ({
  id: `s-${(made += 1)}`,
  facility,
  scope: 'ed' as const,
  level: 'stop' as const,
  reason: 'crowding' as const,
  from: iso(from),
  end: iso(from + minutes * MINUTE),
  ...over,
});

describe('the stops of today', () => {
  it('count from midnight to now, whatever they lasted before and will last after', () => {
    const day = stopsToday(
      [mark('a', MIDNIGHT - HOUR, 90), mark('b', NOW - 10 * MINUTE, 60)],
      MIDNIGHT,
      NOW,
    );
    expect(day.total).toEqual({ count: 2, stopMinutes: 40, impendingMinutes: 0 });
    expect(day.hospitals.map((one) => [one.facility, one.stopMinutes, one.running])).toEqual([
      ['a', 30, false],
      ['b', 10, true],
    ]);
  });

  it('count once what ran together at one hospital', () => {
    const from = NOW - 3 * HOUR;
    const both = [mark('a', from, 60), mark('a', from + 30 * MINUTE, 60, { scope: 'facility' })];
    const day = stopsToday(both, MIDNIGHT, NOW);
    expect(day.hospitals).toMatchObject([{ count: 2, stopMinutes: 90 }]);
    expect(day.reasons).toEqual([{ reason: 'crowding', count: 2, minutes: 90 }]);
  });

  it('keep impending ones apart, and leave out wards, devices and yesterday', () => {
    const from = NOW - 2 * HOUR;
    const day = stopsToday(
      [
        mark('a', from, 30, { level: 'impending' }),
        mark('a', from, 30, { scope: 'icu' }),
        mark('a', from, 30, { scope: 'ct' }),
        mark('b', MIDNIGHT - 2 * HOUR, 60),
      ],
      MIDNIGHT,
      NOW,
    );
    expect(day.total).toEqual({ count: 0, stopMinutes: 0, impendingMinutes: 30 });
    expect(day.hospitals).toHaveLength(1);
    expect(day.reasons).toEqual([]);
  });

  it('are told by reason, the longest first, and one whose reason was not kept too', () => {
    const day = stopsToday(
      [
        mark('a', NOW - 5 * HOUR, 20, { reason: null }),
        mark('b', NOW - 5 * HOUR, 60, { reason: 'staff' }),
      ],
      MIDNIGHT,
      NOW,
    );
    expect(day.reasons.map((one) => [one.reason, one.minutes])).toEqual([
      ['staff', 60],
      [null, 20],
    ]);
  });
});

describe('a Dutch day', () => {
  it('begins at midnight by the wall clock, in winter and in summer', () => {
    expect(startOfLocalDay(NOW)).toBe(MIDNIGHT);
    expect(startOfLocalDay(MIDNIGHT)).toBe(MIDNIGHT);
    expect(startOfLocalDay(MIDNIGHT - 1)).toBe(MIDNIGHT - 24 * HOUR);
    expect(iso(startOfLocalDay(Date.parse('2026-07-01T10:00:00.000Z')))).toBe(
      '2026-06-30T22:00:00.000Z',
    );
  });

  it.each([
    ['forward', '2026-03-29T18:00:00.000Z', '2026-03-28T23:00:00.000Z'],
    ['back', '2026-10-25T18:00:00.000Z', '2026-10-24T22:00:00.000Z'],
    ['back, between the two hours of two', '2026-10-25T00:30:00.000Z', '2026-10-24T22:00:00.000Z'],
  ])('begins at midnight when the clock is put %s', (_way, now, midnight) => {
    expect(iso(startOfLocalDay(Date.parse(now)))).toBe(midnight);
  });
});
