import { accessSync, constants } from 'node:fs';
import { aptInstall } from './apt.mjs';
import { SetupError } from './process.mjs';

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
  if (!runs(debians)) {
    console.error("Installing Debian's Chromium for the browser tests …");
    await aptInstall('chromium');
  }
  if (runs(debians)) return debians;
  throw new SetupError(
    `The tests need Chromium and it could not be installed at ${debians}: run "apt-get install chromium" as root, or set CHROMIUM_PATH.`,
  );
}
