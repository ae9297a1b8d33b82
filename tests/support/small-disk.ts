/** A small disk of its own in memory, that a test fills up. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE_MB = 48;
/** What is left when it is filled: room for some seconds of writing. */
const LEFT_BYTES = 600_000;

export interface SmallDisk {
  folder: string;
  /** Leaves room for a few more writes; again, where something was removed meanwhile. */
  fill: () => void;
  /** Makes room again. */
  empty: () => void;
  /** Nobody may have a file of it open. */
  remove: () => void;
}

/** Null where this machine does not let us have one, which is said. */
export function smallDisk(megabytes = SIZE_MB): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-disk-'));
  try {
    const words = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder];
    execFileSync('mount', words, { stdio: 'pipe' });
  } catch (error) {
    rmSync(folder, { recursive: true });
    console.log(`no small disk here, so a full one is not tried: ${String(error).split('\n')[0]}`);
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      const { bsize, bavail } = statfsSync(folder);
      appendFileSync(filler, Buffer.alloc(Math.max(0, bsize * bavail - LEFT_BYTES)));
    },
    empty: () => rmSync(filler),
    remove() {
      execFileSync('umount', [folder], { stdio: 'pipe' });
      rmSync(folder, { recursive: true });
    },
  };
}
