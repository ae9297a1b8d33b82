import { describe, expect, it } from 'vitest';
import type { Candidate } from '#domain/routing/ranking.ts';
import {
  aCase,
  aFacility,
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
const cost = (code: 'STALE' | 'NO_ICU', words: FacilityWords, one = SEVERE): number | null =>
  candidate(words, one).penalties.find((penalty) => penalty.code === code)?.minutes ?? null;

describe('S8 STALE', () => {
  const old = (minutes: number) => ({ observedAt: minutesAgo(minutes) });
  it.each([
    ['trauma-bay', 7.5, null],
    ['trauma-bay', 15, null],
    ['trauma-bay', 15.1, 2],
    ['icu', 30, null],
    ['icu', 30.1, 2],
    ['ed', 15.1, 2],
    ['ward', 300, null],
  ] as const)('%s observed %d minutes ago', (kind, minutes, expected) => {
    expect(cost('STALE', { units: { [kind]: old(minutes) } })).toBe(expected);
  });

  it('costs once, however many are stale, and 4 for another patient', () => {
    const units = { ed: old(99), 'trauma-bay': old(99), icu: old(99) };
    expect(cost('STALE', { units })).toBe(2);
    expect(cost('STALE', { units }, HEAD_A2)).toBe(4);
  });

  it('a stale figure keeps its own penalty', () => {
    const units = { icu: { ...old(99), available: 0 } };
    expect(cost('NO_ICU', { units })).toBe(4);
    expect(cost('STALE', { units })).toBe(2);
  });

  it.each([
    ['never reported', null],
    ['reported unknown', { status: 'unknown', available: null }],
    ['expired', { validUntil: minutesAgo(1) }],
  ] as const)('adds half of none free for a unit that is %s', (_name, silent) => {
    expect(cost('STALE', { units: { 'trauma-bay': silent } })).toBe(2 + 2.5);
    expect(cost('STALE', { units: { icu: silent } })).toBe(2 + 2);
    expect(cost('STALE', { units: { icu: silent } }, HEAD_A2)).toBe(4 + 3);
    expect(cost('STALE', { units: { ed: silent } })).toBe(2);
    expect(cost('STALE', { units: { ed: silent, 'trauma-bay': silent, icu: silent } })).toBe(6.5);
    expect(cost('STALE', { units: { ward: silent, 'acute-ward': silent } }, OTHER_A2)).toBe(4 + 3);
    expect(cost('STALE', { units: { ward: silent, 'acute-ward': silent } }, OTHER_A1)).toBe(2);
  });

  it.each([
    ['severe', SEVERE, ['trauma-bay']],
    ['severe', SEVERE, ['icu']],
    ['severe', SEVERE, ['trauma-bay', 'icu']],
    ['head, A2', HEAD_A2, ['trauma-bay', 'icu']],
    ['moderate', FALL_A1, ['trauma-bay']],
    ['moderate, A2', FALL_A2, ['trauma-bay']],
    ['other', OTHER_A1, ['ward', 'acute-ward']],
    ['other, A2', OTHER_A2, ['ward', 'acute-ward']],
  ] as const)('silence never comes before an honest "full": %s, %#', (_name, one, kinds) => {
    const said = (words: object | null) => Object.fromEntries(kinds.map((kind) => [kind, words]));
    const { candidates } = rankingOf(
      [
        aFacility({ id: 'a-silent', units: said(null) }),
        aFacility({ id: 'b-full', units: said({ available: 0 }) }),
      ],
      { 'a-silent': 10, 'b-full': 10 },
      one,
    );
    expect(candidates.map(({ facility }) => facility)).toEqual(['b-full', 'a-silent']);
  });

  it('names what is stale, what is unknown and the oldest figure', () => {
    const units = { ed: old(20), 'trauma-bay': old(40), icu: null };
    expect(candidate({ units }).penalties).toEqual([
      {
        code: 'STALE',
        minutes: 4,
        because: { stale: ['ed', 'trauma-bay'], unknown: ['icu'], observedAt: minutesAgo(40) },
      },
    ]);
  });
});
