import { describe, expect, it } from 'vitest';
import { figuresBetween, lastMove } from '#domain/changes/figures.ts';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type FacilityState, type Picture } from '#domain/picture.ts';
import type { Channel } from '#domain/words.ts';
import { aClaim, aFacility, anObservation, minutesAgo, NOW } from '../builders.ts';

const pictureOf = (...facilities: FacilityState[]): Picture => ({
  ...EMPTY_PICTURE,
  facilities: Object.fromEntries(facilities.map((one) => [one.id, one])),
});
const free = (available: number | null) => aFacility({ units: { icu: { available } } });

describe('figures between two moments', () => {
  it('are what the board showed then and shows now, of every unit of the region', () => {
    const begin = { picture: pictureOf(free(3)), now: NOW };
    const after = { ...free(3), claims: [aClaim({ unitKinds: ['icu'] })] };
    const other = aFacility({ id: 'far', region: 'oost' });
    const found = figuresBetween('west', begin, { picture: pictureOf(after, other), now: NOW });
    expect(found).toContainEqual({ facility: 'h-1', kind: 'icu', from: 3, to: 2 });
    expect(found.filter((one) => one.from !== one.to)).toHaveLength(1);
    expect(found).toHaveLength(after.units.length);
  });

  it('of a hospital that was not there yet come from unknown', () => {
    const end = { picture: pictureOf(free(0)), now: NOW };
    const found = figuresBetween('west', { picture: EMPTY_PICTURE, now: NOW }, end);
    expect(found).toContainEqual({ facility: 'h-1', kind: 'icu', from: null, to: 0 });
  });
});

/** Newest first; the first has seq 20. */
const said = (...figures: [number | null, Channel?][]): Entry[] =>
  figures.map(([available, channel = 'api'], index) => ({
    ...{ seq: 20 - index, at: minutesAgo(index), kind: 'unit-observed', subject: '', version: 1 },
    ...{ by: { id: null }, also: [], v: 1, prev: '', hash: '' },
    body: { facility: 'h-1', kind: 'icu', observation: anObservation({ available, channel }) },
  })) as unknown as Entry[];

describe('when a figure last moved', () => {
  it('is the first report of the present number, not the last time it was confirmed', () => {
    expect(lastMove(said([1], [1], [1], [3], [1]), 0, true)).toBe(minutesAgo(2));
  });

  it('is told of whatever channel spoke last, and a report without a number is none', () => {
    expect(lastMove(said([1], [null], [1, 'phone'], [3], [1]), 0, true)).toBe(minutesAgo(2));
  });

  it('is nothing when the last move was before the look', () => {
    expect(lastMove(said([1], [1], [3]), 19, true)).toBeNull();
    expect(lastMove([], 0, true)).toBeNull();
  });

  it('is looked for further back while the entries at hand do not tell', () => {
    expect(lastMove(said([1], [1]), 0, false)).toBeNull();
    expect(lastMove(said([1], [1]), 0, true)).toBe(minutesAgo(1));
    expect(lastMove(said([1], [2]), 0, false)).toBe(minutesAgo(0));
  });
});
