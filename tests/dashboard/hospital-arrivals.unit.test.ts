import { describe, expect, it } from 'vitest';
import { classify } from '#domain/cases/rule-sets.ts';
import {
  EMPTY_PICTURE,
  type CaseState,
  type ClaimState,
  type FacilityState,
} from '#domain/picture.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { arrivalsOf, withdrawnFrom } from '#lib/hospital/arrivals.ts';
import { asSeen } from '#lib/hospital/as-seen.ts';
import { endAfter, endAtClock } from '#lib/hospital/ends.ts';
import { injuryLine, patientLine, shownVitals } from '#lib/hospital/patient.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import {
  aClaim,
  aFacility,
  anInput,
  minutesAgo,
  minutesAhead,
  NOW,
  SBP_84,
  SOMEBODY,
  type CaseWords,
} from '../builders.ts';

function aCaseAt(
  id: string,
  claim: ClaimState | null,
  over: Partial<CaseState> = {},
  words: CaseWords = SBP_84,
): CaseState {
  const input = anInput(words);
  return {
    ...input,
    id,
    number: 417,
    version: 3,
    status: 'decided',
    openedAt: minutesAgo(9),
    room: 'mk-den-haag',
    region: 'west',
    position: { lat: 52, lon: 4.3 },
    place: null,
    excluded: [],
    classification: classify(input, RANK_1_POLICY),
    travelTimes: null,
    decision: {
      id: `d-${id}`,
      case: id,
      facility: 'h-1',
      seq: 7,
      at: minutesAgo(8),
      decidedAt: minutesAgo(8),
      policy: { id: 'rank/1', version: 1 },
      rank: 1,
      tie: false,
      overridden: false,
      overrideReason: null,
      note: null,
      advised: 'h-1',
      replaces: null,
      by: SOMEBODY,
    },
    claim,
    acknowledgement: null,
    statusAt: minutesAgo(8),
    closedAt: null,
    lost: {},
    ...over,
  };
}

function pictureWith(facility: FacilityState, cases: CaseState[]) {
  return {
    ...EMPTY_PICTURE,
    facilities: { [facility.id]: facility },
    cases: Object.fromEntries(cases.map((one) => [one.id, one])),
  };
}

describe('who is coming', () => {
  it('is sorted by arrival, with what is held and what was lacking', () => {
    const later = aClaim({ id: 'c-2', case: 'b', etaAt: minutesAhead(20) });
    const sooner = aClaim({
      id: 'c-1',
      case: 'a',
      etaAt: minutesAhead(5),
      unitKinds: ['trauma-bay'],
      lacking: ['icu'],
    });
    const facility = aFacility({ claims: [later, sooner] });
    const found = arrivalsOf(
      facility,
      pictureWith(facility, [aCaseAt('a', sooner), aCaseAt('b', later)]),
      NOW,
    );
    expect(found.map((one) => one.id)).toEqual(['c-1', 'c-2']);
    expect(found[0]).toMatchObject({
      minutes: 5,
      late: false,
      held: ['trauma-bay'],
      lacking: ['icu'],
      answer: null,
    });
  });

  it('marks who should have been here', () => {
    const claim = aClaim({ case: 'a', etaAt: minutesAgo(3), expiresAt: minutesAhead(17) });
    const facility = aFacility({ claims: [claim] });
    const [one] = arrivalsOf(facility, pictureWith(facility, [aCaseAt('a', claim)]), NOW);
    expect(one).toMatchObject({ late: true, minutes: -3 });
  });

  it('says that somebody comes to a reader who may not see the case', () => {
    const facility = aFacility({ claims: [aClaim({ case: null, etaAt: null })] });
    expect(arrivalsOf(facility, pictureWith(facility, []), NOW)).toMatchObject([
      { case: null, minutes: null },
    ]);
  });

  it('puts who is here after who is coming and leaves out who was handed over', () => {
    const here = aClaim({ id: 'c-1', case: 'a', arrivedAt: minutesAgo(2) });
    const done = aClaim({ id: 'c-2', case: 'b', arrivedAt: minutesAgo(9) });
    const coming = aClaim({ id: 'c-3', case: 'c' });
    const facility = aFacility({ claims: [here, done, coming] });
    const cases = [
      aCaseAt('a', here, { status: 'arrived' }),
      aCaseAt('b', done, { status: 'handed-over' }),
      aCaseAt('c', coming),
    ];
    expect(arrivalsOf(facility, pictureWith(facility, cases), NOW).map((one) => one.id)).toEqual([
      'c-3',
      'c-1',
    ]);
  });

  it('does not count an answer that was given to an earlier decision', () => {
    const claim = aClaim({ case: 'a' });
    const answer = {
      answer: 'accepted' as const,
      reason: null,
      facility: 'h-1',
      at: minutesAgo(1),
      by: SOMEBODY,
    };
    const facility = aFacility({ claims: [claim] });
    const answered = (decision: string) =>
      arrivalsOf(
        facility,
        pictureWith(facility, [aCaseAt('a', claim, { acknowledgement: { ...answer, decision } })]),
        NOW,
      )[0]?.answer;
    expect(answered('d-a')).toBe('accepted');
    expect(answered('d-older')).toBeNull();
  });

  it('tells for half an hour of a patient that was withdrawn', () => {
    const facility = aFacility();
    const gone = (minutes: number) =>
      aCaseAt('a', null, { status: 'cancelled', closedAt: minutesAgo(minutes) });
    expect(withdrawnFrom('h-1', pictureWith(facility, [gone(5)]), NOW)).toHaveLength(1);
    expect(withdrawnFrom('h-1', pictureWith(facility, [gone(31)]), NOW)).toEqual([]);
    expect(withdrawnFrom('h-2', pictureWith(facility, [gone(5)]), NOW)).toEqual([]);
  });
});

