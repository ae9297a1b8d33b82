import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { inRoot, root } from './root.mjs';

/** A set-up step that did not succeed; its message is one sentence for the person at the terminal. */
export class SetupError extends Error {}

/** The environment of whatever we start: the project's own tools, and so its own Node, come first. */
export function projectEnv() {
  const path = process.env.PATH ?? process.env.Path ?? '';
  return { ...process.env, PATH: `${inRoot('node_modules', '.bin')}${delimiter}${path}` };
}

/**
 * Runs a set-up command to its end. Its output goes to standard error: standard output belongs to the program.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet: output is shown only when it fails
 * @returns {Promise<number>} the exit code; 128 + n for signal n
 */
export function runStep(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: options.env ?? projectEnv(),
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
    });
    /** @type {Buffer[]} */
    const kept = [];
    child.stdout?.on('data', (chunk) => kept.push(chunk));
    child.stderr?.on('data', (chunk) => kept.push(chunk));
    // A stopped set-up must not leave its step behind: an install that goes on alone would break the next one.
    const stop = () => void child.kill('SIGTERM');
    for (const signal of handedOn) process.on(signal, stop);
    const done = () => {
      for (const signal of handedOn) process.off(signal, stop);
    };
    child.on('error', (error) => {
      done();
      reject(error);
    });
    child.on('close', (code, signal) => {
      done();
      if (code !== 0) process.stderr.write(Buffer.concat(kept));
      resolve(exitCode(code, signal));
    });
  });
}

/**
 * Starts the program itself, hands on signals and gives its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runProgram(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
    for (const signal of handedOn) {
      process.on(signal, () => {
        // At a terminal Ctrl-C reaches the whole group already; twice would mean "now, without tidying up".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    // npm ends on SIGTERM without telling its children. Then we are an orphan: end the program too.
    const parent = process.ppid;
    if (process.env.npm_lifecycle_event) {
      setInterval(() => {
        if (process.ppid !== parent) child.kill('SIGTERM');
      }, 1000).unref();
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(exitCode(code, signal)));
  });
}

/** @type {NodeJS.Signals[]} */
const handedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCode(code, signal) {
  return signal ? 128 + constants.signals[signal] : (code ?? 1);
}
