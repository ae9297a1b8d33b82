import { statSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqliteLedger } from '../../db/sqlite/ledger.ts';
import { openDatabase } from '../../db/sqlite/open.ts';
import { inFolder, note, request, written } from './helpers.ts';
import { ledgerSuite } from './ledger-suite.ts';

ledgerSuite('SQLite', async () => {
  const db = openDatabase(':memory:');
  const reported: unknown[] = [];
  const ledger = openSqliteLedger(db, { report: (error) => reported.push(error) });
  return {
    ledger,
    reported,
    tamper(table, where, column, value) {
      db.sqlite.pragma('foreign_keys = OFF');
      db.sqlite.pragma('ignore_check_constraints = ON');
      const { changes } = db.sqlite
        .prepare(`update ${table} set ${column} = ${value} where ${where}`)
        .run();
      expect(changes).toBe(1);
    },
    breakCommits(subject) {
      // A reference that is looked after when it is committed.
      db.sqlite.exec(
        `create table nowhere (seq integer references entries (seq) deferrable initially deferred);
        create trigger breaks after insert on entries when new.subject = '${subject}'
        begin insert into nowhere values (-1); end`,
      );
    },
    async close() {
      await ledger.close();
      db.close();
    },
  };
});

describe('SQLite file', () => {
  it('is made with its folder, for the owner only, and syncs every commit', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'var', 'ledger.db');
      const db = openDatabase(`file:${path}`);
      const ledger = openSqliteLedger(db);
      await ledger.append(request('a'));
      for (const file of [path, `${path}-wal`, `${path}-shm`]) {
        expect(statSync(file).mode & 0o777).toBe(0o600);
      }
      expect(statSync(join(folder, 'var')).mode & 0o777).toBe(0o700);
      const pragma = (name: string) => db.sqlite.pragma(name, { simple: true });
      expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual([
        'wal',
        2,
        1,
      ]);
      db.close();
    }));

  it('refuses an address that it does not know', () => {
    expect(() => openDatabase('mysql://localhost/x')).toThrow('scheme mysql');
  });

  it('sees what another process wrote before it writes on', () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'ledger.db')}`;
      const [one, two] = [openDatabase(url), openDatabase(url)];
      const [first, second] = [openSqliteLedger(one), openSqliteLedger(two)];
      const told: number[] = [];
      await first.follow(0, (entries) => told.push(...entries.map((e) => e.seq)));
      await first.append(request('a'));
      await second.append(request('a'));
      const guarded = await first.append(request('a', { guards: [{ subject: 'a', version: 1 }] }));
      expect(guarded).toMatchObject({ ok: false, actual: 2 });
      expect(written(await first.append(request('a'))).entries[0]).toMatchObject({
        seq: 3,
        version: 3,
      });
      expect(told).toEqual([1, 2, 3]);
      expect((await first.verify()).intact).toBe(true);
      one.close();
      two.close();
    }));

  it('takes a group back whole when the database fails, and goes on', () =>
    inFolder(async (folder) => {
      const db = openDatabase(`file:${join(folder, 'ledger.db')}`);
      const ledger = openSqliteLedger(db);
      await ledger.append(request('a'));
      db.sqlite.exec(
        `create temp trigger full before insert on entries when new.subject = 'bad' begin select raise(abort, 'disk full'); end`,
      );
      const group = await Promise.allSettled(
        ['a', 'bad', 'b'].map((s) => ledger.append(request(s))),
      );
      expect(group.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect((await ledger.head()).seq).toBe(1);
      expect(written(await ledger.append(request('a'))).entries[0]).toMatchObject({
        seq: 2,
        version: 2,
      });
      expect((await ledger.verify()).intact).toBe(true);
      db.close();
    }));

  it('finds one changed byte in any column and names its entry', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'ledger.db');
      const db = openDatabase(`file:${path}`);
      const ledger = openSqliteLedger(db);
      for (let i = 1; i <= 9; i += 1) {
        await ledger.append(
          request('', { entries: [note(`account:${i}${i}${i}`, 'x\ufffdy', ['unit:x/icu'])] }),
        );
      }
      const raw = new BetterSqlite3(path);
      raw.pragma('ignore_check_constraints = ON');
      const set = (column: string, value: unknown) =>
        raw.prepare(`update entries set ${column} = ? where seq = 5`).run(value);
      const row = raw
        .prepare(
          'select at_ms, kind, by, subject, version, also, v, body, prev, hash from entries where seq = 5',
        )
        .get() as Record<string, string | number>;
      let flips = 0;
      for (const [column, value] of Object.entries(row)) {
        const wrong: unknown[] = [];
        if (typeof value === 'number') wrong.push(value + 1, value + 0.5, 'x', value | (1 << 20));
        else {
          const bytes = Buffer.from(value, 'utf8');
          wrong.push(Buffer.from(bytes));
          // Twice: one bit, and three (which makes U+FFFD another broken sequence).
          for (let at = 0; at < bytes.length; at += 1) wrong.push(at, at);
        }
        for (const change of wrong) {
          if (typeof value === 'string' && typeof change === 'number') {
            const mask = flips % 2 === 0 ? 0x01 : 0x1c;
            const bytes = Buffer.from(value, 'utf8');
            bytes[change] = (bytes[change] ?? 0) ^ mask;
            raw.prepare(`update entries set ${column} = cast(? as text) where seq = 5`).run(bytes);
          } else set(column, change);
          const found = await ledger.verify();
          expect(found, `${column} ${String(change)}`).toMatchObject({
            intact: false,
            entries: 4,
            broken: { seq: 5 },
          });
          flips += 1;
        }
        set(column, value);
        expect((await ledger.verify()).intact).toBe(true);
      }
      expect(flips).toBeGreaterThan(600);
      raw.close();
      db.close();
    }));
});
