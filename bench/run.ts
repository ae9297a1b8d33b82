/**
 * `npm run bench [-- NAME … [--keep]]`: all benchmarks or those named; prints a table and, after a whole run, writes bench/results.md.
 * `--keep` puts those named into it beside what stands there, each with its day and the load of its own run.
 */
import type { Bench, Row } from './support/bench.ts';
import { keepResults, machine, table, writeResults } from './support/report.ts';
import { coldStart } from './cold-start.ts';
import { fanOut } from './fan-out.ts';
import { feedsBench } from './feeds.ts';
import { feedsMemory } from './feeds-memory.ts';
import { durableUpdates } from './durable-updates.ts';
import { lighthouseBench } from './lighthouse.ts';
import { loadBench, loadTwoBench } from './load.ts';
import { mapFrames } from './map-frames.ts';
import { mapPage } from './map-page.ts';
import { ranking } from './ranking.ts';
import { stores } from './stores.ts';
import { trendsYear } from './trends-year.ts';

const BENCHES: readonly Bench[] = [
  fanOut,
  durableUpdates,
  stores,
  ranking,
  coldStart,
  mapPage,
  mapFrames,
  feedsBench,
  feedsMemory,
  lighthouseBench,
  loadBench,
  loadTwoBench,
  trendsYear,
];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `no benchmark ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}

const chosen = BENCHES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const done: { bench: Bench; rows: Row[] }[] = [];
for (const bench of chosen) {
  console.error(`${bench.name} …`);
  done.push({ bench, rows: await bench.run() });
}
const rows = done.flatMap((one) => one.rows);
console.log(`\n${machine()}\n\n${table(rows)}`);
const day = new Date().toISOString().slice(0, 10);
if (wanted.length === 0) writeResults(done, day);
else if (process.argv.includes('--keep')) keepResults(done, day);
process.exitCode = rows.every((row) => row.met) ? 0 : 1;
