import { describe, expect, it } from 'vitest';
import type { Candidate } from '#domain/routing/ranking.ts';
import type { PenaltyCode } from '#domain/words.ts';
import {
  aCase,
  aClaim,
  aFacility,
  aStop,
  aTravelTime,
  minutesAgo,
  rankingOf,
  SBP_84,
  type FacilityWords,
} from '../builders.ts';

const SEVERE = aCase(SBP_84);
const FALL_A1 = aCase({ findings: { mechanism: ['fall-over-3m'] } });
const FALL_A2 = aCase({ findings: { mechanism: ['fall-over-3m'] }, urgency: 'A2' });
const OTHER_A1 = aCase({ category: 'OTHER' });
const OTHER_A2 = aCase({ category: 'OTHER', urgency: 'A2' });
const HEAD_A2 = aCase({ category: 'TBI_SEVERE', urgency: 'A2' });

function candidate(words: FacilityWords, one = SEVERE): Candidate {
  const [first] = rankingOf([aFacility({ id: 'a', ...words })], { a: 10 }, one).candidates;
  if (first === undefined) throw new Error('rejected');
  return first;
}
/** Minutes of the penalty; null when it is not listed. */
const cost = (code: PenaltyCode, words: FacilityWords, one = SEVERE): number | null =>
  candidate(words, one).penalties.find((penalty) => penalty.code === code)?.minutes ?? null;

const LEVEL2 = { traumaLevel: 2 } as const;
const STOPPED = { stops: [aStop()] };
const WARNED = { stops: [aStop({ level: 'impending' })] };

it('a hospital with everything free, fresh and up pays nothing', () => {
  for (const one of [SEVERE, FALL_A1, FALL_A2, OTHER_A1, OTHER_A2, HEAD_A2])
    expect(candidate({}, one)).toMatchObject({ penalties: [], score: 10 });
});

describe('S1 STOP and S2 LIMITED', () => {
  it.each([
    ['STOP', STOPPED, LEVEL2, SEVERE, 8],
    ['STOP', STOPPED, {}, SEVERE, 0],
    ['STOP', STOPPED, {}, aCase({ category: 'TBI_SEVERE' }), 0],
    ['STOP', STOPPED, {}, OTHER_A1, 8],
    ['STOP', WARNED, LEVEL2, SEVERE, null],
    ['LIMITED', WARNED, LEVEL2, SEVERE, 3],
    ['LIMITED', WARNED, {}, SEVERE, 0],
    ['LIMITED', WARNED, {}, OTHER_A1, 3],
    ['LIMITED', WARNED, {}, OTHER_A2, 8],
    ['LIMITED', STOPPED, LEVEL2, SEVERE, null],
    ['LIMITED', {}, LEVEL2, SEVERE, null],
  ] as const)('%s (%#)', (code, stop, level, one, expected) => {
    expect(cost(code, { ...level, stops: [], ...stop }, one)).toBe(expected);
  });

  it('the department closed by its own report counts as a stop, with the report as its fact', () => {
    const ed = { status: 'closed', reason: 'full', validUntil: null } as const;
    const [penalty] = candidate({ ...LEVEL2, units: { ed } }).penalties;
    expect(penalty).toEqual({
      code: 'STOP',
      minutes: 8,
      because: {
        stop: null,
        reason: 'full',
        until: null,
        observedAt: minutesAgo(1),
        trust: 'fresh',
        waived: null,
      },
    });
  });

  it('a stop that ended costs nothing', () => {
    expect(cost('STOP', { ...LEVEL2, stops: [aStop({ endedAt: minutesAgo(2) })] })).toBeNull();
  });
});

