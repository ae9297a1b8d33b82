import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SetupError } from './process.mjs';
import { inRoot } from './root.mjs';

/** The first Node that runs TypeScript files without a flag. */
const needed = { major: 22, minor: 18 };

/** The Node to run the project with: the one from the lock file where there is one, else the one that runs now. */
export function modernNode() {
  const own = inRoot('node_modules', '.bin', 'node');
  const node = existsSync(own) && versionOf(own) ? own : process.execPath;
  const version = versionOf(node) ?? 'none';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < needed.major || (major === needed.major && minor < needed.minor)) {
    throw new SetupError(
      `Spoedkaart needs Node ${needed.major}.${needed.minor} or newer; found ${version} and no packaged Node for ${process.platform}-${process.arch}.`,
    );
  }
  return node;
}

/**
 * "24.21.0", or undefined when it does not run here (a glibc build on musl, say).
 * @param {string} node
 */
function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined;
}
