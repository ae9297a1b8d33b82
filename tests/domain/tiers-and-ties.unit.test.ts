import { describe, expect, it } from 'vitest';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import type { TravelTime } from '#domain/routing/travel.ts';
import type { RankedCase } from '#domain/routing/rank.ts';
import type { Policy } from '#domain/routing/policy.ts';
import {
  aCase,
  aFacility,
  aStop,
  aTravelTime,
  minutesAgo,
  PELVIS,
  rankingOf,
  SBP_84,
  type FacilityWords,
} from '../builders.ts';

type Row = [id: string, minutes: number | TravelTime, words?: FacilityWords];
const ranked = (rows: Row[], one: RankedCase = aCase(SBP_84), policy: Policy = RANK_1_POLICY) =>
  rankingOf(
    rows.map(([id, , words]) => aFacility({ id, ...words })),
    Object.fromEntries(rows.map(([id, minutes]) => [id, minutes])),
    one,
    { policy },
  ).candidates;
const places = (rows: Row[], one?: RankedCase, policy?: Policy) =>
  ranked(rows, one, policy).map(({ facility, tier }) => `${facility} ${tier}`);
const order = (rows: Row[], one?: RankedCase) =>
  ranked(rows, one).map(({ facility, tie }) => (tie ? `${facility} tie` : facility));

const L2 = { traumaLevel: 2 } as const;
const FRACTURE = aCase({ category: 'TRAUMA_MINOR' });

describe('tiers of severe trauma', () => {
  const rows = (near: number, far = 60): Row[] => [
    ['near1', near],
    ['far1', far],
    ['two', 20, L2],
  ];

  it('level 1 within the limit first, then level 2, then the far level 1 as fallbacks', () => {
    expect(places(rows(45))).toEqual(['near1 1', 'two 4', 'far1 5']);
    const [first, second, third] = ranked(rows(45));
    expect(first?.notes.map(({ code }) => code)).toEqual(['BORDERLINE']);
    expect(second?.notes).toEqual([
      { code: 'FALLBACK', because: { traumaLevel: 2, nearest: true } },
    ]);
    expect(third?.notes).toEqual([
      { code: 'FALLBACK', because: { traumaLevel: 1, nearest: false } },
    ]);
  });

  it('none within the limit: physiology brings level 2 first, an injury alone the far level 1', () => {
    expect(places(rows(45.1))).toEqual(['two 2', 'near1 3', 'far1 3']);
    expect(places(rows(45.1), aCase(PELVIS))).toEqual(['near1 2', 'far1 2', 'two 3']);
    expect(places(rows(45.1), aCase({ crewSuspectsSevere: true }))).toEqual([
      'near1 2',
      'far1 2',
      'two 3',
    ]);
  });

  it('tier 1 is judged after the hard rules', () => {
    const down: Row[] = [['near1', 20, { stops: [aStop({ scope: 'ct' })] }], ...rows(60).slice(1)];
    expect(places(down)).toEqual(['two 2', 'far1 3']);
  });

  it.each([
    [40.9, false],
    [41, true],
    [45, true],
    [49, true],
    [49.1, false],
  ])('an ETA of %d is borderline: %s', (minutes, expected) => {
    const [row] = ranked([['a', minutes]]);
    expect(row?.notes.some(({ code }) => code === 'BORDERLINE')).toBe(expected);
  });

  it('the policy may count the designated centres only: the other level 1 stands as level 2', () => {
    const designated = { ...RANK_1_POLICY, severeTraumaDestinations: 'designated' as const };
    const sites: Row[] = [
      ['other1', 10, { designatedTraumaCentre: false }],
      ['centre', 30],
    ];
    expect(places(sites)).toEqual(['other1 1', 'centre 1']);
    expect(places(sites, undefined, designated)).toEqual(['centre 1', 'other1 4']);
  });

  it('without siren the limit is met later', () => {
    const time = aTravelTime(40, { roadKm: 50 });
    expect(places([['a', time]])).toEqual(['a 1']);
    expect(places([['a', time]], aCase({ ...SBP_84, urgency: 'A2' }))).toEqual(['a 3']);
  });
});

