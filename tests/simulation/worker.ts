/** A part of the seeds, on a core of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { runSeeds, type Part } from './many.ts';

parentPort?.postMessage(await runSeeds(workerData as Part));
