import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot, root } from '../setup/root.mjs';

/** Something a scan objects to. */
export interface Finding {
  file: string;
  /** Counted from 1. */
  line: number;
  what: string;
}

/**
 * The files of the repository, as paths from its top: those that git tracks or would add. Deleted ones are left out.
 * Throws when this is not a git working tree: a scan of nothing must not pass.
 */
export function repositoryFiles(): string[] {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64e6 },
  );
  if (status !== 0) throw new Error(`git ls-files: ${stderr}`);
  return stdout.split('\0').filter((file) => file !== '' && existsSync(inRoot(file)));
}
