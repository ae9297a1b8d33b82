import { describe, expect, it } from 'vitest';
import type { CaseState, Picture } from '#domain/picture.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { questionsOf } from '#lib/dispatch/questions.ts';
import { barOf, countsOf, sectionsOf, tiesOf } from '#lib/dispatch/rows.ts';
import { stopwatch, stripsOf } from '#lib/dispatch/strips.ts';
import {
  aCase,
  aClaim,
  aFacility,
  anInput,
  minutesAgo,
  minutesAhead,
  NOW,
  PELVIS,
  rankingOf,
  SBP_84,
  SOMEBODY,
} from '../builders.ts';

const sites = [
  aFacility({ id: 'a' }),
  aFacility({ id: 'b' }),
  aFacility({ id: 'c' }),
  aFacility({ id: 'two', traumaLevel: 2 }),
  aFacility({ id: 'three', traumaLevel: 3 }),
];
const TIMES = { a: 20, b: 21, c: 24, two: 5, three: 4 };

describe('the layout of a ranking', () => {
  it('puts every hospital in one of three numbers that add up to all', () => {
    const ranking = rankingOf(sites, TIMES);
    expect(countsOf(ranking)).toEqual({ advised: 3, fallback: 1, rejected: 1 });
    expect(sectionsOf(ranking).map(({ name, rows }) => [name, rows.length])).toEqual([
      ['advised', 3],
      ['fallback', 1],
    ]);
  });

  it('shows the department to stabilise in first, by itself', () => {
    const airway = aCase({ findings: { threats: ['airway'] } });
    expect(sectionsOf(rankingOf(sites, TIMES, airway)).map(({ name }) => name)).toEqual([
      'stabilise',
      'advised',
      'fallback',
    ]);
  });

  it('names the ties that the ranking marked, and no others', () => {
    const { candidates } = rankingOf(sites, TIMES);
    const ties = tiesOf(candidates, RANK_1_POLICY.tieWidth);
    expect(candidates.map((row) => [row.facility, row.tie, ties.get(row.facility)])).toEqual([
      ['a', true, [2]],
      ['b', true, [1]],
      ['c', false, []],
      ['two', false, []],
    ]);
  });

  it('draws a bar of 0 to 45 minutes and says when a score lies beyond it', () => {
    const minutes = { value: 22.5, low: 18, high: 90, engine: 'osrm', reliable: true } as const;
    expect(barOf({ minutes, score: 45 })).toMatchObject({
      driving: 0.5,
      penalty: 0.5,
      high: 1,
      over: false,
    });
    expect(barOf({ minutes, score: 45.1 }).over).toBe(true);
  });
});

describe('what is still worth asking', () => {
  const ask = (words: Parameters<typeof anInput>[0]) =>
    questionsOf(anInput(words), RANK_1_POLICY, (classification) =>
      rankingOf(sites, TIMES, { ...aCase(words), classification })
        .candidates.map((row) => row.facility)
        .join(' '),
    );

  it('is every red and yellow criterion while nothing is known, the red first', () => {
    const questions = ask({});
    expect(questions[0]?.colour).toBe('red');
    expect(questions.map(({ asked }) => asked)).toContainEqual({ ask: 'finding', code: 'pelvis' });
    expect(questions.map(({ asked }) => asked)).toContainEqual({
      ask: 'flag',
      name: 'pupilsUnequal',
    });
    const colours = questions.map(({ colour }) => colour);
    expect(colours.lastIndexOf('red')).toBeLessThan(
      colours.indexOf('yellow') === -1 ? colours.length : colours.indexOf('yellow'),
    );
  });

  it('is nothing once no answer can change the order', () => {
    expect(ask(SBP_84)).toEqual([]);
    // With a level 1 in reach a vital sign no longer matters either.
    expect(ask(PELVIS)).toEqual([]);
  });

  it('does not ask for what was ruled out', () => {
    const questions = ask({ findings: { ruledOut: ['pelvis'] } });
    expect(questions.map(({ asked }) => asked)).not.toContainEqual({
      ask: 'finding',
      code: 'pelvis',
    });
  });
});

