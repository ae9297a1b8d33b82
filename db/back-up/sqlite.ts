/** What a back-up needs of the embedded database: a copy of one moment, and what its chains say. */
import { readFile } from 'node:fs/promises';
import { databaseFile, DatabaseUrlError } from '../database-url.ts';
import { EMPTY_LOOKS, type LookHead } from '../access-log.ts';
import { verifyLooks } from '../sqlite/access-log.ts';
import { openReadOnly } from '../sqlite/read-only.ts';
import { verifyChain } from '../sqlite/verify.ts';
import type { Ends } from './manifest.ts';
import { provenEnds } from './prove.ts';
import { BackUpError } from './seal.ts';

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

/** Walks both chains of the file. @throws BackUpError when one is broken. */
export async function prove(file: string): Promise<Ends> {
  const sqlite = openReadOnly(`file:${file}`);
  try {
    return provenEnds(await verifyChain(sqlite), await verifyLooks(sqlite));
  } finally {
    sqlite.close();
  }
}

/** Where the chains of the file end, by their last rows. */
export function endOf(file: string): Ends {
  const sqlite = openReadOnly(`file:${file}`);
  try {
    const last = sqlite
      .prepare<[], { seq: number; hash: string }>(
        'select seq, hash from entries order by seq desc limit 1',
      )
      .get();
    if (last === undefined) throw new BackUpError('its ledger is empty: take a whole one');
    const look = sqlite
      .prepare<[], LookHead>('select seq, hash from access_log order by seq desc limit 1')
      .get();
    const { seq, hash } = look ?? EMPTY_LOOKS;
    return { head: last, entries: last.seq, looks: { seq, hash } };
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
