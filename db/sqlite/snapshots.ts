/** Snapshots of the picture: kept gzipped, and believed only when they are whole and belong to the chain. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type BetterSqlite3 from 'better-sqlite3';
import type { Picture } from '#domain/picture.ts';
import { sha256 } from '../chain.ts';
import type { StoredSnapshot } from '../ledger.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

export interface Snapshots {
  save(snapshot: StoredSnapshot): Promise<void>;
  load(upTo: number): Promise<StoredSnapshot | null>;
}

interface SnapshotRow {
  seq: number;
  hash: string;
  checksum: string;
  picture: Buffer;
}

/** @param pictureVersion of the picture's shape and of `apply`: a snapshot of another version is not used. */
export function createSnapshots(sqlite: BetterSqlite3.Database, pictureVersion: number): Snapshots {
  const entry = sqlite.prepare<[number], { hash: string; at_ms: number }>(
    'select hash, at_ms from entries where seq = ?',
  );
  const insert = sqlite.prepare(
    'insert or replace into snapshots (seq, hash, checksum, picture, at_ms) values (?, ?, ?, ?, ?)',
  );
  const newest = sqlite.prepare<[number], SnapshotRow>(
    `select s.seq, s.hash, s.checksum, s.picture from snapshots s join entries e on e.seq = s.seq and e.hash = s.hash
     where s.seq <= ? order by s.seq desc limit 1`,
  );
  const checksum = (hash: string, json: string) => sha256(`${pictureVersion}\n${hash}\n${json}`);

  async function read(row: SnapshotRow): Promise<StoredSnapshot | null> {
    try {
      const json = (await unzip(row.picture)).toString('utf8');
      if (checksum(row.hash, json) !== row.checksum) return null;
      const picture = JSON.parse(json) as Picture;
      return picture.seq === row.seq ? { seq: row.seq, picture } : null;
    } catch {
      // A damaged snapshot is no loss: the ledger holds everything.
      return null;
    }
  }

  return {
    async save({ seq, picture }) {
      const json = JSON.stringify(picture);
      const placed = entry.get(seq);
      if (!placed) throw new RangeError(`no entry ${seq} in the ledger`);
      if (picture.seq !== seq) throw new RangeError(`picture of ${picture.seq}, not of ${seq}`);
      const packed = await zip(json);
      insert.run(seq, placed.hash, checksum(placed.hash, json), packed, placed.at_ms);
    },
    async load(upTo) {
      for (let limit = upTo; ;) {
        const row = newest.get(limit);
        if (!row) return null;
        const snapshot = await read(row);
        if (snapshot) return snapshot;
        limit = row.seq - 1;
      }
    },
  };
}
