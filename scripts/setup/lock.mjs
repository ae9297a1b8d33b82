import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readMark } from './fingerprint.mjs';
import { inRoot } from './root.mjs';

const file = inRoot('.cache', 'setup.lock');

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Takes the lock by linking a finished file into place, so that nobody ever reads a half-written one. */
function take() {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Runs the work while no other set-up of this folder runs: two installs at once would destroy each other.
 * Waits for a living holder and takes over from a dead one.
 * @param {() => Promise<void>} work
 */
export async function withLock(work) {
  mkdirSync(inRoot('.cache'), { recursive: true });
  let told = false;
  while (!take()) {
    const holder = Number(readMark(file));
    if (holder > 0 && lives(holder)) {
      if (!told) console.error(`Waiting for another set-up in this folder (process ${holder}) …`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
    } else if (holder > 0) {
      rmSync(file, { force: true });
    }
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}
