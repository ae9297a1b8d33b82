import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { inRoot } from './root.mjs';

/**
 * SHA-256 over the names and the contents of files and of everything in folders, in a fixed order.
 * @param {string[]} paths inside the repository; one that does not exist counts as absent
 * @param {string[]} [except] paths to leave out
 */
export function fingerprint(paths, except = []) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const add = (path) => {
    if (except.includes(path)) return;
    const stat = statSync(inRoot(path), { throwIfNoEntry: false });
    if (!stat) {
      hash.update(`absent ${path}\n`);
    } else if (stat.isDirectory()) {
      for (const name of readdirSync(inRoot(path)).sort()) add(`${path}/${name}`);
    } else {
      hash.update(`file ${path} ${stat.size}\n`).update(readFileSync(inRoot(path)));
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/**
 * The text of a mark file, or an empty string when there is none.
 * @param {string} path absolute
 */
export function readMark(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
