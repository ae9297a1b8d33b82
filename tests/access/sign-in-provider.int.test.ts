/** Signing in by a provider, against a real one: the way there and back, and what it gives here. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, ORIGIN, problemOf, request, type Harness } from '../api/harness.ts';
import { TestProvider } from '../support/sign-in-provider.ts';
import { comeBack, leave, meOf, refusedWith, signInBy, withProvider } from './provider-hands.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start(ORIGIN);
});
afterAll(() => provider.stop());
beforeEach(() => {
  provider.people.clear();
  provider.people.set('anna', {
    email: 'Anna@lumc.example',
    email_verified: true,
    roles: ['personeel', 'lumc'],
  });
});

const NOWHERE = { room: null, facilities: [], regions: [] };
const account = (h: Harness, email: string, role: 'viewer' | 'administrator' = 'viewer') =>
  h.app.access.accounts.create({ email, password: PASSWORD, role, scope: NOWHERE });
const signIn = (h: Harness, email: string) =>
  request(h.app, 'POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
const entriesOf = async (h: Harness) =>
  (await h.stores.ledger.read({})).filter((one) => one.by.id === 'sign-in-provider');

describe('signing in by the provider', () => {
  it('gives who comes the role and scope of the first rule that holds, which stands in the ledger', async () => {
    const h = await withProvider(provider);
    const came = await signInBy(provider, h, 'anna', '?to=/hospital');
    expect(came.to).toBe('/hospital');
    const me = await meOf(h, came);
    expect(me.body).toMatchObject({
      ...{ email: 'anna@lumc.example', role: 'hospital', provider: 'Ziekenhuis' },
      scope: { facilities: ['lumc-leiden'] },
    });
    expect(came.headers.getSetCookie().find((one) => one.includes('session_token'))).toMatch(
      /HttpOnly.*SameSite=Lax/,
    );
    const [entry, ...more] = await entriesOf(h);
    expect(entry?.body).toMatchObject({ what: 'account-created', role: 'hospital' });
    expect(JSON.stringify(entry)).not.toMatch(/anna|lumc\.example/i);
    expect(more).toEqual([]);
    // Coming again changes nothing.
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
    expect(await entriesOf(h)).toHaveLength(1);
    const sessions = await request(h.app, 'GET', '/api/v1/sessions', undefined, {
      cookie: came.cookie,
    });
    expect(sessions.body).toMatchObject([{ browser: 'firefox' }, { browser: 'firefox' }]);
  });

  it('knows a role inside another claim, and one value as well as several', async () => {
    const h = await withProvider(provider);
    provider.people.set('bea', { email: 'bea@x.example', realm_access: { roles: ['west'] } });
    const bea = await meOf(h, await signInBy(provider, h, 'bea'));
    expect(bea.body).toMatchObject({ role: 'chair', scope: { regions: ['west'] } });
    provider.people.set('cor', { email: 'cor@x.example', roles: 'meldkamer' });
    const cor = await meOf(h, await signInBy(provider, h, 'cor'));
    expect(cor.body).toMatchObject({ role: 'dispatcher', scope: { room: 'mk-den-haag' } });
  });

  it('says what it is called, and where a browser goes; nothing without one', async () => {
    const h = await withProvider(provider);
    const ways = await request(h.app, 'GET', '/api/auth/sign-in/ways');
    expect(ways.body).toEqual({
      provider: { name: 'Ziekenhuis', leave: `${ORIGIN}/api/auth/oidc/leave` },
    });
    expect(JSON.stringify(ways.body)).not.toContain(provider.issuer);
  });

  it('refuses who has no role here, or one that names what is not here', async () => {
    const h = await withProvider(provider);
    for (const said of [{}, { roles: 'LUMC' }, { roles: { lumc: true } }, { roles: 'gone' }]) {
      provider.people.set('dik', { email: 'dik@x.example', ...said });
      const came = await signInBy(provider, h, 'dik');
      expect([came.to, came.cookie]).toEqual([refusedWith('OIDC_NO_ROLE'), '']);
    }
    expect(await h.app.access.accounts.list()).toHaveLength(1);
  });

  it('refuses who breaks off, and who has no address', async () => {
    const h = await withProvider(provider);
    expect((await signInBy(provider, h, null)).to).toBe(refusedWith('OIDC_DENIED'));
    provider.people.set('eva', { roles: 'kijker' });
    expect((await signInBy(provider, h, 'eva')).to).toBe(refusedWith('OIDC_NO_EMAIL'));
  });

  it.each([
    ...['//evil.example', '/.//evil.example', 'https://evil.example', '/\\evil.example'],
    ...['/\t/evil.example', 'javascript:alert(1)', '/api/auth/oidc/leave'],
  ])('comes back to a page of ours only: not %s', async (to) => {
    const h = await withProvider(provider);
    const came = await signInBy(provider, h, 'anna', `?to=${encodeURIComponent(to)}`);
    expect([came.to, came.cookie === '']).toEqual(['/', false]);
  });
});

describe('what changes at the provider', () => {
  it('changes here at the next sign-in, and ends what was open', async () => {
    const h = await withProvider(provider);
    const before = await signInBy(provider, h, 'anna');
    provider.people.set('anna', { email: 'anna@lumc.example', roles: ['kijker'] });
    const after = await signInBy(provider, h, 'anna');
    expect((await meOf(h, before)).status).toBe(401);
    expect((await meOf(h, after)).body).toMatchObject({ role: 'viewer', scope: NOWHERE });
    const [, change] = await entriesOf(h);
    expect(change?.body).toMatchObject({ what: 'account-changed', role: 'viewer' });
  });

  it('when it takes the role away ends what was open, which stands in the ledger', async () => {
    const h = await withProvider(provider);
    const before = await signInBy(provider, h, 'anna');
    const heard: string[] = [];
    h.app.access.events.on((event) => heard.push(event.what));
    provider.people.set('anna', { email: 'anna@lumc.example', roles: ['personeel'] });
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_NO_ROLE'));
    expect((await meOf(h, before)).status).toBe(401);
    expect(heard).toEqual(['account-changed']);
    const [, change] = await entriesOf(h);
    expect(change?.body).toMatchObject({ what: 'sessions-ended', role: 'hospital' });
    // Given back, it is the same account.
    provider.people.set('anna', { email: 'anna@lumc.example', roles: ['lumc'] });
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
    expect(await h.app.access.accounts.list()).toHaveLength(2);
  });

  it('never opens what an administrator closed', async () => {
    const h = await withProvider(provider);
    const before = await signInBy(provider, h, 'anna');
    const { id } = (await meOf(h, before)).body as { id: string };
    const closed = { role: 'hospital', scope: { facilities: ['lumc-leiden'] }, active: false };
    const reply = await h.send('administrator', 'PUT', `/api/v1/accounts/${id}`, closed);
    expect([reply.status, reply.body]).toMatchObject([200, { active: false, provided: true }]);
    expect((await meOf(h, before)).status).toBe(401);
    provider.people.set('anna', { email: 'anna@lumc.example', roles: ['beheer'] });
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_CLOSED'));
    expect(await h.app.access.accounts.find(id)).toMatchObject({ role: 'hospital' });
  });
});

describe('an account that is here already', () => {
  it('is not taken over unless that was set, even by its own address', async () => {
    const h = await withProvider(provider);
    await account(h, 'anna@lumc.example');
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_ACCOUNT_EXISTS'));
    expect((await signIn(h, 'anna@lumc.example')).status).toBe(200);
  });

  it('is taken over where that was set, by a verified address; its password and sessions end', async () => {
    const h = await withProvider(provider, { link: true });
    await account(h, 'anna@lumc.example');
    const old = await signIn(h, 'anna@lumc.example');
    const mine = { cookie: old.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
    expect((await meOf(h, mine)).status).toBe(200);
    const came = await signInBy(provider, h, 'anna');
    expect((await meOf(h, came)).body).toMatchObject({ role: 'hospital' });
    expect((await meOf(h, mine)).status).toBe(401);
    expect((await signIn(h, 'anna@lumc.example')).status).toBe(401);
    expect(await h.app.access.accounts.list()).toHaveLength(2);
  });

  it.each([
    ['unverified', { email_verified: false }],
    ['one that nobody speaks of', { email_verified: undefined }],
    ['only the name of an account', { email: undefined, preferred_username: 'anna@lumc.example' }],
  ])('is not taken over by an address that is %s', async (_name, said) => {
    const h = await withProvider(provider, { link: true });
    await account(h, 'anna@lumc.example');
    provider.people.set('anna', { ...provider.people.get('anna'), ...said });
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_ACCOUNT_EXISTS'));
  });

  it('is not taken over when it is somebody else’s of the same provider', async () => {
    const h = await withProvider(provider, { link: true });
    await signInBy(provider, h, 'anna');
    provider.people.set('anna-two', { ...provider.people.get('anna'), roles: ['beheer'] });
    expect((await signInBy(provider, h, 'anna-two')).to).toBe(refusedWith('OIDC_ACCOUNT_EXISTS'));
  });

  it('is not taken over when it is an administrator’s: somebody can always enter without the provider', async () => {
    const h = await withProvider(provider, { link: true });
    await account(h, 'anna@lumc.example', 'administrator');
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_ACCOUNT_EXISTS'));
    expect((await signIn(h, 'anna@lumc.example')).status).toBe(200);
  });
});

describe('an account of the provider', () => {
  const provided = async () => {
    const h = await withProvider(provider);
    const came = await signInBy(provider, h, 'anna');
    const { id } = (await meOf(h, came)).body as { id: string };
    return { h, came, path: `/api/v1/accounts/${id}`, id };
  };
  const mine = { role: 'hospital', scope: { facilities: ['lumc-leiden'] } };

  it('is listed as such', async () => {
    const { h, id } = await provided();
    const rows = (await h.send('administrator', 'GET', '/api/v1/accounts')).body as {
      id: string;
      provided: boolean;
    }[];
    expect(rows.filter((one) => one.provided).map((one) => one.id)).toEqual([id]);
  });

  it('has no password, is given none and no link to choose one', async () => {
    const { h, came, path } = await provided();
    const change = await request(
      h.app,
      'POST',
      '/api/auth/change-password',
      { currentPassword: PASSWORD, newPassword: 'another long enough one' },
      { cookie: came.cookie, origin: ORIGIN },
    );
    const given = await h.send('administrator', 'PUT', path, { ...mine, password: PASSWORD });
    const invited = await h.send('administrator', 'POST', `${path}/invitation`, {});
    for (const reply of [change, given, invited])
      expect([reply.status, problemOf(reply).code]).toEqual([409, 'ACCOUNT_PROVIDED']);
    expect((await signIn(h, 'anna@lumc.example')).status).toBe(401);
  });

  it('has the role that the provider gives, and no other', async () => {
    const { h, path } = await provided();
    const reply = await h.send('administrator', 'PUT', path, { role: 'administrator' });
    expect([reply.status, problemOf(reply).code]).toEqual([409, 'ACCOUNT_PROVIDED']);
    expect((await h.send('administrator', 'PUT', path, mine)).status).toBe(200);
  });

  it('signs in by no password that it had from a time without the provider', async () => {
    const { h, id } = await provided();
    const { internalAdapter, password } = await h.app.access.auth.$context;
    const hashed = await password.hash(PASSWORD);
    await internalAdapter.linkAccount({
      ...{ userId: id, accountId: id, providerId: 'credential', password: hashed },
    });
    const reply = await signIn(h, 'anna@lumc.example');
    expect([reply.status, problemOf(reply).code]).toEqual([401, 'SIGN_IN_REFUSED']);
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  it('is not the administrator that must remain', async () => {
    const h = await withProvider(provider);
    provider.people.set('fre', { email: 'fre@x.example', roles: ['beheer'] });
    const came = await signInBy(provider, h, 'fre');
    const own = (await h.send('administrator', 'GET', '/api/v1/me')).body as { id: string };
    const reply = await request(h.app, 'DELETE', `/api/v1/accounts/${own.id}`, undefined, {
      ...{ cookie: came.cookie, origin: ORIGIN },
    });
    expect([reply.status, problemOf(reply).code]).toEqual([409, 'LAST_ADMINISTRATOR']);
  });
});

describe('an installation without an administrator of its own', () => {
  it('lets nobody in by the provider: the link for the first one must go on working', async () => {
    const h = await withProvider(provider);
    const [own] = await h.app.access.accounts.list();
    h.stores.database.sqlite.prepare('delete from user where id = ?').run(own?.id);
    const token = await h.app.access.firstAdministrator.invite();
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_TOO_EARLY'));
    expect(await h.app.access.accounts.none()).toBe(true);
    const body = { token, email: 'beheer@x.example', password: PASSWORD };
    expect((await request(h.app, 'POST', '/api/v1/first-admin', body)).status).toBe(201);
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
  });
});

describe('signing out', () => {
  const signOut = (h: Harness, cookie: string) =>
    request(h.app, 'POST', '/api/auth/sign-out', {}, { cookie, origin: ORIGIN });

  it('says where to sign out at the provider, only where that was set and only to its people', async () => {
    const h = await withProvider(provider, { signOutThere: true });
    const came = await signInBy(provider, h, 'anna');
    const { farewell } = (await signOut(h, came.cookie)).body as { farewell: string };
    const url = new URL(farewell);
    expect([url.origin, url.pathname]).toEqual([provider.issuer, '/session/end']);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/sign-in`);
    expect((await meOf(h, came)).status).toBe(401);
    const mine = await h.credentials('administrator');
    expect((await signOut(h, mine.cookie ?? '')).body).toEqual({ success: true, farewell: null });

    const other = await withProvider(provider);
    const again = await signInBy(provider, other, 'anna');
    expect((await signOut(other, again.cookie)).body).toMatchObject({ farewell: null });
  });

  it('works while the provider is away', async () => {
    const h = await withProvider(provider, { signOutThere: true });
    const came = await signInBy(provider, h, 'anna');
    provider.away = true;
    h.clock.now += 2 * 3_600_000;
    try {
      expect((await signOut(h, came.cookie)).body).toEqual({ success: true, farewell: null });
    } finally {
      provider.away = false;
    }
    expect((await meOf(h, came)).status).toBe(401);
  });
});

describe('the second factor of a role', () => {
  it('is the provider’s, and must be said where that was set', async () => {
    const needs = {
      factor: { claim: 'amr', is: 'mfa' },
      factorRoles: new Set(['hospital']),
    };
    const h = await withProvider(provider, needs);
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_FACTOR_MISSING'));
    expect(await h.app.access.accounts.list()).toHaveLength(1);
    provider.people.set('anna', { ...provider.people.get('anna'), amr: ['pwd', 'mfa'] });
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
    provider.people.set('gea', { email: 'gea@x.example', roles: ['kijker'] });
    expect((await signInBy(provider, h, 'gea')).to).toBe('/');
  });
});

describe('the second factor of a role, of whoever comes by the provider', () => {
  const roles = ['hospital', 'viewer'] as const;

  it('is not asked here: the provider asks what it asks', async () => {
    const h = await withProvider(provider, {}, { secondFactorRoles: roles });
    const came = await signInBy(provider, h, 'anna');
    expect((await meOf(h, came)).body).toMatchObject({ role: 'hospital' });
    // But of who has a password here it is.
    await account(h, 'hans@x.example');
    const { step } = (await signIn(h, 'hans@x.example')).body as { step: string };
    expect(step).toBe('set-up');
  });

  it('that he had when he came stays good, unless his role is another by now', async () => {
    const factor = { claim: 'amr', is: 'mfa' };
    const h = await withProvider(provider, { factor, factorRoles: new Set(roles) });
    const said = { email: 'anna@lumc.example', roles: ['lumc'] };
    provider.people.set('anna', { ...said, amr: 'mfa' });
    const came = await signInBy(provider, h, 'anna');
    provider.people.set('anna', said);
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_FACTOR_MISSING'));
    expect((await meOf(h, came)).status).toBe(200);
    provider.people.set('anna', { ...said, roles: ['kijker'] });
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_FACTOR_MISSING'));
    expect((await meOf(h, came)).status).toBe(401);
  });
});

describe('a browser that left', () => {
  it('comes back once, and within ten minutes', async () => {
    const h = await withProvider(provider);
    const left = await leave(h);
    const back = await provider.visit(left.url, 'anna');
    h.clock.now += 11 * 60_000;
    expect((await comeBack(h, back, left.cookie)).to).toBe(refusedWith('OIDC_FAILED'));
    h.clock.now -= 11 * 60_000;
    const came = await comeBack(h, back, left.cookie);
    expect(came.to).toBe('/');
    expect(came.headers.getSetCookie().find((one) => one.startsWith('spoedkaart.return='))).toMatch(
      /Max-Age=0/,
    );
  });
});
