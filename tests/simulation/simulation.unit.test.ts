/**
 * Thousands of seeds of trouble (docs/faults.md). One that fails says how to run it alone:
 * `SIM_SEED=123 npx vitest run --project unit tests/simulation/simulation` (SIM_RUNS=10: so many from there; SIM_TRACE=1: with all
 * that happened).
 */
import { describe, expect, it } from 'vitest';
import { MUTANTS, type MutantName } from './mutants.ts';
import { PINNED } from './pinned.ts';
import { ASKED, KEEP_LINES, manySeeds, told } from './seeds.ts';
import { simulate } from './simulate.ts';

/** A mutant must be found within so many seeds. */
const MUTANT_RUNS = 60;

describe('under faults', () => {
  it.each(PINNED)('seed $seed holds, which once found that $found', async ({ seed }) => {
    const report = await simulate(seed, { keepLines: KEEP_LINES });
    if (report.violations.length > 0) expect.fail(told(report));
  });

  manySeeds(100_000, 1_500);
});

describe('the simulation', () => {
  it('of the same seed is the same to the last event', { timeout: 120_000 }, async () => {
    const traces = new Set<string>();
    // One of them is on SQLite.
    for (let seed = ASKED ?? 6; seed < (ASKED ?? 6) + 3; seed += 1) {
      const [one, other] = [
        await simulate(seed, { keepLines: true }),
        await simulate(seed, { keepLines: true }),
      ];
      expect(other.lines).toEqual(one.lines);
      expect(other.trace).toBe(one.trace);
      expect(other.counts).toEqual(one.counts);
      traces.add(one.trace);
    }
    expect(traces.size).toBe(3);
  });

  it.each(Object.keys(MUTANTS) as MutantName[])('finds %s', { timeout: 600_000 }, async (name) => {
    const { mutant, rules } = MUTANTS[name];
    for (let seed = 1; seed <= MUTANT_RUNS; seed += 1) {
      const { violations } = await simulate(seed, { mutant });
      const [first] = violations;
      if (first === undefined) continue;
      expect(rules).toContain(first.rule);
      return;
    }
    expect.fail(`not found in ${MUTANT_RUNS} seeds`);
  });
});
