/** Snapshots of the picture on SQLite. */
import type BetterSqlite3 from 'better-sqlite3';
import { EVENT_LOOP, type Clockwork } from '../clockwork.ts';
import type { StoredSnapshot } from '../ledger.ts';
import {
  GZIP,
  packSnapshot,
  unpackSnapshot,
  type Packing,
  type SnapshotRow,
} from '../snapshots.ts';

export interface Snapshots {
  save(snapshot: StoredSnapshot): Promise<void>;
  load(upTo: number): Promise<StoredSnapshot | null>;
}

/** @param pictureVersion of the picture's shape and of `apply`: a snapshot of another version is not used. */
export function createSnapshots(
  sqlite: BetterSqlite3.Database,
  pictureVersion: number,
  packing: Packing = GZIP,
  clockwork: Clockwork = EVENT_LOOP,
): Snapshots {
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

  return {
    async save({ seq, picture }) {
      const placed = entry.get(seq);
      if (!placed) throw new RangeError(`no entry ${seq} in the ledger`);
      if (picture.seq !== seq) throw new RangeError(`picture of ${picture.seq}, not of ${seq}`);
      const packed = await packSnapshot(picture, placed.hash, pictureVersion, packing, clockwork);
      insert.run(seq, placed.hash, packed.checksum, packed.picture, placed.at_ms);
    },
    async load(upTo) {
      for (let limit = upTo; ;) {
        const row = newest.get(limit);
        if (!row) return null;
        const snapshot = await unpackSnapshot(row, pictureVersion, packing);
        if (snapshot) return snapshot;
        limit = row.seq - 1;
      }
    },
  };
}
