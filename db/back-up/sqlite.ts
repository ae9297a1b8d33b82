/** What a back-up needs of the embedded database: a copy of one moment, and what its chain says. */
import { readFile } from 'node:fs/promises';
import { databaseFile, DatabaseUrlError } from '../database-url.ts';
import { openReadOnly } from '../sqlite/read-only.ts';
import { verifyChain } from '../sqlite/verify.ts';
import type { Manifest } from './manifest.ts';
import { BackUpError } from './seal.ts';

type Found = Pick<Manifest, 'head' | 'entries'>;

/** Copies the database as it is at one moment, while others write; all pages as they are. */
export async function copyDatabase(url: string, to: string): Promise<void> {
  const source = openReadOnly(url);
  try {
    // All pages in one step: a copy by parts begins anew whenever somebody writes in between.
    await source.backup(to, { progress: () => 2 ** 31 - 1 });
  } finally {
    source.close();
  }
}

/** Walks the whole chain of the file. @throws BackUpError when it is broken. */
export async function prove(file: string): Promise<Found> {
  const sqlite = openReadOnly(`file:${file}`);
  try {
    const found = await verifyChain(sqlite);
    if (found.intact) {
      const { seq, hash } = found.head;
      return { head: { seq, hash }, entries: found.entries };
    }
    throw new BackUpError(
      `the chain is broken at seq ${found.broken.seq}: ${found.broken.problem}`,
    );
  } finally {
    sqlite.close();
  }
}

/** Where the chain of the file ends, by its last row. */
export function endOf(file: string): Found {
  const sqlite = openReadOnly(`file:${file}`);
  try {
    const last = sqlite
      .prepare<[], { seq: number; hash: string }>(
        'select seq, hash from entries order by seq desc limit 1',
      )
      .get();
    if (last === undefined) throw new BackUpError('its ledger is empty: take a whole one');
    return { head: last, entries: last.seq };
  } finally {
    sqlite.close();
  }
}

/** The absolute path of the database. @throws DatabaseUrlError in memory. */
export function pathOf(url: string): string {
  const path = databaseFile(url);
  if (path === null) throw new DatabaseUrlError('a database in memory cannot be backed up');
  return path;
}

/** The installation's secret that lies beside the database; null: there is none. */
export async function secretBeside(path: string): Promise<string | null> {
  try {
    return (await readFile(`${path}.secret`, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
