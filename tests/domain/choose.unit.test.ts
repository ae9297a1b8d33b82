import { describe, expect, it } from 'vitest';
import { rankCase } from '#domain/cases/decide.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import { subjects } from '#domain/entries.ts';
import type { CaseState, DecisionState, FacilityState, Picture } from '#domain/picture.ts';
import {
  aClaim,
  aFacility,
  minutesAgo,
  NOW,
  PELVIS,
  SBP_84,
  type FacilityWords,
} from '../builders.ts';
import {
  after,
  anOpenCase,
  aPicture,
  chosen,
  later,
  one,
  refusalOf,
  withCases,
} from '../support/pictures.ts';

/** Three level-1 hospitals at 10, 30 and 45 minutes: the first leads, the others are not tied with it. */
const TIMES = { near: 10, far: 30, farther: 45 };
const near = (words: FacilityWords = {}) => aFacility({ id: 'near', ...words });
const far = (words: FacilityWords = {}) => aFacility({ id: 'far', ...words });
const farther = (words: FacilityWords = {}) => aFacility({ id: 'farther', ...words });

function land(facilities = [near(), far(), farther()], one = anOpenCase(TIMES)): Picture {
  return withCases(aPicture(facilities), one);
}

function decisionOf(outcome: ReturnType<typeof chosen>): DecisionState {
  if (!outcome.ok || outcome.entries[0]?.kind !== 'decision-made')
    throw new Error(refusalOf(outcome));
  return outcome.entries[0].body.decision;
}
const claimOf = (outcome: ReturnType<typeof chosen>) => {
  if (!outcome.ok || outcome.entries[0]?.kind !== 'decision-made')
    throw new Error(refusalOf(outcome));
  return outcome.entries[0].body.claim;
};
const taken = { claims: [aClaim({ case: 'case-2' })], units: { 'trauma-bay': { available: 1 } } };

describe('choosing the first', () => {
  it('writes the decision with what was advised, and the advice beside it', () => {
    const outcome = chosen(land(), 'near');
    expect(decisionOf(outcome)).toMatchObject({
      facility: 'near',
      rank: 1,
      overridden: false,
      overrideReason: null,
      advised: 'near',
      replaces: null,
      seq: 10,
      at: iso(NOW),
      policy: { id: 'rank/1', version: 1 },
    });
    expect(outcome.ok && outcome.entries.map(({ kind }) => kind)).toEqual([
      'decision-made',
      'advice-given',
    ]);
  });

  it('holds one bay and one ICU bed for severe trauma, from arrival + 20 minutes on no longer', () => {
    const claim = claimOf(chosen(land(), 'near'));
    expect(claim).toMatchObject({ unitKinds: ['trauma-bay', 'icu'], lacking: [], arrivedAt: null });
    // Decision + scene time (trauma) + transport.
    const scene = one(land()) && (Date.parse(claim.etaAt ?? '') - NOW) / MINUTE - TIMES.near;
    expect(scene).toBe(land().policy?.sceneMinutes.trauma);
    expect(Date.parse(claim.expiresAt) - Date.parse(claim.etaAt ?? '')).toBe(20 * MINUTE);
  });

  it('holds nothing where the category needs nothing scarce', () => {
    const minor = anOpenCase(TIMES, { category: 'OTHER' });
    expect(claimOf(chosen(land(undefined, minor), 'near'))).toMatchObject({
      unitKinds: [],
      lacking: [],
    });
  });

  it('guards the case and the units it holds', () => {
    const outcome = chosen(land(), 'near');
    expect(outcome.ok && outcome.guards.map(({ subject }) => subject)).toEqual([
      subjects.case('case-1'),
      subjects.unit('near', 'trauma-bay'),
      subjects.unit('near', 'icu'),
    ]);
  });

  it('lowers what is free there at once', () => {
    const next = after(land(), chosen(land(), 'near'));
    expect(next.facilities['near']?.claims).toMatchObject([{ id: 'claim-1', case: 'case-1' }]);
    expect(one(next)).toMatchObject({ status: 'decided', decision: { facility: 'near' } });
  });
});

