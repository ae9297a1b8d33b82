import { describe, expect, it } from 'vitest';
import type { SlowDown } from '#domain/access/slow-down.ts';
import type { Turn } from '../../server/access/guess-limiter.ts';
import { PASSKEY_ASKS, PASSKEY_GUESSES } from '../../server/access/sign-in-limiter.ts';
import { identifyHandshake } from '../../server/live/identify.ts';
import { mustSetUp, wayOfPath, type SignInWay } from '../../server/access/second-factor-rule.ts';
import { readSettings, SettingsError } from '../../server/settings.ts';
import { createHarness, ORIGIN, PASSWORD, problemOf, request } from '../api/harness.ts';
import { OWN_FACTOR } from './page-routes.ts';
import { aChair, Desk, EMAIL, enrol, NEEDED, nextCode, SCOPE, stepOf, told } from './desk.ts';

/** A body that the route takes. */
function fitting(route: string): object | undefined {
  if (route.startsWith('get')) return undefined;
  if (route.endsWith('/confirmation')) return { code: '000000' };
  if (route.startsWith('put')) return { name: 'sleutel' };
  if (route === 'post /api/auth/second-factor/passkeys') return { name: 'sleutel', response: {} };
  return { password: PASSWORD };
}

describe('a role that needs a second factor', () => {
  it('lets its people set one up and do nothing else until then', async () => {
    const h = await createHarness({ secondFactorRoles: ['chair'] });
    await aChair(h);
    const desk = new Desk(h);
    expect(stepOf(await desk.signIn())).toBe('set-up');
    for (const path of ['/me', '/picture?region=west', '/sessions', '/accounts'])
      expect(told(await desk.ask('GET', `/api/v1${path}`))).toEqual(NEEDED);
    const password = { currentPassword: PASSWORD, newPassword: 'quite another long one' };
    expect((await desk.ask('POST', '/api/auth/change-password', password)).status).toBe(401);
    const state = await desk.ask('GET', '/api/auth/second-factor');
    const none = { codes: null, recoveryCodes: 0, password: true, passkeys: [] };
    expect(state.body).toEqual({ email: EMAIL, required: true, ...none });
    await enrol(desk);
    expect(await desk.me()).toBe(200);
  });

  it('is no matter of other roles, of keys and of wall screens', async () => {
    const h = await createHarness({ secondFactorRoles: ['chair', 'administrator'] });
    for (const who of ['viewer', 'dispatcher', 'keyRoom'] as const)
      expect((await h.send(who, 'GET', '/api/v1/me')).status).toBe(200);
    // Its session was there before: it is limited all the same.
    expect(told(await h.send('administrator', 'GET', '/api/v1/me'))).toEqual(NEEDED);
  });

  it('refuses the socket with the same word', async () => {
    const h = await createHarness({ secondFactorRoles: ['chair'] });
    const handshake = { headers: await h.credentials('chairWest'), auth: null };
    const refused = expect(identifyHandshake(h.app.access, handshake)).rejects;
    await refused.toMatchObject({ code: 'SECOND_FACTOR_NEEDED' });
  });

  it('is no matter of whom a provider vouches for', () => {
    const chair = { role: 'chair', has: false };
    const ask = (way: SignInWay) => mustSetUp({ ...chair, way }, new Set(['chair']));
    expect([ask('password'), ask('passkey'), ask('provider')]).toEqual([true, true, false]);
    const paths = ['/sign-in/email', '/two-factor/verify-totp', '/passkey/verify-authentication'];
    const providers = ['/oauth2/callback/:providerId', '/callback/:id'];
    expect([undefined, ...paths, ...providers].map(wayOfPath)).toEqual([
      ...['password', 'password', 'password', 'passkey', 'provider', 'provider'],
    ]);
  });

  it.each(OWN_FACTOR)(
    '%s is for who signed in at a page of ours, and for no key',
    async (route) => {
      const h = await createHarness();
      const [method = '', named = ''] = route.split(' ');
      const path = named.replace('{passkey}', 'none');
      const body = fitting(route);
      const ask = async (headers: Record<string, string>) =>
        (await request(h.app, method.toUpperCase(), path, body, headers)).status;
      const { cookie = '' } = await h.credentials('viewer');
      expect(await ask({ origin: ORIGIN })).toBe(401);
      expect(await ask(await h.credentials('keyRoom'))).toBe(401);
      expect(await ask({ cookie, origin: 'https://elsewhere.example' })).toBe(403);
    },
  );

  it('is set strictly', () => {
    const roles = (text: string) => readSettings({ SECOND_FACTOR_ROLES: text }).secondFactorRoles;
    expect(roles('administrator, chair')).toEqual(['administrator', 'chair']);
    expect(readSettings({}).secondFactorRoles).toEqual([]);
    for (const wrong of ['admin', 'chair,chair', 'machine', 'chair,'])
      expect(() => roles(wrong)).toThrow(SettingsError);
    expect(() => roles('admin')).toThrow(/SECOND_FACTOR_ROLES: give administrator, chair/);
  });
});

