/** The facts that a handover of a shift is made of. */
import { describe, expect, it } from 'vitest';
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import { EMPTY_PICTURE, type FacilityState, type Picture } from '#domain/picture.ts';
import { draftFrom } from '#domain/shift/commands.ts';
import { draftHandover, type DraftParts } from '#domain/shift/draft.ts';
import { aFacility, anObservation, aStop, minutesAgo, minutesAhead, NOW } from '../builders.ts';

const bay = (id: string, available: number | null, age: number): FacilityState => ({
  ...aFacility({ id }),
  units: [
    { kind: 'ed', version: 1, observations: [anObservation({ observedAt: minutesAgo(age) })] },
    {
      kind: 'trauma-bay',
      version: 1,
      observations: [anObservation({ available, staffed: 4, observedAt: minutesAgo(age) })],
    },
  ],
});
const pictureOf = (...facilities: FacilityState[]): Picture => ({
  ...EMPTY_PICTURE,
  facilities: Object.fromEntries(facilities.map((one) => [one.id, one])),
});
const region = aFacility({}).region;
const draft = (part: Partial<DraftParts>) =>
  draftHandover({
    region,
    from: NOW - 8 * HOUR,
    to: NOW,
    begin: null,
    end: pictureOf(),
    stops: [],
    decisions: 0,
    owingReason: 0,
    ...part,
  });

describe('the draft of a handover', () => {
  it('says how long each stop ran, and which one runs on', () => {
    const row = { facility: 'h-1', scope: 'ed', level: 'stop' } as const;
    const { stops, figures } = draft({
      stops: [
        { ...row, from: minutesAgo(60), end: minutesAhead(30) },
        { ...row, from: minutesAgo(600), end: minutesAgo(400) },
        { ...row, from: minutesAgo(600), end: minutesAhead(10) },
      ],
    });
    expect(stops.map(({ minutes, endedAt }) => [minutes, endedAt])).toEqual([
      [200, minutesAgo(400)],
      [60, null],
    ]);
    expect(figures.stopsBegun).toBe(1);
  });

  it('sums what is known, says of how many, and never takes unknown for none', () => {
    const { figures } = draft({
      begin: pictureOf(bay('h-1', null, 0)),
      end: pictureOf(bay('h-1', 2, 3), bay('h-2', null, 1)),
    });
    expect(figures.begin?.bays).toMatchObject({ free: null, known: 0, of: 1 });
    expect(figures.end.bays).toEqual({
      free: 2,
      staffed: 4,
      known: 1,
      of: 2,
      oldest: minutesAgo(3),
    });
    expect(figures.end.icu).toMatchObject({ free: null, of: 0 });
  });

  it('names who is silent, who was asked, and the stops that run', () => {
    const silent = { ...bay('h-1', 1, 300), asked: { at: minutesAgo(20), region: null } };
    const stopped = { ...bay('h-2', 1, 0), stops: [aStop({ until: minutesAhead(30) })] };
    const found = draft({ end: pictureOf(silent, stopped) });
    expect(found.silent).toEqual([{ facility: 'h-1', since: minutesAgo(300) }]);
    expect(found.asks).toEqual([{ facility: 'h-1', at: minutesAgo(20) }]);
    expect(found.running.map((one) => one.facility)).toEqual(['h-2']);
  });

  it('leaves other regions out', () => {
    expect(draft({ end: pictureOf({ ...bay('h-1', 1, 300), region: 'elsewhere' }) })).toMatchObject(
      { silent: [], figures: { end: { bays: { of: 0 } } } },
    );
  });

  it.each([
    ['the hours that are asked for', 12, iso(NOW - HOUR), 12 * 60],
    ['the last handover', null, iso(NOW - HOUR), 60],
    ['eight hours ago when there is none', null, null, 8 * 60],
    ['three days ago at most', null, iso(NOW - 1_000 * HOUR), 72 * 60],
  ])('begins at %s', (_name, hours, last, minutes) => {
    expect(draftFrom(hours, last, NOW)).toBe(NOW - minutes * MINUTE);
  });
});