describe('S3 NO_TRAUMA_BAY', () => {
  const bay = (available: number | null) => ({ units: { 'trauma-bay': { available } } });
  it.each([
    [0, SEVERE, 5],
    [0, FALL_A2, 5],
    [1, SEVERE, null],
    [null, SEVERE, null],
    [0, OTHER_A1, null],
  ] as const)('%s free', (available, one, expected) => {
    expect(cost('NO_TRAUMA_BAY', bay(available), one)).toBe(expected);
  });

  it('a stop on the bay counts as none free, whatever is reported', () => {
    expect(cost('NO_TRAUMA_BAY', { stops: [aStop({ scope: 'trauma-bay' })] })).toBe(5);
    expect(
      cost('NO_TRAUMA_BAY', { stops: [aStop({ scope: 'trauma-bay', level: 'impending' })] }),
    ).toBeNull();
  });

  it('the last bay claimed by another case is none free; by this case it is still ours', () => {
    const taken = { ...bay(1), claims: [aClaim()] };
    expect(cost('NO_TRAUMA_BAY', taken)).toBe(5);
    expect(cost('NO_TRAUMA_BAY', { ...bay(1), claims: [aClaim({ case: 'case-1' })] })).toBeNull();
  });

  it('a site that has no bay has none free', () => {
    expect(cost('NO_TRAUMA_BAY', { without: ['trauma-bay'] })).toBe(5);
  });
});

describe('S4 NO_ICU', () => {
  const icu = (available: number) => ({ units: { icu: { available } } });
  it.each([
    [0, SEVERE, 4],
    [0, HEAD_A2, 6],
    [1, SEVERE, 1],
    [1, HEAD_A2, 2],
    [2, SEVERE, null],
    [0, FALL_A1, null],
  ] as const)('%d free', (available, one, expected) => {
    expect(cost('NO_ICU', icu(available), one)).toBe(expected);
  });

  it('no intensive care on site is none free; one that may be there is unknown', () => {
    const without: FacilityWords = { ...LEVEL2, without: ['icu'] };
    expect(cost('NO_ICU', { ...without, capabilities: { icu: false } })).toBe(4);
    const unknown = { ...without, capabilities: { icu: null } };
    expect(cost('NO_ICU', unknown)).toBeNull();
    expect(cost('STALE', unknown)).toBe(4);
  });
});

describe('S5 NO_WARD', () => {
  const beds = (ward: number, acute: number) => ({
    units: { ward: { available: ward }, 'acute-ward': { available: acute } },
  });
  it.each([
    [0, 0, OTHER_A2, 6],
    [0, 0, OTHER_A1, 0],
    [1, 0, OTHER_A2, null],
    [0, 1, OTHER_A2, null],
    [0, 0, SEVERE, null],
  ] as const)('%d on the ward, %d on the acute ward', (ward, acute, one, expected) => {
    expect(cost('NO_WARD', beds(ward, acute), one)).toBe(expected);
  });

  it('one ward is enough where there is only one, and none on site is none free', () => {
    expect(cost('NO_WARD', { without: ['acute-ward'] }, OTHER_A2)).toBeNull();
    expect(cost('NO_WARD', { without: ['ward', 'acute-ward'] }, OTHER_A2)).toBe(6);
  });

  it('a fresh bed on one ward makes up for silence on the other', () => {
    const words = { units: { ward: null, 'acute-ward': { available: 3 } } };
    expect(candidate(words, OTHER_A2).penalties).toEqual([]);
  });

  it('takes the way that costs least in all: a silent ward rather than a full one where staleness is paid anyway', () => {
    const wards = { ward: null, 'acute-ward': { available: 0 } };
    expect(candidate({ units: wards }, OTHER_A2).score).toBe(10 + 6);
    const staleEd = { ...wards, ed: { observedAt: minutesAgo(60) } };
    expect(candidate({ units: staleEd }, OTHER_A2).score).toBe(10 + 4 + 3);
  });

  it('a free bed on a ward with old figures does not make the hospital less trusted in a tie', () => {
    const full = { available: 0 };
    const ageing = { observedAt: minutesAgo(20) };
    const order = (ward: object) =>
      rankingOf(
        [
          aFacility({
            id: 'f',
            units: { 'acute-ward': full, ward: { observedAt: minutesAgo(60), ...ward } },
          }),
          aFacility({ id: 'g', units: { ward: ageing, 'acute-ward': ageing } }),
        ],
        { f: 10, g: 15 },
        OTHER_A2,
      ).candidates.map(({ facility, score }) => [facility, score]);
    expect(order({ available: 0 })).toEqual([
      ['f', 16],
      ['g', 15],
    ]);
    expect(order({ available: 1 })).toEqual([
      ['f', 14],
      ['g', 15],
    ]);
  });

  it('a stop on the only ward is none free', () => {
    const words: FacilityWords = { without: ['acute-ward'], stops: [aStop({ scope: 'ward' })] };
    expect(cost('NO_WARD', words, OTHER_A2)).toBe(6);
  });
});