describe('the lane of open cases', () => {
  const decision = {
    id: 'd-1',
    case: 'one',
    facility: 'a',
    seq: 1,
    at: minutesAgo(5),
    decidedAt: minutesAgo(5),
    policy: { id: 'rank/1', version: 1 },
    rank: 2,
    tie: false,
    overridden: true,
    overrideReason: null,
    note: null,
    advised: 'b',
    replaces: null,
    by: SOMEBODY,
  };
  const one: CaseState = {
    id: 'one',
    number: 17,
    version: 3,
    status: 'decided',
    openedAt: minutesAgo(9),
    room: 'room-1',
    region: 'west',
    position: { lat: 52, lon: 4.5 },
    place: { id: 'p', name: 'Zevenhuizen' },
    ...anInput(SBP_84),
    excluded: [],
    classification: aCase(SBP_84).classification,
    travelTimes: null,
    decision,
    claim: aClaim({ case: 'one', etaAt: minutesAhead(7), expiresAt: minutesAhead(27) }),
    acknowledgement: null,
    statusAt: minutesAgo(5),
    closedAt: null,
    lost: {},
  };
  const pictureWith = (...cases: CaseState[]): Picture => ({
    ...EMPTY_PICTURE,
    facilities: Object.fromEntries(sites.map((site) => [site.id, site])),
    cases: Object.fromEntries(cases.map((each) => [each.id, each])),
  });
  const stripOne = (over: Partial<CaseState>, now = NOW) =>
    stripsOf(pictureWith({ ...one, ...over }), 'room-1', now).open[0];

  it('shows a silent hospital and a reason that is owed', () => {
    expect(stripOne({})).toMatchObject({
      number: '0017',
      answer: 'none',
      owes: true,
      urgent: true,
      destination: 'a',
    });
    expect(stripOne({})?.timer).toEqual({ counts: 'wait', at: Date.parse(minutesAgo(5)) });
  });

  it('counts down to the arrival once it was accepted', () => {
    const acknowledgement = {
      answer: 'accepted' as const,
      reason: null,
      facility: 'a',
      decision: 'd-1',
      at: minutesAgo(4),
      by: SOMEBODY,
    };
    const strip = stripOne({
      acknowledgement,
      decision: { ...decision, overrideReason: 'WEATHER' },
    });
    expect(strip).toMatchObject({ answer: 'accepted', owes: false, urgent: false });
    expect(strip?.timer?.counts).toBe('until');
  });

  it('asks where the patient is after the claim ended', () => {
    expect(stripOne({}, Date.parse(minutesAhead(28)))).toMatchObject({
      overdue: true,
      urgent: true,
    });
  });

  it('does not count the answer to an earlier decision', () => {
    const acknowledgement = {
      answer: 'accepted' as const,
      reason: null,
      facility: 'b',
      decision: 'd-0',
      at: minutesAgo(8),
      by: SOMEBODY,
    };
    expect(stripOne({ acknowledgement })?.answer).toBe('none');
  });

  it('shows the own room only, the finished apart', () => {
    const other = { ...one, id: 'two', room: 'room-2' };
    const closed = { ...one, id: 'three', status: 'handed-over' as const, closedAt: minutesAgo(1) };
    const { open, done } = stripsOf(pictureWith(one, other, closed), 'room-1', NOW);
    expect(open.map(({ id }) => id)).toEqual(['one']);
    expect(done.map(({ id }) => id)).toEqual(['three']);
  });

  it('counts like a stopwatch', () => {
    expect([48_000, 725_000, 3_729_000, -5].map(stopwatch)).toEqual([
      '0:48',
      '12:05',
      '1:02:09',
      '0:00',
    ]);
  });
});
