/** Runs vitest projects and counts what they did. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, root } from '../setup/root.mjs';

/** What a run of tests came to. */
export interface Tally {
  passed: number;
  /** The full name of each test that failed, with its file. */
  failed: string[];
  /** What did not end in time at first and passed when it was run once more, alone: by file. */
  late: string[];
}

/** What a file of tests came to; of what belongs to no file, under the name of the run. */
interface FileTally {
  path: string;
  passed: number;
  failed: string[];
  /** All that failed in it did so because time ran out, nothing because something was not as it should be. */
  outOfTime: boolean;
}

interface JsonReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

/** Of vitest's tests and hooks, and of Playwright's waiting. */
const OUT_OF_TIME = /timed out in \d+ ?ms|Timeout \d+ ?ms exceeded/i;
/** More files than this that are out of time at once are no chance. */
const MOST_LATE = 3;

/**
 * Runs the named projects (see vitest.config.ts) in one vitest, its output as it comes.
 * @param again files in which nothing but time ran out, three at most, are run once more, alone, and are named if they pass then: on a
 * machine that others load a process may come late. What was not as it should be is never tried again (docs/decisions/0019).
 */
export async function runProjects(names: string[], { again = false } = {}): Promise<Tally> {
  const first = await run(names, []);
  const late = first.filter((one) => one.outOfTime).map((one) => one.path);
  if (!again || late.length === 0 || late.length > MOST_LATE) return total(first);
  console.log(`\nOut of time, so run once more, alone:\n${late.join('\n')}`);
  return secondTry(first, await run(names, late));
}

async function run(names: string[], files: readonly string[]): Promise<FileTally[]> {
  const file = inRoot('tests', '.out', `${names.join('-')}.json`);
  mkdirSync(inRoot('tests', '.out'), { recursive: true });
  rmSync(file, { force: true });
  const code = await start(
    [
      inRoot('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...files,
      ...(files.length > 0 ? ['--no-file-parallelism'] : []),
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
export function tally(name: string, exitCode: number, report: JsonReport | undefined): FileTally[] {
  const outside = (what: string): FileTally => ({
    path: name,
    passed: 0,
    failed: [`${name}: ${what}`],
    outOfTime: false,
  });
  if (!report) return [outside(`vitest ended without a report (${exitCode})`)];
  const files = report.testResults.map(fileTally);
  const silent = exitCode !== 0 && files.every((one) => one.failed.length === 0);
  return silent ? [...files, outside('an error outside the tests')] : files;
}

function fileTally({
  name,
  status,
  message,
  assertionResults,
}: JsonReport['testResults'][number]): FileTally {
  const path = name.replace(`${root}/`, '');
  const bad = assertionResults.filter((test) => test.status !== 'passed');
  const failed = bad.map(
    ({ fullName, status: outcome }) =>
      `${path}: ${fullName}${outcome === 'failed' ? '' : ` (${outcome})`}`,
  );
  const broken = status === 'failed' && bad.length === 0;
  if (broken) failed.push(`${path}: could not be run`);
  const whys = broken
    ? [message]
    : bad.flatMap(({ failureMessages: own = [] }) => (own.length > 0 ? own : [message]));
  const outOfTime = failed.length > 0 && whys.every((why) => OUT_OF_TIME.test(why));
  return { path, passed: assertionResults.length - bad.length, failed, outOfTime };
}

/** The first run with what was tried again in its place; a file of which the second run says nothing failed for good. */
export function secondTry(first: readonly FileTally[], second: readonly FileTally[]): Tally {
  const news = new Map(second.map((one) => [one.path, one]));
  const all = first.map((one) => (one.outOfTime ? (news.get(one.path) ?? one) : one));
  const known = new Set(first.map((one) => one.path));
  const late = first.filter((one) => one.outOfTime && news.get(one.path)?.failed.length === 0);
  return {
    ...total([...all, ...second.filter((one) => !known.has(one.path))]),
    late: late.flatMap((one) => one.failed),
  };
}

export function total(files: readonly FileTally[]): Tally {
  return {
    passed: files.reduce((sum, one) => sum + one.passed, 0),
    failed: files.flatMap((one) => one.failed),
    late: [],
  };
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
