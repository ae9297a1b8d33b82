import { describe, expect, it } from 'vitest';
import { observationSchema, observe } from '#domain/capacity/observe.ts';
import type { Observation } from '#domain/picture.ts';
import type { Channel, UnitKind } from '#domain/words.ts';
import { aFacility, minutesAgo, minutesAhead, NOW, SOMEBODY } from '../builders.ts';
import { after, aPicture, refusalOf } from '../support/pictures.ts';

const picture = aPicture([aFacility({ id: 'h-1' })]);

function observing(
  body: Record<string, unknown>,
  over: { kind?: UnitKind; channel?: Channel; facility?: string; ifVersion?: number | null } = {},
  from = picture,
) {
  return observe(
    from,
    {
      facility: 'h-1',
      kind: 'icu',
      channel: 'api',
      note: null,
      ifVersion: null,
      ...over,
      input: observationSchema.parse(body),
    },
    SOMEBODY,
    NOW,
  );
}
function written(...from: Parameters<typeof observing>): Observation {
  const decided = observing(...from);
  if (!decided.ok || decided.entries[0]?.kind !== 'unit-observed')
    throw new Error(refusalOf(decided));
  return decided.entries[0].body.observation;
}

describe('the body of an observation', () => {
  it.each([0, 1, 9_999, null])('a count may be %s', (available) => {
    expect(observationSchema.safeParse({ available }).success).toBe(true);
  });
  it.each([-1, 0.5, 10_000, 1e9, NaN, Infinity, '3', true, [1]])(
    'a count may not be %s',
    (available) => {
      expect(observationSchema.safeParse({ available }).success).toBe(false);
    },
  );
  it('is whole: what is left out becomes null', () => {
    const { available, staffed, physical, occupied, status, validUntil } = written({
      available: 1,
    });
    expect({ available, staffed, physical, occupied, status, validUntil }).toEqual({
      available: 1,
      staffed: null,
      physical: null,
      occupied: null,
      status: null,
      validUntil: null,
    });
  });
  it('takes nothing that it does not know', () => {
    expect(observationSchema.safeParse({ beds: 3 }).success).toBe(false);
  });
});

describe('an observation', () => {
  it('is made now unless it says when', () => {
    expect(written({}).observedAt).toBe(minutesAgo(0));
    expect(written({ observedAt: minutesAgo(7) }).observedAt).toBe(minutesAgo(7));
    expect(written({ observedAt: minutesAgo(7) }).receivedAt).toBe(minutesAgo(0));
  });

  it.each<[string, Parameters<typeof observing>, string]>([
    ['of an unknown facility', [{}, { facility: 'h-9' }], 'UNKNOWN_FACILITY'],
    ['of a kind that the site does not have', [{}, { kind: 'burns' }], 'UNKNOWN_UNIT'],
    ['from 2 minutes ahead', [{ observedAt: minutesAhead(2) }], 'OK'],
    ['from more than 2 minutes ahead', [{ observedAt: minutesAhead(2.1) }], 'OBSERVED_IN_FUTURE'],
    ['that is void already', [{ validUntil: minutesAgo(0) }], 'UNTIL_IN_PAST'],
    ['with more occupied than physical', [{ occupied: 5, physical: 4 }], 'OCCUPIED_OVER_PHYSICAL'],
    ['the same of an emergency department', [{ occupied: 5, physical: 4 }, { kind: 'ed' }], 'OK'],
    ['the same from a feed', [{ occupied: 5, physical: 4 }, { channel: 'fhir' }], 'OK'],
    ['on the version that stands', [{}, { ifVersion: 1 }], 'OK'],
    ['on another version', [{}, { ifVersion: 0 }], 'VERSION_MISMATCH'],
  ])('%s', (_name, call, expected) => {
    expect(refusalOf(observing(...call))).toBe(expected);
  });

  it('guards the version that was seen, and none when it does not matter', () => {
    const seen = observing({}, { ifVersion: 1 });
    expect(seen.ok && seen.guards).toEqual([{ subject: 'unit:h-1/icu', version: 1 }]);
    const any = observing({});
    expect(any.ok && any.guards).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, number | null, string[]]>([
    ['published available wins', { available: 4, staffed: 10, occupied: 9 }, 4, []],
    ['else staffed less occupied', { staffed: 10, occupied: 7 }, 3, ['DERIVED']],
    ['never under 0', { staffed: 5, occupied: 7 }, 0, ['DERIVED', 'INCONSISTENT']],
    ['never from physical', { physical: 10, occupied: 7 }, null, []],
    ['more available than staffed is kept', { available: 6, staffed: 5 }, 6, ['INCONSISTENT']],
    ['more staffed than physical is kept', { staffed: 6, physical: 5 }, null, ['INCONSISTENT']],
    ['nothing is nothing', {}, null, []],
  ])('available: %s', (_name, body, available, flags) => {
    expect(written(body)).toMatchObject({ available, flags });
  });

  it('from a feed whose clock runs ahead is kept, flagged, and its age counts from our receipt', () => {
    const body = { available: 3, observedAt: minutesAhead(30) };
    expect(written(body, { channel: 'fhir' }).flags).toEqual(['CLOCK_SKEW']);
    const next = after(picture, observing(body, { channel: 'fhir' }));
    // Our own time is later: it replaces, though its observedAt is earlier.
    const again = after(next, observing({ available: 1 }, { channel: 'fhir' }, next));
    const unit = again.facilities['h-1']?.units.find(({ kind }) => kind === 'icu');
    expect(unit?.observations.find(({ channel }) => channel === 'fhir')?.available).toBe(1);
  });

  it('from a clock that is a minute fast does not keep the next correction from counting', () => {
    const fast = after(picture, observing({ available: 3, observedAt: minutesAhead(1) }));
    const mended = after(fast, observing({ available: 1 }, {}, fast));
    const unit = mended.facilities['h-1']?.units.find(({ kind }) => kind === 'icu');
    expect(unit?.observations.map(({ available }) => available)).toEqual([1]);
  });

  it('that arrives late leaves the newer one of its channel in place, and raises the version', () => {
    const newer = after(picture, observing({ available: 1 }));
    const late = after(newer, observing({ available: 9, observedAt: minutesAgo(30) }, {}, newer));
    const unit = late.facilities['h-1']?.units.find(({ kind }) => kind === 'icu');
    expect(unit?.observations.map(({ available }) => available)).toEqual([1]);
    expect(unit?.version).toBe(3);
  });

  it('keeps crowding and offload delay of an emergency department only', () => {
    const body = { nedocs: 140, offloadMinutes: 20 };
    expect(written(body, { kind: 'ed' })).toMatchObject(body);
    expect(written(body)).toMatchObject({ nedocs: null, offloadMinutes: null });
  });
});
