import { describe, expect, it } from 'vitest';
import { isWithinHours, localTime } from '#domain/local-time.ts';

const at = (time: string) => Date.parse(time);
const clock = (time: string) => {
  const { weekday, minuteOfDay } = localTime(at(time));
  return `${weekday} ${Math.floor(minuteOfDay / 60)}:${String(minuteOfDay % 60).padStart(2, '0')}`;
};

describe('Dutch wall-clock time', () => {
  it.each([
    ['2026-11-18T13:00:00Z', '3 14:00'],
    ['2026-07-15T13:00:00Z', '3 15:00'],
    ['2026-11-18T23:30:00Z', '4 0:30'],
    // Summer time begins: 02:00 becomes 03:00.
    ['2026-03-29T00:59:00Z', '7 1:59'],
    ['2026-03-29T01:00:00Z', '7 3:00'],
    // It ends: 03:00 becomes 02:00, and the hour comes twice.
    ['2026-10-25T00:30:00Z', '7 2:30'],
    ['2026-10-25T01:30:00Z', '7 2:30'],
    ['2026-10-25T02:00:00Z', '7 3:00'],
  ])('%s is %s', (time, expected) => {
    expect(clock(time)).toBe(expected);
  });
});

describe('hours of the day', () => {
  const office = { from: '08:00', to: '17:00', days: [1, 2, 3, 4, 5] };
  it.each([
    ['2026-11-18T06:59:59Z', false],
    ['2026-11-18T07:00:00Z', true],
    ['2026-11-18T15:59:59Z', true],
    ['2026-11-18T16:00:00Z', false],
    ['2026-11-21T10:00:00Z', false],
    // The same wall clock in summer lies an hour earlier.
    ['2026-07-15T05:59:59Z', false],
    ['2026-07-15T06:00:00Z', true],
    ['2026-07-15T15:00:00Z', false],
  ])('08:00 to 17:00 on weekdays, %s: %s', (time, expected) => {
    expect(isWithinHours(office, at(time))).toBe(expected);
  });

  it('the day after a change of the clock keeps its hours', () => {
    const monday = { from: '08:00', to: '17:00', days: [1] };
    expect(isWithinHours(monday, at('2026-03-30T06:00:00Z'))).toBe(true);
    expect(isWithinHours(monday, at('2026-10-26T06:30:00Z'))).toBe(false);
    expect(isWithinHours(monday, at('2026-10-26T07:00:00Z'))).toBe(true);
  });

  it('hours past midnight belong to the day on which they begin', () => {
    const night = { from: '22:00', to: '06:00', days: [5] };
    expect(isWithinHours(night, at('2026-11-20T21:00:00Z'))).toBe(true);
    expect(isWithinHours(night, at('2026-11-21T04:59:00Z'))).toBe(true);
    expect(isWithinHours(night, at('2026-11-21T05:00:00Z'))).toBe(false);
    expect(isWithinHours(night, at('2026-11-20T04:00:00Z'))).toBe(false);
  });

  it('midnight as an end, and the whole day', () => {
    const late = { from: '08:00', to: '24:00', days: [3] };
    expect(isWithinHours(late, at('2026-11-18T22:59:00Z'))).toBe(true);
    expect(isWithinHours(late, at('2026-11-18T23:00:00Z'))).toBe(false);
    const whole = { from: '00:00', to: '00:00', days: [3] };
    expect(isWithinHours(whole, at('2026-11-18T03:00:00Z'))).toBe(true);
    expect(isWithinHours(whole, at('2026-11-19T03:00:00Z'))).toBe(false);
  });
});
