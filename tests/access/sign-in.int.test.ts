import { describe, expect, it } from 'vitest';
import type { AccessEvent } from '../../server/access/events.ts';
import {
  cookieOf,
  createHarness,
  ORIGIN,
  PASSWORD,
  problemOf,
  request,
  type Harness,
} from '../api/harness.ts';

const SIGN_IN = '/api/auth/sign-in/email';
const NOWHERE = { room: null, facilities: [], regions: [] };

async function anAccount(h: Harness, email: string): Promise<string> {
  const made = await h.app.access.accounts.create({
    email,
    password: PASSWORD,
    role: 'viewer',
    scope: NOWHERE,
  });
  if (typeof made === 'string') throw new Error(made);
  return made.id;
}
const signIn = (h: Harness, email: string, password: string, headers = {}) =>
  request(h.app, 'POST', SIGN_IN, { email, password }, headers);

function eventsOf(h: Harness): AccessEvent[] {
  const heard: AccessEvent[] = [];
  h.app.access.events.on((event) => heard.push(event));
  return heard;
}

describe('signing in', () => {
  it('sets a cookie that pages cannot read, and says nothing of the session', async () => {
    const h = await createHarness();
    await anAccount(h, 'a@test.example');
    const reply = await signIn(h, 'A@Test.example', PASSWORD);
    expect(reply.status).toBe(200);
    const [cookie] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(Object.keys(reply.body as object)).toEqual(['user', 'step', 'ways']);
    const me = await request(h.app, 'GET', '/api/v1/me', undefined, { cookie: cookieOf(reply) });
    expect(me.body).toMatchObject({ email: 'a@test.example', role: 'viewer' });
  });

  it('answers the same for a wrong password, an unknown address and a closed account', async () => {
    const h = await createHarness();
    await anAccount(h, 'a@test.example');
    const closed = await anAccount(h, 'closed@test.example');
    const change = { role: 'viewer', scope: NOWHERE, active: false, password: null } as const;
    await h.app.access.accounts.change(closed, change);
    const replies = [
      await signIn(h, 'a@test.example', 'something else'),
      await signIn(h, 'nobody@test.example', PASSWORD),
      await signIn(h, 'closed@test.example', PASSWORD),
    ];
    for (const reply of replies) {
      expect([reply.status, problemOf(reply).code]).toEqual([401, 'SIGN_IN_REFUSED']);
      expect(reply.headers.getSetCookie()).toEqual([]);
    }
  });

  it('makes no account, whoever asks', async () => {
    const h = await createHarness();
    const body = {
      email: 'new@test.example',
      password: PASSWORD,
      name: 'x',
      role: 'administrator',
    };
    const reply = await request(h.app, 'POST', '/api/auth/sign-up/email', body);
    expect(reply.status).toBe(404);
    expect(await h.app.access.accounts.none()).toBe(true);
  });

  it('gives nobody another role', async () => {
    const h = await createHarness();
    const mine = await h.credentials('viewer');
    const reply = await request(
      h.app,
      'POST',
      '/api/auth/update-user',
      { role: 'administrator' },
      mine,
    );
    expect(reply.status).toBe(404);
    expect((await h.send('viewer', 'GET', '/api/v1/me')).body).toMatchObject({ role: 'viewer' });
  });

  it('refuses an account after ten failures, not the room it sits in', async () => {
    const h = await createHarness();
    const room = Array.from({ length: 11 }, (_, index) => `desk${index}@test.example`);
    for (const email of room) await anAccount(h, email);
    const [guessed = '', ...others] = room;
    for (let i = 0; i < 10; i += 1) expect((await signIn(h, guessed, 'guess')).status).toBe(401);
    const eleventh = await signIn(h, guessed, PASSWORD);
    expect([eleventh.status, problemOf(eleventh).code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    expect(Number(eleventh.headers.get('retry-after'))).toBeGreaterThan(60);
    for (const email of others) expect((await signIn(h, email, PASSWORD)).status).toBe(200);
    h.clock.now += 15 * 60_000;
    expect((await signIn(h, guessed, PASSWORD)).status).toBe(200);
  });

  it('lets no more guesses in at once than one after the other', async () => {
    const h = await createHarness();
    const guesses = Array.from({ length: 60 }, () => signIn(h, 'a@test.example', 'guess'));
    const statuses = (await Promise.all(guesses)).map((reply) => reply.status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(20);
    expect((await signIn(h, 'a@test.example', 'guess')).status).toBe(429);
  });

  it('from another site is refused', async () => {
    const h = await createHarness();
    await anAccount(h, 'a@test.example');
    const reply = await signIn(h, 'a@test.example', PASSWORD, { origin: 'https://evil.example' });
    expect([reply.status, problemOf(reply).code]).toEqual([403, 'ORIGIN_NOT_TRUSTED']);
  });

  it('with a form is refused', async () => {
    const h = await createHarness();
    const reply = await request(h.app, 'POST', SIGN_IN, 'email=a', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(reply.status).toBe(415);
  });
});

describe('a session', () => {
  it('ends at sign-out, and what it holds open is told', async () => {
    const h = await createHarness();
    const heard = eventsOf(h);
    expect((await h.send('viewer', 'POST', '/api/auth/sign-out', {})).status).toBe(200);
    expect(heard).toMatchObject([{ what: 'session-ended' }]);
    expect((await h.send('viewer', 'GET', '/api/v1/me')).status).toBe(401);
  });

  it('ends when its time is over', async () => {
    const h = await createHarness();
    await h.credentials('viewer');
    const ago = Date.now() - 1_000;
    h.stores.database.sqlite.prepare('update session set expires_at = ?').run(ago);
    expect((await h.send('viewer', 'GET', '/api/v1/me')).status).toBe(401);
  });

  it('of a forged cookie is nobody', async () => {
    const h = await createHarness();
    const { cookie = '' } = await h.credentials('viewer');
    const forged = cookie.replace(/=(.)/, (_, first: string) => `=${first === 'a' ? 'b' : 'a'}`);
    const reply = await request(h.app, 'GET', '/api/v1/me', undefined, { cookie: forged });
    expect(reply.status).toBe(401);
  });

  it('takes a changed role at once, and its sockets are told', async () => {
    const h = await createHarness();
    const me = (await h.send('viewer', 'GET', '/api/v1/me')).body as { id: string };
    const heard = eventsOf(h);
    const change = { role: 'hospital', scope: { facilities: ['lumc-leiden'] } };
    const path = `/api/v1/accounts/${me.id}`;
    expect((await h.send('administrator', 'PUT', path, change)).status).toBe(200);
    expect(heard).toEqual([{ what: 'account-changed', account: me.id }]);
    const now = (await h.send('viewer', 'GET', '/api/v1/me')).body;
    expect(now).toMatchObject({ role: 'hospital', scope: { facilities: ['lumc-leiden'] } });
  });

  it('ends when the account is closed', async () => {
    const h = await createHarness();
    const me = (await h.send('viewer', 'GET', '/api/v1/me')).body as { id: string };
    await h.send('administrator', 'PUT', `/api/v1/accounts/${me.id}`, {
      role: 'viewer',
      active: false,
    });
    expect((await h.send('viewer', 'GET', '/api/v1/me')).status).toBe(401);
  });

  it('writes from its own site only', async () => {
    const h = await createHarness();
    const { cookie = '' } = await h.credentials('hospital');
    const path = '/api/v1/facilities/lumc-leiden/units/icu';
    const put = (headers: Record<string, string>) =>
      request(h.app, 'PUT', path, { available: 1 }, { cookie, ...headers });
    expect((await put({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await put({ origin: 'null' })).status).toBe(403);
    expect((await put({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await put({ origin: ORIGIN })).status).toBe(200);
    expect((await put({})).status).toBe(200);
  });

  it('with a new password ends the others', async () => {
    const h = await createHarness();
    await anAccount(h, 'a@test.example');
    const [one, two] = [
      cookieOf(await signIn(h, 'a@test.example', PASSWORD)),
      cookieOf(await signIn(h, 'a@test.example', PASSWORD)),
    ];
    const body = { currentPassword: PASSWORD, newPassword: 'quite another one' };
    const headers = { cookie: one, origin: ORIGIN };
    const changed = await request(h.app, 'POST', '/api/auth/change-password', body, headers);
    expect(changed.status).toBe(200);
    expect((await request(h.app, 'GET', '/api/v1/me', undefined, { cookie: two })).status).toBe(
      401,
    );
    const renewed = { cookie: cookieOf(changed) };
    expect((await request(h.app, 'GET', '/api/v1/me', undefined, renewed)).status).toBe(200);
    expect((await signIn(h, 'a@test.example', PASSWORD)).status).toBe(401);
    expect((await signIn(h, 'a@test.example', 'quite another one')).status).toBe(200);
  });
});

describe('accounts', () => {
  it('leave one administrator who can act', async () => {
    const h = await createHarness();
    const { id } = (await h.send('administrator', 'GET', '/api/v1/me')).body as { id: string };
    const path = `/api/v1/accounts/${id}`;
    for (const reply of [
      await h.send('administrator', 'DELETE', path),
      await h.send('administrator', 'PUT', path, { role: 'viewer' }),
      await h.send('administrator', 'PUT', path, { role: 'administrator', active: false }),
    ])
      expect([reply.status, problemOf(reply).code]).toEqual([409, 'LAST_ADMINISTRATOR']);
  });

  it('stand in the ledger by who made them, without a password', async () => {
    const h = await createHarness();
    const body = {
      email: 'new@test.example',
      password: PASSWORD,
      role: 'chair',
      scope: { regions: 'nation' },
    };
    const made = await h.send('administrator', 'POST', '/api/v1/accounts', body);
    expect(made.status).toBe(201);
    const { id } = made.body as { id: string };
    const [entry] = await h.stores.ledger.read({ subject: `account:${id}` });
    expect(entry).toMatchObject({
      kind: 'access-changed',
      by: { role: 'administrator' },
      body: { what: 'account-created', role: 'chair' },
    });
    expect(JSON.stringify(entry)).not.toContain('test.example');
    const twice = await h.send('administrator', 'POST', '/api/v1/accounts', body);
    expect([twice.status, problemOf(twice).code]).toEqual([409, 'ACCOUNT_EXISTS']);
  });
});
