/** Two hospitals side by side, and the whole sum of one. */
import { describe, expect, it } from 'vitest';
import { EMPTY_PICTURE, type FacilityState } from '#domain/picture.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { compare, type Comparison } from '#lib/dispatch/compare.ts';
import { comparisonSentence } from '#lib/dispatch/compare-words.ts';
import { sumRows } from '#lib/dispatch/sum.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import { aFacility, anObservation, NOW, rankingOf } from '../builders.ts';

const NEEDS = RANK_1_POLICY.needs.TRAUMA_SEVERE.units;
const say = { format: formats.nl, words: nl, now: NOW, nameOf: (id: string) => id.toUpperCase() };

/** A facility with so many free ICU beds; null: unknown. */
const site = (id: string, icu: number | null) =>
  aFacility({
    id,
    shortName: id.toUpperCase(),
    units: { icu: { staffed: 12, occupied: null, available: icu } },
  });

const sites = [
  site('near', 0),
  site('far', 4),
  aFacility({ id: 'small', shortName: 'SMALL', traumaLevel: 3 }),
];
const ranking = rankingOf(sites, { near: 12, far: 20, small: 4 });
const picture = {
  ...EMPTY_PICTURE,
  facilities: Object.fromEntries(sites.map((one) => [one.id, one])),
};
const about = { ownCase: null, now: NOW, tieWidth: RANK_1_POLICY.tieWidth };
const of = (...ids: string[]): Comparison => {
  const made = compare(picture, ranking, ids, NEEDS, about);
  if (made === null) throw new Error('nothing to compare');
  return made;
};
const lineOf = (one: Comparison, is: (line: Comparison['lines'][number]) => boolean) =>
  one.lines.find(is);

describe('two hospitals side by side', () => {
  it('differ line by line, and the lines add up to the difference of the sums', () => {
    const both = of('near', 'far');
    const shares = both.lines.flatMap((line) =>
      line.of === 'driving' || line.of === 'penalty' ? [line.difference ?? Number.NaN] : [],
    );
    const sum = Math.round(shares.reduce((a, b) => a + b, 0) * 10) / 10;
    expect(sum).toBe(both.difference);
    expect(lineOf(both, (line) => line.of === 'driving')).toMatchObject({ difference: -8 });
    expect(lineOf(both, (line) => line.of === 'unit' && line.kind === 'icu')).toMatchObject({
      difference: -4,
    });
  });

  it('are the same turned round, with the other sign', () => {
    const [one, other] = [of('near', 'far'), of('far', 'near')];
    expect(other.difference).toBe(-(one.difference ?? 0));
    expect(other.lines.length).toBe(one.lines.length);
  });

  it('say that a rejected one has no sum, and why', () => {
    const both = of('near', 'small');
    expect(both.difference).toBeNull();
    expect(both.right.rejected?.code).toBe('NO_CAPABILITY');
    expect(comparisonSentence(both, 'nl', say, 3)).toBe(
      'NEAR doet mee; SMALL is afgewezen: level 3: vangt dit letsel niet op.',
    );
  });

  it('are told in one sentence from the better side', () => {
    expect(comparisonSentence(of('far', 'near'), 'nl', say, 3)).toBe(
      'NEAR is 4,0 minuten gunstiger dan FAR: 8,0 minuten korter rijden; bij NEAR komt erbij: 4,0 geen IC-bed vrij.',
    );
  });

  it('keep an unknown figure unknown: no difference is made of it', () => {
    const unsaid = { ...picture, facilities: { ...picture.facilities, far: site('far', null) } };
    const both = compare(unsaid, ranking, ['near', 'far'], NEEDS, about);
    const icu = both?.lines.find((line) => line.of === 'unit' && line.kind === 'icu');
    expect(icu).toMatchObject({ difference: null });
  });

  it('are nothing when one of the two is not of this ranking', () => {
    expect(compare(picture, ranking, ['near', 'nowhere'], NEEDS, about)).toBeNull();
  });
});

describe('the whole sum', () => {
  const near = ranking.candidates.find((row) => row.facility === 'near');
  if (near === undefined) throw new Error('near is not ranked');
  const rowsOf = (facility: FacilityState) =>
    sumRows(near, facility, NEEDS, null, NOW).map(({ fact, minutes }) => [fact.of, minutes]);

  it('lists what counted, then what did not with 0, then what is unknown without a number', () => {
    expect(rowsOf(site('near', 0))).toEqual([
      ['penalty', 4],
      ['ed', 0],
      ['unit', 0],
      ['crowding', null],
      ['inbound', 0],
    ]);
  });

  it('gives the age of what it rests on', () => {
    const [penalty] = sumRows(near, site('near', 0), NEEDS, null, NOW);
    expect(penalty?.observedAt).toBe(anObservation().observedAt);
  });
});
