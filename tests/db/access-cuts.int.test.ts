/** The access log is cut after its term: what is left is still proven, and a cut that is not as it was made is named. */
import { describe, expect, it } from 'vitest';
import type { NewLook } from '#domain/accountability/looks.ts';
import { openPostgresStores } from '../../db/postgres/stores.ts';
import { openStores, type Stores } from '../../db/open.ts';
import { hashCut, type CutRow } from '../../db/access-cuts.ts';
import { postgresForTests } from '../support/postgres.ts';
import { onBoth } from './both.ts';
import { inFolder } from './helpers.ts';
import { join } from 'node:path';

const OLD = Date.parse('2020-01-01T00:00:00.000Z');
const NOW = '2026-11-28T10:00:00.000Z';
const DAY = 86_400_000;
const at = (day: number) => new Date(OLD + day * DAY).toISOString();
const look = (day: number): NewLook => ({
  by: { id: 'a1', kind: 'account', role: 'dispatcher', organisation: 'mk-den-haag' },
  ...{ session: null, at: at(day), action: 'read' },
  seen: [{ case: `c${day}`, ground: 'dispatching-room', region: 'west', facility: null }],
});
const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => look(from + n));
const ALL = { scope: { all: true }, limit: 100 } as const;

describe('a cut of the access log', () => {
  onBoth((kept) => {
    it('takes the oldest, leaves a marker, and what is left is proven; again and again', async () => {
      const { accessLog } = kept.stores;
      await accessLog.write(days(1, 9));
      const first = await accessLog.cut(at(7), NOW);
      expect(first).toMatchObject({ done: 'cut', cut: { nr: 1, up_to: 6, count: 6, noted: 10 } });
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 4, cut: 6 });
      const { looks } = await accessLog.query(ALL);
      expect(looks.map(({ seq, action }) => [seq, action])).toEqual([
        [10, 'cut'],
        [9, 'read'],
        [8, 'read'],
        [7, 'read'],
      ]);
      expect((await accessLog.query({ ...ALL, case: 'c3' })).looks).toEqual([]);
      // What is written after it goes on in the same chain, also by another server.
      await (await kept.again()).accessLog.write([{ ...look(0), at: NOW }]);
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 5, head: { seq: 11 } });
      expect(await accessLog.cut(at(7), NOW)).toEqual({ done: 'nothing' });
      expect(await accessLog.cut(at(9), NOW)).toMatchObject({
        done: 'cut',
        cut: { nr: 2, up_to: 8, count: 2, noted: 12 },
      });
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 4, cut: 8 });
    });

    it('goes in pieces, and counts what is left to go', async () => {
      const { accessLog } = kept.stores;
      await accessLog.write(days(1, 9));
      expect(await accessLog.olderThan(at(7))).toBe(6);
      const gone: number[] = [];
      for (;;) {
        const outcome = await accessLog.cut(at(7), NOW, 4);
        if (outcome.done !== 'cut') break;
        gone.push(outcome.cut.count);
      }
      expect(gone).toEqual([4, 2]);
      expect(await accessLog.olderThan(at(7))).toBe(0);
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 5, cut: 6 });
    });

    it('of two servers is done by one, and the log is whole', async () => {
      const others = [kept.stores, await kept.again(), await kept.again()];
      await kept.stores.accessLog.write(days(1, 9));
      const outcomes = await Promise.all(
        others.map(({ accessLog }) => accessLog.cut(at(7), NOW).catch((error: unknown) => error)),
      );
      expect(outcomes.filter((one) => (one as { done?: string }).done === 'cut')).toHaveLength(1);
      expect(await kept.stores.accessLog.verify()).toMatchObject({ intact: true, cut: 6 });
    });

    it('takes nothing that is younger than five years, whatever is asked', async () => {
      const { accessLog } = kept.stores;
      const young = new Date(Date.parse(NOW) - 1_825 * DAY).toISOString();
      await accessLog.write([{ ...look(0), at: young }]);
      await expect(accessLog.cut(NOW, NOW)).rejects.toThrow();
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 1, cut: 0 });
    });
  });
});

/** What somebody who owns the database may do to it, in words that both databases know. */
interface Owner {
  run(sql: string): Promise<void>;
  cuts(): Promise<CutRow[]>;
  log: Stores['accessLog'];
}

const forged = (cut: CutRow, change: Partial<CutRow>): string => {
  const other = { ...cut, ...change };
  other.hash = hashCut(other);
  return `update access_log_cuts set up_to = ${other.up_to}, count = ${other.count}, last_hash = '${other.last_hash}', last_at_ms = ${other.last_at_ms}, hash = '${other.hash}'`;
};

async function misdeeds(fresh: () => Promise<Owner>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const deeds: Record<string, (owner: Owner, cut: CutRow) => Promise<void>> = {
    'one more went': (o) => o.run('delete from access_log where seq = 4'),
    'one in the middle went': (o) => o.run('delete from access_log where seq = 5'),
    'the marker went': (o) => o.run('delete from access_log_cuts'),
    'the marker was changed': (o) => o.run('update access_log_cuts set count = 2'),
    'one more went and the marker was made to fit': async (o, cut) => {
      const { looks } = await o.log.query({ ...ALL, case: 'c4' });
      const [row] = looks;
      await o.run(`${forged(cut, { up_to: 4, count: 4, last_at_ms: Date.parse(row?.at ?? '') })}`);
      await o.run(
        'update access_log_cuts set last_hash = (select hash from access_log where seq = 4)',
      );
      const [now] = await o.cuts();
      if (now !== undefined) await o.run(`update access_log_cuts set hash = '${hashCut(now)}'`);
      await o.run('delete from access_log where seq = 4');
    },
    'the look that tells of it was changed': (o) =>
      o.run("update access_log set action = 'list' where seq = 7"),
    'the end with the look that tells of it went': (o) =>
      o.run('delete from access_log where seq = 7'),
    'what went was put back': (o) =>
      o.run(
        'insert into access_log select 2, at_ms, by, action, session, body, prev, hash from access_log where seq = 4',
      ),
  };
  for (const [name, deed] of Object.entries(deeds)) {
    const owner = await fresh();
    await owner.log.write(days(1, 6));
    const outcome = await owner.log.cut(at(4), NOW);
    if (outcome.done !== 'cut') throw new Error('expected it to be cut');
    await deed(owner, outcome.cut);
    const verified = await owner.log.verify();
    found[name] = verified.intact ? 'intact' : `${verified.broken.seq}: ${verified.broken.problem}`;
  }
  return found;
}