describe('an account with codes', () => {
  it('signs in with password and code, and by neither alone', async () => {
    const h = await createHarness();
    await aChair(h);
    const first = new Desk(h);
    await first.signIn();
    const { app, used } = await enrol(first);
    const desk = new Desk(h);
    const half = await desk.signIn();
    const ways = { codes: true, passkey: false };
    expect(half.body).toEqual({ user: null, step: 'second-factor', ways });
    expect(await desk.me()).toBe(401);
    expect((await desk.ask('GET', '/api/auth/second-factor')).status).toBe(401);
    expect(told(await desk.code('000000'))).toEqual([401, 'CODE_NOT_VALID']);
    // That of the set-up was used there.
    expect(told(await desk.code(used))).toEqual([401, 'CODE_NOT_VALID']);
    const code = nextCode(app);
    expect(stepOf(await desk.code(code))).toBe('done');
    expect(await desk.me()).toBe(200);
    expect(told(await new Desk(h).code(code))).toEqual([401, 'SIGN_IN_AGAIN']);
  });

  it('takes a code once, also when it comes twice at the same moment', async () => {
    const h = await createHarness();
    await aChair(h);
    const first = new Desk(h);
    await first.signIn();
    const { app } = await enrol(first);
    const [one, other, third] = [new Desk(h), new Desk(h), new Desk(h)];
    for (const desk of [one, other, third]) await desk.signIn();
    const code = nextCode(app);
    const both = await Promise.all([one.code(code), other.code(code)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 401]);
    expect(told(await third.code(code))).toEqual([401, 'CODE_NOT_VALID']);
  });

  it('ends the sessions that were opened before it had them', async () => {
    const h = await createHarness();
    await aChair(h);
    const [first, elsewhere] = [new Desk(h), new Desk(h)];
    await first.signIn();
    await elsewhere.signIn();
    await enrol(first);
    expect([await first.me(), await elsewhere.me()]).toEqual([200, 401]);
  });

  it('is not opened by the code of another account that is signed in beside it', async () => {
    const h = await createHarness();
    await aChair(h);
    const first = new Desk(h);
    await first.signIn();
    await enrol(first);
    const mine = await h.app.access.accounts.create({
      ...{ email: 'other@test.example', password: PASSWORD, role: 'chair', scope: { ...SCOPE } },
    });
    expect(mine).toBeTypeOf('object');
    const desk = new Desk(h);
    await desk.signIn(PASSWORD, 'other@test.example');
    const { app } = await enrol(desk);
    const session = desk.copy('session_token');
    expect(session).toHaveLength(1);
    await desk.signIn();
    desk.bring(session);
    expect(told(await desk.code(nextCode(app)))).toEqual([401, 'CODE_NOT_VALID']);
  });

  it('takes each recovery code once, and keeps neither codes nor secret readable', async () => {
    const h = await createHarness();
    await aChair(h);
    const first = new Desk(h);
    await first.signIn();
    const { app, recoveryCodes } = await enrol(first);
    expect(recoveryCodes).toHaveLength(10);
    const kept = h.stores.database.sqlite.prepare('select * from two_factor').all();
    for (const one of [app.secret.base32, ...recoveryCodes])
      expect(JSON.stringify(kept)).not.toContain(one);
    const [code = ''] = recoveryCodes;
    const desk = new Desk(h);
    await desk.signIn();
    // As somebody types it who reads it from paper.
    expect(stepOf(await desk.code(code.toUpperCase().replaceAll('-', ' ')))).toBe('done');
    const state = await desk.ask('GET', '/api/auth/second-factor');
    const age = { createdAt: expect.any(String) as string, usedAt: expect.any(String) as string };
    expect(state.body).toMatchObject({ codes: age, recoveryCodes: 9 });
    const again = new Desk(h);
    await again.signIn();
    expect(told(await again.code(code))).toEqual([401, 'CODE_NOT_VALID']);
    const path = '/api/auth/second-factor/recovery-codes';
    expect(told(await desk.ask('POST', path, { password: 'a wrong one' }))[0]).toBe(401);
    const renewed = await desk.ask('POST', path, { password: PASSWORD });
    expect((renewed.body as { recoveryCodes: string[] }).recoveryCodes).toHaveLength(10);
    expect(told(await again.code(recoveryCodes[1] ?? ''))).toEqual([401, 'CODE_NOT_VALID']);
  });

  it('slows down who guesses codes, however often the right password comes between', async () => {
    const h = await createHarness();
    await aChair(h);
    const first = new Desk(h);
    await first.signIn();
    await enrol(first);
    const guesser = new Desk(h);
    let refused = 0;
    // Three after each password: a challenge takes five.
    for (let nth = 0; nth < 40 && refused === 0; nth += 1) {
      if (nth % 3 === 0 && (await guesser.signIn()).status === 429) refused = nth;
      else if ((await guesser.code(String(100_000 + nth))).status === 429) refused = nth;
    }
    expect(refused).toBeGreaterThan(0);
    // Whoever is in stays in.
    expect(await first.me()).toBe(200);
  });

  it('says how many tries are left, and then wants the password again', async () => {
    const h = await createHarness();
    await aChair(h);
    const first = new Desk(h);
    await first.signIn();
    const { app } = await enrol(first);
    const desk = new Desk(h);
    await desk.signIn();
    for (const left of [4, 3, 2, 1]) {
      const wrong = await desk.code(`00000${left}`);
      expect([...told(wrong), problemOf(wrong).facts]).toEqual([401, 'CODE_NOT_VALID', { left }]);
    }
    for (const code of ['000000', nextCode(app)])
      expect(told(await desk.code(code))).toEqual([401, 'SIGN_IN_AGAIN']);
    await desk.signIn();
    expect(stepOf(await desk.code(nextCode(app)))).toBe('done');
  });

  it('asks the password or a code before anything is changed', async () => {
    const h = await createHarness();
    await aChair(h);
    const desk = new Desk(h);
    await desk.signIn();
    const { app } = await enrol(desk);
    const path = '/api/auth/second-factor/codes';
    for (const body of [{}, { password: 'a wrong one' }])
      expect(told(await desk.ask('DELETE', path, body))).toEqual([401, 'SIGN_IN_REFUSED']);
    const options = '/api/auth/second-factor/passkey-options';
    expect(told(await desk.ask('POST', options, {}))).toEqual([401, 'SIGN_IN_REFUSED']);
    expect((await desk.ask('POST', options, { password: PASSWORD })).status).toBe(200);
    expect(told(await desk.ask('DELETE', path, { code: '000000' }))).toEqual([
      401,
      'CODE_NOT_VALID',
    ]);
    expect((await desk.ask('DELETE', path, { code: nextCode(app) })).status).toBe(200);
    expect(stepOf(await new Desk(h).signIn())).toBe('done');
  });

  it('is asked for a passkey a bounded number of times by one address, and soon again', async () => {
    const h = await createHarness();
    await aChair(h);
    const { limiter } = h.app.access;
    const fill = async (begin: () => Promise<Turn>, { free }: SlowDown) => {
      for (let made = 0; made < free; made += 1) await (await begin()).end(false);
    };
    const desk = new Desk(h);
    const asks = () => desk.ask('POST', '/api/auth/sign-in/passkey-options');
    const shows = () =>
      desk.ask('POST', '/api/auth/sign-in/passkey', { response: { id: 'none of ours' } });
    expect((await asks()).status).toBe(200);
    expect(told(await shows())).toEqual([401, 'PASSKEY_REFUSED']);

    await fill(() => limiter.beginPasskeyAsk(null), PASSKEY_ASKS);
    expect(told(await asks())).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    // One that was asked for is shown all the same, until too many were none of ours.
    expect(told(await shows())).toEqual([401, 'PASSKEY_REFUSED']);
    await fill(() => limiter.beginPasskey(null), PASSKEY_GUESSES);
    expect(told(await shows())).toEqual([429, 'TOO_MANY_ATTEMPTS']);

    // Another address, and a password, are not held up.
    expect((await limiter.beginPasskeyAsk('192.0.2.7')).waitMs).toBe(0);
    expect((await limiter.beginPasskey('192.0.2.7')).waitMs).toBe(0);
    expect((await desk.signIn()).status).toBe(200);
    h.clock.now += PASSKEY_GUESSES.firstWaitMs;
    expect((await asks()).status).toBe(200);
    expect(told(await shows())).toEqual([401, 'PASSKEY_REFUSED']);
  });

  it('loses them by an administrator when the phone is gone, which stands in the ledger', async () => {
    const h = await createHarness();
    const id = await aChair(h);
    const desk = new Desk(h);
    await desk.signIn();
    await enrol(desk);
    const path = `/api/v1/accounts/${id}/second-factor`;
    expect((await h.send('chairWest', 'DELETE', path)).status).toBe(403);
    expect((await h.send('administrator', 'DELETE', path)).status).toBe(200);
    expect(await desk.me()).toBe(401);
    const [entry] = await h.stores.ledger.read({ subject: `account:${id}` });
    expect(entry).toMatchObject({ body: { what: 'second-factor-removed', role: 'chair' } });
    expect(stepOf(await new Desk(h).signIn())).toBe('done');
  });
});
