import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { policySchema } from '#domain/routing/policy.ts';
import { rank, type RankArguments } from '#domain/routing/rank.ts';
import type { Ranking } from '#domain/routing/ranking.ts';

interface Golden {
  input: Omit<RankArguments, 'policy'>;
  ranking: Ranking;
}

const folder = new URL('../golden/rank-1-v1/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const goldens = readdirSync(folder).filter((file) => file !== 'policy.json');

describe('golden decisions of rank/1, version 1', () => {
  const policy = policySchema.parse(read('policy.json'));

  it('the data of version 1 are what they were: other data need another version', () => {
    expect(policy.version).toBe(1);
    if (RANK_1_POLICY.version === 1) expect(RANK_1_POLICY).toEqual(policy);
  });

  it('are there', () => {
    expect(goldens.length).toBeGreaterThanOrEqual(6);
  });

  it.each(goldens)('%s replays to the same bytes', (file) => {
    const { input, ranking } = read(file) as Golden;
    expect(JSON.stringify(rank({ ...input, policy }))).toBe(JSON.stringify(ranking));
  });
});
