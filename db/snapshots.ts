/** How a snapshot of the picture is kept: gzipped, with what says that it is whole and belongs to the chain. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Picture } from '#domain/picture.ts';
import { EVENT_LOOP, type Clockwork } from './clockwork.ts';
import type { StoredSnapshot } from './ledger.ts';
import { pictureText } from './picture-text.ts';

/** How the text of a picture is made small, and large again. */
export interface Packing {
  pack(text: Buffer): Promise<Buffer>;
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

/** Whole pieces of the text are hashed in one turn; none of them is large. */
function checksum(version: number, hash: string, pieces: Iterable<string | Uint8Array>): string {
  const sum = createHash('sha256').update(`${version}\n${hash}\n`);
  for (const piece of pieces) sum.update(piece);
  return sum.digest('hex');
}

/**
 * @param hash of the picture's entry
 * @param pictureVersion of the picture's shape and of `apply`: a snapshot of another version is not used.
 */
export async function packSnapshot(
  picture: Picture,
  hash: string,
  pictureVersion: number,
  packing: Packing = GZIP,
  clockwork: Clockwork = EVENT_LOOP,
): Promise<Pick<SnapshotRow, 'checksum' | 'picture'>> {
  const pieces = (await pictureText(picture, clockwork)).map((piece) => Buffer.from(piece));
  return {
    checksum: checksum(pictureVersion, hash, pieces),
    picture: await packing.pack(Buffer.concat(pieces)),
  };
}

/** Null for one that is damaged or of another version. */
export async function unpackSnapshot(
  row: SnapshotRow,
  pictureVersion: number,
  packing: Packing = GZIP,
): Promise<StoredSnapshot | null> {
  try {
    const json = await packing.unpack(row.picture);
    if (checksum(pictureVersion, row.hash, [json]) !== row.checksum) return null;
    const picture = JSON.parse(json) as Picture;
    return picture.seq === row.seq ? { seq: row.seq, picture } : null;
  } catch {
    // A damaged snapshot is no loss: the ledger holds everything.
    return null;
  }
}
