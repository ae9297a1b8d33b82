/** The span of the strip and what lies in it, the clock of playing, the date field and the address: all pure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import { stopCounts, summedCounts } from '#domain/stops/counts.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import type { HistoryStep, HistoryWire } from '#wire/history.ts';
import { countGlyphs, emergencyDepartments } from '#lib/map/summary.ts';
import { addressAt, mapAt, momentIn, showsPast } from '#lib/past/address.ts';
import { fromField, fromWritten } from '#lib/past/local-field.ts';
import { PlayClock } from '#lib/past/play-clock.ts';
import {
  marksOf,
  nextMark,
  shareOf,
  SPAN_MS,
  spanAround,
  stepPath,
  ticksOf,
} from '#lib/past/span.ts';
import { fieldTime, writtenTime } from '#lib/words/format.ts';
import { minutesBetween } from '../../server/desk/stop-follower.ts';
import { facilities } from '../arbitraries.ts';
import { NOW } from '../builders.ts';

const DAY = 24 * HOUR;

describe('the span', () => {
  it('is the last 72 hours, also while one looks back within them', () => {
    expect(spanAround(null, NOW, null)).toEqual({ from: NOW - SPAN_MS, to: NOW });
    expect(spanAround(NOW - 5 * HOUR, NOW, null)).toEqual({ from: NOW - SPAN_MS, to: NOW });
  });

  it('lies around a moment further back', () => {
    const { from, to } = spanAround(NOW - 10 * DAY, NOW, null);
    expect([from, to]).toEqual([NOW - 10 * DAY - 36 * HOUR, NOW - 10 * DAY + 36 * HOUR]);
  });

  it('does not begin before the first entry, and is never empty', () => {
    expect(spanAround(null, NOW, NOW - HOUR)).toEqual({ from: NOW - HOUR, to: NOW });
    expect(spanAround(null, NOW, NOW)).toEqual({ from: NOW - MINUTE, to: NOW });
  });

  it('has ticks that are whole by the Dutch clock, not too many', () => {
    const ticks = ticksOf({ from: NOW - DAY, to: NOW }, 9);
    // 18 November, one hour ahead of UTC.
    expect(ticks.map((at) => iso(at).slice(11, 16))).toEqual([
      '14:00',
      '17:00',
      '20:00',
      '23:00',
      '02:00',
      '05:00',
      '08:00',
      '11:00',
    ]);
    expect(ticksOf({ from: NOW - 8 * MINUTE, to: NOW }, 9)).toHaveLength(9);
  });
});

function aHistory(over: Partial<HistoryWire> = {}): HistoryWire {
  return {
    from: iso(NOW - HOUR),
    to: iso(NOW),
    begins: iso(NOW - DAY),
    stepMinutes: 15,
    steps: [],
    stops: [],
    decisions: [],
    truncated: false,
    ...over,
  };
}
const aStop = (id: string, from: number, end: number, scope: 'ed' | 'icu' = 'ed') => {
  const what = { facility: 'lumc', scope, level: 'stop' as const, reason: 'crowding' as const };
  return { id, ...what, from: iso(from), end: iso(end) };
};

describe('marks', () => {
  const marks = marksOf(
    aHistory({
      stops: [
        aStop('a', NOW - 2 * HOUR, NOW - 30 * MINUTE),
        aStop('b', NOW - 20 * MINUTE, NOW + HOUR),
        aStop('c', NOW - 10 * MINUTE, NOW - 5 * MINUTE, 'icu'),
      ],
      decisions: [
        { id: 'd', at: iso(NOW - 25 * MINUTE), caseNumber: 1, facility: 'lumc', overridden: false },
      ],
    }),
  );

  it('are beginnings and ends within the span of stops of an emergency department, and decisions', () => {
    expect(marks.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'a stop-ended',
      'd decision',
      'b stop-begun',
    ]);
  });

  it('are jumped to by kind, and from one on to the next', () => {
    const at = (moment: number, way: 1 | -1, kind: 'stop' | 'decision') =>
      nextMark(marks, moment, way, kind)?.id ?? null;
    expect(at(NOW, -1, 'stop')).toBe('b');
    expect(at(NOW - 20 * MINUTE, -1, 'stop')).toBe('a');
    expect(at(NOW - 20 * MINUTE, 1, 'stop')).toBeNull();
    expect(at(NOW, -1, 'decision')).toBe('d');
    expect(at(NOW - HOUR, 1, 'decision')).toBe('d');
  });
});

describe('step lines', () => {
  const step = (minutes: number, stops: number | null): HistoryStep => {
    return { at: iso(NOW - minutes * MINUTE), stops, impending: stops, eds: stops };
  };
  const size = { from: NOW - 40 * MINUTE, to: NOW, width: 400, height: 100, most: 4 };

  it('hold a count until the next one', () => {
    expect(stepPath([step(40, 1), step(20, 2)], 'stops', size, false)).toBe('M0,75H200V50H400');
  });

  it('draw nothing where nobody counted: no zero', () => {
    const steps = [step(40, null), step(30, 1), step(20, null), step(10, 3)];
    expect(stepPath(steps, 'stops', size, true)).toBe('M100,100V75H200V100ZM300,100V25H400V100Z');
  });

  it('put a moment outside the span at its edge', () => {
    expect(shareOf(NOW + HOUR, size)).toBe(1);
    expect(shareOf(NOW - HOUR, size)).toBe(0);
  });
});

describe('counts', () => {
  it('are what the map counts, for any picture', () => {
    fc.assert(
      fc.property(facilities, fc.nat(200), (list, minutes) => {
        const facilitiesOf = Object.fromEntries(list.map((one) => [one.id, one]));
        const picture = { ...EMPTY_PICTURE, facilities: facilitiesOf };
        const now = NOW + minutes * MINUTE;
        const regions = Object.fromEntries(
          list.map(({ region }) => [
            region,
            { id: region, name: region, networkName: region, neighbours: [], version: 1 },
          ]),
        );
        const glyphs = countGlyphs(emergencyDepartments(picture, now));
        const sum = summedCounts(stopCounts({ ...picture, regions }, now).values());
        expect({ stops: sum?.stops ?? 0, impending: sum?.impending ?? 0 }).toEqual({
          stops: glyphs.stop,
          impending: glyphs.impending,
        });
      }),
    );
  });

  it('of nothing are not known', () => {
    expect(summedCounts([])).toBeNull();
  });

  it('are taken at each whole minute between two entries, and after hours of silence at each quarter', () => {
    expect([...minutesBetween(NOW + 1, NOW + 2 * MINUTE)]).toEqual([NOW + MINUTE]);
    expect([...minutesBetween(NOW, NOW)]).toEqual([]);
    const long = [...minutesBetween(NOW, NOW + 6 * HOUR)];
    expect(long).toHaveLength(4 * 60 + 1 + 7);
    expect([...minutesBetween(NOW, NOW + 400 * DAY)].length).toBeLessThan(4_000);
  });
});

describe('the clock of playing', () => {
  it('runs at its speed from where it was put, and stands when it is paused', () => {
    const clock = new PlayClock();
    clock.seek(NOW, 0);
    clock.setSpeed(10, 0);
    expect(clock.at(5_000)).toBe(NOW);
    clock.play(5_000);
    expect(clock.at(6_000)).toBe(NOW + 10_000);
    clock.setSpeed(300, 6_000);
    expect(clock.at(7_000)).toBe(NOW + 310_000);
    clock.pause(7_000);
    expect([clock.at(9_000), clock.runs]).toEqual([NOW + 310_000, false]);
  });

  it('goes on from where it is held, and does not jump when the device’s clock goes back', () => {
    const clock = new PlayClock();
    clock.seek(NOW, 0);
    clock.setSpeed(60, 0);
    clock.play(0);
    clock.seek(NOW + 1_000, 4_000);
    expect(clock.at(5_000)).toBe(NOW + 61_000);
    expect(clock.at(3_000)).toBe(NOW + 1_000);
  });
});

describe('a date field', () => {
  it('speaks by the Dutch clock, and comes back to the same minute', () => {
    expect(fieldTime(Date.parse('2026-11-17T21:43:07.000Z'))).toBe('2026-11-17T22:43');
    expect(fieldTime(Date.parse('2026-07-01T10:00:00.000Z'))).toBe('2026-07-01T12:00');
    fc.assert(
      fc.property(fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }), (seconds) => {
        const minute = Math.floor(seconds / 60) * MINUTE;
        const back = fromField(fieldTime(minute));
        // An hour that the clock passes twice is the first of the two.
        expect(back !== null && [0, HOUR].includes(minute - back)).toBe(true);
      }),
    );
  });

  it('knows that there is no half past two on the morning of summer time, and no time in words', () => {
    expect(fromField('2027-03-28T02:30')).toBe(Date.parse('2027-03-28T01:30:00.000Z'));
    expect(fromField('')).toBeNull();
    expect(fromField('yesterday')).toBeNull();
  });

  it('reads a moment as a Dutch hand writes it, day before month on every device', () => {
    expect(writtenTime(Date.parse('2026-11-18T13:07:00.000Z'))).toBe('18-11-2026 14:07');
    for (const text of ['18-11-2026 14:07', ' 18.11.2026, 14.07 ', '18/11/2026 1407'])
      expect(fromWritten(text)).toBe(Date.parse('2026-11-18T13:07:00.000Z'));
    for (const text of ['', '11-18-2026 14:07', '31-02-2026 14:07', '18-11-2026 24:30', '18-11'])
      expect(fromWritten(text)).toBeNull();
  });
});

describe('the address', () => {
  it('carries the moment beside what others keep there', () => {
    const at = addressAt('http://a.example/map?region=west&unit=icu', NOW);
    expect(at.searchParams.get('region')).toBe('west');
    expect(momentIn(at)).toBe(NOW);
    expect(addressAt(at.href, null).href).toBe('http://a.example/map?region=west&unit=icu');
    expect(momentIn(new URL(mapAt(iso(NOW)), at))).toBe(NOW);
  });

  it('shows the past on map and board only', () => {
    expect(['/map', '/region/west'].every(showsPast)).toBe(true);
    expect(['/dispatch', '/hospital/x', '/admin', '/mapped', undefined].some(showsPast)).toBe(
      false,
    );
  });
});
