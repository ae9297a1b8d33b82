/** The back-ups in a folder: their names say when each was taken and how far the ledger was. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BackUpError } from './seal.ts';

const NAME = /^spoedkaart-(\d{8}T\d{6}Z)-(\d+)\.(backup|changes)$/;
/** Hashes of the pages as the newest point has them. */
export const PAGES_NAME = 'spoedkaart.pages';
const DAY_MS = 86_400_000;

/** A moment that can be restored. */
export interface Point {
  name: string;
  /** Milliseconds, of a whole second. */
  takenAt: number;
  kind: 'whole' | 'changes';
}

export function nameOf(takenAt: string, seq: number, kind: Point['kind']): string {
  const stamp = takenAt.replace(/[-:]|\.\d+/g, '');
  return `spoedkaart-${stamp}-${seq}.${kind === 'whole' ? 'backup' : 'changes'}`;
}

/** Oldest first; of one second the smaller seq first. */
export async function pointsIn(folder: string): Promise<Point[]> {
  const found = (await readdir(folder)).flatMap((name) => {
    const [, stamp = '', seq = '', ending] = NAME.exec(name) ?? [];
    if (ending === undefined) return [];
    const takenAt = Date.parse(
      stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    );
    const kind: Point['kind'] = ending === 'backup' ? 'whole' : 'changes';
    return [{ name, takenAt, kind, seq: Number(seq) }];
  });
  found.sort((a, b) => a.takenAt - b.takenAt || a.seq - b.seq);
  return found.map(({ name, takenAt, kind }) => ({ name, takenAt, kind }));
}

/**
 * The file itself when `from` is one; of a folder the newest point that is not after `at`.
 * @param at milliseconds; null: the newest.
 * @throws BackUpError when there is none.
 */
export async function choosePoint(from: string, at: number | null): Promise<string> {
  const found = await stat(from).catch(() => null);
  if (found === null) throw new BackUpError(`${from} cannot be read`);
  if (!found.isDirectory()) {
    if (at !== null) throw new BackUpError('--at takes a folder as --from');
    return from;
  }
  const points = await pointsIn(from);
  const fits = points.filter((point) => at === null || point.takenAt <= at).at(-1);
  if (fits !== undefined) return join(from, fits.name);
  const [oldest] = points;
  throw new BackUpError(
    oldest === undefined
      ? `${from} holds no back-up`
      : `the oldest back-up is of ${new Date(oldest.takenAt).toISOString()}`,
  );
}

/**
 * Removes back-ups older than so many days, but never the newest whole one, and changes that no whole one is left for. What was erased
 * from the database lives on in them: they must not be kept longer than what they hold may be.
 * @returns the names that are gone.
 */
export async function dropOld(folder: string, days: number, now: number): Promise<string[]> {
  const points = await pointsIn(folder);
  const wholes = points.filter((point) => point.kind === 'whole');
  const isOld = (point: Point) => now - point.takenAt > days * DAY_MS;
  const kept = wholes.filter((point, nth) => nth === wholes.length - 1 || !isOld(point));
  const oldest = kept[0]?.takenAt ?? -Infinity;
  const gone = points.filter((point) =>
    point.kind === 'whole' ? !kept.includes(point) : isOld(point) || point.takenAt < oldest,
  );
  for (const { name } of gone) await rm(join(folder, name));
  return gone.map((point) => point.name);
}
