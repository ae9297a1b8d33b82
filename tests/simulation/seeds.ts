/** Runs of many seeds, and what a failing one says. */
import { expect, it } from 'vitest';
import { simulate, type RunReport } from './simulate.ts';

const seed = process.env['SIM_SEED'];
const runs = process.env['SIM_RUNS'];

/** The seed that was asked for: then that one is run, and whatever follows it. */
export const ASKED = seed === undefined ? null : Number(seed);
/** With all that happened. */
export const KEEP_LINES = process.env['SIM_TRACE'] !== undefined;

/** What was broken, and how to see it again. */
export function told({ seed: failed, violations, lines }: RunReport): string {
  const what = violations.map(({ rule, detail, at }) => `${at} ms: ${rule}: ${detail}`).join('\n');
  const again = `SIM_SEED=${failed} npx vitest run --project unit tests/simulation/simulation`;
  return `seed ${failed}\n${what}\nalone: ${again}\n${lines?.join('\n') ?? ''}`;
}

/**
 * A test of so many seeds; SIM_SEED and SIM_RUNS go before. It is bounded by their number: however slow the machine, the same is run.
 */
export function manySeeds(first: number, count: number): void {
  const from = ASKED ?? first;
  const many = runs === undefined ? (ASKED === null ? count : 1) : Number(runs);
  it(`every rule holds in ${many} runs from seed ${from}`, { timeout: 3_600_000 }, async () => {
    let acknowledged = 0;
    for (let next = from; next < from + many; next += 1) {
      const report = await simulate(next, { keepLines: KEEP_LINES });
      if (report.violations.length > 0) expect.fail(told(report));
      acknowledged += report.counts.acknowledged;
      // Nothing else in this process gets a turn while a run goes on.
      await new Promise(setImmediate);
    }
    // Runs in which nobody gets anything done prove nothing.
    expect(acknowledged / many).toBeGreaterThan(10);
  });
}