describe('S6 OFFLOAD', () => {
  it.each([
    [null, null],
    [15, null],
    [16, 1],
    [25, 10],
    [90, 10],
  ])('%s minutes of delay', (offloadMinutes, expected) => {
    for (const one of [SEVERE, OTHER_A2])
      expect(cost('OFFLOAD', { units: { ed: { offloadMinutes } } }, one)).toBe(expected);
  });
});

describe('S7 CROWDING', () => {
  it.each([
    [null, null, null],
    [140, null, null],
    [141, 2, 6],
    [180, 2, 6],
    [181, 3, 10],
  ])('NEDOCS %s', (nedocs, lifeThreatening, other) => {
    expect(cost('CROWDING', { units: { ed: { nedocs } } }, OTHER_A1)).toBe(lifeThreatening);
    expect(cost('CROWDING', { units: { ed: { nedocs } } }, OTHER_A2)).toBe(other);
  });
});

describe('S9 ETA_UNRELIABLE', () => {
  it.each([
    [true, SEVERE, undefined],
    [false, SEVERE, 5],
    [false, OTHER_A2, 5],
  ] as const)('reliable: %s', (reliable, one, expected) => {
    const time = aTravelTime(10, { reliable });
    const [first] = rankingOf([aFacility({ id: 'a' })], { a: time }, one).candidates;
    expect(first?.penalties.find(({ code }) => code === 'ETA_UNRELIABLE')?.minutes).toBe(expected);
  });

  it('an island carries the note BOAT_OR_HELICOPTER', () => {
    const time = aTravelTime(10, { reliable: false, boatOrHelicopter: true });
    const [first] = rankingOf([aFacility({ id: 'a' })], { a: time }).candidates;
    expect(first?.notes).toEqual([{ code: 'BOAT_OR_HELICOPTER', because: {} }]);
    expect(candidate({}).notes).toEqual([]);
  });
});

describe('S10 INBOUND', () => {
  const many = { 'trauma-bay': { available: 9 }, icu: { available: 9 } };
  it('counts each other case once, though it takes both a bay and a bed', () => {
    const claims = [aClaim(), aClaim({ id: 'claim-2', case: 'case-3' })];
    expect(cost('INBOUND', { units: many, claims: claims.slice(0, 1) })).toBe(4);
    expect(cost('INBOUND', { units: many, claims })).toBe(8);
    expect(cost('INBOUND', { units: many, claims }, HEAD_A2)).toBe(12);
  });

  it('counts a case that wants a bay and got none, and one whose claim expired', () => {
    expect(cost('INBOUND', { claims: [aClaim({ unitKinds: [], lacking: ['trauma-bay'] })] })).toBe(
      4,
    );
    const overdue = candidate({ claims: [aClaim({ expiresAt: minutesAgo(1) })] });
    expect(overdue.penalties).toEqual([
      {
        code: 'INBOUND',
        minutes: 4,
        because: { count: 1, each: 4, overdue: 1, claims: ['claim-1'] },
      },
    ]);
  });

  it('does not count this case, one that arrived, or one for a unit that is not needed', () => {
    expect(cost('INBOUND', { claims: [aClaim({ case: 'case-1' })] })).toBeNull();
    expect(cost('INBOUND', { claims: [aClaim({ arrivedAt: minutesAgo(1) })] })).toBeNull();
    expect(cost('INBOUND', { claims: [aClaim({ unitKinds: ['icu'] })] }, FALL_A1)).toBeNull();
    expect(cost('INBOUND', { claims: [aClaim()] }, OTHER_A1)).toBeNull();
  });

  it('tells of claims and never of cases, so that a hidden case stays hidden', () => {
    const known = candidate({ claims: [aClaim()] });
    const hidden = candidate({ claims: [aClaim({ case: null })] });
    expect(hidden).toEqual(known);
  });
});

