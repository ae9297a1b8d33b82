import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iso, ms } from '#domain/clock.ts';

describe('times of the picture', () => {
  it('reads what it writes, like the calendar of the platform, from 1600 to 2400', () => {
    const [from, to] = [Date.UTC(1600, 0, 1), Date.UTC(2400, 11, 31)];
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), (time) => {
        expect(ms(iso(time))).toBe(time);
      }),
    );
  });

  it.each([
    '2024-02-29T23:59:59.999Z',
    '2026-03-01T00:00:00.000Z',
    '2000-02-29T12:00:00.001Z',
    '1970-01-01T00:00:00.000Z',
    '2026-12-31T23:59:59.999Z',
  ])('reads %s', (time) => {
    expect(ms(time)).toBe(Date.parse(time));
  });

  it('leaves another form to the platform', () => {
    expect(ms('2026-11-18T14:07:42+01:00')).toBe(Date.parse('2026-11-18T13:07:42Z'));
  });
});
