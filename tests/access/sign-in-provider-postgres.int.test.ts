import { expect, it } from 'vitest';
import { connectStores, type SqliteStores } from '../../db/open.ts';
import { openHarness, ORIGIN } from '../api/harness.ts';
import { postgresForTests } from '../support/postgres.ts';
import { TestProvider } from '../support/sign-in-provider.ts';
import { meOf, refusedWith, setUpOf, signInBy } from './provider-hands.ts';

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
