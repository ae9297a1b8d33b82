/** The access log is cut after its term: what is left is still proven, and a cut that is not as it was made is named. */
import { describe, expect, it } from 'vitest';
import type { NewLook } from '#domain/accountability/looks.ts';
import { openPostgresStores } from '../../db/postgres/stores.ts';
import { openStores, type Stores } from '../../db/open.ts';
import { placeLooks } from '../../db/access-log.ts';
import { hashCut, type CutRow } from '../../db/access-cuts.ts';
import { postgresForTests } from '../support/postgres.ts';
import { onBoth } from './both.ts';
import { inFolder } from './helpers.ts';
import { join } from 'node:path';

const OLD = Date.parse('2020-01-01T00:00:00.000Z');
const NOW = '2026-11-28T10:00:00.000Z';
const DAY = 86_400_000;
const at = (day: number) => new Date(OLD + day * DAY).toISOString();
const SEEN = { ground: 'dispatching-room', region: 'west', facility: null } as const;
const look = (day: number): NewLook => ({
  by: { id: 'a1', kind: 'account', role: 'dispatcher', organisation: 'mk-den-haag' },
  ...{ session: null, at: at(day), action: 'read' },
  seen: [{ ...SEEN, case: `c${day}` }],
});
const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => look(from + n));
const BY_SETTING = { how: 'setting' } as const;
const ALL = { scope: { all: true }, limit: 100 } as const;

describe('a cut of the access log', () => {
  onBoth((kept) => {
    it('takes the oldest, leaves a marker, and what is left is proven; again and again', async () => {
      const { accessLog } = kept.stores;
      await accessLog.write(days(1, 9));
      const first = await accessLog.cut(at(7), NOW, BY_SETTING);
      expect(first).toMatchObject({ done: 'cut', cut: { nr: 1, up_to: 6, count: 6, noted: 10 } });
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 4, cut: 6 });
      const { looks } = await accessLog.query(ALL);
      expect(looks.map(({ seq, action }) => [seq, action])).toEqual([
        [10, 'cut'],
        [9, 'read'],
        [8, 'read'],
        [7, 'read'],
      ]);
      // Who, when, how many, up to which: in the log itself.
      if (first.done !== 'cut') throw new Error('expected it to be cut');
      const { hash, last_hash } = first.cut;
      expect(looks[0]).toMatchObject({
        ...{ by: { id: 'system' }, at: NOW, seen: [] },
        asked: {
          cut: hash,
          how: 'setting',
          count: '6',
          upTo: '6',
          lastAt: at(6),
          lastHash: last_hash,
        },
      });
      expect((await accessLog.query({ ...ALL, case: 'c3' })).looks).toEqual([]);
      // What is written after it goes on in the same chain, also by another server.
      await (await kept.again()).accessLog.write([{ ...look(0), at: NOW }]);
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 5, head: { seq: 11 } });
      expect(await accessLog.cut(at(7), NOW, BY_SETTING)).toEqual({ done: 'nothing' });
      expect(await accessLog.cut(at(9), NOW, BY_SETTING)).toMatchObject({
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
        const outcome = await accessLog.cut(at(7), NOW, { how: 'setting', most: 8 });
        if (outcome.done !== 'cut') break;
        gone.push(outcome.cut.count);
      }
      expect(gone).toEqual([4, 2]);
      expect(await accessLog.olderThan(at(7))).toBe(0);
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 5, cut: 6 });
    });

    it('weighs a look by the cases that it showed, so that no piece is long', async () => {
      const { accessLog } = kept.stores;
      const wide: NewLook = {
        ...look(1),
        seen: Array.from({ length: 5 }, (_, n) => ({ ...SEEN, case: `w${n}` })),
      };
      await accessLog.write([wide, ...days(2, 5)]);
      const piece = () => accessLog.cut(at(9), NOW, { how: 'command', by: 'a1', most: 6 });
      expect(await piece()).toMatchObject({ cut: { count: 1, up_to: 1 } });
      expect(await piece()).toMatchObject({ cut: { count: 3, up_to: 4 } });
      expect(await piece()).toMatchObject({ cut: { count: 1, up_to: 5 } });
      expect(await piece()).toEqual({ done: 'nothing' });
      expect(await accessLog.verify()).toMatchObject({ intact: true, cut: 5, looks: 3 });
    });

    it('goes on while two servers cut and two write: one chain, every look and every cut in it', async () => {
      const all = [kept.stores, await kept.again(), await kept.again(), await kept.again()];
      await kept.stores.accessLog.write(days(1, 40));
      const cutting = all.slice(0, 2).map(async ({ accessLog }) => {
        let gone = 0;
        for (;;) {
          const outcome = await accessLog.cut(at(41), NOW, { how: 'setting', most: 6 });
          if (outcome.done === 'nothing') return gone;
          if (outcome.done === 'refused') throw new Error(outcome.problem);
          if (outcome.done === 'cut') gone += outcome.cut.count;
        }
      });
      const writing = all.slice(2).map(async ({ accessLog }, server) => {
        for (let n = 0; n < 15; n += 1)
          await accessLog.write([{ ...look(0), at: NOW, session: `s${server}-${n}` }]);
      });
      const gone = await Promise.all(cutting);
      await Promise.all(writing);
      expect(gone.reduce((sum, one) => sum + one, 0)).toBe(40);
      const { looks } = await kept.stores.accessLog.query(ALL);
      expect(new Set(looks.flatMap(({ session }) => session ?? [])).size).toBe(30);
      const told = looks.filter(({ action }) => action === 'cut');
      expect(told.reduce((sum, { asked }) => sum + Number(asked?.['count']), 0)).toBe(40);
      expect(await kept.stores.accessLog.verify()).toMatchObject({
        ...{ intact: true, cut: 40, looks: 30 + told.length },
      });
    });

    it('takes what told of earlier cuts too, when that is old enough', async () => {
      const { accessLog } = kept.stores;
      await accessLog.write(days(1, 4));
      await accessLog.cut(at(3), NOW, BY_SETTING);
      await accessLog.cut(at(5), NOW, BY_SETTING);
      const later = new Date(Date.parse(NOW) + 2_000 * DAY).toISOString();
      await accessLog.write([{ ...look(0), at: later }]);
      expect(await accessLog.cut(later, later, { how: 'setting', most: 1 })).toMatchObject({
        cut: { nr: 3, up_to: 5, count: 1 },
      });
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 3 });
      await expect(accessLog.cut(later, later, BY_SETTING)).resolves.toMatchObject({
        cut: { nr: 4, up_to: 6 },
      });
      expect(await accessLog.verify()).toMatchObject({ intact: true, cut: 6, looks: 3 });
    });

    it('of two servers is done by one, and the log is whole', async () => {
      const others = [kept.stores, await kept.again(), await kept.again()];
      await kept.stores.accessLog.write(days(1, 9));
      const outcomes = await Promise.all(
        others.map(({ accessLog }) =>
          accessLog.cut(at(7), NOW, BY_SETTING).catch((error: unknown) => error),
        ),
      );
      expect(outcomes.filter((one) => (one as { done?: string }).done === 'cut')).toHaveLength(1);
      expect(await kept.stores.accessLog.verify()).toMatchObject({ intact: true, cut: 6 });
    });

    it('takes nothing that is younger than five years, whatever is asked', async () => {
      const { accessLog } = kept.stores;
      const young = new Date(Date.parse(NOW) - 1_825 * DAY).toISOString();
      await accessLog.write([{ ...look(0), at: young }]);
      await expect(accessLog.cut(NOW, NOW, BY_SETTING)).rejects.toThrow();
      expect(await accessLog.verify()).toMatchObject({ intact: true, looks: 1, cut: 0 });
    });
  });
});

