import { runStep } from './process.mjs';

/**
 * Installs a package of Debian, as root or with sudo. What could not be done is silent: the caller looks and says what to do.
 * @param {string} name
 */
export async function aptInstall(name) {
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
  await apt('install', '--no-install-recommends', name);
}
