import { accessSync, constants } from 'node:fs';
import { runStep, SetupError } from './process.mjs';

const debians = '/usr/bin/chromium';

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser for the tests: CHROMIUM_PATH, else Debian's, installed when it is not there.
 * @returns {Promise<string>} its absolute path
 */
export async function ensureChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (runs(chosen)) return chosen;
    throw new SetupError(`CHROMIUM_PATH names ${chosen}, which is not a program.`);
  }
  if (!runs(debians)) await install();
  if (runs(debians)) return debians;
  throw new SetupError(
    `The tests need Chromium and it could not be installed at ${debians}: run "apt-get install chromium" as root, or set CHROMIUM_PATH.`,
  );
}

async function install() {
  console.error("Installing Debian's Chromium for the browser tests …");
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n', '--preserve-env=DEBIAN_FRONTEND'];
  const options = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  /** @param {string[]} words */
  const apt = async (...words) => {
    const [command = '', ...args] = [...asRoot, 'apt-get', ...options, ...words];
    // No apt-get, or no sudo: the caller's sentence says what to do.
    return runStep(command, args, { env, quiet: true }).catch(() => 1);
  };
  // A list that cannot be refreshed may still hold the package.
  await apt('update');
  await apt('install', '--no-install-recommends', 'chromium');
}
