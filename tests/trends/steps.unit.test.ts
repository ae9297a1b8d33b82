import { describe, expect, it } from 'vitest';
import { iso, MINUTE } from '#domain/clock.ts';
import { EMPTY_PICTURE, type FacilityState, type Picture } from '#domain/picture.ts';
import { figureAt, stepsBetween, sumOfFigures, UNKNOWN_FIGURE } from '#domain/trends/steps.ts';
import { TrendCounter } from '../../server/desk/trend-follower.ts';
import { aClaim, aFacility, NOW } from '../builders.ts';

const pictureOf = (facility: FacilityState, at = NOW): Picture => ({
  ...EMPTY_PICTURE,
  seq: 1,
  at: iso(at),
  facilities: { [facility.id]: facility },
});
const icu = (over: object) =>
  aFacility({
    id: 'a',
    units: { icu: { available: 2, staffed: 9, observedAt: iso(NOW), ...over } },
  });

describe('the figure of a step', () => {
  it('is what the board shows: less what is held for who is on the way', () => {
    expect(figureAt(icu({}), 'icu', NOW)).toEqual({ available: 2, staffed: 9 });
    expect(figureAt({ ...icu({}), claims: [aClaim()] }, 'icu', NOW)?.available).toBe(1);
  });

  it('is unknown once it is stale, and of a hospital that takes no part any more', () => {
    expect(figureAt(icu({}), 'icu', NOW + 24 * 60 * MINUTE)).toEqual(UNKNOWN_FIGURE);
    expect(figureAt({ ...icu({}), active: false }, 'icu', NOW)).toEqual(UNKNOWN_FIGURE);
    expect(figureAt(icu({}), 'burns', NOW)).toBeNull();
  });
});

describe('the sum of a step', () => {
  it('leaves the unknown out of both numbers and says how many are known', () => {
    const figures = [{ available: 0, staffed: 4 }, UNKNOWN_FIGURE, { available: 3, staffed: null }];
    expect(sumOfFigures(figures)).toEqual({ available: 0, staffed: 4, known: 1, of: 3 });
  });

  it('of nothing known is unknown, not 0', () => {
    expect(sumOfFigures([UNKNOWN_FIGURE])).toEqual({ ...UNKNOWN_FIGURE, known: 0, of: 1 });
  });
});

describe('steps', () => {
  it('stand at whole quarters, and the last one at the end', () => {
    expect(stepsBetween(NOW, NOW + 40 * MINUTE)).toEqual(
      [15, 30, 40].map((minutes) => NOW + minutes * MINUTE),
    );
  });

  it('are written where the figure is another one, also where it goes stale by itself', () => {
    const counter = new TrendCounter();
    const rows = counter
      .between(pictureOf(icu({})), NOW + 24 * 60 * MINUTE)
      .filter((row) => row.kind === 'icu');
    expect(rows.map((row) => row.available)).toEqual([2, null]);
    expect(rows[0]?.at).toBe(NOW);
  });

  it('go on from what was written before', () => {
    const first = new TrendCounter();
    const rows = first.between(pictureOf(icu({})), NOW + MINUTE);
    const next = new TrendCounter(rows);
    expect(next.between(pictureOf(icu({})), NOW + MINUTE)).toEqual([]);
    expect(next.between(pictureOf(icu({ available: 1 })), NOW + MINUTE)).toMatchObject([
      { facility: 'a', kind: 'icu', available: 1 },
    ]);
  });

  it('end the figure of a unit that is there no more', () => {
    const counter = new TrendCounter();
    counter.between(pictureOf(icu({})), NOW + MINUTE);
    const without = { ...icu({}), units: [] };
    const rows = counter.between(pictureOf(without, NOW + 15 * MINUTE), NOW + 16 * MINUTE);
    expect(rows.find((row) => row.kind === 'icu')).toMatchObject(UNKNOWN_FIGURE);
  });
});
