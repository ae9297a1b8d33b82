import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { inRoot, root } from '../setup/root.mjs';

/** Something a scan objects to. */
export interface Finding {
  file: string;
  /** Counted from 1. */
  line: number;
  what: string;
}

const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];

/** What .gitignore names, for a tree that came without git. */
const ignored =
  /(?:^|\/)(?:node_modules|\.git|\.svelte-kit|\.cache|\.out|\.screens)\/|^(?:var|dashboard\/build)\//;

/** The files of the repository, as paths from its top: those that git tracks or would add, and that are still there. */
export function repositoryFiles(): string[] {
  const git = spawnSync('git', listing, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 });
  const files = git.status === 0 ? git.stdout.split('\0') : everyFile();
  return files.filter((file) => file !== '' && existsSync(inRoot(file)));
}

function everyFile(folder = ''): string[] {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ignored.test(`${path}/`) ? [] : everyFile(path);
  });
}
