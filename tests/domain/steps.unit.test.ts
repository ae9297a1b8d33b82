import { describe, expect, it } from 'vitest';
import { acknowledge, explainOverride, owesReason, step } from '#domain/cases/steps.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import type { Actor, CaseState, Picture } from '#domain/picture.ts';
import { CASE_STEPS, type CaseStatus, type CaseStep, type OverrideReason } from '#domain/words.ts';
import { aFacility, NOW } from '../builders.ts';
import {
  after,
  anOpenCase,
  aPicture,
  chosen,
  DISPATCHER,
  MACHINE,
  refusalOf,
  withCases,
} from '../support/pictures.ts';

const TIMES = { near: 10, far: 30 };
const open = withCases(
  aPicture([aFacility({ id: 'near' }), aFacility({ id: 'far' })]),
  anOpenCase(TIMES),
);
const decided = after(open, chosen(open, 'near'));
const overridden = after(open, chosen(open, 'far'));

const one = (picture: Picture): CaseState => {
  const found = picture.cases['case-1'];
  if (found === undefined) throw new Error('no case');
  return found;
};
const stepping = (picture: Picture, next: CaseStep, by: Actor = DISPATCHER, now = NOW) =>
  step(picture, { case: 'case-1', step: next }, by, now);
const stepped = (picture: Picture, next: CaseStep, now = NOW) =>
  after(picture, stepping(picture, next, MACHINE, now), now);
const claims = (picture: Picture, id = 'near') => picture.facilities[id]?.claims ?? [];

/** A case in each status, by the way that leads there. */
const IN: Record<CaseStatus, Picture> = {
  open,
  decided,
  'en-route': stepped(decided, 'en-route'),
  arrived: stepped(decided, 'arrived'),
  'handed-over': stepped(decided, 'handed-over'),
  cancelled: stepped(decided, 'cancelled'),
};
const POSSIBLE: Record<CaseStatus, readonly CaseStep[]> = {
  open: ['cancelled'],
  decided: ['en-route', 'arrived', 'handed-over', 'cancelled', 're-routed'],
  'en-route': ['en-route', 'arrived', 'handed-over', 'cancelled', 're-routed'],
  arrived: ['handed-over'],
  'handed-over': [],
  cancelled: [],
};

describe('what may follow what', () => {
  const rows = (Object.keys(IN) as CaseStatus[]).flatMap((status) =>
    CASE_STEPS.map((next) => [status, next] as const),
  );
  it.each(rows)('%s, then %s', (status, next) => {
    const closed = status === 'handed-over' || status === 'cancelled';
    const refused = closed ? 'CASE_CLOSED' : 'STEP_NOT_POSSIBLE';
    expect(refusalOf(stepping(IN[status], next))).toBe(
      POSSIBLE[status].includes(next) ? 'OK' : refused,
    );
  });
  it('nothing, for an unknown case', () => {
    expect(refusalOf(step(open, { case: 'case-9', step: 'cancelled' }, DISPATCHER, NOW))).toBe(
      'UNKNOWN_CASE',
    );
  });
});

describe('a step', () => {
  it('en-route renews the claim: arrival is now + transport, and 20 minutes more', () => {
    const now = NOW + 30 * MINUTE;
    const next = stepped(decided, 'en-route', now);
    const eta = now + TIMES.near * MINUTE;
    expect(one(next)).toMatchObject({
      status: 'en-route',
      claim: { etaAt: iso(eta), expiresAt: iso(eta + 20 * MINUTE) },
    });
    expect(claims(next)).toEqual([one(next).claim]);
  });

  it('arrived keeps the claim, which then counts as arrived', () => {
    expect(claims(IN.arrived)).toMatchObject([{ id: 'claim-1', arrivedAt: iso(NOW) }]);
    expect(one(IN.arrived)).toMatchObject({ status: 'arrived', closedAt: null });
  });

  it('handed-over closes the case; a patient who was never seen to arrive arrives now', () => {
    expect(one(IN['handed-over'])).toMatchObject({
      ...{ status: 'handed-over', closedAt: iso(NOW) },
      travelTimes: null,
    });
    expect(claims(IN['handed-over'])).toMatchObject([{ arrivedAt: iso(NOW) }]);
    const later = stepped(IN.arrived, 'handed-over', NOW + 5 * MINUTE);
    expect(one(later).claim?.arrivedAt).toBe(iso(NOW));
  });

  it('cancelled releases the claim and closes the case', () => {
    expect(claims(IN.cancelled)).toEqual([]);
    expect(one(IN.cancelled)).toMatchObject({
      status: 'cancelled',
      claim: null,
      closedAt: iso(NOW),
    });
  });

  it('re-routed gives up the destination: claim released, hospital told, case open for a new decision', () => {
    const next = stepped(decided, 're-routed');
    expect(claims(next)).toEqual([]);
    expect(one(next)).toMatchObject({
      status: 'open',
      decision: null,
      claim: null,
      closedAt: null,
    });
    expect(one(next).lost['near']).toMatchObject({ status: 'cancelled', claim: null });
    expect(refusalOf(chosen(next, 'near', { serial: 2 }))).toBe('OK');
  });

  it('moves the versions of the units that were held', () => {
    const version = (picture: Picture) =>
      picture.facilities['near']?.units.find(({ kind }) => kind === 'trauma-bay')?.version ?? 0;
    expect(version(IN.cancelled)).toBe(version(decided) + 1);
  });

  it('guards the version of the case', () => {
    const outcome = stepping(decided, 'arrived');
    expect(outcome.ok && outcome.guards).toEqual([
      { subject: 'case:case-1', version: one(decided).version },
    ]);
  });
});

