/**
 * Thousands of seeds of trouble. One that fails says how to run it alone:
 * `SIM_SEED=123 npx vitest run --project unit tests/simulation/simulation` (SIM_TRACE=1: with all that happened; SIM_RUNS=10: so many).
 */
import { describe, expect, it } from 'vitest';
import { MUTANTS, type MutantName } from './mutants.ts';
import { PINNED } from './pinned.ts';
import { simulate, type RunReport } from './simulate.ts';

const FIRST = Number(process.env['SIM_SEED'] ?? 1_000);
const RUNS = Number(process.env['SIM_RUNS'] ?? (process.env['SIM_SEED'] === undefined ? 100 : 1));
const keepLines = process.env['SIM_TRACE'] !== undefined;
/** A mutant must be found within so many seeds. */
const MUTANT_RUNS = 60;

/** What was broken, and how to see it again. */
function told({ seed, violations, lines }: RunReport): string {
  const what = violations.map(({ rule, detail, at }) => `${at} ms: ${rule}: ${detail}`).join('\n');
  const again = `SIM_SEED=${seed} npx vitest run --project unit tests/simulation/simulation`;
  return `seed ${seed}\n${what}\nalone: ${again}\n${lines?.join('\n') ?? ''}`;
}

describe('under faults', () => {
  it.each(PINNED)('seed $seed holds, which once found: $found', async ({ seed }) => {
    const report = await simulate(seed, { keepLines });
    if (report.violations.length > 0) expect.fail(told(report));
  });

  it(`every rule holds in ${RUNS} runs from seed ${FIRST}`, { timeout: 1_200_000 }, async () => {
    const sums = { acknowledged: 0, refused: 0, entries: 0 };
    for (let seed = FIRST; seed < FIRST + RUNS; seed += 1) {
      const report = await simulate(seed, { keepLines });
      if (report.violations.length > 0) expect.fail(told(report));
      for (const name of ['acknowledged', 'refused', 'entries'] as const)
        sums[name] += report.counts[name];
      // Nothing else in this process gets a turn while a run goes on.
      await new Promise(setImmediate);
    }
    // Runs in which nobody gets anything done prove nothing.
    expect(sums.acknowledged / RUNS).toBeGreaterThan(10);
  });
});

describe('the simulation', () => {
  it('of the same seed is the same to the last event', async () => {
    for (const seed of [FIRST, FIRST + 1, FIRST + 2]) {
      const [one, other] = [await simulate(seed), await simulate(seed)];
      expect(other.trace).toBe(one.trace);
      expect(other.counts).toEqual(one.counts);
    }
    expect((await simulate(FIRST)).trace).not.toBe((await simulate(FIRST + 1)).trace);
  });

  it.each(Object.keys(MUTANTS) as MutantName[])('finds %s', { timeout: 300_000 }, async (name) => {
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