/** What somebody who owns the database may do to it, in words that both databases know. */
interface Owner {
  run(sql: string): Promise<void>;
  cuts(): Promise<CutRow[]>;
  hash(seq: number): Promise<string>;
  log: Stores['accessLog'];
}

const forged = (cut: CutRow, change: Partial<CutRow>): string => {
  const other = { ...cut, ...change };
  other.hash = hashCut(other);
  return `update access_log_cuts set up_to = ${other.up_to}, count = ${other.count}, last_hash = '${other.last_hash}', last_at_ms = ${other.last_at_ms}, hash = '${other.hash}'`;
};

/** @param only these of them; default all */
async function misdeeds(
  fresh: () => Promise<Owner>,
  only: readonly string[] | null = null,
): Promise<Record<string, string>> {
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
    'young looks were made to seem old by a cut in time to come': async (o, cut) => {
      const lie = { at_ms: cut.at_ms + 9_999 * DAY };
      await o.run(`${forged(cut, lie)}, at_ms = ${lie.at_ms}`);
      const told = JSON.stringify(hashCut({ ...cut, ...lie }));
      const { looks } = await o.log.query(ALL);
      const [last] = looks;
      if (last === undefined) throw new Error('expected the look that tells of it');
      const [row] = placeLooks(
        [{ ...last, asked: { ...last.asked, cut: JSON.parse(told) as string } }],
        { seq: 6, at_ms: 0, hash: await o.hash(6) },
      ).rows;
      await o.run(
        `update access_log set body = '${row?.body}', hash = '${row?.hash}' where seq = 7`,
      );
    },
    'what went was put back': (o) =>
      o.run(
        'insert into access_log select 2, at_ms, by, action, session, body, prev, hash from access_log where seq = 4',
      ),
  };
  for (const [name, deed] of Object.entries(deeds)) {
    if (only?.includes(name) === false) continue;
    const owner = await fresh();
    await owner.log.write(days(1, 6));
    const outcome = await owner.log.cut(at(4), NOW, BY_SETTING);
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
  'young looks were made to seem old by a cut in time to come':
    '7: tells of cut 1 before it was made',
  'what went was put back': '2: stands before the last cut',
};

