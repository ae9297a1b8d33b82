import { mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fingerprint, readMark } from './fingerprint.mjs';
import { runStep, SetupError } from './process.mjs';
import { inRoot } from './root.mjs';

const mark = inRoot('node_modules', '.spoedkaart-installed');

/** What the mark must say: this lock file, on this kind of machine. */
const wanted = () => `${process.platform}-${process.arch} ${fingerprint(['package-lock.json'])}`;

/** Notes that node_modules is whole. Called only after an install that succeeded. */
export function markInstalled() {
  mkdirSync(inRoot('node_modules'), { recursive: true });
  writeFileSync(mark, `${wanted()}\n`);
}

/** Installs from the lock file when it changed since the last whole install, or when there was none. */
export async function ensureDependencies() {
  if (readMark(mark) === wanted()) return;
  console.error('Installing dependencies from the lock file (about a minute) …');
  // npm started us and says where it lives; another package manager's path is of no use here.
  const npm = process.env.npm_execpath;
  const own = npm !== undefined && basename(npm).startsWith('npm-cli');
  const code = await runStep(own ? process.execPath : 'npm', [
    ...(own ? [npm] : []),
    'ci',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
  ]);
  if (code !== 0) throw new SetupError(`npm ci did not succeed (exit code ${code}).`);
  markInstalled();
}
