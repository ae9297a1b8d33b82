/**
 * A folder where a nightly job leaves spreadsheets: each is taken in once, then moved to `done` or `refused` with what became of it
 * beside it. Who may write into the folder speaks for every facility: it belongs to whoever runs the server.
 */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_SCOPE, type Principal } from '#domain/access/table.ts';
import { NO_TRACES, type Traces } from '../../watch/traces.ts';
import type { CsvFeed } from './receive.ts';

/** Between two looks, milliseconds. */
export const LOOK_EVERY_MS = 10_000;
/** A file that was written to a moment ago may not be whole yet, milliseconds. */
const SETTLED_MS = 2_000;
const MOST_BYTES = 2 * 1024 * 1024;

export interface DropFolderParts {
  folder: string;
  feed: CsvFeed;
  /** Ids of all facilities. */
  facilities: () => string[];
  /** Milliseconds, of the machine: compared with the files' own times. */
  clock: () => number;
  /** Where traces go; default nowhere. */
  traces?: Traces;
}

/** One look; the names of the files that were dealt with. */
export async function takeDropped(parts: DropFolderParts): Promise<string[]> {
  const { folder, feed, facilities, clock, traces = NO_TRACES } = parts;
  const [done, refused] = [join(folder, 'done'), join(folder, 'refused')];
  await mkdir(done, { recursive: true });
  await mkdir(refused, { recursive: true });
  const principal: Principal = {
    actor: { id: 'drop-folder', kind: 'feed', role: 'machine', organisation: null },
    role: 'machine',
    scope: { ...NO_SCOPE, facilities: facilities(), actions: ['unit.write'] },
  };
  const dealt: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!/^[^.~].*\.(?:csv|xlsx)$/i.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs, size } = await stat(path);
    if (clock() - mtimeMs < SETTLED_MS) continue;
    const take = async () => {
      if (size > MOST_BYTES) return { ok: false, code: 'TOO_LARGE' } as const;
      return /\.xlsx$/i.test(name)
        ? feed.receiveXlsx(await readFile(path), false, { principal })
        : feed.receive(await readFile(path, 'utf8'), false, { principal });
    };
    // Its name may be anything, so it is not told.
    const answer = await traces.own('spreadsheet in folder', [], async (span) => {
      const taken = await take();
      if (!taken.ok) span.note({ 'spoedkaart.refused': taken.code });
      else span.note({ 'spoedkaart.rows.refused': taken.faults.length });
      return taken;
    });
    const good = answer.ok && answer.faults.length === 0;
    const to = join(good ? done : refused, `${clock()}-${name}`);
    await rename(path, to);
    await writeFile(`${to}.json`, `${JSON.stringify(answer, null, 2)}\n`);
    dealt.push(name);
  }
  return dealt;
}
