/** The gates that every change must pass, and how each is run. */
import { spawn } from 'node:child_process';
import { inRoot, root } from '../setup/root.mjs';
import { syncDashboard } from '../setup/dashboard.mjs';
import { audit } from './audit.ts';
import type { Finding } from './findings.ts';
import { repositoryFiles } from './findings.ts';
import { findLicences } from './licences.ts';
import { findLongFiles } from './lines.ts';
import { findLiterals } from './literals.ts';
import { findTraces } from './traces.ts';
import { findUnusedWords } from './unused-words.ts';
import { findWords } from './words.ts';

/** What a gate said: nothing when it let everything through. */
type Objection = string | undefined;

/** One gate. */
export interface Gate {
  name: string;
  run: () => Promise<Objection>;
}

/** How one gate went. */
export interface GateResult {
  name: string;
  objection: Objection;
  seconds: number;
}

/** The gates, the slowest first: run side by side they then end at about the same time. */
export const gates: readonly Gate[] = [
  { name: 'lint', run: () => tool('eslint/bin/eslint.js', '.', '--max-warnings', '0') },
  { name: 'dashboard-types', run: dashboardTypes },
  {
    name: 'format',
    run: () => tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  },
  { name: 'types', run: () => tool('typescript/bin/tsc', '-p', 'tsconfig.json') },
  { name: 'arrows', run: arrows },
  { name: 'literals', run: async () => listed(findLiterals(repositoryFiles())) },
  { name: 'words', run: async () => listed(findWords(repositoryFiles())) },
  { name: 'unused-words', run: async () => listed(findUnusedWords(repositoryFiles())) },
  { name: 'traces', run: async () => listed(findTraces(repositoryFiles())) },
  { name: 'licences', run: async () => findLicences() },
  { name: 'audit', run: audit },
  { name: 'lines', run: async () => listed(findLongFiles(repositoryFiles())) },
];

/** Runs the gates, a few at a time, and prints a line for each as it ends; the objections follow their line. */
export async function runGates(
  chosen: readonly Gate[] = gates,
  atATime = 2,
): Promise<GateResult[]> {
  const waiting = [...chosen];
  const results: GateResult[] = [];
  const lane = async (): Promise<void> => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift()) {
      const start = performance.now();
      const objection = await gate.run().catch((error: unknown) => String(error));
      const seconds = (performance.now() - start) / 1000;
      const verdict = objection === undefined ? 'passed' : 'FAILED';
      console.log(`${verdict}  ${gate.name.padEnd(16)}${seconds.toFixed(1).padStart(5)} s`);
      if (objection !== undefined) console.log(objection.trimEnd());
      results.push({ name: gate.name, objection, seconds });
    }
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  return results;
}

async function dashboardTypes(): Promise<Objection> {
  await syncDashboard(process.execPath);
  const config = ['--workspace', 'dashboard', '--tsconfig', './tsconfig.json'];
  const pages = await tool('svelte-check/bin/svelte-check', ...config, '--fail-on-warnings');
  // The service worker lives in another world than the pages: no document, its own globals.
  return pages ?? tool('typescript/bin/tsc', '-p', 'dashboard/src/service-worker', '--noEmit');
}

async function arrows(): Promise<Objection> {
  const folders = ['server', 'db', 'seed', 'dashboard/src'];
  return tool(
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    '--output-type',
    'err-long',
    ...folders,
  );
}

function listed(findings: Finding[]): Objection {
  if (findings.length === 0) return undefined;
  return findings.map(({ file, line, what }) => `  ${file}:${line}  ${what}`).join('\n');
}

/** Runs a packaged tool from the top of the repository; its output is the objection when it ends badly. */
function tool(path: string, ...args: string[]): Promise<Objection> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot('node_modules', path), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : output || `exit code ${code}`));
  });
}
