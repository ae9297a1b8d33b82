import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { expect, it } from 'vitest';
import type { NewProvided } from '../../db/accounts.ts';
import { onBoth } from './both.ts';

const one = (id: string, email: string, accountId: string): NewProvided => ({
  ...{ id, email, emailVerified: true, role: 'viewer', scope: '{}' },
  provider: { providerId: 'oidc:https://sign-in.example', accountId },
  link: `link of ${id}`,
  at: new Date('2026-11-29T07:00:00.000Z'),
});

onBoth((kept) => {
  it('adds an account together with whose it is, or neither', async () => {
    const { accounts } = kept.stores;
    await accounts.addProvided(one('a', 'anna@lumc.example', 'anna'));
    // Her subject is known already: nor may the address stay behind, in the way of whose it is.
    await expect(accounts.addProvided(one('b', 'bert@lumc.example', 'anna'))).rejects.toThrow();
    await expect(accounts.addProvided(one('c', 'anna@lumc.example', 'bert'))).rejects.toThrow();
    await accounts.addProvided(one('d', 'bert@lumc.example', 'bert'));
    const { drizzle, ...config } = accounts;
    const auth = betterAuth({
      secret: 'of no importance here, but long enough',
      baseURL: 'http://localhost',
      database: drizzleAdapter(drizzle, config),
    });
    const { internalAdapter } = await auth.$context;
    expect((await internalAdapter.listUsers()).map(({ id }) => id).toSorted()).toEqual(['a', 'd']);
    for (const id of ['a', 'd']) expect(await internalAdapter.findAccounts(id)).toHaveLength(1);
  });
});