describe('what cannot be chosen', () => {
  it.each<[string, () => ReturnType<typeof chosen>, string]>([
    ['an unknown case', () => chosen(land(), 'near', { case: 'case-9' }), 'UNKNOWN_CASE'],
    ['an unknown facility', () => chosen(land(), 'nowhere'), 'UNKNOWN_FACILITY'],
    [
      'a site that is no hospital',
      () => chosen(land([near(), far({ kind: 'mmt-base' })]), 'far'),
      'UNKNOWN_FACILITY',
    ],
    [
      'for a closed case',
      () => chosen(land(undefined, anOpenCase(TIMES, SBP_84, { closedAt: iso(NOW) })), 'near'),
      'CASE_CLOSED',
    ],
    [
      'for one that arrived',
      () => chosen(land(undefined, anOpenCase(TIMES, SBP_84, { status: 'arrived' })), 'near'),
      'CASE_ARRIVED',
    ],
    [
      'on a picture from before the case',
      () => chosen(land(), 'near', { seen: aPicture([near(), far()]) }),
      'SEQ_BEFORE_CASE',
    ],
  ])('%s', (_name, choose, code) => {
    expect(refusalOf(choose())).toBe(code);
  });
});

describe('choosing otherwise (routing rules 6.6)', () => {
  const at = (urgency: CaseState['urgency'], reason = false) =>
    chosen(land(undefined, anOpenCase(TIMES, { ...PELVIS, urgency })), 'far', {
      overrideReason: reason ? 'WEATHER' : null,
    });

  it.each<[CaseState['urgency'], string]>([
    ['A0', 'OK'],
    ['A1', 'OK'],
    [null, 'OK'],
    ['A2', 'OVERRIDE_REASON_REQUIRED'],
    ['B', 'OVERRIDE_REASON_REQUIRED'],
  ])('urgency %s without a reason: %s', (urgency, expected) => {
    expect(refusalOf(at(urgency))).toBe(expected);
    expect(refusalOf(at(urgency, true))).toBe('OK');
  });

  it('any choice but rank 1 is an override, and says what was advised', () => {
    expect(decisionOf(at('A1'))).toMatchObject({
      rank: 2,
      overridden: true,
      overrideReason: null,
      advised: 'near',
    });
    expect(decisionOf(at('A1', true))).toMatchObject({
      overridden: true,
      overrideReason: 'WEATHER',
    });
  });

  it('a tie is one too, and is logged as a tie', () => {
    const tied = land([near(), far()], anOpenCase({ near: 10, far: 11 }));
    expect(decisionOf(chosen(tied, 'far'))).toMatchObject({ rank: 2, tie: true, overridden: true });
  });

  it('a reason for the first is not kept: nothing was overridden', () => {
    expect(decisionOf(chosen(land(), 'near', { overrideReason: 'WEATHER' }))).toMatchObject({
      overridden: false,
      overrideReason: null,
    });
  });

  it('OTHER needs a note', () => {
    expect(refusalOf(chosen(land(), 'far', { overrideReason: 'OTHER' }))).toBe('NOTE_REQUIRED');
    expect(refusalOf(chosen(land(), 'far', { overrideReason: 'OTHER', noteId: 'n' }))).toBe('OK');
  });

  it('CAPACITY_WRONG opens a ticket for the hospital that was advised', () => {
    const outcome = chosen(land(), 'far', { overrideReason: 'CAPACITY_WRONG' });
    expect(outcome.ok && outcome.entries.at(-1)).toMatchObject({
      kind: 'quality-reported',
      body: { facility: 'near', reason: 'CAPACITY_WRONG' },
    });
  });

  it('a rejected facility needs a reason at any urgency, and may then be chosen', () => {
    const rejected = anOpenCase(TIMES, SBP_84, {
      excluded: [{ facility: 'far', reason: 'WEATHER' }],
    });
    const picture = land(undefined, rejected);
    expect(refusalOf(chosen(picture, 'far'))).toBe('OVERRIDE_REASON_REQUIRED');
    expect(decisionOf(chosen(picture, 'far', { overrideReason: 'CREW_JUDGEMENT' }))).toMatchObject({
      rank: null,
      overridden: true,
    });
  });
});

