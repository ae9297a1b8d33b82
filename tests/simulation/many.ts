/** Runs of many seeds, shared by the cores of the machine. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { simulate, type RunReport } from './simulate.ts';

/** Every `step`th seed from the first one on. */
export interface Part {
  first: number;
  step: number;
  count: number;
  keepLines: boolean;
}

export interface Sum {
  /** The first that broke a rule; null: none did. */
  failed: RunReport | null;
  runs: number;
  acknowledged: number;
}

/** Until one fails. */
export async function runSeeds({ first, step, count, keepLines }: Part): Promise<Sum> {
  const sum: Sum = { failed: null, runs: 0, acknowledged: 0 };
  for (let nth = 0; nth < count && sum.failed === null; nth += 1) {
    const report = await simulate(first + nth * step, { keepLines });
    sum.runs += 1;
    sum.acknowledged += report.counts.acknowledged;
    if (report.violations.length > 0) sum.failed = report;
    // Nothing else in this thread gets a turn while a run goes on.
    await new Promise(setImmediate);
  }
  return sum;
}

/** The same on all cores; which core runs a seed makes no difference to it. */
export async function runOnAllCores(first: number, count: number): Promise<Sum> {
  const step = Math.min(availableParallelism(), count);
  const parts = Array.from({ length: step }, (_, nth) => ({
    ...{ first: first + nth, step, keepLines: false },
    count: Math.ceil((count - nth) / step),
  }));
  const sums = await Promise.all(parts.map(inWorker));
  return {
    failed: sums.find(({ failed }) => failed !== null)?.failed ?? null,
    runs: sums.reduce((total, { runs }) => total + runs, 0),
    acknowledged: sums.reduce((total, { acknowledged }) => total + acknowledged, 0),
  };
}

function inWorker(part: Part): Promise<Sum> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: part });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a worker ended early (${code})`)));
  });
}
