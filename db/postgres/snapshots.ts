/** Snapshots of the picture on PostgreSQL. */
import type { StoredSnapshot } from '../ledger.ts';
import { packSnapshot, unpackSnapshot, type SnapshotRow } from '../snapshots.ts';
import type { Sql } from './connect.ts';

export interface Snapshots {
  save(snapshot: StoredSnapshot): Promise<void>;
  load(upTo: number): Promise<StoredSnapshot | null>;
}

/** @param pictureVersion of the picture's shape and of `apply`: a snapshot of another version is not used. */
export function createSnapshots(sql: Sql, pictureVersion: number): Snapshots {
  return {
    async save({ seq, picture }) {
      const [placed] = await sql<{ hash: string; at_ms: number }[]>`
        select hash, at_ms from entries where seq = ${seq}`;
      if (!placed) throw new RangeError(`no entry ${seq} in the ledger`);
      if (picture.seq !== seq) throw new RangeError(`picture of ${picture.seq}, not of ${seq}`);
      const packed = await packSnapshot(picture, placed.hash, pictureVersion);
      await sql`insert into snapshots (seq, hash, checksum, picture, at_ms)
        values (${seq}, ${placed.hash}, ${packed.checksum}, ${packed.picture}, ${placed.at_ms})
        on conflict (seq) do update set hash = excluded.hash, checksum = excluded.checksum, picture = excluded.picture`;
    },
    async load(upTo) {
      for (let limit = upTo; ;) {
        const [row] = await sql<SnapshotRow[]>`
          select s.seq, s.hash, s.checksum, s.picture from snapshots s join entries e on e.seq = s.seq and e.hash = s.hash
          where s.seq <= ${limit} order by s.seq desc limit 1`;
        if (!row) return null;
        const snapshot = await unpackSnapshot(row, pictureVersion);
        if (snapshot) return snapshot;
        limit = row.seq - 1;
      }
    },
  };
}