describe('the reason of an override, given afterwards', () => {
  const explaining = (
    picture: Picture,
    reason: OverrideReason = 'WEATHER',
    over: { decision?: string; note?: boolean } = {},
  ) =>
    explainOverride(picture, {
      case: 'case-1',
      decision: over.decision ?? 'decision-1',
      reason,
      note: over.note === true ? { id: 'n', hash: 'h' } : null,
    });

  it('is owed by an override without one', () => {
    expect([open, decided, overridden].map((picture) => owesReason(one(picture)))).toEqual([
      false,
      false,
      true,
    ]);
    expect(owesReason(one(after(overridden, explaining(overridden))))).toBe(false);
  });

  it('is asked for when a person says handed-over; a machine reports facts and is not asked', () => {
    expect(refusalOf(stepping(overridden, 'handed-over'))).toBe('OVERRIDE_REASON_REQUIRED');
    expect(refusalOf(stepping(overridden, 'handed-over', MACHINE))).toBe('OK');
    expect(refusalOf(stepping(after(overridden, explaining(overridden)), 'handed-over'))).toBe(
      'OK',
    );
    expect(refusalOf(stepping(overridden, 'cancelled'))).toBe('OK');
  });

  it.each<[string, () => ReturnType<typeof explaining>, string]>([
    ['of an override', () => explaining(overridden), 'OK'],
    ['of the first choice', () => explaining(decided), 'NOT_OVERRIDDEN'],
    [
      'of another decision',
      () => explaining(overridden, 'WEATHER', { decision: 'decision-9' }),
      'UNKNOWN_DECISION',
    ],
    ['of a case without one', () => explaining(open), 'UNKNOWN_DECISION'],
    ['OTHER without a note', () => explaining(overridden, 'OTHER'), 'NOTE_REQUIRED'],
    ['OTHER with a note', () => explaining(overridden, 'OTHER', { note: true }), 'OK'],
  ])('%s', (_name, explain, expected) => {
    expect(refusalOf(explain())).toBe(expected);
  });

  it('of a decision that was given up since leaves the present one as it is', () => {
    const earlier = one(overridden).decision;
    const given = stepped(overridden, 're-routed');
    const command = {
      case: 'case-1',
      decision: 'decision-1',
      reason: 'WEATHER',
      note: null,
    } as const;
    const outcome = explainOverride(given, { ...command, earlier });
    expect(refusalOf(outcome)).toBe('OK');
    expect(one(after(given, outcome)).decision).toBeNull();
    expect(refusalOf(explainOverride(given, { ...command, decision: 'other', earlier }))).toBe(
      'UNKNOWN_DECISION',
    );
  });

  it('CAPACITY_WRONG opens a ticket for the hospital that was advised', () => {
    const outcome = explaining(overridden, 'CAPACITY_WRONG');
    expect(outcome.ok && outcome.entries[1]).toMatchObject({
      kind: 'quality-reported',
      body: { facility: 'near' },
    });
  });
});

describe('the answer of the hospital', () => {
  const answering = (
    picture: Picture,
    facilities = ['near'],
    answer: 'accepted' | 'declined' = 'declined',
  ) =>
    acknowledge(
      picture,
      { case: 'case-1', facilities, answer, reason: null },
      { ...DISPATCHER, role: 'hospital' },
      NOW,
    );

  it('is a message, not a veto: the claim stays', () => {
    const next = after(decided, answering(decided));
    expect(claims(next)).toEqual(claims(decided));
    expect(one(next)).toMatchObject({
      status: 'decided',
      acknowledgement: { answer: 'declined', facility: 'near', decision: 'decision-1' },
    });
  });

  it.each<[string, () => ReturnType<typeof answering>, string]>([
    ['of another hospital', () => answering(decided, ['far']), 'NOT_THE_CHOSEN_HOSPITAL'],
    ['before there is a decision', () => answering(open), 'CASE_NOT_DECIDED'],
    ['after the case was closed', () => answering(IN['handed-over']), 'CASE_CLOSED'],
    ['of whoever speaks for several', () => answering(decided, ['far', 'near'], 'accepted'), 'OK'],
  ])('%s', (_name, answer, expected) => {
    expect(refusalOf(answer())).toBe(expected);
  });

  it('is asked anew after a second decision', () => {
    const answered = after(decided, answering(decided));
    const again = after(
      answered,
      chosen(answered, 'far', { serial: 2, overrideReason: 'HOSPITAL_REFUSED' }),
    );
    expect(one(again).acknowledgement).toBeNull();
    expect(one(again).lost['near']?.acknowledgement?.answer).toBe('declined');
  });
});
