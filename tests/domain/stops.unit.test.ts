import { describe, expect, it } from 'vitest';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import { endStop, startStop, stopSchema, type StopInput } from '#domain/stops/decide.ts';
import { runningStops } from '#domain/stops/stops.ts';
import type { UnitKind } from '#domain/words.ts';
import {
  aFacility,
  anObservation,
  aStop,
  minutesAgo,
  minutesAhead,
  NOW,
  SOMEBODY,
} from '../builders.ts';
import { after, aPicture, refusalOf } from '../support/pictures.ts';

const picture = aPicture([aFacility({ id: 'h-1' })]);
const input = (over: Partial<StopInput> = {}): StopInput => ({
  scope: 'ed',
  level: 'stop',
  reason: 'crowding',
  until: minutesAhead(60),
  note: null,
  ...over,
});
const starting = (
  over: Partial<StopInput> = {},
  from = picture,
  facility = 'h-1',
  id = 'stop-1',
  now = NOW,
) => startStop(from, { facility, id, input: input(over), note: null }, SOMEBODY, now);

describe('starting a stop', () => {
  it('needs an end: `until` is mandatory', () => {
    const { until: _until, ...rest } = input();
    expect(stopSchema.safeParse(rest).success).toBe(false);
  });

  it.each<[string, Parameters<typeof starting>, string]>([
    ['of a unit that the site has', [{}], 'OK'],
    ['of a device', [{ scope: 'ct' }], 'OK'],
    ['of the whole site', [{ scope: 'facility' }], 'OK'],
    ['of a unit that the site does not have', [{ scope: 'burns' }], 'UNKNOWN_UNIT'],
    ['of an unknown facility', [{}, picture, 'h-9'], 'UNKNOWN_FACILITY'],
    ['that ended already', [{ until: minutesAgo(0) }], 'UNTIL_IN_PAST'],
    ['of more than 14 days', [{ until: minutesAhead(14 * 24 * 60 + 1) }], 'UNTIL_TOO_FAR'],
  ])('%s', (_name, call, expected) => {
    expect(refusalOf(starting(...call))).toBe(expected);
  });

  it('ends the one that runs on the same scope, in the same batch', () => {
    const one = after(picture, starting({ level: 'impending' }));
    const two = starting({}, one, 'h-1', 'stop-2');
    expect(two.ok && two.entries.map(({ kind }) => kind)).toEqual(['stop-ended', 'stop-started']);
    const running = runningStops(after(one, two).facilities['h-1'] ?? aFacility(), NOW);
    expect(running.map(({ id, level }) => [id, level])).toEqual([['stop-2', 'stop']]);
  });

  it('leaves one on another scope alone', () => {
    const one = after(picture, starting({ scope: 'ct' }));
    const both = after(one, starting({}, one, 'h-1', 'stop-2'));
    expect(runningStops(both.facilities['h-1'] ?? aFacility(), NOW)).toHaveLength(2);
  });
});

describe('ending a stop', () => {
  const running = after(picture, starting());

  it.each<[string, { facility?: string; stop?: string; at?: number }, string]>([
    ['that runs', {}, 'OK'],
    ['of an unknown facility', { facility: 'h-9' }, 'UNKNOWN_FACILITY'],
    ['that never was', { stop: 'stop-9' }, 'UNKNOWN_STOP'],
    ['that is over by itself', { at: 60 }, 'STOP_ALREADY_OVER'],
  ])('%s', (_name, { facility = 'h-1', stop = 'stop-1', at = 0 }, expected) => {
    expect(refusalOf(endStop(running, { facility, stop }, NOW + at * MINUTE))).toBe(expected);
  });

  it('ends it now, the record stays', () => {
    const later = NOW + 10 * MINUTE;
    const ended = after(
      running,
      endStop(running, { facility: 'h-1', stop: 'stop-1' }, later),
      later,
    );
    const facility = ended.facilities['h-1'] ?? aFacility();
    expect(runningStops(facility, later)).toEqual([]);
    expect(facility.stops).toMatchObject([{ id: 'stop-1', endedAt: iso(later) }]);
    expect(refusalOf(endStop(ended, { facility: 'h-1', stop: 'stop-1' }, later))).toBe(
      'STOP_ALREADY_OVER',
    );
  });
});

describe('the status of a unit under stops', () => {
  const status = (facility: ReturnType<typeof aFacility>, kind: UnitKind = 'ed', now = NOW) =>
    viewUnit(facility, kind, now)?.status;
  const over = { from: minutesAgo(30), until: minutesAgo(5) };

  it.each<[string, Parameters<typeof aFacility>[0], UnitKind, string]>([
    ['a stop closes its unit', { stops: [aStop()] }, 'ed', 'closed'],
    ['an impending stop limits it', { stops: [aStop({ level: 'impending' })] }, 'ed', 'limited'],
    ['the other units stay as they are', { stops: [aStop()] }, 'icu', 'open'],
    ['a stop of the site closes each', { stops: [aStop({ scope: 'facility' })] }, 'icu', 'closed'],
    ['a device closes none', { stops: [aStop({ scope: 'ct' })] }, 'ed', 'open'],
    [
      'the worst counts: limited over unknown',
      { stops: [aStop({ level: 'impending' })], units: { ed: null } },
      'ed',
      'limited',
    ],
    [
      'the worst counts: closed by its own word',
      { stops: [aStop({ level: 'impending' })], units: { ed: { status: 'closed' } } },
      'ed',
      'closed',
    ],
    ['one that has not begun', { stops: [aStop({ from: minutesAhead(1) })] }, 'ed', 'open'],
    [
      'over, observed since it began',
      { stops: [aStop(over)], units: { ed: { observedAt: minutesAgo(29) } } },
      'ed',
      'open',
    ],
    [
      'over, nothing observed since it began: unknown, not open',
      { stops: [aStop(over)], units: { ed: { observedAt: minutesAgo(31) } } },
      'ed',
      'unknown',
    ],
    [
      'ended by hand, nothing observed since',
      { stops: [aStop({ endedAt: minutesAgo(1) })], units: { ed: { observedAt: minutesAgo(31) } } },
      'ed',
      'unknown',
    ],
    ['never reported', { units: { ed: null } }, 'ed', 'unknown'],
  ])('%s', (_name, words, kind, expected) => {
    expect(status(aFacility(words), kind)).toBe(expected);
  });

  it('a stop ends by itself at `until`', () => {
    const facility = aFacility({ stops: [aStop({ until: minutesAhead(1) })] });
    expect(status(facility, 'ed', NOW + MINUTE - 1)).toBe('closed');
    expect(status(facility, 'ed', NOW + MINUTE)).not.toBe('closed');
  });

  it('is observed anew and open again, and the spent stop is dropped', () => {
    const before = aPicture([
      aFacility({ stops: [aStop(over)], units: { ed: { observedAt: minutesAgo(31) } } }),
    ]);
    const observation = anObservation({ observedAt: minutesAgo(0) });
    const body = { facility: 'h-1', kind: 'ed' as const, observation };
    const next = after(before, {
      ok: true,
      guards: [],
      entries: [{ kind: 'unit-observed', subject: 'unit:h-1/ed', body }],
    });
    const facility = next.facilities['h-1'] ?? aFacility();
    expect(status(facility)).toBe('open');
    // Only the units it bore on had to speak.
    expect(facility.stops).toEqual([]);
  });
});
