/** How a snapshot of the picture is kept: gzipped, with what says that it is whole and belongs to the chain. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Picture } from '#domain/picture.ts';
import { sha256 } from './chain.ts';
import type { StoredSnapshot } from './ledger.ts';

/** How the text of a picture is made small, and large again. */
export interface Packing {
  pack(text: string): Promise<Buffer>;
  unpack(packed: Buffer): Promise<string>;
}

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Beside the event loop, so that nobody waits for it. */
export const GZIP: Packing = {
  pack: (text) => zip(text),
  unpack: async (packed) => (await unzip(packed)).toString('utf8'),
};

/** A snapshot as it is kept. */
export interface SnapshotRow {
  seq: number;
  /** Of its entry when it was taken. */
  hash: string;
  checksum: string;
  picture: Buffer;
}

const checksum = (version: number, hash: string, json: string) =>
  sha256(`${version}\n${hash}\n${json}`);

/**
 * @param json of the picture, made before anything was waited for.
 * @param pictureVersion of the picture's shape and of `apply`: a snapshot of another version is not used.
 */
export async function packSnapshot(
  json: string,
  hash: string,
  pictureVersion: number,
  packing: Packing = GZIP,
): Promise<Pick<SnapshotRow, 'checksum' | 'picture'>> {
  return { checksum: checksum(pictureVersion, hash, json), picture: await packing.pack(json) };
}

/** Null for one that is damaged or of another version. */
export async function unpackSnapshot(
  row: SnapshotRow,
  pictureVersion: number,
  packing: Packing = GZIP,
): Promise<StoredSnapshot | null> {
  try {
    const json = await packing.unpack(row.picture);
    if (checksum(pictureVersion, row.hash, json) !== row.checksum) return null;
    const picture = JSON.parse(json) as Picture;
    return picture.seq === row.seq ? { seq: row.seq, picture } : null;
  } catch {
    // A damaged snapshot is no loss: the ledger holds everything.
    return null;
  }
}
