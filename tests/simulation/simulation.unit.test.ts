/**
 * Thousands of seeds of trouble (docs/faults.md). One that fails says how to run it alone:
 * `SIM_SEED=123 npx vitest run --project unit tests/simulation/simulation` (SIM_RUNS=10: so many from there; SIM_TRACE=1: with all
 * that happened).
 */
import { describe, expect, it } from 'vitest';
import { runOnAllCores, runSeeds } from './many.ts';
import { MUTANTS, type MutantName } from './mutants.ts';
import { PINNED } from './pinned.ts';
import { simulate, type RunReport } from './simulate.ts';

const asked = process.env['SIM_SEED'];
const keepLines = process.env['SIM_TRACE'] !== undefined;
const FIRST = Number(asked ?? 100_000);
/** Bounded by number: however slow the machine, the same is run. */
const RUNS = Number(process.env['SIM_RUNS'] ?? (asked === undefined ? 3_000 : 1));
/** A mutant must be found within so many seeds. */
const MUTANT_RUNS = 60;

/** What was broken, and how to see it again. */
function told({ seed, violations, lines }: RunReport): string {
  const what = violations.map(({ rule, detail, at }) => `${at} ms: ${rule}: ${detail}`).join('\n');
  const again = `SIM_SEED=${seed} npx vitest run --project unit tests/simulation/simulation`;
  return `seed ${seed}\n${what}\nalone: ${again}\n${lines?.join('\n') ?? ''}`;
}

describe('under faults', () => {
  it.each(PINNED)('seed $seed holds, which once found that $found', async ({ seed }) => {
    const report = await simulate(seed, { keepLines });
    if (report.violations.length > 0) expect.fail(told(report));
  });

  it(`every rule holds in ${RUNS} runs from seed ${FIRST}`, { timeout: 3_600_000 }, async () => {
    const few = { first: FIRST, step: 1, count: RUNS, keepLines };
    const sum = keepLines ? await runSeeds(few) : await runOnAllCores(FIRST, RUNS);
    if (sum.failed !== null) expect.fail(told(sum.failed));
    expect(sum.runs).toBe(RUNS);
    // Runs in which nobody gets anything done prove nothing.
    expect(sum.acknowledged / RUNS).toBeGreaterThan(10);
  });
});

describe('the simulation', () => {
  it('of the same seed is the same to the last event', { timeout: 120_000 }, async () => {
    const traces = new Set<string>();
    // One of the three is on SQLite.
    for (const seed of [6, 7, 8]) {
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
