/** `npm test`: the gates, then every test by layer. The last line is always "N passed, N failed". */
import { runGates } from '../check/gates.ts';
import type { Tally } from './vitest.ts';
import { runProjects } from './vitest.ts';

const gates = await runGates();
const tallies: Tally[] = [
  {
    passed: gates.filter((gate) => gate.objection === undefined).length,
    failed: gates
      .filter((gate) => gate.objection !== undefined)
      .map((gate) => `check: ${gate.name}`),
    late: [],
  },
  await runProjects(['unit', 'svelte']),
  await runProjects(['int'], { again: true }),
  await runProjects(['e2e'], { again: true }),
];

const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.flatMap((tally) => tally.failed);
const late = tallies.flatMap((tally) => tally.late);
if (late.length > 0)
  console.log(
    `\nIn time only when run once more, alone:\n${late.map((name) => `  ${name}`).join('\n')}`,
  );
if (failed.length > 0) console.log(`\nFailed:\n${failed.map((name) => `  ${name}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
