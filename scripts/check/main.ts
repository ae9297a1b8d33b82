/** `npm run check`: every gate, one line each; `npm run check -- lint types` runs those two. */
import { gates, runGates } from './gates.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !gates.some((gate) => gate.name === name));
if (unknown.length > 0) {
  console.error(
    `No such gate: ${unknown.join(', ')}. There are: ${gates.map((g) => g.name).join(', ')}.`,
  );
  process.exit(1);
}
const chosen = wanted.length === 0 ? gates : gates.filter((gate) => wanted.includes(gate.name));
const failed = (await runGates(chosen)).filter((result) => result.objection !== undefined);
if (failed.length > 0) {
  console.log(`\n${failed.length} failed: ${failed.map((result) => result.name).join(', ')}`);
  process.exitCode = 1;
}
