import { describe, expect, it } from 'vitest';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import {
  aCase,
  aFacility,
  aStop,
  minutesAgo,
  PELVIS,
  rankingOf,
  SBP_84,
  someFindings,
  type FacilityWords,
} from '../builders.ts';

const FRACTURE = aCase({ category: 'TRAUMA_MINOR', urgency: 'A2' });
const OTHER_A1 = aCase({ category: 'OTHER' });
const FALL = aCase({ findings: { mechanism: ['fall-over-3m'] } });
const TBI = aCase({ category: 'TBI_SEVERE' });

/** The facility beside an open level 1, so that nothing needs relaxing. */
const verdictOn = (words: FacilityWords, one = aCase(SBP_84), minutes = 10): string => {
  const ranking = rankingOf(
    [aFacility({ id: 'a', ...words }), aFacility({ id: 'open' })],
    { a: minutes, open: 20 },
    one,
  );
  return codeOf(ranking, 'a');
};
const codeOf = (ranking: Ranking, id: string): string =>
  ranking.candidates.some(({ facility }) => facility === id)
    ? 'candidate'
    : (ranking.rejected.find(({ facility }) => facility === id)?.code ?? 'nowhere');

describe('H1 NO_CAPABILITY', () => {
  it.each([
    ['severe trauma', aCase(SBP_84), 1, 'candidate'],
    ['severe trauma', aCase(SBP_84), 2, 'candidate'],
    ['severe trauma', aCase(SBP_84), 3, 'NO_CAPABILITY'],
    ['severe trauma', aCase(SBP_84), null, 'NO_CAPABILITY'],
    ['moderate trauma', FALL, 1, 'candidate'],
    ['moderate trauma', FALL, 2, 'candidate'],
    ['moderate trauma', FALL, 3, 'NO_CAPABILITY'],
    ['minor trauma', FRACTURE, 3, 'candidate'],
    ['minor trauma', FRACTURE, null, 'candidate'],
    ['another complaint', OTHER_A1, null, 'candidate'],
  ] as const)('%s at trauma level', (_name, one, traumaLevel, expected) => {
    expect(verdictOn({ traumaLevel }, one)).toBe(expected);
  });

  it.each([
    [true, 'candidate'],
    [false, 'NO_CAPABILITY'],
    [null, 'candidate'],
  ] as const)('severe head injury where neurosurgery is %s', (neurosurgery, expected) => {
    expect(verdictOn({ capabilities: { neurosurgery } }, TBI)).toBe(expected);
  });

  it('unknown neurosurgery stands in the last tier with a note, behind a known one farther away', () => {
    const ranking = rankingOf(
      [aFacility({ id: 'a', capabilities: { neurosurgery: null } }), aFacility({ id: 'b' })],
      { a: 5, b: 50 },
      TBI,
    );
    expect(ranking.candidates.map(({ facility, tier }) => [facility, tier])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(ranking.candidates[1]?.notes).toEqual([
      { code: 'CAPABILITY_UNKNOWN', because: { capability: 'neurosurgery' } },
    ]);
  });

  it('a site without an emergency department receives nobody', () => {
    expect(verdictOn({ kind: 'hospital-no-ed' }, OTHER_A1)).toBe('NO_CAPABILITY');
  });

  it.each([
    ['16-64', 'NO_CAPABILITY'],
    ['80+', 'NO_CAPABILITY'],
    ['10-15', 'candidate'],
    ['0', 'candidate'],
    ['unknown', 'candidate'],
  ] as const)("a children's hospital and age %s", (ageBand, expected) => {
    const one = aCase({ ageBand, category: 'OTHER' });
    expect(verdictOn({ childrenOnly: true }, one)).toBe(expected);
  });

  it("an unknown age at a children's hospital stands last", () => {
    const ranking = rankingOf(
      [aFacility({ id: 'wkz', childrenOnly: true }), aFacility({ id: 'b' })],
      { wkz: 5, b: 50 },
      aCase({ ageBand: 'unknown', category: 'OTHER' }),
    );
    expect(ranking.candidates.map(({ facility, tier }) => [facility, tier])).toEqual([
      ['b', 1],
      ['wkz', 2],
    ]);
  });

  it('a child is not taken where there is no paediatrics, unless the campus lends it', () => {
    const child = aCase({ ageBand: '5-9', category: 'OTHER' });
    const without = { capabilities: { pediatrics: false } } as const;
    expect(verdictOn(without, child)).toBe('NO_CAPABILITY');
    expect(verdictOn(without, OTHER_A1)).toBe('candidate');
    const lent = rankingOf(
      [
        aFacility({ id: 'a', ...without, sameCampusAs: ['wkz'] }),
        aFacility({ id: 'wkz', childrenOnly: true, sameCampusAs: ['a'] }),
      ],
      { a: 5, wkz: 6 },
      child,
    );
    expect(codeOf(lent, 'a')).toBe('candidate');
  });

  it('unknown paediatrics is not absent: the last tier', () => {
    const child = aCase({ ageBand: '5-9', category: 'OTHER' });
    const ranking = rankingOf(
      [aFacility({ id: 'a', capabilities: { pediatrics: null } })],
      { a: 5 },
      child,
    );
    expect(ranking.candidates[0]).toMatchObject({
      tier: 2,
      notes: [{ code: 'CAPABILITY_UNKNOWN', because: { capability: 'pediatrics' } }],
    });
  });
});

describe('H2 CAPABILITY_DOWN', () => {
  it.each([
    ['severe trauma, CT', aCase(SBP_84), 'ct', 'CAPABILITY_DOWN'],
    ['severe trauma, operating room', aCase(SBP_84), 'operating-room', 'CAPABILITY_DOWN'],
    ['severe head injury, CT', TBI, 'ct', 'CAPABILITY_DOWN'],
    ['moderate trauma, CT', FALL, 'ct', 'CAPABILITY_DOWN'],
    ['moderate trauma, operating room', FALL, 'operating-room', 'candidate'],
    ['minor trauma, CT', FRACTURE, 'ct', 'candidate'],
    ['severe trauma, MRI', aCase(SBP_84), 'mri', 'candidate'],
  ] as const)('a stop on it: %s', (_name, one, scope, expected) => {
    expect(verdictOn({ stops: [aStop({ scope })] }, one)).toBe(expected);
  });

  it('an impending stop or one that ended does not drop', () => {
    expect(verdictOn({ stops: [aStop({ scope: 'ct', level: 'impending' })] })).toBe('candidate');
    expect(verdictOn({ stops: [aStop({ scope: 'ct', until: minutesAgo(1) })] })).toBe('candidate');
    expect(verdictOn({ stops: [aStop({ scope: 'ct', endedAt: minutesAgo(1) })] })).toBe(
      'candidate',
    );
  });

  it('operating rooms reported closed drop, limited ones do not', () => {
    expect(verdictOn({ units: { 'operating-room': { status: 'closed' } } })).toBe(
      'CAPABILITY_DOWN',
    );
    expect(verdictOn({ units: { 'operating-room': { status: 'limited' } } })).toBe('candidate');
  });

  it('a stop on the whole site is H3, not a failure of its operating rooms', () => {
    expect(verdictOn({ stops: [aStop({ scope: 'facility' })] })).toBe('FACILITY_EVACUATING');
  });
});

describe('H3 FACILITY_EVACUATING', () => {
  it('drops an evacuated and an inactive site, not one that warns', () => {
    expect(verdictOn({ stops: [aStop({ scope: 'facility' })] })).toBe('FACILITY_EVACUATING');
    expect(verdictOn({ active: false })).toBe('FACILITY_EVACUATING');
    expect(verdictOn({ stops: [aStop({ scope: 'facility', level: 'impending' })] })).toBe(
      'candidate',
    );
  });

  it.each([
    [29.9, '14:30', 'candidate'],
    [30, '14:30', 'FACILITY_EVACUATING'],
    [30, '14:31', 'candidate'],
  ])(
    'arrival by the local clock: %d minutes from 14:00, ambulances until %s',
    (m, to, expected) => {
      const ambulanceHours = { from: '08:00', to, days: [3] };
      expect(verdictOn({ ambulanceHours }, aCase(SBP_84), m)).toBe(expected);
    },
  );

  it('another day of the week is outside the hours', () => {
    const ambulanceHours = { from: '08:00', to: '22:00', days: [1, 2, 4, 5] };
    expect(verdictOn({ ambulanceHours })).toBe('FACILITY_EVACUATING');
  });
});

describe('H4 TOO_FAR', () => {
  const limited = {
    ...RANK_1_POLICY,
    maxTransportMinutes: {
      ...RANK_1_POLICY.maxTransportMinutes,
      byCategory: { ...RANK_1_POLICY.maxTransportMinutes.byCategory, TRAUMA_SEVERE: 60 },
    },
  };
  const two = [aFacility({ id: 'a' }), aFacility({ id: 'b' })];

  it('ships without a limit', () => {
    expect(codeOf(rankingOf(two, { a: 300, b: 20 }), 'a')).toBe('candidate');
  });

  it('drops beyond the limit of a policy, not at it', () => {
    const at = (a: number) =>
      codeOf(rankingOf(two, { a, b: 20 }, undefined, { policy: limited }), 'a');
    expect(at(60)).toBe('candidate');
    expect(at(60.1)).toBe('TOO_FAR');
  });

  it('does not fire when nobody else is left', () => {
    const ranking = rankingOf(two, { a: 61, b: 70 }, undefined, { policy: limited });
    expect(ranking.candidates.map(({ facility }) => facility)).toEqual(['a', 'b']);
    expect(ranking.relaxed).toEqual(['TOO_FAR']);
    expect(ranking.candidates[0]?.notes).toContainEqual({
      code: 'RELAXED',
      because: { rule: 'TOO_FAR', limit: 60 },
    });
  });

  it('a facility without a travel time is rejected and stays so when nothing is left', () => {
    const ranking = rankingOf(two, {});
    expect(ranking.candidates).toEqual([]);
    expect(ranking.relaxed).toEqual([]);
    expect(ranking.rejected).toEqual([
      { facility: 'a', code: 'TOO_FAR', because: { minutes: null, unknown: true, limit: null } },
      { facility: 'b', code: 'TOO_FAR', because: { minutes: null, unknown: true, limit: null } },
    ]);
  });
});

describe('H5 STOP_NON_URGENT', () => {
  const stopped = { stops: [aStop()] };
  it.each([
    ['A2, no red criterion', FRACTURE, 'STOP_NON_URGENT'],
    ['B', aCase({ category: 'OTHER', urgency: 'B' }), 'STOP_NON_URGENT'],
    ['A1', OTHER_A1, 'candidate'],
    ['A0', aCase({ category: 'OTHER', urgency: 'A0' }), 'candidate'],
    ['urgency unknown', aCase({ category: 'OTHER', urgency: null }), 'candidate'],
    ['A2 with a red criterion', aCase({ ...SBP_84, urgency: 'A2' }), 'candidate'],
    ['A2 in arrest', aCase({ urgency: 'A2', findings: { threats: ['arrest'] } }), 'candidate'],
  ] as const)('a closed department and %s', (_name, one, expected) => {
    expect(verdictOn(stopped, one)).toBe(expected);
  });

  it('closed by its own report is closed too; impending is not', () => {
    expect(verdictOn({ units: { ed: { status: 'closed' } } }, FRACTURE)).toBe('STOP_NON_URGENT');
    expect(verdictOn({ stops: [aStop({ level: 'impending' })] }, FRACTURE)).toBe('candidate');
  });

  it('names the stop', () => {
    const ranking = rankingOf(
      [aFacility({ id: 'a', ...stopped }), aFacility({ id: 'b' })],
      { a: 5, b: 6 },
      FRACTURE,
    );
    expect(ranking.rejected).toEqual([
      {
        facility: 'a',
        code: 'STOP_NON_URGENT',
        because: {
          minutes: 5,
          stop: 'stop-1',
          scope: 'ed',
          reason: 'crowding',
          until: '2026-11-18T14:30:00.000Z',
        },
      },
    ]);
  });
});

describe('H6 EXCLUDED_BY_USER', () => {
  const excluded = [{ facility: 'a', reason: 'HOSPITAL_REFUSED' as const }];
  it('drops the one excluded for this case only', () => {
    expect(verdictOn({}, aCase(SBP_84, { excluded }))).toBe('EXCLUDED_BY_USER');
    expect(verdictOn({}, aCase(SBP_84))).toBe('candidate');
  });

  it('is never relaxed', () => {
    const ranking = rankingOf([aFacility({ id: 'a' })], { a: 5 }, aCase(SBP_84, { excluded }));
    expect(ranking).toMatchObject({
      candidates: [],
      rejected: [{ facility: 'a', code: 'EXCLUDED_BY_USER' }],
    });
  });
});

describe('the order of the hard rules', () => {
  it('shows the first that applies', () => {
    const everything: FacilityWords = {
      traumaLevel: 3,
      active: false,
      stops: [aStop({ id: 's1' }), aStop({ id: 's2', scope: 'ct' })],
    };
    const one = aCase(
      { ...PELVIS, urgency: 'A2' },
      { excluded: [{ facility: 'a', reason: 'OTHER' }] },
    );
    expect(verdictOn(everything, one)).toBe('NO_CAPABILITY');
    expect(verdictOn({ ...everything, traumaLevel: 1 }, one)).toBe('CAPABILITY_DOWN');
    const noCt = { ...everything, traumaLevel: 1 as const, stops: [aStop()] };
    expect(verdictOn(noCt, one)).toBe('FACILITY_EVACUATING');
    expect(verdictOn({ ...noCt, active: true }, one)).toBe('EXCLUDED_BY_USER');
  });
});

describe('nothing left after the hard rules', () => {
  it('relaxes H5 before H2 and says so', () => {
    const closed = aFacility({ id: 'closed', stops: [aStop()] });
    const ctDown = aFacility({ id: 'ct', stops: [aStop({ scope: 'ct' })] });
    const fall = aCase({ findings: someFindings({ mechanism: ['ejection'] }), urgency: 'A2' });
    const ranking = rankingOf([closed, ctDown], { closed: 30, ct: 5 }, fall);
    expect(ranking.relaxed).toEqual(['STOP_NON_URGENT']);
    expect(ranking.candidates.map(({ facility }) => facility)).toEqual(['closed']);
    expect(codeOf(ranking, 'ct')).toBe('CAPABILITY_DOWN');
    expect(ranking.candidates[0]?.penalties[0]).toMatchObject({ code: 'STOP', minutes: 8 });
    expect(ranking.candidates[0]?.notes[0]).toMatchObject({
      code: 'RELAXED',
      because: { rule: 'STOP_NON_URGENT', stop: 'stop-1' },
    });
  });

  it('relaxes H2 last', () => {
    const ranking = rankingOf([aFacility({ id: 'a', stops: [aStop({ scope: 'ct' })] })], { a: 5 });
    expect(ranking.relaxed).toEqual(['CAPABILITY_DOWN']);
    expect(ranking.candidates[0]?.notes[0]).toMatchObject({
      code: 'RELAXED',
      because: { rule: 'CAPABILITY_DOWN', device: 'ct' },
    });
  });

  it('never relaxes H1 or H3', () => {
    const ranking = rankingOf(
      [
        aFacility({ id: 'a', traumaLevel: 3 }),
        aFacility({ id: 'b', active: false, stops: [aStop({ scope: 'ct' })] }),
      ],
      { a: 5, b: 6 },
    );
    expect(ranking.candidates).toEqual([]);
    expect(ranking.relaxed).toEqual([]);
    expect(ranking.rejected.map(({ facility, code }) => [facility, code])).toEqual([
      ['a', 'NO_CAPABILITY'],
      ['b', 'CAPABILITY_DOWN'],
    ]);
  });
});
