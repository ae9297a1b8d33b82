import { describe, expect, it } from 'vitest';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { MINUTE } from '#domain/clock.ts';
import type { Observation } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';
import { aClaim, aFacility, anObservation, minutesAgo, minutesAhead, NOW } from '../builders.ts';

function seen(facility: ReturnType<typeof aFacility>, kind: UnitKind = 'icu', now = NOW) {
  const view = viewUnit(facility, kind, now);
  if (view === null) throw new Error(`no ${kind}`);
  return view;
}

/** An intensive care with these observations. */
function icu(...observations: Partial<Observation>[]) {
  const facility = aFacility();
  const units = facility.units.map((unit) =>
    unit.kind === 'icu' ? { ...unit, observations: observations.map(anObservation) } : unit,
  );
  return { ...facility, units };
}

describe('trust', () => {
  it.each<[UnitKind, number, string]>([
    ['ed', 0, 'fresh'],
    ['ed', 7.5, 'fresh'],
    ['ed', 7.6, 'ageing'],
    ['ed', 15, 'ageing'],
    ['ed', 15.1, 'stale'],
    ['trauma-bay', 15.1, 'stale'],
    ['icu', 15, 'fresh'],
    ['icu', 15.1, 'ageing'],
    ['icu', 30, 'ageing'],
    ['icu', 30.1, 'stale'],
    ['ward', 30.1, 'stale'],
  ])('of %s after %s minutes is %s: fresh up to T/2, ageing up to T', (kind, age, trust) => {
    const facility = aFacility({ units: { [kind]: { observedAt: minutesAgo(age) } } });
    expect(seen(facility, kind).trust).toBe(trust);
  });

  it.each<[UnitKind, number, number, string]>([
    ['ed', 10, 30, 'ageing'],
    ['ed', 500, 60, 'ageing'],
    ['ed', 500, 60.1, 'stale'],
    ['ed', 1, 7.5, 'fresh'],
    ['icu', 60, 180, 'ageing'],
    ['icu', 500, 180.1, 'stale'],
  ])(
    '%s with a rhythm of %s minutes set, after %s: %s (20 and 60 at most)',
    (kind, rhythm, age, trust) => {
      const units = { [kind]: { observedAt: minutesAgo(age) } };
      expect(seen(aFacility({ rhythmMinutes: { [kind]: rhythm }, units }), kind).trust).toBe(trust);
    },
  );

  it('is unknown when never reported, reported unknown, or void', () => {
    const nothing = { available: null, status: 'unknown' } as const;
    for (const unit of [null, nothing, { validUntil: minutesAgo(0) }])
      expect(seen(aFacility({ units: { icu: unit } }))).toMatchObject({
        trust: 'unknown',
        status: 'unknown',
        available: null,
        effectiveAvailable: null,
      });
  });

  it('a stale figure keeps its last value', () => {
    const facility = aFacility({ units: { icu: { available: 3, observedAt: minutesAgo(600) } } });
    expect(seen(facility)).toMatchObject({
      available: 3,
      effectiveAvailable: 3,
      trust: 'stale',
      status: 'open',
    });
  });

  it('counts from our receipt under CLOCK_SKEW', () => {
    const skewed = {
      observedAt: minutesAhead(600),
      receivedAt: minutesAgo(31),
      flags: ['CLOCK_SKEW' as const],
    };
    expect(seen(icu(skewed)).trust).toBe('stale');
  });
});

describe('validUntil', () => {
  it('passed brings unknown back, never open', () => {
    const facility = aFacility({
      units: { icu: { status: 'closed', validUntil: minutesAhead(1) } },
    });
    expect(seen(facility).status).toBe('closed');
    expect(seen(facility, 'icu', NOW + MINUTE).status).toBe('unknown');
  });

  it('passed of one channel leaves the word of another', () => {
    const facility = icu(
      { channel: 'manual', status: 'closed', available: null, validUntil: minutesAgo(1) },
      { channel: 'fhir', status: 'limited', available: 4 },
    );
    expect(seen(facility)).toMatchObject({ status: 'limited', available: 4, flags: [] });
  });
});

