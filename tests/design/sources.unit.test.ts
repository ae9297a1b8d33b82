/** What the page with the rules rests on can be read in Dutch. */
import { describe, expect, it } from 'vitest';
import { RULE_SETS } from '#domain/cases/rule-sets.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { dutchSource } from '#lib/rules/sources.nl.ts';

function sourcesIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]: [string, unknown]) =>
    key === 'source' && typeof value === 'string' ? [value] : sourcesIn(value),
  );
}

describe('a source of the shipped rules', () => {
  it('is told in Dutch, each of them', () => {
    const sources = sourcesIn([RANK_1_POLICY, RULE_SETS]);
    expect(sources.length).toBeGreaterThan(40);
    expect([...new Set(sources)].filter((source) => dutchSource(source) === null)).toEqual([]);
  });

  it('keeps the number of its rule', () => {
    expect(dutchSource('Routing rules 6.3, S12.')).toBe('Routeringsregels 6.3, S12');
  });

  it('is left as it is when a region wrote it', () => {
    expect(dutchSource('Protocol of the region, 2027')).toBeNull();
  });
});
