import { describe, expect, it } from 'vitest';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { policySchema } from '#domain/routing/policy.ts';
import { PENALTY_CODES } from '#domain/words.ts';

const problems = (change: object) => {
  const result = policySchema.safeParse({ ...RANK_1_POLICY, ...change });
  return result.success ? [] : result.error.issues.map(({ path }) => path.join('.'));
};

describe('the shipped policy', () => {
  it('is valid, and survives the ledger as JSON', () => {
    expect(policySchema.parse(JSON.parse(JSON.stringify(RANK_1_POLICY)))).toEqual(RANK_1_POLICY);
  });

  it('has a number for every penalty, and nobody has approved it', () => {
    expect(Object.keys(RANK_1_POLICY.penalties)).toEqual([...PENALTY_CODES]);
    expect(RANK_1_POLICY.approvedBy).toBeNull();
  });

  it('says of every value where it comes from and whether it is evidence', () => {
    const { penalties, needs, sources, maxTransportMinutes, sceneMinutes, classification } =
      RANK_1_POLICY;
    const sourced = [
      ...Object.values(penalties),
      ...Object.values(needs),
      ...Object.values(sources),
      maxTransportMinutes,
      sceneMinutes,
      classification,
    ];
    for (const { source, evidence } of sourced) {
      expect(source.length).toBeGreaterThan(10);
      expect(['evidence', 'proposal']).toContain(evidence);
    }
  });

  it('offers every penalty as a proposal', () => {
    for (const { evidence } of Object.values(RANK_1_POLICY.penalties))
      expect(evidence).toBe('proposal');
  });
});

describe('a policy that somebody enters', () => {
  it.each([
    ['a value without its source', { sources: { ...RANK_1_POLICY.sources, tieWidth: undefined } }],
    ['hundredths of a minute', { tieWidth: 2.95 }],
    ['a negative limit', { maxBypassMinL1: -1 }],
    ['another meaning', { id: 'rank/2' }],
    ['a word we do not know', { surprise: true }],
    [
      'a rule set that is not there',
      { classification: { ...RANK_1_POLICY.classification, ruleSet: 'nowhere' } },
    ],
  ])('is refused with %s', (_name, change) => {
    expect(problems(change)).not.toEqual([]);
  });

  it('may change the numbers', () => {
    expect(problems({ tieWidth: 2.5, maxBypassMinL1: 50 })).toEqual([]);
  });
});
