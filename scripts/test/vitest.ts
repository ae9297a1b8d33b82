/** Runs vitest projects and counts what they did. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, root } from '../setup/root.mjs';

/** What a run of tests came to. */
export interface Tally {
  passed: number;
  /** The full name of each test that failed, with its file. */
  failed: string[];
}

interface JsonReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** Runs the named projects (see vitest.config.ts) in one vitest, its output as it comes. */
export async function runProjects(...names: string[]): Promise<Tally> {
  const file = inRoot('tests', '.out', `${names.join('-')}.json`);
  mkdirSync(inRoot('tests', '.out'), { recursive: true });
  rmSync(file, { force: true });
  const code = await start(
    [
      inRoot('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...names.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    file,
  );
  return tally(names.join(' and '), code, read(file));
}

/**
 * Counts a report. A skipped test counts as failed: it promises something that nobody looked at. So do a file that
 * could not be loaded and an error outside any test (the exit code tells), which no assertion would show.
 */
export function tally(name: string, exitCode: number, report: JsonReport | undefined): Tally {
  if (!report)
    return { passed: 0, failed: [`${name}: vitest ended without a report (${exitCode})`] };
  let passed = 0;
  const failed: string[] = [];
  for (const { name: file, status, assertionResults } of report.testResults) {
    const path = file.replace(`${root}/`, '');
    const bad = assertionResults.filter((test) => test.status !== 'passed');
    passed += assertionResults.length - bad.length;
    for (const { fullName, status: outcome } of bad) {
      failed.push(`${path}: ${fullName}${outcome === 'failed' ? '' : ` (${outcome})`}`);
    }
    if (status === 'failed' && bad.length === 0) failed.push(`${path}: could not be run`);
  }
  if (exitCode !== 0 && failed.length === 0) failed.push(`${name}: an error outside the tests`);
  return { passed, failed };
}

function read(file: string): JsonReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JsonReport;
  } catch {
    return undefined;
  }
}

/** How long vitest may tidy up after its report; a process that a test left behind would hold it for ever. */
const tidyingSeconds = 30;

function start(args: string[], report: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TZ: 'UTC' },
    });
    let tidying = 0;
    const watch = setInterval(() => {
      if (!existsSync(report) || ++tidying < tidyingSeconds) return;
      console.log('The tests ended but vitest did not: a test left something running. Stopped.');
      child.kill('SIGKILL');
    }, 1000);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(watch);
      resolve(code ?? 1);
    });
  });
}
