import { isUtf8 } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../db/ledger.ts';
import { openPostgresLedger } from '../../db/postgres/ledger.ts';
import { LOCKS, openPostgres, type Postgres } from '../../db/postgres/open.ts';
import { postgresForTests, startPostgres } from '../support/postgres.ts';
import { note, request, written } from './helpers.ts';
import { ledgerSuite } from './ledger-suite.ts';

const server = postgresForTests();

/** Behind the ledger's back: as somebody who owns the tables and turns their triggers off. */
async function tamper(url: string, change: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(
      `alter table entries disable trigger entries_stay; set session_replication_role = replica`,
    );
    const { count } = await sql.unsafe(change);
    await sql.unsafe(`alter table entries enable always trigger entries_stay`);
    return count;
  } finally {
    await sql.end();
  }
}

ledgerSuite('PostgreSQL', async () => {
  const url = await server().database();
  const db = await openPostgres(url);
  const reported: unknown[] = [];
  const ledger = await openPostgresLedger(db, { report: (error) => reported.push(error) });
  return {
    ledger,
    reported,
    async tamper(table, where, column, value) {
      const here = value.replace(/^x'(.*)'$/, "'\\x$1'::bytea");
      expect(await tamper(url, `update ${table} set ${column} = ${here} where ${where}`)).toBe(1);
    },
    async breakCommits(subject) {
      const sql = postgres(url, { max: 1, onnotice: () => undefined });
      await sql.unsafe(
        `create function breaks() returns trigger language plpgsql as $$ begin raise 'the commit breaks'; end $$;
        create constraint trigger breaks after insert on entries deferrable initially deferred
        for each row when (new.subject = '${subject}') execute function breaks()`,
      );
      await sql.end();
    },
    async close() {
      await ledger.close();
      await db.close();
    },
  };
});

interface Share {
  db: Postgres;
  ledger: Ledger;
  /** Seqs that its follower was told. */
  told: number[];
  /** Resolves when the follower has been told of `seq`. */
  hears: (seq: number) => Promise<void>;
  close: () => Promise<void>;
}