describe('a patient in two lines', () => {
  const one = anInput({
    sex: 'male',
    findings: {
      vitals: { systolicBloodPressure: 84, spo2: 91, onOxygen: true },
      injuries: ['pelvis'],
      mechanism: ['pedestrian-thrown'],
    },
  });

  it('says sex, age and mechanism, then the injuries', () => {
    expect(patientLine(one, nl)).toBe('man · 16–64 jaar · voetganger aangereden');
    expect(injuryLine(one, nl)).toBe('bekken verdacht');
  });

  it('shows the numbers that were measured and leaves out the others', () => {
    expect(shownVitals(one.findings.vitals, nl, formats.nl)).toEqual([
      { name: 'RR syst', value: '84' },
      { name: 'SpO₂, met O₂', value: '91%' },
    ]);
  });
});

describe('what others see of a hospital', () => {
  it('names the oldest figure, the stale and the unknown', () => {
    const facility = aFacility({
      units: {
        ward: { observedAt: minutesAgo(18) },
        ed: { observedAt: minutesAgo(16) },
        icu: null,
      },
    });
    const seen = asSeen(facility, NOW);
    expect(seen.oldest).toEqual({ kind: 'ward', at: NOW - 18 * 60_000 });
    expect(seen.stale).toEqual(['ed']);
    expect(seen.unknown).toEqual(['icu']);
    expect(seen.first.map((view) => view.kind)).toEqual(['trauma-bay', 'icu', 'ed', 'acute-ward']);
  });
});

describe('the end of a stop', () => {
  it('counts from now to the whole minute', () => {
    expect(endAfter(30, NOW + 1_000)).toBe('2026-11-18T13:31:00.000Z');
  });

  it('is the next moment at which Dutch clocks show it', () => {
    expect(endAtClock('14:30', NOW)).toBe('2026-11-18T13:30:00.000Z');
    expect(endAtClock('13:30', NOW)).toBe('2026-11-19T12:30:00.000Z');
    expect(endAtClock('14:00', NOW)).toBe('2026-11-19T13:00:00.000Z');
  });

  it('is right in the nights that are an hour shorter or longer', () => {
    expect(endAtClock('05:00', Date.parse('2027-03-27T23:00:00Z'))).toBe(
      '2027-03-28T03:00:00.000Z',
    );
    expect(endAtClock('05:00', Date.parse('2026-10-24T22:00:00Z'))).toBe(
      '2026-10-25T04:00:00.000Z',
    );
  });

  it('refuses what is no time of day, and one that does not exist that night', () => {
    expect(endAtClock('25:00', NOW)).toBeNull();
    expect(endAtClock('', NOW)).toBeNull();
    expect(endAtClock('02:30', Date.parse('2027-03-27T23:00:00Z'))).toBeNull();
  });
});
