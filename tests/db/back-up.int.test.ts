/** Back-ups of the embedded database: taken while it is written, sealed, opened again and proven. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { makeKey, restore, takeBackUp, takeChanges } from '../../db/back-up/back-up.ts';
import { choosePoint, dropOld } from '../../db/back-up/folder.ts';
import { BackUpError, readKey, seal, unseal } from '../../db/back-up/seal.ts';
import { openStores } from '../../db/open.ts';
import { cutOnce, inFolder, note, request } from './helpers.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
const SECRET = 'a1'.repeat(32);
const CLI = join(import.meta.dirname, '..', '..', 'db', 'back-up.ts');

async function house(folder: string, entries = 20) {
  const path = join(folder, 'ledger.db');
  const url = `file:${path}`;
  const stores = openStores(url);
  for (let n = 0; n < entries; n += 1) await stores.ledger.append(request('a'));
  await cutOnce(stores.accessLog);
  writeFileSync(`${path}.secret`, `${SECRET}\n`);
  const keyFile = join(folder, 'key');
  await makeKey(keyFile);
  return { path, url, stores, keyFile, key: await readKey(keyFile), to: join(folder, 'kept') };
}

describe('a back-up', () => {
  it('is taken while others write, and holds the ledger as it was at one moment', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 200);
      let writing = true;
      const writer = (async () => {
        while (writing)
          await stores.ledger.append(request('b', { entries: [note('b'), note('c')] }));
      })();
      const taken = await takeBackUp(url, to, key, NOW);
      writing = false;
      await writer;
      const after = await stores.ledger.head();
      expect(taken.head.seq).toBeGreaterThanOrEqual(200);
      // Two entries of one commit are both in it or neither.
      expect(taken.head.seq % 2).toBe(0);
      const restored = join(folder, 'restored.db');
      expect(await restore(taken.file, key, restored)).toMatchObject({ head: taken.head });
      const again = openStores(`file:${restored}`);
      expect(await again.ledger.head()).toMatchObject(taken.head);
      const mine = await again.ledger.read({ limit: 1_000 });
      const theirs = await stores.ledger.read({ limit: 1_000 });
      expect(mine).toEqual(theirs.slice(0, mine.length));
      expect(after.seq).toBeGreaterThanOrEqual(taken.head.seq);
      // And it goes on from there.
      expect(await again.ledger.append(request('a'))).toMatchObject({ ok: true });
      expect(await again.accessLog.verify()).toMatchObject({ intact: true, cut: 2, looks: 1 });
      await again.close();
      await stores.close();
    }));

  it('brings the secret back, for the owner only, and shows nothing of either to others', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to, path } = await house(folder);
      const { file } = await takeBackUp(url, to, key, NOW);
      expect(file).toBe(join(to, 'spoedkaart-20261122T030000Z-20.backup'));
      const bytes = readFileSync(file);
      expect(readFileSync(`${path}-wal`).includes('account-changed')).toBe(true);
      for (const plain of ['account-changed', SECRET, 'SQLite format'])
        expect(bytes.includes(plain)).toBe(false);
      expect(readdirSync(to)).toEqual(['spoedkaart-20261122T030000Z-20.backup']);
      const restored = join(folder, 'new', 'ledger.db');
      await restore(file, key, restored);
      expect(readFileSync(`${restored}.secret`, 'utf8').trim()).toBe(SECRET);
      for (const one of [file, restored, `${restored}.secret`])
        expect(statSync(one).mode & 0o077).toBe(0);
      await stores.close();
    }));

  it('that was changed, cut or is opened by another key is refused whole', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder);
      const { file } = await takeBackUp(url, to, key, NOW);
      await stores.close();
      const bytes = readFileSync(file);
      const spoiled: [string, Buffer][] = [
        ...[30, 40, Math.floor(bytes.length / 2), bytes.length - 20, bytes.length - 1].map(
          (place): [string, Buffer] => {
            const one = Buffer.from(bytes);
            one[place] = (one[place] ?? 0) ^ 1;
            return [`a bit at ${place}`, one];
          },
        ),
        ['cut', bytes.subarray(0, -7)],
        ['nothing', Buffer.alloc(0)],
        ['longer', Buffer.concat([bytes, Buffer.from('x')])],
        [
          'another form',
          Buffer.from(`SPOEDKAART-BACK-UP 9${bytes.toString('latin1', 20)}`, 'latin1'),
        ],
      ];
      const target = join(folder, 'out', 'ledger.db');
      for (const [what, one] of spoiled) {
        const bad = join(folder, 'bad.backup');
        writeFileSync(bad, one);
        await expect(restore(bad, key, target), what).rejects.toThrow(BackUpError);
      }
      await expect(restore(file, Buffer.alloc(32, 1), target)).rejects.toThrow(/not its key/);
      expect(readdirSync(join(folder, 'out'))).toEqual([]);
    }));

  it('of a ledger that was tampered with is not kept', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder);
      stores.database.sqlite.exec(
        `update entries set body = replace(body, 'changed', 'chanced') where seq = 3`,
      );
      await expect(takeBackUp(url, to, key, NOW)).rejects.toThrow(/broken at seq 3/);
      expect(readdirSync(to)).toEqual([]);
      await stores.close();
    }));

  it('of an access log that was tampered with is not kept, nor one of a cut that is not told of', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder);
      const { sqlite } = stores.database;
      const spoiled: [string, string, RegExp][] = [
        ['access_log', "update access_log set action = 'list'", /access log is broken at look 3/],
        ['access_log_cuts', 'update access_log_cuts set count = 1', /access log is broken.*cut 1/],
        ['access_log_cuts', 'delete from access_log_cuts', /access log is broken/],
        ['access_log', 'delete from access_log', /access log is broken.*told of by no look/],
      ];
      for (const [table, change, said] of spoiled) {
        const kept = sqlite.prepare(`select * from ${table}`).all() as object[];
        const guards = sqlite
          .prepare("select name, sql from sqlite_master where type = 'trigger' and tbl_name = ?")
          .all(table) as { name: string; sql: string }[];
        for (const { name } of guards) sqlite.exec(`drop trigger ${name}`);
        sqlite.exec(change);
        await expect(takeBackUp(url, to, key, NOW), change).rejects.toThrow(said);
        sqlite.exec(`delete from ${table}`);
        for (const row of kept) {
          const names = Object.keys(row);
          const values = names.map((name) => `@${name}`);
          sqlite
            .prepare(`insert into ${table} (${names.join()}) values (${values.join()})`)
            .run(row);
        }
        for (const guard of guards) sqlite.exec(guard.sql);
      }
      expect(readdirSync(to)).toEqual([]);
      // As it was, it is: what was refused was what was changed.
      await expect(takeBackUp(url, to, key, NOW)).resolves.toMatchObject({ looks: { seq: 3 } });
      await stores.close();
    }));

  it('is refused where its access log is broken, or ends elsewhere than was written down', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder);
      const { file, ...taken } = await takeBackUp(url, to, key, NOW);
      await stores.close();
      const plain = join(folder, 'plain.db');
      const manifest = await unseal(file, plain, key);
      expect(manifest).toEqual(taken);
      const again = async (told: object, change?: string) => {
        rmSync(join(folder, 'changed.backup'), { force: true });
        const copy = join(folder, 'changed.db');
        copyFileSync(plain, copy);
        if (change !== undefined) {
          const sqlite = new Sqlite(copy);
          sqlite.exec(`drop trigger access_log_stays; ${change}`);
          sqlite.close();
        }
        const sealed = join(folder, 'changed.backup');
        await seal({ ...taken, ...told }, copy, sealed, key);
        return restore(sealed, key, null);
      };
      await expect(again({}, "update access_log set session = 'x'")).rejects.toThrow(
        /access log is broken at look 3: hash/,
      );
      const elsewhere = { seq: 9, hash: 'e'.repeat(64) };
      await expect(again({ looks: elsewhere })).rejects.toThrow(/its access log ends at 3 /);
      // One of before this was written down is walked all the same.
      expect(await again({ looks: undefined })).toMatchObject({ looks: taken.looks });
    }));

  it('is never restored over a database', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to, path } = await house(folder);
      const { file } = await takeBackUp(url, to, key, NOW);
      await stores.ledger.append(request('a'));
      await stores.close();
      const before = readFileSync(path);
      await expect(restore(file, key, path)).rejects.toThrow(/is there already/);
      expect(readFileSync(path).equals(before)).toBe(true);
    }));

  it('is removed when it is older than asked, the newest never', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder);
      const DAY = 86_400_000;
      for (const days of [40, 31, 29]) await takeBackUp(url, to, key, NOW - days * DAY);
      copyFileSync(join(folder, 'key'), join(to, 'something-else.txt'));
      expect(await dropOld(to, 30, NOW)).toHaveLength(2);
      expect(await dropOld(to, 1, NOW)).toEqual([]);
      const old = 'spoedkaart-20261023T030000Z-20.changes';
      copyFileSync(join(folder, 'key'), join(to, old));
      expect(await dropOld(to, 90, NOW)).toEqual([old]);
      expect(readdirSync(to).sort()).toEqual([
        ...['something-else.txt', 'spoedkaart-20261024T030000Z-20.backup'],
      ]);
      await stores.close();
    }));

  it('of the pages that changed brings back any moment between two whole ones', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 400);
      const heads: { at: number; seq: number; hash: string }[] = [];
      const add = async (at: number, entries: number) => {
        for (let n = 0; n < entries; n += 1) await stores.ledger.append(request(`s${n}`));
        const { seq, hash } = await stores.ledger.head();
        heads.push({ at, seq, hash });
      };
      await expect(takeChanges(url, to, key, NOW)).rejects.toThrow(/no whole back-up yet/);
      await add(NOW, 0);
      const whole = await takeBackUp(url, to, key, NOW);
      expect(await takeChanges(url, to, key, NOW + 30_000)).toBeNull();
      for (const [nth, entries] of [3, 500, 1].entries()) {
        const at = NOW + (nth + 1) * 60_000;
        await add(at, entries);
        expect(await takeChanges(url, to, key, at)).toMatchObject({
          head: { seq: heads[nth + 1]?.seq },
        });
      }
      const small = (await choosePoint(to, NOW + 60_000)) ?? '';
      expect(statSync(small).size).toBeLessThan(statSync(whole.file).size / 2);
      for (const { at, seq, hash } of heads) {
        const point = await choosePoint(to, at + 59_000);
        const target = join(folder, `at-${seq}.db`);
        expect(await restore(point, key, target)).toMatchObject({ head: { seq, hash } });
        const again = openStores(`file:${target}`);
        expect(await again.ledger.head()).toMatchObject({ seq, hash });
        await again.close();
      }
      await expect(choosePoint(to, NOW - 1)).rejects.toThrow(/oldest back-up is of 2026-11-22/);
      await stores.close();
    }));

  it('of changes goes on from the whole one when what it knew of the pages is lost or old', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 50);
      await takeBackUp(url, to, key, NOW);
      for (const minute of [1, 2, 3]) {
        for (let n = 0; n < 40; n += 1) await stores.ledger.append(request(`m${minute}-${n}`));
        await takeChanges(url, to, key, NOW + minute * 60_000);
        // As after a crash between the back-up and the page that says what it holds, and after a disk that lost it.
        if (minute === 1) copyFileSync(join(to, 'spoedkaart.pages'), join(folder, 'old.pages'));
        if (minute === 2) copyFileSync(join(folder, 'old.pages'), join(to, 'spoedkaart.pages'));
      }
      const { seq, hash } = await stores.ledger.head();
      const found = await restore(await choosePoint(to, null), key, null);
      expect(found.head).toEqual({ seq, hash });
      await stores.close();
    }));

  it('of changes is refused when one that it comes after is gone or is another', () =>
    inFolder(async (folder) => {
      const { url, stores, key, to } = await house(folder, 50);
      await takeBackUp(url, to, key, NOW);
      const points: string[] = [];
      for (const minute of [1, 2]) {
        for (let n = 0; n < 40; n += 1) await stores.ledger.append(request(`m${minute}-${n}`));
        points.push((await takeChanges(url, to, key, NOW + minute * 60_000))?.file ?? '');
      }
      const [first = '', second = ''] = points;
      const kept = readFileSync(first);
      rmSync(first);
      await expect(restore(second, key, null)).rejects.toThrow(BackUpError);
      // Sealed by the same key, but of another moment: the chain tells.
      copyFileSync(second, first);
      await expect(restore(second, key, null)).rejects.toThrow(BackUpError);
      writeFileSync(first, kept);
      await expect(restore(second, key, null)).resolves.toMatchObject({ entries: 130 });
      await stores.close();
    }));

  it('is taken, drilled and restored by commands that say so', { timeout: 60_000 }, () =>
    inFolder(async (folder) => {
      const { url, stores, to, keyFile } = await house(folder);
      const { hash } = await stores.ledger.head();
      const run = (...args: string[]) => {
        const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
          encoding: 'utf8',
          env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: url },
        });
        return { status, said: stdout + stderr };
      };
      const taken = run('take', '--to', to, '--key', keyFile, '--keep-days', '30');
      expect(taken).toMatchObject({ status: 0 });
      const { hash: look } = await stores.accessLog.head();
      const ends = `chain intact, head 20 ${hash}; access log intact, head 3 ${look}`;
      expect(taken.said).toContain(`20 entries, ${ends}`);
      const from = join(to, readdirSync(to)[0] ?? '');
      const drill = run('restore', '--from', from, '--key', keyFile, '--drill');
      expect([drill.status, drill.said]).toEqual([
        0,
        expect.stringMatching(new RegExp(`^it can be restored: .*${ends}`)),
      ]);
      const target = join(folder, 'again.db');
      expect(run('restore', '--from', from, '--key', keyFile, '--to', target).status).toBe(0);
      for (const wrong of [
        ['take', '--to', to],
        ['take', '--make-key', keyFile],
        ['take', '--to', to, '--key', keyFile, '--keep-days', '0'],
        ['take', '--to', to, '--key', keyFile, '--changes', '--database', 'postgres://localhost/x'],
        ['restore', '--from', to, '--at', '2026-11-22', '--key', keyFile, '--drill'],
        ['restore', '--from', to, '--at', '2020-01-01T00:00:00Z', '--key', keyFile, '--drill'],
        ['restore', '--from', to, '--key', keyFile, '--drill', '--on', 'file:x.db'],
        ['restore', '--from', from, '--key', keyFile],
        ['restore', '--from', from, '--key', keyFile, '--to', target],
        ['restore', '--from', `${from}x`, '--key', keyFile, '--drill'],
      ]) {
        const failed = run(...wrong);
        expect([failed.status, wrong]).toEqual([1, wrong]);
        expect(failed.said).toMatch(/^not (?:backed up|restored): /);
      }
      await stores.close();
    }),
  );
});