/** Markers by which whoever may only add to the tables would let looks go that are young, or more than are counted. */
const marker = (change: Record<string, string>) => {
  const end = '(select max(seq) from access_log)';
  const values = {
    nr: '(select max(nr) + 1 from access_log_cuts)',
    at_ms: `${Date.parse(NOW) + 9_999 * DAY}`,
    up_to: end,
    count: `${end} - (select max(up_to) from access_log_cuts)`,
    last_at_ms: '(select max(at_ms) from access_log)',
    last_hash: `(select hash from access_log where seq = ${end})`,
    ...{ noted: `${end} + 1`, prev: "'x'", hash: "'x'" },
    ...change,
  };
  return `insert into access_log_cuts (${Object.keys(values).join()}) select ${Object.values(values).join()}`;
};
const LIES = [
  marker({ last_at_ms: `${OLD}` }),
  marker({ count: '1' }),
  marker({ last_hash: "'0'" }),
  marker({
    up_to: '(select max(seq) + 1 from access_log)',
    count: '(select max(seq) + 1 - (select max(up_to) from access_log_cuts) from access_log)',
  }),
];

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
          hash: async (seq) =>
            sqlite
              .prepare<[number], string>('select hash from access_log where seq = ?')
              .pluck()
              .get(seq) ?? '',
          cuts: async () =>
            sqlite.prepare<[], CutRow>('select * from access_log_cuts order by nr').all(),
        };
      };
      expect(await misdeeds(fresh)).toEqual(NAMED);
      const owner = await fresh();
      await owner.log.write(days(1, 6));
      await owner.run("update access_log set body = replace(body, 'c2', 'c9') where seq = 2");
      expect(await owner.log.cut(at(4), NOW, BY_SETTING)).toEqual({
        ...{ done: 'refused', seq: 2, problem: 'hash does not match the content' },
      });
      expect((await owner.log.query(ALL)).looks.length).toBe(6);
      // What stays is no reason to keep what goes, and is still named afterwards.
      const later = await fresh();
      await later.log.write(days(1, 6));
      await later.run("update access_log set body = replace(body, 'c5', 'c9') where seq = 5");
      expect(await later.log.cut(at(4), NOW, BY_SETTING)).toMatchObject({ done: 'cut' });
      expect(await later.log.verify()).toMatchObject({ intact: false, broken: { seq: 5 } });
      for (const stores of opened) await stores.close();
    }));

  it('is refused by the tables of SQLite as long as their triggers stand', () =>
    inFolder(async (folder) => {
      const stores = openStores(`file:${join(folder, 'a.db')}`);
      const { sqlite } = stores.database;
      await stores.accessLog.write(days(1, 6));
      await stores.accessLog.cut(at(4), NOW, BY_SETTING);
      for (const change of [
        'delete from access_log where seq = 4',
        'delete from access_log_cases where seq = 4',
        'delete from access_log_cuts',
        'update access_log_cuts set up_to = 5',
      ])
        expect(() => sqlite.exec(change), change).toThrow('only ever added to');
      for (const lie of LIES) expect(() => sqlite.exec(lie), lie).toThrow('says what is not so');
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
        async hash(seq) {
          const [row] = await sql<
            { hash: string }[]
          >`select hash from access_log where seq = ${seq}`;
          return row?.hash ?? '';
        },
        cuts: () => sql.unsafe<CutRow[]>('select * from access_log_cuts order by nr'),
      };
    };
    // The walk is the same on both: here what it reads differently.
    const some = ['one more went', 'the marker went', 'what went was put back'] as const;
    const named = Object.fromEntries(some.map((name) => [name, NAMED[name]]));
    expect(await misdeeds(fresh, some)).toEqual(named);
    const owner = await fresh();
    await owner.log.write(days(1, 6));
    const { sql } = opened.at(-1)?.postgres ?? {};
    await owner.log.cut(at(2), NOW, BY_SETTING);
    for (const change of [
      'delete from access_log where seq = 4',
      'delete from access_log_cases where seq = 4',
      'delete from access_log_cuts',
      'update access_log_cuts set up_to = 5',
      'truncate access_log_cuts',
    ])
      await expect(sql?.unsafe(change), change).rejects.toThrow('only ever added to');
    for (const lie of LIES)
      await expect(sql?.unsafe(lie), lie).rejects.toThrow('says what is not so');
    await owner.run('update access_log set at_ms = at_ms - 1 where seq = 3');
    expect(await owner.log.cut(at(4), NOW, BY_SETTING)).toEqual({
      ...{ done: 'refused', seq: 3, problem: 'hash does not match the content' },
    });
    for (const stores of opened) await stores.close();
  });
});