describe('channels that disagree', () => {
  it.each<[string, Partial<Observation>, Partial<Observation>, string]>([
    ['the own word leads, though the feed is newer', { observedAt: minutesAgo(20) }, {}, 'closed'],
    ['by phone too', { channel: 'phone', observedAt: minutesAgo(20) }, {}, 'closed'],
    ['stale, with a fresh feed: the feed', { observedAt: minutesAgo(31) }, {}, 'open'],
    [
      'stale, with a feed that is ageing: the own word',
      { observedAt: minutesAgo(31) },
      { observedAt: minutesAgo(20) },
      'closed',
    ],
    ['the own word says no status: the feed', { status: null, available: 1 }, {}, 'open'],
  ])('status: %s', (_name, hand, feed, status) => {
    const facility = icu(
      { channel: 'manual', status: 'closed', available: null, ...hand },
      { channel: 'fhir', status: 'open', available: 2, ...feed },
    );
    expect(seen(facility).status).toBe(status);
  });

  it('counts: the newest that gives the field, each by itself, and it is said that they are mixed', () => {
    const facility = icu(
      { channel: 'manual', available: 5, staffed: null, observedAt: minutesAgo(10) },
      { channel: 'fhir', available: null, staffed: 12, observedAt: minutesAgo(2) },
      { channel: 'hl7v2', available: null, occupied: 9, staffed: 11, observedAt: minutesAgo(5) },
    );
    const view = seen(facility);
    expect(view).toMatchObject({ available: 5, staffed: 12, occupied: 9, physical: null });
    expect(view.flags).toContain('MIXED_SOURCES');
    // The age is that of the figure that matters most.
    expect(view).toMatchObject({ observedAt: minutesAgo(10), source: { channel: 'manual' } });
  });

  it('the conflict of two statuses is shown', () => {
    const facility = icu(
      { channel: 'manual', status: 'closed' },
      { channel: 'fhir', status: 'open' },
    );
    expect(seen(facility).flags).toContain('STATUS_CONFLICT');
  });

  it('the order in which they came does not matter', () => {
    const observations = [
      { channel: 'manual' as const, status: 'closed' as const, available: 1 },
      { channel: 'fhir' as const, status: 'open' as const, available: 2 },
      { channel: 'hl7v2' as const, available: 3, status: null },
    ];
    const { flags: _a, ...one } = seen(icu(...observations));
    const { flags: _b, ...other } = seen(icu(...observations.toReversed()));
    expect(other).toEqual(one);
  });
});

describe('effectiveAvailable', () => {
  const bay = { 'trauma-bay': { available: 1, observedAt: minutesAgo(20) } } as const;
  const after = (observedAt: string) => ({ 'trauma-bay': { available: 1, observedAt } }) as const;

  it.each<[string, Parameters<typeof aFacility>[0], number | null]>([
    [
      'available less the claims',
      { claims: [aClaim()], units: { 'trauma-bay': { available: 3 } } },
      2,
    ],
    ['never under 0', { claims: [aClaim(), aClaim({ id: 'c-2' })], units: bay }, 0],
    [
      'null when available is null',
      { claims: [aClaim()], units: { 'trauma-bay': { available: null } } },
      null,
    ],
    [
      'a claim of another kind does not count',
      { claims: [aClaim({ unitKinds: ['icu'] })], units: bay },
      1,
    ],
    [
      'an expired claim no longer counts',
      { claims: [aClaim({ expiresAt: minutesAgo(0) })], units: bay },
      1,
    ],
    [
      'after an arrival it goes on counting',
      { claims: [aClaim({ arrivedAt: minutesAgo(10) })], units: bay },
      0,
    ],
    [
      'past its expiry too',
      { claims: [aClaim({ arrivedAt: minutesAgo(10), expiresAt: minutesAgo(5) })], units: bay },
      0,
    ],
    [
      'until an observation made later than the arrival',
      { claims: [aClaim({ arrivedAt: minutesAgo(10) })], units: after(minutesAgo(9)) },
      1,
    ],
    [
      'one made at the arrival is not later',
      { claims: [aClaim({ arrivedAt: minutesAgo(10) })], units: after(minutesAgo(10)) },
      0,
    ],
    [
      'at most 30 minutes: 29.9',
      {
        claims: [aClaim({ arrivedAt: minutesAgo(29.9) })],
        units: { 'trauma-bay': { available: 1, observedAt: minutesAgo(40) } },
      },
      0,
    ],
    [
      'at most 30 minutes: 30',
      {
        claims: [aClaim({ arrivedAt: minutesAgo(30) })],
        units: { 'trauma-bay': { available: 1, observedAt: minutesAgo(40) } },
      },
      1,
    ],
  ])('%s', (_name, words, expected) => {
    const view = seen(aFacility(words), 'trauma-bay');
    expect(view.effectiveAvailable).toBe(expected);
    // The hospital's own figure stays the hospital's own.
    expect(view.available).toBe(words?.units?.['trauma-bay']?.available ?? null);
  });

  it('a feed whose clock runs ahead has not counted the patient who arrived after it was received', () => {
    const units = {
      'trauma-bay': {
        available: 1,
        observedAt: minutesAhead(60),
        receivedAt: minutesAgo(20),
        flags: ['CLOCK_SKEW' as const],
      },
    };
    expect(
      seen(aFacility({ claims: [aClaim({ arrivedAt: minutesAgo(10) })], units }), 'trauma-bay')
        .effectiveAvailable,
    ).toBe(0);
  });

  it('a full closed unit may have free beds: status and counts are independent', () => {
    expect(seen(aFacility({ units: { icu: { status: 'closed', available: 2 } } }))).toMatchObject({
      status: 'closed',
      effectiveAvailable: 2,
    });
  });
});
