/**
 * Copies of the embedded database while the server writes: taken through SQLite's own interface, proven before they are kept, sealed,
 * and proven again after they were opened. A copy that was never opened is a hope and not a back-up.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { databaseFile, DatabaseUrlError } from '../database-url.ts';
import type { Verification } from '../ledger.ts';
import { openReadOnly } from '../sqlite/read-only.ts';
import { verifyChain } from '../sqlite/verify.ts';
import { BackUpError, seal, unseal } from './seal.ts';

/** Names of back-ups: when it was taken and how far the ledger was. */
const NAME = /^spoedkaart-(\d{8}T\d{6}Z)-(\d+)\.backup$/;
const DAY_MS = 86_400_000;

const manifestSchema = z.object({
  /** ISO UTC. */
  takenAt: z.iso.datetime(),
  head: z.object({ seq: z.number().int().min(0), hash: z.string() }),
  entries: z.number().int().min(0),
  /** The installation's secret that lies beside the database; null where there was none. */
  secret: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type Manifest = z.output<typeof manifestSchema>;

export interface Taken extends Manifest {
  file: string;
}

/** Makes a key and writes it for the owner only. @throws when the file is there: a key that is replaced closes every back-up of it. */
export async function makeKey(path: string): Promise<void> {
  const key = randomBytes(32).toString('hex');
  await writeFile(path, `${key}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

/**
 * One back-up into the folder, under a name that says when and how far.
 * @param now milliseconds.
 * @throws BackUpError when the copy's chain is broken: then nothing is kept, and the ledger itself is to be looked at.
 */
export async function takeBackUp(
  url: string,
  folder: string,
  key: Buffer,
  now: number,
): Promise<Taken> {
  const path = databaseFile(url);
  if (path === null) throw new DatabaseUrlError('a database in memory cannot be backed up');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Beside the back-ups and not in the system's folder: it is as large as the database, and plain.
  const work = await mkdtemp(join(folder, '.taking-'));
  try {
    const copy = join(work, 'copy.db');
    const source = openReadOnly(url);
    try {
      // All pages in one step: a copy by parts begins anew whenever somebody writes in between.
      await source.backup(copy, { progress: () => 2 ** 31 - 1 });
    } finally {
      source.close();
    }
    const found = await proven(copy);
    const manifest: Manifest = {
      takenAt: new Date(now).toISOString(),
      head: { seq: found.head.seq, hash: found.head.hash },
      entries: found.entries,
      secret: await secretBeside(path),
    };
    const stamp = `${manifest.takenAt.replace(/[-:]|\.\d+/g, '')}`;
    const file = join(folder, `spoedkaart-${stamp}-${found.head.seq}.backup`);
    const sealed = join(work, 'sealed');
    await seal(manifest, copy, sealed, key);
    await rename(sealed, file);
    return { ...manifest, file };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Opens a back-up as the database `to` (null: only to see that it can be done), and proves that it is what its manifest says.
 * @throws BackUpError when it is not, when it cannot be opened, or when there is a database already.
 */
export async function restore(from: string, key: Buffer, to: string | null): Promise<Manifest> {
  const beside = to === null ? dirname(from) : dirname(to);
  await mkdir(beside, { recursive: true, mode: 0o700 });
  const work = await mkdtemp(join(beside, '.restoring-'));
  try {
    const copy = join(work, to === null ? 'drill.db' : basename(to));
    const parsed = manifestSchema.safeParse(await unseal(from, copy, key));
    if (!parsed.success) throw new BackUpError('its manifest cannot be read');
    const manifest = parsed.data;
    const found = await proven(copy);
    const same = found.head.seq === manifest.head.seq && found.head.hash === manifest.head.hash;
    if (!same || found.entries !== manifest.entries)
      throw new BackUpError(
        `it ends at ${found.head.seq} ${found.head.hash}, its manifest says ${manifest.head.seq} ${manifest.head.hash}`,
      );
    if (to !== null) {
      for (const name of [basename(to), `${basename(to)}.secret`, `${basename(to)}-wal`])
        if ((await readdir(beside)).includes(name))
          throw new BackUpError(
            `${join(beside, name)} is there already; restore beside it, or move it away`,
          );
      if (manifest.secret !== null)
        await writeFile(`${to}.secret`, `${manifest.secret}\n`, {
          mode: 0o600,
          flag: 'wx',
          flush: true,
        });
      await rename(copy, to);
    }
    return manifest;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Removes back-ups older than so many days, and never the newest. What was erased from the database lives on in them: they must not
 * be kept longer than what they hold may be.
 * @returns the names that are gone.
 */
export async function dropOld(folder: string, days: number, now: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  const old = names.slice(0, -1).filter((name) => now - takenAt(name) > days * DAY_MS);
  for (const name of old) await rm(join(folder, name));
  return old;
}

function takenAt(name: string): number {
  const [, stamp = ''] = NAME.exec(name) ?? [];
  return Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}

/** @throws BackUpError when the chain of the file is broken. */
async function proven(file: string): Promise<Extract<Verification, { intact: true }>> {
  const sqlite = openReadOnly(`file:${file}`);
  try {
    const found = await verifyChain(sqlite);
    if (found.intact) return found;
    throw new BackUpError(
      `the chain is broken at seq ${found.broken.seq}: ${found.broken.problem}`,
    );
  } finally {
    sqlite.close();
  }
}

async function secretBeside(path: string): Promise<string | null> {
  try {
    return (await readFile(`${path}.secret`, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
