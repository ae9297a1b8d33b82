/** Who signs out at the provider of sign-in is signed out here, by a token that only it can make. Against a real provider. */
import { createSecretKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteStores } from '../../db/open.ts';
import type { AccessEvent } from '../../server/access/events.ts';
import { LOGOUT_EVENT } from '../../server/access/logout-token.ts';
import { SIGN_OUTS } from '../../server/access/oidc-limits.ts';
import {
  createHarness,
  openHarness,
  ORIGIN,
  problemOf,
  type Harness,
  type Reply,
} from '../api/harness.ts';
import { onBoth } from '../db/both.ts';
import { anotherKey, CLIENT, TestProvider, type Said } from '../support/sign-in-provider.ts';
import { meOf, setUpOf, signInBy, withProvider } from './provider-hands.ts';

const PATH = '/api/auth/oidc/backchannel-logout';
const FORM = 'application/x-www-form-urlencoded';
let provider: TestProvider;
beforeEach(async () => {
  provider = await TestProvider.start(ORIGIN);
  provider.people.set('anna', { email: 'anna@x.example', email_verified: true, roles: 'lumc' });
  provider.people.set('bert', { email: 'bert@x.example', email_verified: true, roles: 'kijker' });
});
afterEach(() => provider.stop());

async function send(h: Harness, body: string, type = FORM, address?: string): Promise<Reply> {
  const reply = await h.app.fetch(
    new Request(`${ORIGIN}${PATH}`, { method: 'POST', headers: { 'content-type': type }, body }),
    address === undefined ? {} : { address },
  );
  const text = await reply.text();
  const { status, headers } = reply;
  return { status, headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
}
const sendToken = (h: Harness, token: string) =>
  send(h, new URLSearchParams({ logout_token: token }).toString());

const seconds = () => Math.floor(Date.now() / 1000);
let serial = 0;
/** As the provider says that anna signed out. */
const signedOut = (over: Said = {}): Said => ({
  ...{ iss: provider.issuer, aud: CLIENT.id, iat: seconds(), exp: seconds() + 120 },
  ...{ jti: `token ${(serial += 1)}`, sub: 'anna', events: { [LOGOUT_EVENT]: {} } },
  ...over,
});
/** What stands in the ledger of sessions that the provider ended. */
const endings = async ({ stores }: Harness) =>
  (await stores.ledger.read({})).filter(
    ({ by, body }) =>
      by.id === 'sign-in-provider' && 'what' in body && body.what === 'sessions-ended',
  );
const statusOf = async (h: Harness, one: { cookie: string }) => (await meOf(h, one)).status;

onBoth((kept) => {
  let h: Harness;
  const opened: Harness[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  const open = async (stores = kept.stores) => {
    // Of what is SQLite's own nothing is asked here.
    const made = await openHarness(stores as SqliteStores, undefined, undefined, {
      oidc: setUpOf(provider),
    });
    opened.push(made);
    await made.credentials('administrator');
    return made;
  };
  beforeEach(async () => {
    h = await open();
    provider.tellSignOut = async (form) => (await send(h, form)).status;
  });

  it('signing out there ends the session that was opened by it and no other, and is told', async () => {
    const one = await signInBy(provider, h, 'anna');
    const other = await signInBy(provider, h, 'anna');
    const bert = await signInBy(provider, h, 'bert');
    const events: AccessEvent[] = [];
    h.app.access.events.on((event) => events.push(event));
    await provider.signOut('anna');
    expect(provider.signOuts).toHaveLength(1);
    const after = [await statusOf(h, one), await statusOf(h, other), await statusOf(h, bert)];
    expect(after).toEqual([200, 401, 200]);
    // What the session holds open ends by this.
    expect(events.map(({ what }) => what)).toEqual(['session-ended']);
    const [ended, ...more] = await endings(h);
    expect(more).toEqual([]);
    const anna = await h.app.access.accounts.provided.of('anna');
    expect(ended?.body).toMatchObject({ what: 'sessions-ended', id: anna, role: 'hospital' });
    // And she may come again.
    expect(await statusOf(h, await signInBy(provider, h, 'anna'))).toBe(200);
  });

  it('a token that names nothing but the person ends all; nothing but the session, that one', async () => {
    const all = [await signInBy(provider, h, 'anna'), await signInBy(provider, h, 'anna')];
    const bert = await signInBy(provider, h, 'bert');
    expect((await sendToken(h, provider.token(signedOut()))).status).toBe(200);
    for (const one of all) expect(await statusOf(h, one)).toBe(401);
    expect(await statusOf(h, bert)).toBe(200);
    const stays = await signInBy(provider, h, 'anna');
    const goes = await signInBy(provider, h, 'anna');
    const { internalAdapter } = await h.app.access.auth.$context;
    const anna = (await h.app.access.accounts.provided.of('anna')) ?? '';
    const token = decodeURIComponent(goes.cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    const found = await internalAdapter.findSession(token);
    expect(found?.session.userId).toBe(anna);
    const sid = (found?.session as Said | undefined)?.['providerSid'];
    expect(sid).toEqual(expect.any(String));
    const { sub: _sub, ...nobody } = signedOut({ sid });
    expect((await sendToken(h, provider.token(nobody))).status).toBe(200);
    expect([await statusOf(h, stays), await statusOf(h, goes)]).toEqual([200, 401]);
    expect(await endings(h)).toHaveLength(2);
  });

  it('holds once, at whichever server it comes; of who is not here it is as good and nothing is written', async () => {
    const second = await open(await kept.again());
    const token = provider.token(signedOut());
    const both = await Promise.all([sendToken(h, token), sendToken(second, token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    const came = await signInBy(provider, h, 'anna');
    expect((await sendToken(second, token)).status).toBe(400);
    expect(await statusOf(h, came)).toBe(200);
    for (const sub of ['nobody', 'administrator'])
      expect((await sendToken(h, provider.token(signedOut({ sub })))).status).toBe(200);
    expect(await endings(h)).toEqual([]);
  });
});

describe('a provider that names no sessions', () => {
  it('signs its people out of all that they have here', async () => {
    provider.namesNoSessions();
    const h = await withProvider(provider);
    provider.tellSignOut = async (form) => (await send(h, form)).status;
    const all = [await signInBy(provider, h, 'anna'), await signInBy(provider, h, 'anna')];
    await provider.signOut('anna');
    for (const one of all) expect(await statusOf(h, one)).toBe(401);
  });

  it('and later says a name of one that was opened without: that may be any, so none is left', async () => {
    provider.namesNoSessions();
    const h = await withProvider(provider);
    const came = await signInBy(provider, h, 'anna');
    const token = provider.token(signedOut({ sid: 'of another browser' }));
    expect((await sendToken(h, token)).status).toBe(200);
    expect(await statusOf(h, came)).toBe(401);
  });
});

describe('what is no logout token of the provider for us', () => {
  const without = (name: string) => {
    const { [name]: _gone, ...rest } = signedOut();
    return provider.token(rest);
  };
  const says = (over: Said) => provider.token(signedOut(over));
  const cases: Record<string, () => string> = {
    'by another issuer': () => says({ iss: 'https://elsewhere.example' }),
    'for another client': () => says({ aud: 'another' }),
    'for others among whom we are not': () => says({ aud: ['another', 'third'] }),
    'that is over': () => says({ iat: seconds() - 300, exp: seconds() - 120 }),
    'of an hour ago, for all that it holds on': () =>
      says({ iat: seconds() - 3_600, exp: seconds() + 3_600 }),
    'of tomorrow': () => says({ iat: seconds() + 86_400, exp: seconds() + 90_000 }),
    'without an end': () => without('exp'),
    'without a moment': () => without('iat'),
    'without an id': () => without('jti'),
    'without an issuer': () => without('iss'),
    'without an audience': () => without('aud'),
    'without events': () => without('events'),
    'of another event': () => says({ events: { 'http://schemas.openid.net/event/other': {} } }),
    'whose event is no object': () => says({ events: { [LOGOUT_EVENT]: true } }),
    'with a nonce': () => says({ nonce: 'x' }),
    'of nobody': () => without('sub'),
    'of another kind': () => provider.token(signedOut(), { typ: 'at+jwt' }),
    'without a signature': () => provider.token(signedOut(), { alg: 'none' }, null),
    'signed by somebody else': () => provider.token(signedOut(), {}, anotherKey()),
    'with a key of its own in the head': () =>
      provider.token(
        signedOut(),
        { jwk: anotherKey().export({ format: 'jwk' }), kid: 'x' },
        anotherKey(),
      ),
    'signed with our own secret': () =>
      provider.token(
        signedOut(),
        { alg: 'HS256' },
        createSecretKey(Buffer.from(CLIENT.secret, 'utf8')),
      ),
    'with something critical that nobody knows': () =>
      provider.token(signedOut(), { crit: ['x'], x: 1 }),
    'that was changed': () => {
      const [head, , signature] = says({}).split('.');
      const claims = Buffer.from(JSON.stringify(signedOut({ sub: 'bert' }))).toString('base64url');
      return `${head}.${claims}.${signature}`;
    },
    'that is none': () => 'x.y.z',
    'that is nothing': () => '',
    'that has no end of letters': () => says({ jti: 'x'.repeat(30_000) }),
  };

  it('ends nothing', async () => {
    const h = await withProvider(provider);
    const came = await signInBy(provider, h, 'anna');
    for (const [what, make] of Object.entries(cases)) {
      const reply = await sendToken(h, make());
      expect([what, reply.status]).toEqual([what, 400]);
      expect(problemOf(reply).code).toBe('OIDC_FAILED');
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
    const good = () => `logout_token=${provider.token(signedOut())}`;
    for (const body of ['', 'token=x', `${good()}&${good()}`])
      expect((await send(h, body)).status).toBe(400);
    for (const type of ['application/json', 'text/plain', ''])
      expect((await send(h, good(), type)).status).toBe(415);
    expect(await statusOf(h, came)).toBe(200);
    expect(await endings(h)).toEqual([]);
    // The same, as it should be.
    expect((await send(h, good(), `${FORM}; charset=UTF-8`)).status).toBe(200);
    expect(await statusOf(h, came)).toBe(401);
  });

  it('an ID token neither, nor one that was signed by a key that was put away', async () => {
    const h = await withProvider(provider);
    let idToken: Said = {};
    provider.tamper = (claims) => (idToken = claims);
    const came = await signInBy(provider, h, 'anna');
    const { nonce: _nonce, ...plain } = idToken;
    for (const claims of [idToken, plain])
      expect((await sendToken(h, provider.token(claims))).status).toBe(400);
    const old = provider.token(signedOut());
    provider.rotateKeys();
    expect((await sendToken(h, old)).status).toBe(400);
    expect(await statusOf(h, came)).toBe(200);
    expect((await sendToken(h, provider.token(signedOut()))).status).toBe(200);
    expect(await statusOf(h, came)).toBe(401);
  });

  it('does not make us ask the provider for its keys', async () => {
    const h = await withProvider(provider);
    await signInBy(provider, h, 'anna');
    provider.asked.length = 0;
    for (const what of ['by another issuer', 'with a nonce', 'that is none', 'of another event'])
      expect((await sendToken(h, cases[what]?.() ?? '')).status).toBe(400);
    expect(provider.asked).toEqual([]);
  });
});

describe('a sign-out that cannot be looked at now', () => {
  it('of a provider that is away or that failed is 503 and blames nobody, and may come again', async () => {
    const h = await withProvider(provider);
    const came = await signInBy(provider, h, 'anna');
    const token = provider.token(signedOut());
    for (const broken of ['away', 'failing'] as const) {
      provider[broken] = true;
      for (let nth = 0; nth < 2; nth += 1) {
        const reply = await sendToken(h, token);
        expect([reply.status, problemOf(reply).code]).toEqual([503, 'OIDC_AWAY']);
      }
      provider[broken] = false;
    }
    expect(await statusOf(h, came)).toBe(200);
    expect((await sendToken(h, token)).status).toBe(200);
    expect(await statusOf(h, came)).toBe(401);
  });

  it('is slowed down by address where many were worth nothing, and nobody else is', async () => {
    const h = await withProvider(provider);
    for (let nth = 0; nth < SIGN_OUTS.free; nth += 1)
      expect((await send(h, 'logout_token=x', FORM, '192.0.2.7')).status).toBe(400);
    const body = new URLSearchParams({ logout_token: provider.token(signedOut()) }).toString();
    const reply = await send(h, body, FORM, '192.0.2.7');
    expect([reply.status, problemOf(reply).code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    expect((await send(h, body, FORM, '192.0.2.8')).status).toBe(200);
  });

  it('is not there without a provider', async () => {
    const h = await createHarness();
    expect((await sendToken(h, 'x')).status).toBe(404);
  });

  it('may come again when the database was away', async () => {
    const h = await withProvider(provider);
    const came = await signInBy(provider, h, 'anna');
    const token = provider.token(signedOut());
    const { sqlite } = h.stores.database;
    sqlite.exec('alter table session rename to session_away');
    expect((await sendToken(h, token)).status).toBeGreaterThanOrEqual(500);
    sqlite.exec('alter table session_away rename to session');
    expect((await sendToken(h, token)).status).toBe(200);
    expect(await statusOf(h, came)).toBe(401);
  });
});
