/** `npm run cut-access-log` and a server with a term: real processes on real databases. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewLook } from '#domain/accountability/looks.ts';
import { connectStores, type Stores } from '../../db/open.ts';
import { startServer } from '../../server/start.ts';
import { readSettings } from '../../server/settings.ts';
import { postgresForTests } from '../support/postgres.ts';
import { inFolder } from './helpers.ts';

function run(program: 'cut-access-log' | 'verify-ledger', ...args: string[]) {
  const path = join(import.meta.dirname, '..', '..', 'db', `${program}.ts`);
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    ...{ encoding: 'utf8', env },
  });
  return { status, stdout, stderr };
}

const look = (at: string): NewLook => ({
  by: { id: 'a1', kind: 'account', role: 'dispatcher', organisation: 'mk-den-haag' },
  ...{ session: null, at, action: 'read' },
  seen: [{ case: 'c1', ground: 'dispatching-room', region: 'west', facility: null }],
});
/** Two of long ago, and one of this moment that stays. */
const looks = () => [
  look('2019-05-01T10:00:00.000Z'),
  look('2019-05-02T10:00:00.000Z'),
  look(new Date().toISOString()),
];

const ADMINISTRATOR = 'c8f0b2de';

async function addAccount(stores: Stores, role: string, id: string): Promise<void> {
  await stores.accounts.addProvided({
    ...{ id, email: `${role}@lumc.example`, emailVerified: true, role, scope: '{}' },
    provider: { providerId: 'oidc:https://sign-in.example', accountId: role },
    ...{ link: `link of ${id}`, at: new Date('2026-11-29T07:00:00.000Z') },
  });
}

async function cutsOnce(url: string): Promise<void> {
  const stores = await connectStores(url);
  try {
    await stores.accessLog.write(looks());
    await addAccount(stores, 'administrator', ADMINISTRATOR);
    await addAccount(stores, 'viewer', 'v1');
    const args = ['--database', url, '--years'];
    // Who does it has to be somebody, and one who may.
    for (const wrong of [[], ['--by', ''], ['--by', 'nobody'], ['--by', 'v1']]) {
      const refused = run('cut-access-log', ...args, '5', ...wrong);
      expect([refused.status, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toContain('--by takes the id or the address of the open account');
    }
    args.unshift('--by', 'Administrator@lumc.example');
    const done = run('cut-access-log', ...args, '5');
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toMatch(
      /^cut 1: 2 looks went, up to look 2 [0-9a-f]{64}\nmarker [0-9a-f]{64}; keep it elsewhere\n/,
    );
    const { looks: left } = await stores.accessLog.query({ scope: { all: true }, limit: 1 });
    expect(left[0]).toMatchObject({
      ...{ by: { id: 'system' }, action: 'cut' },
      asked: { how: 'command', by: ADMINISTRATOR, count: '2' },
    });
    const verified = run('verify-ledger', '--database', url);
    expect(verified.status).toBe(0);
    expect(verified.stdout).toMatch(
      /^the first 2 looks were cut after their term, the last time at 20\d\d-\S+ up to look 2 of 2019-05-02T10:00:00.000Z [0-9a-f]{64}; marker 1 [0-9a-f]{64}$/m,
    );
    const again = run('cut-access-log', ...args, '5');
    expect(again.stdout).toMatch(/^nothing in the access log is of before /);
    expect(again.status).toBe(0);
  } finally {
    await stores.close();
  }
}

describe('cut-access-log', () => {
  it('cuts once and says what went', { timeout: 120_000 }, () =>
    inFolder((folder) => cutsOnce(`file:${join(folder, 'a.db')}`)),
  );

  it(
    'refuses a term that is too short and a broken log, and changes nothing',
    { timeout: 120_000 },
    () =>
      inFolder(async (folder) => {
        const url = `file:${join(folder, 'a.db')}`;
        const stores = await connectStores(url);
        await stores.accessLog.write(looks());
        await addAccount(stores, 'administrator', ADMINISTRATOR);
        for (const wrong of [['--years', '4'], []]) {
          const refused = run('cut-access-log', '--database', url, ...wrong);
          expect([refused.status, refused.stdout]).toEqual([2, '']);
          expect(refused.stderr).toBe(
            'cannot cut the access log: --years takes a whole number from 5 to 20\n',
          );
        }
        expect(await stores.accessLog.verify()).toMatchObject({ intact: true, looks: 3, cut: 0 });
        await stores.close();
        const { default: Sqlite } = await import('better-sqlite3');
        const sqlite = new Sqlite(join(folder, 'a.db'));
        sqlite.exec(
          "drop trigger access_log_stays; update access_log set action = 'list' where seq = 1",
        );
        const broken = run(
          'cut-access-log',
          '--database',
          url,
          '--years',
          '5',
          '--by',
          ADMINISTRATOR,
        );
        expect([broken.status, broken.stdout]).toEqual([
          1,
          'not cut: broken at look 1: hash does not match the content\n',
        ]);
        expect(sqlite.prepare('select count(*) from access_log').pluck().get()).toBe(3);
        sqlite.close();
      }),
  );

  it('is done by a server with a term by itself', { timeout: 60_000 }, () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'a.db')}`;
      const stores = await connectStores(url);
      await stores.accessLog.write(looks());
      const env = { DATABASE_URL: url, PORT: '0', KEEP_ACCESS_LOG_YEARS: '5' };
      const server = await startServer(readSettings(env));
      try {
        const cut = async () => (await stores.accessLog.verify()).cut;
        await expect.poll(cut, { timeout: 50_000 }).toBe(2);
      } finally {
        await server.stop();
      }
      expect(await stores.accessLog.verify()).toMatchObject({ intact: true });
      await stores.close();
    }),
  );
});

describe('cut-access-log on PostgreSQL', () => {
  const server = postgresForTests();
  it('cuts once and says what went', { timeout: 120_000 }, async () =>
    cutsOnce(await server().database()),
  );
});