describe('CLAIM_TAKEN', () => {
  const seen = land([near({ units: { 'trauma-bay': { available: 1 } } }), far(), farther()]);
  const now = later(seen, near(taken));

  it('the last free bay that was seen has been claimed by another case since', () => {
    const outcome = chosen(now, 'near', { seen });
    expect(outcome).toMatchObject({ ok: false, code: 'CLAIM_TAKEN', facts: { claim: 'claim-1' } });
    expect(!outcome.ok && 'ranking' in outcome && outcome.ranking).toEqual(
      rankCase(now, one(now), NOW),
    );
  });

  it('a reason for an override does not help: it is news', () => {
    expect(refusalOf(chosen(now, 'near', { seen, overrideReason: 'CREW_JUDGEMENT' }))).toBe(
      'CLAIM_TAKEN',
    );
  });

  it('sent again with the new seq it passes, without the bay and saying so', () => {
    const again = chosen(now, 'near', { overrideReason: 'CREW_JUDGEMENT' });
    expect(claimOf(again)).toMatchObject({ unitKinds: ['icu'], lacking: ['trauma-bay'] });
  });

  it.each<[string, FacilityState, FacilityState]>([
    [
      'there was none when it was looked at',
      near(taken),
      near({ ...taken, claims: [...taken.claims, aClaim({ id: 'claim-3', case: 'case-3' })] }),
    ],
    ['there is another left', near(), near({ claims: taken.claims })],
    [
      'it was the hospital that said so, not a claim',
      near({ units: { 'trauma-bay': { available: 1 } } }),
      near({ units: { 'trauma-bay': { available: 0 } } }),
    ],
    [
      'it is our own claim',
      near({ units: { 'trauma-bay': { available: 1 } } }),
      near({ ...taken, claims: [aClaim({ case: 'case-1' })] }),
    ],
    [
      'it is the last ICU bed: weighed, never refused',
      near({ units: { icu: { available: 1 } } }),
      near({ claims: [aClaim({ unitKinds: ['icu'] })], units: { icu: { available: 1 } } }),
    ],
  ])('is not said when %s', (_name, was, is) => {
    const before = land([was, far(), farther()]);
    expect(refusalOf(chosen(later(before, is), 'near', { seen: before }))).not.toBe('CLAIM_TAKEN');
  });

  it('is not said to a case that needs no bay', () => {
    const other = anOpenCase(TIMES, { category: 'OTHER' });
    const before = land([near({ units: { 'trauma-bay': { available: 1 } } }), far()], other);
    expect(refusalOf(chosen(later(before, near(taken)), 'near', { seen: before }))).toBe('OK');
  });
});

describe('PICTURE_MOVED', () => {
  const seen = land();
  const full = {
    units: {
      icu: { available: 0 },
      'trauma-bay': { available: 0 },
      ed: { status: 'closed' as const },
    },
  };
  const drop = {
    without: ['icu' as const],
    capabilities: { icu: false, neurosurgery: false },
    traumaLevel: 3 as const,
  };

  it('the chosen one was first and is no longer', () => {
    const now = later(land(undefined, anOpenCase({ near: 10, far: 12, farther: 45 })), near(full));
    const before = land(undefined, anOpenCase({ near: 10, far: 12, farther: 45 }));
    const outcome = chosen(now, 'near', { seen: before });
    expect(outcome).toMatchObject({ ok: false, code: 'PICTURE_MOVED', facts: { seq: 11 } });
    expect(!outcome.ok && 'ranking' in outcome && outcome.ranking.candidates[0]?.facility).toBe(
      'far',
    );
    // Sent again with the new seq: nothing is news.
    expect(refusalOf(chosen(now, 'near'))).toBe('OK');
  });

  it('the chosen one was tied with the first and is no longer', () => {
    const before = land([near(), far()], anOpenCase({ near: 10, far: 11 }));
    const now = later(before, far(full));
    expect(refusalOf(chosen(now, 'far', { seen: before }))).toBe('PICTURE_MOVED');
  });

  it('is not said of one that begins the next tie, 3.0 minutes after the first', () => {
    const times = { near: 13.4, 'near-2': 14, far: 16.4, 'far-2': 17 };
    const sites = Object.keys(times).map((id) => aFacility({ id }));
    const before = land(sites, anOpenCase(times));
    const now = later(before, aFacility({ id: 'far', ...full }));
    expect(refusalOf(chosen(now, 'far', { seen: before }))).toBe('OK');
  });

  it('the chosen one has since been rejected', () => {
    const excluded: CaseState['excluded'] = [{ facility: 'far', reason: 'WEATHER' }];
    const now = withCases({ ...seen, seq: 11 }, { ...one(seen), excluded, version: 2 });
    expect(refusalOf(chosen(now, 'far', { seen }))).toBe('PICTURE_MOVED');
  });

  it('is never said to a body with a reason for an override', () => {
    const before = land(undefined, anOpenCase({ near: 10, far: 12, farther: 45 }));
    const now = later(before, near(full));
    expect(refusalOf(chosen(now, 'near', { seen: before, overrideReason: 'CREW_JUDGEMENT' }))).toBe(
      'OK',
    );
    expect(
      refusalOf(chosen(later(seen, far(drop)), 'far', { seen, overrideReason: 'CREW_JUDGEMENT' })),
    ).toBe('OK');
  });

  it.each<[string, FacilityState, string]>([
    ['another, which was not chosen, changed', farther(full), 'near'],
    [
      'the first only came closer to full',
      near({ units: { 'trauma-bay': { available: 1 } } }),
      'near',
    ],
    ['the chosen one was not first, and fell further', far(full), 'far'],
    ['the first fell, and another was chosen', near(full), 'far'],
  ])('is not said when %s', (_name, changed, facility) => {
    expect(refusalOf(chosen(later(seen, changed), facility, { seen }))).toBe('OK');
  });

  it('is not said for an entry that has nothing to do with it', () => {
    expect(refusalOf(chosen({ ...seen, seq: 400 }, 'near', { seen }))).toBe('OK');
  });
});