const NAMED = {
  'one more went': '4: missing: the next look is 5',
  'one in the middle went': '5: missing: the next look is 6',
  'the marker went': '1: missing: the next look is 4',
  'the marker was changed': '4: cut 1: hash does not match the content',
  'one more went and the marker was made to fit': '7: cut 1 is not the one that this look names',
  'the look that tells of it was changed': '7: hash does not match the content',
  'the end with the look that tells of it went': '7: cut 1 is told of by no look',
  'what went was put back': '2: stands before the last cut',
};

describe('a wrong cut', () => {
  it('is named on SQLite, and is not done by a log whose past was changed', () =>
    inFolder(async (folder) => {
      const opened: ReturnType<typeof openStores>[] = [];
      const fresh = async (): Promise<Owner> => {
        const stores = openStores(`file:${join(folder, `${opened.length}.db`)}`);
        opened.push(stores);
        const { sqlite } = stores.database;
        return {
          log: stores.accessLog,
          async run(sql) {
            sqlite.pragma('foreign_keys = off');
            for (const { name } of sqlite
              .prepare<[], { name: string }>(
                "select name from sqlite_master where type = 'trigger' and name like 'access_log%'",
              )
              .all())
              sqlite.exec(`drop trigger ${name}`);
            sqlite.exec(sql);
          },
          cuts: async () =>
            sqlite.prepare<[], CutRow>('select * from access_log_cuts order by nr').all(),
        };
      };
      expect(await misdeeds(fresh)).toEqual(NAMED);
      const owner = await fresh();
      await owner.log.write(days(1, 6));
      await owner.run("update access_log set body = replace(body, 'c2', 'c9') where seq = 2");
      expect(await owner.log.cut(at(4), NOW)).toEqual({
        ...{ done: 'refused', seq: 2, problem: 'hash does not match the content' },
      });
      expect((await owner.log.query(ALL)).looks.length).toBe(6);
      // What stays is no reason to keep what goes, and is still named afterwards.
      const later = await fresh();
      await later.log.write(days(1, 6));
      await later.run("update access_log set body = replace(body, 'c5', 'c9') where seq = 5");
      expect(await later.log.cut(at(4), NOW)).toMatchObject({ done: 'cut' });
      expect(await later.log.verify()).toMatchObject({ intact: false, broken: { seq: 5 } });
      for (const stores of opened) await stores.close();
    }));

  it('is refused by the tables of SQLite as long as their triggers stand', () =>
    inFolder(async (folder) => {
      const stores = openStores(`file:${join(folder, 'a.db')}`);
      const { sqlite } = stores.database;
      await stores.accessLog.write(days(1, 6));
      await stores.accessLog.cut(at(4), NOW);
      for (const change of [
        'delete from access_log where seq = 4',
        'delete from access_log_cases where seq = 4',
        'delete from access_log_cuts',
        'update access_log_cuts set up_to = 5',
        'insert into access_log_cuts select nr, at_ms, up_to, count, last_at_ms, last_hash, noted, prev, hash from access_log_cuts',
      ])
        expect(() => sqlite.exec(change), change).toThrow('only ever added to');
      await stores.close();
    }));
});

describe('a wrong cut on PostgreSQL', () => {
  const server = postgresForTests();
  it('is named, refused by the tables, and not done by a log whose past was changed', async () => {
    const opened: Awaited<ReturnType<typeof openPostgresStores>>[] = [];
    const fresh = async (): Promise<Owner> => {
      const stores = await openPostgresStores(await server().database());
      opened.push(stores);
      const { sql } = stores.postgres;
      return {
        log: stores.accessLog,
        async run(text) {
          await sql.unsafe(
            'alter table access_log_cases drop constraint if exists access_log_cases_seq_access_log_seq_fk',
          );
          for (const table of ['access_log', 'access_log_cases', 'access_log_cuts'])
            await sql.unsafe(`alter table ${table} disable trigger user`);
          await sql.unsafe(text);
        },
        cuts: () => sql.unsafe<CutRow[]>('select * from access_log_cuts order by nr'),
      };
    };
    expect(await misdeeds(fresh)).toEqual(NAMED);
    const owner = await fresh();
    await owner.log.write(days(1, 6));
    const { sql } = opened.at(-1)?.postgres ?? {};
    await owner.log.cut(at(2), NOW);
    for (const change of [
      'delete from access_log where seq = 4',
      'delete from access_log_cases where seq = 4',
      'delete from access_log_cuts',
      'update access_log_cuts set up_to = 5',
      'truncate access_log_cuts',
    ])
      await expect(sql?.unsafe(change), change).rejects.toThrow('only ever added to');
    await owner.run('update access_log set at_ms = at_ms - 1 where seq = 3');
    expect(await owner.log.cut(at(4), NOW)).toEqual({
      ...{ done: 'refused', seq: 3, problem: 'hash does not match the content' },
    });
    for (const stores of opened) await stores.close();
  });
});
