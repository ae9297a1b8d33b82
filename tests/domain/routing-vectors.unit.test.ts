import { describe, expect, it } from 'vitest';
import type { Ranking } from '#domain/routing/ranking.ts';
import {
  aCase,
  aFacility,
  aStop,
  minutesAgo,
  rankingOf,
  SBP_84,
  type FacilityWords,
} from '../builders.ts';

/** The worked example of the routing rules, 6.4. */
const x = (over: FacilityWords = {}) =>
  aFacility({
    id: 'x',
    traumaLevel: 1,
    stops: [aStop()],
    units: { icu: { available: 1 } },
    ...over,
  });
const stale = { observedAt: minutesAgo(60) };
const y = () =>
  aFacility({
    id: 'y',
    traumaLevel: 1,
    units: { ed: stale, 'trauma-bay': stale, icu: { ...stale, available: 3 } },
  });
const z = () => aFacility({ id: 'z', traumaLevel: 2 });

const TIMES = { x: 24, y: 31, z: 9 };
const lines = (ranking: Ranking) =>
  ranking.candidates.map(({ facility, rank, tier, score, tie }) => [
    rank,
    facility,
    tier,
    score,
    tie,
  ]);

describe('the worked example: adult, SBP 84, A1', () => {
  it('orders X (25.0), Y (33.0), Z (9.0, fallback); X and Y are no tie', () => {
    const ranking = rankingOf([x(), y(), z()], TIMES);
    expect(lines(ranking)).toEqual([
      [1, 'x', 1, 25, false],
      [2, 'y', 1, 33, false],
      [3, 'z', 4, 9, false],
    ]);
    expect(ranking.rejected).toEqual([]);
    expect(ranking.relaxed).toEqual([]);
  });

  it('says of X: the stop is waived at level 1 and one ICU bed is left', () => {
    const [first] = rankingOf([x(), y(), z()], TIMES).candidates;
    expect(first?.penalties).toEqual([
      {
        code: 'STOP',
        minutes: 0,
        because: {
          stop: 'stop-1',
          scope: 'ed',
          reason: 'crowding',
          until: '2026-11-18T14:30:00.000Z',
          waived: 'level-1-severe-trauma',
        },
      },
      {
        code: 'NO_ICU',
        minutes: 1,
        because: {
          unitKind: 'icu',
          status: 'open',
          available: 1,
          effectiveAvailable: 1,
          observedAt: '2026-11-18T12:59:00.000Z',
          trust: 'fresh',
          stop: null,
          until: null,
        },
      },
    ]);
  });

  it('says of Y that its figures are stale, once, and of Z that it is the nearest and a fallback', () => {
    const [, second, third] = rankingOf([x(), y(), z()], TIMES).candidates;
    expect(second?.penalties).toEqual([
      {
        code: 'STALE',
        minutes: 2,
        because: {
          stale: ['ed', 'trauma-bay', 'icu'],
          unknown: [],
          observedAt: '2026-11-18T12:00:00.000Z',
        },
      },
    ]);
    expect(third?.penalties).toEqual([]);
    expect(third?.notes).toEqual([
      { code: 'FALLBACK', because: { traumaLevel: 2, nearest: true } },
    ]);
  });

  it("X's CT down: X is out by H2; order Y, Z", () => {
    const down = x({ stops: [aStop(), aStop({ id: 'ct-1', scope: 'ct', reason: 'equipment' })] });
    const ranking = rankingOf([down, y(), z()], TIMES);
    expect(lines(ranking)).toEqual([
      [1, 'y', 1, 33, false],
      [2, 'z', 4, 9, false],
    ]);
    expect(ranking.rejected).toEqual([
      {
        facility: 'x',
        code: 'CAPABILITY_DOWN',
        because: {
          minutes: 24,
          device: 'ct',
          stop: 'ct-1',
          scope: 'ct',
          reason: 'equipment',
          until: '2026-11-18T14:30:00.000Z',
        },
      },
    ]);
  });

  it('X down and Y at 52 minutes: tier 1 is empty and SBP is physiology, so Z (tier 2), Y (tier 3)', () => {
    const down = x({ stops: [aStop({ scope: 'ct' })] });
    expect(lines(rankingOf([down, y(), z()], { ...TIMES, y: 52 }))).toEqual([
      [1, 'z', 2, 9, false],
      [2, 'y', 3, 54, false],
    ]);
  });

  it('airway unmanageable: Z first (tier 0, stabilise), then X, Y', () => {
    const airway = aCase({ findings: { ...SBP_84.findings, threats: ['airway'] } });
    const ranking = rankingOf([x(), y(), z()], TIMES, airway);
    expect(lines(ranking)).toEqual([
      [1, 'z', 0, 9, false],
      [2, 'x', 1, 25, false],
      [3, 'y', 1, 33, false],
    ]);
    expect(ranking.candidates[0]?.notes).toEqual([
      { code: 'STABILISE_FIRST', because: { threats: ['airway'] } },
    ]);
  });
});