describe('S11 LEVEL_HIGHER_THAN_NEEDED', () => {
  const at = (level2Minutes: number, one = FALL_A2, more: FacilityWords = {}) =>
    rankingOf(
      [aFacility({ id: 'a' }), aFacility({ id: 'b', ...LEVEL2, ...more })],
      { a: 10, b: level2Minutes },
      one,
    )
      .candidates.find(({ facility }) => facility === 'a')
      ?.penalties.find(({ code }) => code === 'LEVEL_HIGHER_THAN_NEEDED');

  it('bears while a level 2 is at most 10 minutes farther', () => {
    expect(at(20)).toEqual({
      code: 'LEVEL_HIGHER_THAN_NEEDED',
      minutes: 8,
      because: { level2: 'b', level2Minutes: 20, minutes: 10, withinMinutes: 10 },
    });
    expect(at(20.1)).toBeUndefined();
  });

  it('is listed with 0 for a life-threatened patient', () => {
    expect(at(20, FALL_A1)?.minutes).toBe(0);
  });

  it('does not bear for other categories, nor when the level 2 is rejected', () => {
    expect(at(20, OTHER_A2)).toBeUndefined();
    expect(at(12, FALL_A2, { stops: [aStop()] })).toBeUndefined();
  });
});

describe('S12 PREFERENCE', () => {
  const preferring = (category: 'OTHER', urgency: 'A1' | 'A2') =>
    aCase({ category, urgency }, { preferred: ['a'] });
  it('helps a hospital that knows the patient when it is not urgent', () => {
    expect(candidate({}, preferring('OTHER', 'A2'))).toMatchObject({
      score: 5,
      penalties: [{ code: 'PREFERENCE', minutes: -5 }],
    });
    expect(cost('PREFERENCE', {}, preferring('OTHER', 'A1'))).toBe(0);
    expect(cost('PREFERENCE', {}, OTHER_A2)).toBeNull();
  });
});

describe('S13 NO_PICU', () => {
  const child = aCase({ ...SBP_84, ageBand: '10-15' });
  it.each([
    [false, child, 5],
    [true, child, null],
    [null, child, 0],
    [false, SEVERE, null],
    [false, aCase({ ...SBP_84, ageBand: 'unknown' }), null],
    [false, aCase({ ageBand: '1-4', category: 'OTHER' }), null],
  ] as const)('paediatric intensive care %s', (picu, one, expected) => {
    expect(cost('NO_PICU', { capabilities: { picu } }, one)).toBe(expected);
  });

  it('bears on level 1 only, and the campus may lend it', () => {
    expect(cost('NO_PICU', { ...LEVEL2, capabilities: { picu: false } }, child)).toBeNull();
    const [first] = rankingOf(
      [
        aFacility({ id: 'a', capabilities: { picu: false }, sameCampusAs: ['wkz'] }),
        aFacility({
          id: 'wkz',
          traumaLevel: null,
          childrenOnly: true,
          capabilities: { picu: true },
        }),
      ],
      { a: 10, wkz: 10 },
      child,
    ).candidates;
    expect(first?.penalties).toEqual([]);
  });
});

it('the score is transport plus what is listed, to the tenth', () => {
  const words: FacilityWords = {
    ...LEVEL2,
    ...STOPPED,
    claims: [aClaim()],
    units: { icu: { available: 1 }, 'trauma-bay': null, ed: { nedocs: 150, offloadMinutes: 17 } },
  };
  const one = candidate(words);
  const listed = one.penalties.reduce((sum, { minutes }) => sum + minutes, one.minutes.value);
  expect(one.score).toBeCloseTo(listed, 6);
  expect(one.penalties.map(({ code, minutes }) => [code, minutes])).toEqual([
    ['STOP', 8],
    ['NO_ICU', 4],
    ['OFFLOAD', 2],
    ['CROWDING', 2],
    ['STALE', 4.5],
    ['INBOUND', 4],
  ]);
  expect(one.score).toBe(34.5);
});