describe('a second decision', () => {
  const first = after(land(), chosen(land(), 'near'));
  const outcome = chosen(first, 'far', { serial: 2, overrideReason: 'HOSPITAL_REFUSED' });
  const second = after(first, outcome);

  it('re-routes: releases the first claim in the same batch and names it', () => {
    expect(decisionOf(outcome).replaces).toBe('claim-1');
    expect(second.facilities['near']?.claims).toEqual([]);
    expect(second.facilities['far']?.claims).toMatchObject([{ id: 'claim-2' }]);
    expect(one(second)).toMatchObject({
      status: 'decided',
      decision: { facility: 'far' },
      claim: { id: 'claim-2' },
    });
  });

  it('moves the versions of the units of both', () => {
    const version = (picture: Picture, id: string) =>
      picture.facilities[id]?.units.find(({ kind }) => kind === 'trauma-bay')?.version ?? 0;
    for (const id of ['near', 'far'])
      expect(version(second, id)).toBeGreaterThan(version(land(), id));
  });

  it('leaves the first hospital with what it was told, cancelled', () => {
    expect(one(second).lost['near']).toMatchObject({
      status: 'cancelled',
      decision: { facility: 'near' },
      claim: null,
      travelTimes: null,
    });
    expect(Object.keys(one(second).lost)).toEqual(['near']);
  });

  it('for the hospital that lost it makes it the chosen one again', () => {
    const third = after(second, chosen(second, 'near', { serial: 3 }));
    expect(Object.keys(one(third).lost)).toEqual(['far']);
  });

  it('for the same hospital does not find its own bay taken', () => {
    const single = land([
      near({ units: { 'trauma-bay': { available: 1 }, icu: { available: 1 } } }),
      far(),
    ]);
    const held = after(single, chosen(single, 'near'));
    const again = chosen(held, 'near', { serial: 2, overrideReason: 'CREW_JUDGEMENT' });
    expect(claimOf(again)).toMatchObject({ unitKinds: ['trauma-bay', 'icu'], lacking: [] });
    expect(after(held, again).facilities['near']?.claims).toMatchObject([{ id: 'claim-2' }]);
  });
});

describe('an unknown figure', () => {
  it('is not full: the bay is held', () => {
    const picture = land([
      near({ units: { 'trauma-bay': null, icu: { available: null, observedAt: minutesAgo(1) } } }),
      far(),
    ]);
    expect(claimOf(chosen(picture, 'near', { overrideReason: 'CREW_JUDGEMENT' }))).toMatchObject({
      unitKinds: ['trauma-bay', 'icu'],
    });
  });
  it('a unit that the site does not have is lacking', () => {
    const picture = land([near({ without: ['trauma-bay'] }), far()]);
    expect(claimOf(chosen(picture, 'near', { overrideReason: 'CREW_JUDGEMENT' }))).toMatchObject({
      unitKinds: ['icu'],
      lacking: ['trauma-bay'],
    });
  });
});