describe('tier 0, stabilise first', () => {
  const threat = (words = SBP_84) =>
    aCase({ ...words, findings: { ...words.findings, threats: ['arrest'] } });
  const near: FacilityWords = { traumaLevel: null };

  it('the nearest department of any level, stops and devices notwithstanding; then the normal list', () => {
    const stops = [aStop(), aStop({ id: 'ct', scope: 'ct' })];
    const rows: Row[] = [
      ['near', 5, { ...near, stops }],
      ['one', 20],
    ];
    expect(places(rows, threat())).toEqual(['near 0', 'one 1']);
    expect(ranked(rows, threat())[0]?.penalties[0]).toMatchObject({ code: 'STOP', minutes: 8 });
  });

  it.each([
    ['evacuated', { stops: [aStop({ scope: 'facility' })] }],
    ['inactive', { active: false }],
    ['without a department', { kind: 'hospital-no-ed' as const }],
    ["a children's hospital", { childrenOnly: true }],
    ['closed at this hour', { ambulanceHours: { from: '08:00', to: '09:00', days: [3] } }],
  ])('passes over a site that is %s', (_name, words) => {
    const rows: Row[] = [
      ['near', 5, { ...near, ...words }],
      ['next', 6, near],
      ['one', 20],
    ];
    expect(places(rows, threat())).toEqual(['next 0', 'one 1']);
  });

  it('passes over a site that the dispatcher excluded', () => {
    const one = { ...threat(), excluded: [{ facility: 'near', reason: 'OTHER' as const }] };
    expect(
      places(
        [
          ['near', 5, near],
          ['one', 20],
        ],
        one,
      ),
    ).toEqual(['one 0']);
  });

  it('takes a child to any nearby department, with paediatrics or without', () => {
    const rows: Row[] = [
      ['near', 5, { ...near, capabilities: { pediatrics: false } }],
      ['one', 20],
    ];
    expect(places(rows, threat({ ...SBP_84, ageBand: '1-4' }))).toEqual(['near 0', 'one 1']);
  });

  it('stands before the list of any category and is in it once', () => {
    const one = aCase({ category: 'OTHER', findings: { threats: ['airway'] } });
    expect(
      places(
        [
          ['b', 9],
          ['a', 5],
        ],
        one,
      ),
    ).toEqual(['a 0', 'b 1']);
  });

  it('is a matter of immediate threats only', () => {
    expect(places([['near', 5, L2]])).toEqual(['near 2']);
  });
});

describe('ties', () => {
  it('29 tenths are a tie, 30 are not', () => {
    expect(
      order(
        [
          ['b', 12.9],
          ['a', 10],
        ],
        FRACTURE,
      ),
    ).toEqual(['a tie', 'b tie']);
    expect(
      order(
        [
          ['b', 13],
          ['a', 10],
        ],
        FRACTURE,
      ),
    ).toEqual(['a', 'b']);
  });

  it('a group is measured from its first member, not from neighbour to neighbour', () => {
    const rows: Row[] = [
      ['c', 14],
      ['b', 12],
      ['a', 10],
    ];
    expect(order(rows, FRACTURE)).toEqual(['a tie', 'b tie', 'c']);
  });

  it('does not reach over tiers', () => {
    expect(
      order([
        ['one', 10],
        ['two', 10, L2],
      ]),
    ).toEqual(['one', 'two']);
  });

  it('a time that cannot be relied on never wins', () => {
    const rows: Row[] = [
      ['island', aTravelTime(5, { reliable: false })],
      ['b', 12],
    ];
    expect(order(rows, FRACTURE)).toEqual(['b tie', 'island tie']);
  });

  it('the higher level wins for severe trauma, not for minor', () => {
    const unknown = { capabilities: { neurosurgery: true } };
    const rows: Row[] = [
      ['one', 12],
      ['two', 10, { ...L2, ...unknown }],
    ];
    expect(order(rows, aCase({ category: 'TBI_SEVERE' }))).toEqual(['one tie', 'two tie']);
    expect(order(rows, FRACTURE)).toEqual(['two tie', 'one tie']);
  });

  it('fresher data win by their state, never by seconds', () => {
    const seen = (minutes: number) => ({ units: { ed: { observedAt: minutesAgo(minutes) } } });
    const pair = (a: number, b: number) =>
      order(
        [
          ['a', 10, seen(a)],
          ['b', 12, seen(b)],
        ],
        FRACTURE,
      );
    expect(pair(10, 1)).toEqual(['b tie', 'a tie']);
    expect(pair(7, 1)).toEqual(['a tie', 'b tie']);
  });

  it('then the shorter time, then the id by code unit', () => {
    const nedocs = { units: { ed: { nedocs: 150 } } };
    const rows: Row[] = [
      ['far', 11],
      ['near', 10, nedocs],
    ];
    expect(order(rows, FRACTURE)).toEqual(['near tie', 'far tie']);
    expect(
      order(
        [
          ['b', 10],
          ['B', 10],
          ['a', 10],
        ],
        FRACTURE,
      ),
    ).toEqual(['B tie', 'a tie', 'b tie']);
  });
});
