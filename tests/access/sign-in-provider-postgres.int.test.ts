import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { connectStores, type SqliteStores } from '../../db/open.ts';
import { openHarness, ORIGIN, type Harness } from '../api/harness.ts';
import { postgresForTests } from '../support/postgres.ts';
import { TestProvider } from '../support/sign-in-provider.ts';
import {
  comeBack,
  leave,
  meOf,
  refusedWith,
  setUpOf,
  signInBy,
  type CameBack,
} from './provider-hands.ts';

const server = postgresForTests();

it('signing in by a provider holds on PostgreSQL as it does on SQLite', async () => {
  const provider = await TestProvider.start(ORIGIN);
  const stores = await connectStores(await server().database());
  const oidc = setUpOf(provider);
  // Of what is SQLite's own nothing is asked here.
  const h = await openHarness(stores as SqliteStores, undefined, undefined, { oidc });
  try {
    await h.credentials('administrator');
    const anna = { email: 'anna@lumc.example', email_verified: true };
    provider.people.set('anna', { ...anna, roles: 'lumc' });
    const both = await Promise.all([signInBy(provider, h, 'anna'), signInBy(provider, h, 'anna')]);
    for (const came of both)
      expect((await meOf(h, came)).body).toMatchObject({ role: 'hospital', provider: oidc.name });
    expect(await h.app.access.accounts.list()).toHaveLength(2);
    provider.people.set('anna', { ...anna, roles: 'kijker' });
    const viewer = await signInBy(provider, h, 'anna');
    expect((await meOf(h, viewer)).body).toMatchObject({ role: 'viewer' });
    for (const came of both) expect((await meOf(h, came)).status).toBe(401);
    provider.people.set('anna', anna);
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_NO_ROLE'));
    expect((await meOf(h, viewer)).status).toBe(401);
  } finally {
    await h.close();
    await provider.stop();
  }
});

describe('two servers on one database', () => {
  /**
   * One person comes back at both. Nothing is written to `table` before both have found that he has no account of the provider and
   * want to write, so each of them believes to be the first.
   */
  async function bothAtOnce(
    table: 'user' | 'account',
    link: boolean,
    before: (h: Harness) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<{ came: CameBack[]; servers: Harness[]; end: () => Promise<void> }> {
    const provider = await TestProvider.start(ORIGIN);
    provider.people.set('anna', {
      ...{ email: 'anna@lumc.example', email_verified: true },
      roles: 'lumc',
    });
    const url = await server().database();
    const servers: Harness[] = [];
    for (let nth = 0; nth < 2; nth += 1)
      servers.push(
        await openHarness((await connectStores(url)) as SqliteStores, undefined, undefined, {
          oidc: setUpOf(provider, { link }),
        }),
      );
    const watch = postgres(url, { max: 2 });
    const [first] = servers as [Harness];
    await first.credentials('administrator');
    await before(first);
    const backs = await Promise.all(
      servers.map(async (h) => {
        const left = await leave(h);
        return { h, back: await provider.visit(left.url, 'anna'), cookie: left.cookie };
      }),
    );
    const under = Promise.withResolvers<undefined>();
    const held = Promise.withResolvers<undefined>();
    // Reading goes on, writing waits.
    const hold = watch.begin(async (sql) => {
      await sql`lock table ${sql(table)} in exclusive mode`;
      under.resolve(undefined);
      await held.promise;
    });
    await under.promise;
    const coming = Promise.all(backs.map(({ h, back, cookie }) => comeBack(h, back, cookie)));
    await expect
      .poll(
        async () =>
          (await watch`select 1 from pg_locks where not granted and relation = ${table}::regclass`)
            .length,
        { timeout: 30_000, interval: 20 },
      )
      .toBe(2);
    held.resolve(undefined);
    await hold;
    return {
      came: await coming,
      servers,
      end: async () => {
        await watch.end();
        for (const h of servers) await h.close();
        await provider.stop();
      },
    };
  }

  it('to which somebody comes for the first time at once make one account, and let him in at both', async () => {
    const { came, servers, end } = await bothAtOnce('user', false);
    try {
      expect(came.map(({ to }) => to)).toEqual(['/', '/']);
      for (const [nth, h] of servers.entries()) {
        const { body } = await meOf(h, came[nth] ?? { cookie: '' });
        expect(body).toMatchObject({ email: 'anna@lumc.example', role: 'hospital' });
        expect(await h.app.access.accounts.list()).toHaveLength(2);
      }
    } finally {
      await end();
    }
  });

  it('that both give him the account that he had here already leave it his, once', async () => {
    const scope = { room: null, facilities: [], regions: [] };
    const mine = { email: 'anna@lumc.example', password: null, role: 'viewer', scope } as const;
    const { came, servers, end } = await bothAtOnce('account', true, (h) =>
      h.app.access.accounts.create(mine),
    );
    try {
      expect(came.map(({ to }) => to)).toEqual(['/', '/']);
      for (const h of servers) {
        expect(await h.app.access.accounts.list()).toHaveLength(2);
        expect(await h.app.access.accounts.provided.of('anna')).not.toBeNull();
      }
    } finally {
      await end();
    }
  });
});
