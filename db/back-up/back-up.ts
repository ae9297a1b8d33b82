/**
 * Copies of the embedded database while the server writes: taken through SQLite's own interface, proven before they are kept, sealed,
 * and proven again after they were opened. Between two whole copies only the pages that changed are kept, so that any minute can be
 * restored. A copy that was never opened is a hope and not a back-up.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nameOf, PAGES_NAME, pointsIn } from './folder.ts';
import { isChanges, readManifest, type ChangesManifest, type Manifest } from './manifest.ts';
import { compare } from './prove.ts';
import { hashPages, putBack, writeChanged, writeHashes } from './pages.ts';
import { BackUpError, seal, unseal } from './seal.ts';
import { copyDatabase, endOf, pathOf, prove, secretBeside } from './sqlite.ts';

export interface Taken extends Manifest {
  file: string;
}

/** Makes a key and writes it for the owner only. @throws when the file is there: a key that is replaced closes every back-up of it. */
export async function makeKey(path: string): Promise<void> {
  const key = randomBytes(32).toString('hex');
  await writeFile(path, `${key}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

/**
 * Work in a folder of its own beside the back-ups, which is removed. Beside them and not in the system's folder: what lies there is as
 * large as the database, and plain.
 */
export async function inWorkFolder<T>(
  beside: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(beside, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(beside, '.working-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seals a file and puts it into the folder as a whole, under a name that says when and how far. */
export async function keep(
  folder: string,
  work: string,
  manifest: Manifest | ChangesManifest,
  file: string,
  key: Buffer,
): Promise<Taken> {
  const kind = isChanges(manifest) ? 'changes' : 'whole';
  const kept = join(folder, nameOf(manifest.takenAt, manifest.head.seq, kind));
  const sealed = join(work, 'sealed');
  await seal(manifest, file, sealed, key);
  await rename(sealed, kept);
  return { ...manifest, file: kept };
}

/**
 * One whole back-up into the folder.
 * @param now milliseconds.
 * @throws BackUpError when a chain of the copy is broken: then nothing is kept, and the database itself is to be looked at.
 */
export function takeBackUp(url: string, folder: string, key: Buffer, now: number): Promise<Taken> {
  const path = pathOf(url);
  return inWorkFolder(folder, async (work) => {
    const copy = join(work, 'copy.db');
    await copyDatabase(url, copy);
    const manifest: Manifest = {
      ...(await prove(copy)),
      takenAt: new Date(now).toISOString(),
      secret: await secretBeside(path),
      store: 'sqlite',
    };
    return keep(folder, work, manifest, copy, key);
  });
}

/**
 * The pages that changed since the newest back-up in the folder. The chains are not walked, for this is done each minute: a drill does.
 * @returns null when nothing changed.
 * @throws BackUpError when there is no whole back-up that it could come after.
 */
export function takeChanges(
  url: string,
  folder: string,
  key: Buffer,
  now: number,
): Promise<Taken | null> {
  const path = pathOf(url);
  return inWorkFolder(folder, async (work) => {
    const before = await knownPages(folder, work, key);
    const copy = join(work, 'copy.db');
    await copyDatabase(url, copy);
    const pages = await hashPages(copy);
    const changed = join(work, 'changed');
    if ((await writeChanged(copy, pages, before.hashes, changed)) === 0) return null;
    const manifest: ChangesManifest = {
      ...endOf(copy),
      takenAt: new Date(now).toISOString(),
      secret: await secretBeside(path),
      store: 'sqlite',
      after: before.name,
      pageSize: pages.pageSize,
      pages: pages.pages,
    };
    const taken = await keep(folder, work, manifest, changed, key);
    const [plain, sealed] = [join(work, 'hashes'), join(work, 'hashes-sealed')];
    await writeHashes(plain, pages);
    await seal({ of: basename(taken.file) }, plain, sealed, key);
    await rename(sealed, join(folder, PAGES_NAME));
    return taken;
  });
}

/** The newest point and its pages: as they were written down then, or, after a whole one, from its copy. */
async function knownPages(
  folder: string,
  work: string,
  key: Buffer,
): Promise<{ name: string; hashes: Buffer }> {
  const points = await pointsIn(folder);
  const newest = points.at(-1);
  if (newest?.kind === 'changes') {
    const plain = join(work, 'known');
    const of = await unseal(join(folder, PAGES_NAME), plain, key).catch(() => null);
    const found = of as { of?: string } | null;
    if (found?.of === newest.name) return { name: newest.name, hashes: await readFile(plain) };
  }
  const whole = points.findLast((point) => point.kind === 'whole');
  if (whole === undefined) throw new BackUpError('there is no whole back-up yet: take one first');
  const copy = join(work, 'whole.db');
  const manifest = readManifest(await unseal(join(folder, whole.name), copy, key));
  if (manifest.store !== 'sqlite') throw new BackUpError('the newest one is of PostgreSQL');
  const { hashes } = await hashPages(copy);
  await rm(copy);
  return { name: whole.name, hashes };
}

/** Opens a back-up, with what it comes after, into the file `to`. */
async function assemble(from: string, work: string, to: string, key: Buffer): Promise<Manifest> {
  const folder = dirname(from);
  const steps: { file: string; manifest: ChangesManifest }[] = [];
  const seen = new Set<string>();
  for (let path = from; ;) {
    const file = join(work, `step-${seen.size}`);
    seen.add(basename(path));
    const manifest = readManifest(await unseal(path, file, key));
    if (manifest.store !== 'sqlite')
      throw new BackUpError('it is of PostgreSQL: give --to postgres://…, or --on with --drill');
    if (!isChanges(manifest)) {
      await rename(file, to);
      for (const step of steps.reverse()) await putBack(step.file, to, step.manifest);
      return steps.at(-1)?.manifest ?? manifest;
    }
    steps.push({ file, manifest });
    if (seen.has(manifest.after)) throw new BackUpError('its changes come after one another');
    path = join(folder, basename(manifest.after));
  }
}

/**
 * Opens a back-up as the database `to` (null: only to see that it can be done), and proves that it is what its manifest says.
 * @throws BackUpError when it is not, when it cannot be opened, or when there is a database already.
 */
export function restore(from: string, key: Buffer, to: string | null): Promise<Manifest> {
  const beside = to === null ? dirname(from) : dirname(to);
  return inWorkFolder(beside, async (work) => {
    const copy = join(work, to === null ? 'drill.db' : basename(to));
    const opened = await assemble(from, work, copy, key);
    const found = await prove(copy);
    compare(opened, found);
    const manifest = { ...opened, looks: found.looks };
    if (to === null) return manifest;
    const there = await readdir(beside);
    for (const name of [basename(to), `${basename(to)}.secret`, `${basename(to)}-wal`])
      if (there.includes(name))
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
    return manifest;
  });
}
