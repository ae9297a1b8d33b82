/** Versions of the subjects while a group is written: in memory as they will be, in the table once the group is whole. */
import type BetterSqlite3 from 'better-sqlite3';

export interface SubjectVersions {
  /** 0 when it does not exist. */
  of(subject: string): number;
  /** Counts one up; the new version. */
  rise(subject: string): number;
  /** Undoes one `rise`. */
  sink(subject: string): void;
  /** Writes what rose since the last time. */
  write(): void;
  /** Forgets everything: another connection wrote, or the group was not committed. */
  forget(): void;
}

interface Known {
  version: number;
  /** Row in the table; null before it is there. */
  rowid: number | bigint | null;
  risen: boolean;
}

/** Kept in memory at most; beyond that they are read again. */
const KNOWN_LIMIT = 100_000;

export function createVersions(sqlite: BetterSqlite3.Database): SubjectVersions {
  const find = sqlite.prepare<[string], { version: number; rowid: number }>(
    'select version, rowid from subjects where subject = ?',
  );
  const insert = sqlite.prepare<[string, number]>(
    'insert into subjects (subject, version) values (?, ?)',
  );
  const update = sqlite.prepare<[number, number | bigint]>(
    'update subjects set version = ? where rowid = ?',
  );
  const all = new Map<string, Known>();
  let risen: [string, Known][] = [];

  function known(subject: string): Known {
    let it = all.get(subject);
    if (!it) {
      const row = find.get(subject);
      it = { version: row?.version ?? 0, rowid: row?.rowid ?? null, risen: false };
      all.set(subject, it);
    }
    return it;
  }

  return {
    of: (subject) => known(subject).version,
    rise(subject) {
      const it = known(subject);
      it.version += 1;
      if (!it.risen) {
        it.risen = true;
        risen.push([subject, it]);
      }
      return it.version;
    },
    sink(subject) {
      known(subject).version -= 1;
    },
    write() {
      for (const [subject, it] of risen) {
        it.risen = false;
        if (it.rowid !== null) update.run(it.version, it.rowid);
        else if (it.version > 0) it.rowid = insert.run(subject, it.version).lastInsertRowid;
      }
      risen = [];
      if (all.size > KNOWN_LIMIT) all.clear();
    },
    forget() {
      all.clear();
      risen = [];
    },
  };
}