/** A server's share: a pool and a ledger over it. */
async function openOne(
  url: string,
  report: (error: unknown) => void = () => undefined,
): Promise<Share> {
  const db = await openPostgres(url);
  const ledger = await openPostgresLedger(db, { report });
  const told: number[] = [];
  const heard = { until: 0, wake: () => undefined as void };
  const stop = await ledger.follow(0, (entries) => {
    for (const { seq } of entries) told.push(seq);
    heard.wake();
  });
  return {
    db,
    ledger,
    told,
    async hears(seq) {
      while ((told.at(-1) ?? 0) < seq)
        await new Promise<void>((resolve) => {
          heard.wake = resolve;
        });
    },
    async close() {
      stop();
      await ledger.close();
      await db.close();
    },
  };
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('PostgreSQL database', () => {
  it('refuses every change of what stands in the ledger', async () => {
    const { db, ledger, close } = await openOne(await server().database());
    await ledger.append(request('a'));
    for (const change of [
      `update entries set kind = 'x'`,
      'delete from entries where seq = 99',
      'truncate entries cascade',
      `insert into entries select * from entries on conflict (seq) do update set kind = 'x'`,
    ])
      await expect(db.sql.unsafe(change)).rejects.toThrow('only ever added to');
    expect(await ledger.verify()).toMatchObject({ intact: true, entries: 1 });
    await close();
  });

  it('is brought up to date by several servers at once', async () => {
    const url = await server().emptyDatabase();
    const all = await Promise.all(Array.from({ length: 4 }, () => openOne(url)));
    await Promise.all(all.map(({ ledger }) => ledger.append(request('a'))));
    expect((await all[0]?.ledger.verify())?.entries).toBe(4);
    await Promise.all(all.map(({ close }) => close()));
  });

  it('takes a group back whole when the database fails, and goes on', async () => {
    const { db, ledger, close } = await openOne(await server().database());
    await ledger.append(request('a'));
    await db.sql.unsafe(`create function full_disk() returns trigger language plpgsql as
      $$ begin raise 'disk full'; end $$;
      create trigger full_disk before insert on entries for each row when (new.subject = 'bad') execute function full_disk()`);
    const group = await Promise.allSettled(['a', 'bad', 'b'].map((s) => ledger.append(request(s))));
    expect(group.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(written(await ledger.append(request('a'))).entries[0]).toMatchObject({
      seq: 2,
      version: 2,
    });
    expect((await ledger.verify()).intact).toBe(true);
    await close();
  });
});

describe('several servers on one PostgreSQL database', () => {
  it('write one chain without a gap, and each tells all of it in order', async () => {
    const url = await server().database();
    const all = await Promise.all([openOne(url), openOne(url), openOne(url)]);
    await Promise.all(
      upTo(40).flatMap((n) =>
        all.map(async ({ ledger }, nth) => {
          await ledger.append(request(`s${n % 7}`));
          if (n % 10 === 0) await ledger.append(request(`own-${nth}`));
        }),
      ),
    );
    const last = 3 * 44;
    await Promise.all(all.map(({ hears }) => hears(last)));
    for (const { told, ledger } of all) {
      expect(told).toEqual(upTo(last));
      expect(await ledger.verify()).toMatchObject({ intact: true, entries: last });
    }
    await Promise.all(all.map(({ close }) => close()));
  });

  it('have one winner for a guard, and write the same key once', async () => {
    const url = await server().database();
    const [one, two] = await Promise.all([openOne(url), openOne(url)]);
    for (let version = 0; version < 20; version += 1) {
      const results = await Promise.all(
        [one, two].map(({ ledger }) =>
          ledger.append(request('bay', { guards: [{ subject: 'bay', version }] })),
        ),
      );
      expect(results.filter((result) => result.ok)).toHaveLength(1);
    }
    const keyed = request('k', {
      idempotency: { scope: 'x POST /y', key: 'k1', request: 'h' },
      answer: (entries) => ({ seq: entries[0]?.seq }),
    });
    const both = await Promise.all([one.ledger.append(keyed), two.ledger.append(keyed)]);
    expect(both.map((result) => written(result).repeated).sort()).toEqual([false, true]);
    expect(written(both[0]).answer).toEqual(written(both[1]).answer);
    expect((await one.ledger.head()).seq).toBe(21);
    await Promise.all([one.close(), two.close()]);
  });

  it('go on after the database was gone, and miss nothing of what was written meanwhile', async () => {
    const own = await startPostgres();
    const url = await own.database();
    const reported: unknown[] = [];
    const [one, two] = await Promise.all([openOne(url, (e) => reported.push(e)), openOne(url)]);
    await one.ledger.append(request('a'));
    await two.hears(1);
    own.crash();
    await expect(one.ledger.append(request('a'))).rejects.toThrow();
    own.start();
    for (let tries = 0; (await one.ledger.head().catch(() => null)) === null; tries += 1)
      if (tries > 100) throw new Error('the database did not come back');
    const after = written(await one.ledger.append(request('a'))).entries[0];
    expect(after?.seq).toBe(2);
    await two.hears(2);
    expect([one.told, two.told]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    await Promise.all([one.close(), two.close()]);
    own.remove();
  });

  it('are not stopped by one that was frozen while it held the end of the chain', async () => {
    const url = await server().database();
    const { ledger, close } = await openOne(url);
    const frozen = postgres(url, { max: 1, onnotice: () => undefined });
    const one = await frozen.reserve();
    await one`set idle_in_transaction_session_timeout = 300`;
    await one`begin`;
    await one`select pg_advisory_xact_lock(${LOCKS.chain})`;
    expect((await ledger.append(request('a'))).ok).toBe(true);
    await frozen.end({ timeout: 0 });
    await close();
  });

  it('go on when a connection is cut in the middle of a commit', async () => {
    const own = await startPostgres();
    const { db, ledger, told, hears, close } = await openOne(await own.database());
    await ledger.append(request('a'));
    await db.sql.unsafe(`create function slowly() returns trigger language plpgsql as
      $$ begin perform pg_sleep(30); return new; end $$;
      create trigger slowly before insert on entries for each row when (new.subject = 'slow') execute function slowly()`);
    const cut = ledger.append(request('slow'));
    let pid: number | undefined;
    while (pid === undefined)
      [pid] = (
        await db.sql<{ pid: number }[]>`
          select pid from pg_stat_activity where wait_event = 'PgSleep'`
      ).map((row) => row.pid);
    // As a broken network does: without a word.
    process.kill(pid, 'SIGKILL');
    await expect(cut).rejects.toThrow();
    let seq: number | undefined;
    for (let tries = 0; seq === undefined && tries < 200; tries += 1)
      seq = await ledger.append(request('b')).then(
        (result) => written(result).entries[0]?.seq,
        () => undefined,
      );
    expect(seq).toBe(2);
    await hears(2);
    expect(told).toEqual([1, 2]);
    await close();
    own.remove();
  });
});

describe('one changed byte in a PostgreSQL database', () => {
  it('is found in any column, and its entry is named', async () => {
    const url = await server().database();
    const { db, ledger, close } = await openOne(url);
    for (let i = 1; i <= 9; i += 1)
      await ledger.append(
        request('', { entries: [note(`account:${i}${i}${i}`, 'x\ufffdy', ['unit:x/icu'])] }),
      );
    const [row] = await db.sql<Record<string, string | number>[]>`
      select at_ms, kind, by, subject, version, also, v, body, prev, hash from entries where seq = 5`;
    const raw = postgres(url, { max: 1, onnotice: () => undefined });
    await raw.unsafe(`alter table entries disable trigger entries_stay;
      alter table entries drop constraint entries_prev_length, drop constraint entries_hash_length,
        drop constraint entries_v_positive, drop constraint entries_version_positive`);
    let flips = 0;
    const set = (column: string, value: string) =>
      raw.unsafe(`update entries set ${column} = ${value} where seq = 5`);
    const quoted = (value: string) =>
      `convert_from('\\x${Buffer.from(value).toString('hex')}', 'UTF8')`;
    for (const [column, value] of Object.entries(row ?? {})) {
      const wrong: string[] = [];
      if (typeof value === 'number')
        wrong.push(String(value + 1), String(-value), String(value ^ (1 << 20)));
      else
        for (let at = 0; at < Buffer.byteLength(value); at += 1) {
          const bytes = Buffer.from(value);
          bytes[at] = (bytes[at] ?? 0) ^ 0x01;
          // PostgreSQL itself refuses text that is no UTF-8.
          if (isUtf8(bytes)) wrong.push(quoted(bytes.toString()));
        }
      for (const change of wrong) {
        await set(column, change);
        expect(await ledger.verify(), `${column} ${change}`).toMatchObject({
          intact: false,
          entries: 4,
          broken: { seq: 5 },
        });
        flips += 1;
      }
      await set(column, typeof value === 'number' ? String(value) : quoted(value));
      expect((await ledger.verify()).intact).toBe(true);
    }
    expect(flips).toBeGreaterThan(300);
    await raw.end();
    await close();
  });

  it('is found in the files of the database, under a server that does not notice', async () => {
    const own = await startPostgres();
    const url = await own.database();
    const first = await openOne(url);
    for (const word of ['een', 'twee', 'drie'])
      await first.ledger.append(request('', { entries: [note('account:a', `merkteken-${word}`)] }));
    const [place] = await first.db.sql<{ path: string }[]>`
      select pg_relation_filepath('entries') as path`;
    await first.close();
    own.stop();
    const path = join(own.folder, place?.path ?? '');
    const bytes = readFileSync(path);
    const at = bytes.indexOf('merkteken-twee');
    expect(at).toBeGreaterThan(0);
    bytes[at] = (bytes[at] ?? 0) ^ 0x80;
    writeFileSync(path, bytes);
    own.start();
    const second = await openOne(url);
    expect(await second.ledger.verify()).toMatchObject({
      intact: false,
      entries: 1,
      broken: { seq: 2, problem: 'body is not UTF-8' },
    });
    await second.close();
    own.remove();
  });
});
