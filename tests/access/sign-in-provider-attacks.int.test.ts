/** What must not come in by a provider: forged, stolen, replayed and stale answers; and a provider that is away or has other keys. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStores } from '../../db/open.ts';
import { createLog } from '../../server/log.ts';
import type { Turn } from '../../server/access/guess-limiter.ts';
import { LEAVES, RETURNS } from '../../server/access/oidc-limits.ts';
import type { SlowDown } from '../../server/domain/access/slow-down.ts';
import { openHarness, ORIGIN, PASSWORD, request, type Harness } from '../api/harness.ts';
import { anotherKey, CLIENT, TestProvider, type Said } from '../support/sign-in-provider.ts';
import {
  comeBack,
  leave,
  meOf,
  refusedWith,
  setUpOf,
  signInBy,
  withProvider,
} from './provider-hands.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start(ORIGIN);
  provider.people.set('anna', { email: 'anna@x.example', email_verified: true, roles: 'lumc' });
  provider.people.set('bert', { email: 'bert@x.example', email_verified: true, roles: 'kijker' });
});
afterAll(() => provider.stop());
afterEach(() => {
  Object.assign(provider, { away: false, failing: false, tamper: null, foreignKey: null });
});

const FAILED = refusedWith('OIDC_FAILED');
const seconds = () => Math.floor(Date.now() / 1000);
/** Only the administrator. */
const nobodyCame = async (h: Harness) => expect(await h.app.access.accounts.list()).toHaveLength(1);

describe('the way back', () => {
  let h: Harness;
  beforeEach(async () => {
    h = await withProvider(provider);
  });

  it('is closed to another state, to none, and to one that this browser did not leave with', async () => {
    const left = await leave(h);
    const back = await provider.visit(left.url, 'anna');
    const other = new URL(back);
    other.searchParams.set('state', 'another');
    const none = new URL(back);
    none.searchParams.delete('state');
    for (const url of [other, none]) expect((await comeBack(h, url, left.cookie)).to).toBe(FAILED);
    // A stolen link to come back by is worth nothing in another browser.
    expect((await comeBack(h, back, '')).to).toBe(FAILED);
    expect((await comeBack(h, back, (await leave(h)).cookie)).to).toBe(FAILED);
    await nobodyCame(h);
  });

  it('is closed to what a browser keeps and did not get from here', async () => {
    const left = await leave(h);
    const back = await provider.visit(left.url, 'anna');
    const changed = left.cookie.replace(/(?<==)./, 'X');
    for (const cookie of [changed, 'spoedkaart.return=x', 'spoedkaart.return=%7B%7D.AAAA'])
      expect((await comeBack(h, back, cookie)).to).toBe(FAILED);
    await nobodyCame(h);
  });

  it('is gone once', async () => {
    const left = await leave(h);
    const back = await provider.visit(left.url, 'anna');
    expect((await comeBack(h, back, left.cookie)).to).toBe('/');
    const again = await comeBack(h, back, left.cookie);
    expect([again.to, again.cookie]).toEqual([FAILED, '']);
  });

  it('is closed to the code of somebody else', async () => {
    const [mine, theirs] = [await leave(h), await leave(h)];
    const back = await provider.visit(mine.url, 'anna');
    const stolen = await provider.visit(theirs.url, 'bert');
    // Slipped under another's state: the provider knows by PKCE that it was not this browser that asked.
    back.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    expect((await comeBack(h, back, mine.cookie)).to).toBe(FAILED);
    await nobodyCame(h);
  });

  it('is closed to the answer of another provider (RFC 9207)', async () => {
    const left = await leave(h);
    const back = await provider.visit(left.url, 'anna');
    expect(back.searchParams.get('iss')).toBe(provider.issuer);
    const other = new URL(back);
    other.searchParams.set('iss', 'https://evil.example');
    const none = new URL(back);
    none.searchParams.delete('iss');
    for (const url of [other, none]) expect((await comeBack(h, url, left.cookie)).to).toBe(FAILED);
    await nobodyCame(h);
  });

  it('asks for a code with PKCE, a state and a nonce that are other each time', async () => {
    const [one, two] = [await leave(h), await leave(h)].map(({ url }) => new URL(url).searchParams);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one?.get(name)?.length).toBeGreaterThan(30);
      expect(one?.get(name)).not.toBe(two?.get(name));
    }
    expect(one?.get('response_type')).toBe('code');
    expect(one?.get('code_challenge_method')).toBe('S256');
    expect(one?.get('redirect_uri')).toBe(`${ORIGIN}/api/auth/oidc/return`);
  });
});

describe('an ID token', () => {
  const changes: [string, (claims: Said) => Said][] = [
    ['for another sign-in (nonce)', (claims) => ({ ...claims, nonce: 'another' })],
    ['for no sign-in', ({ nonce: _nonce, ...claims }) => claims],
    ['for somebody else (audience)', (claims) => ({ ...claims, aud: 'another' })],
    ['for several, not given to us', (claims) => ({ ...claims, aud: [CLIENT.id, 'b'], azp: 'b' })],
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['that is over', (claims) => ({ ...claims, iat: seconds() - 900, exp: seconds() - 300 })],
    ['without an end', ({ exp: _exp, ...claims }) => claims],
    ['of nobody', ({ sub: _sub, ...claims }) => claims],
    ['of another than userinfo speaks of', (claims) => ({ ...claims, sub: 'bert' })],
  ];
  it.each(changes)('%s opens nothing', async (_name, tamper) => {
    const h = await withProvider(provider);
    provider.tamper = tamper;
    const came = await signInBy(provider, h, 'anna');
    expect([came.to, came.cookie]).toEqual([FAILED, '']);
    await nobodyCame(h);
  });

  it('that another signed opens nothing, in our provider’s name or by no key at all', async () => {
    const h = await withProvider(provider);
    provider.tamper = (claims) => claims;
    // Signed anew by the provider's own key it holds: what is refused below is the key.
    expect((await signInBy(provider, h, 'bert')).to).toBe('/');
    provider.foreignKey = anotherKey();
    expect((await signInBy(provider, h, 'anna')).to).toBe(FAILED);
    provider.unsigned = true;
    expect((await signInBy(provider, h, 'anna')).to).toBe(FAILED);
    provider.unsigned = false;
    expect(await h.app.access.accounts.list()).toHaveLength(2);
  });

  it('may be a little early or late: clocks differ', async () => {
    const h = await withProvider(provider);
    provider.tamper = (claims) => ({ ...claims, exp: seconds() - 5 });
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
  });
});

describe('a provider', () => {
  it('with other keys is believed at once, and its old keys no more', async () => {
    const h = await withProvider(provider);
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
    const old = provider.signingKey;
    provider.rotateKeys();
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
    provider.tamper = (claims) => claims;
    provider.foreignKey = old;
    expect((await signInBy(provider, h, 'anna')).to).toBe(FAILED);
  });

  it('that is away from the start is said to be; passwords work, and so does it when it is back', async () => {
    provider.away = true;
    const h = await withProvider(provider);
    const email = 'nood@x.example';
    const scope = { room: 'mk-den-haag', facilities: [], regions: [] };
    await h.app.access.accounts.create({ email, password: PASSWORD, role: 'dispatcher', scope });
    expect((await request(h.app, 'GET', '/api/auth/sign-in/ways')).status).toBe(200);
    expect((await signInBy(provider, h, 'anna')).to).toBe(refusedWith('OIDC_AWAY'));
    const body = { email, password: PASSWORD };
    expect((await request(h.app, 'POST', '/api/auth/sign-in/email', body)).status).toBe(200);
    provider.away = false;
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
  });

  it('that goes away on the way back is said to be, and who was in stays in', async () => {
    const h = await withProvider(provider);
    const before = await signInBy(provider, h, 'anna');
    for (const how of ['away', 'failing'] as const) {
      const left = await leave(h);
      const back = await provider.visit(left.url, 'bert');
      provider[how] = true;
      expect((await comeBack(h, back, left.cookie)).to).toBe(refusedWith('OIDC_AWAY'));
      provider[how] = false;
    }
    expect((await meOf(h, before)).status).toBe(200);
  });

  it('that says to be another than it is set to be is not believed', async () => {
    const h = await withProvider(provider, { issuer: `${provider.issuer}/realm` });
    provider.elsewhere = true;
    expect((await signInBy(provider, h, 'anna')).to).toBe(FAILED);
    provider.elsewhere = false;
  });

  it('is asked what it is at most once a minute, and not by those who come back', async () => {
    const h = await withProvider(provider);
    provider.asked.length = 0;
    await Promise.all([leave(h), leave(h), leave(h)]);
    h.clock.now += 30_000;
    const left = await leave(h);
    const times = () => provider.asked.filter((path) => path.includes('well-known')).length;
    expect(times()).toBe(1);
    const back = await provider.visit(left.url, 'anna');
    h.clock.now += 5 * 60_000;
    expect((await comeBack(h, back, left.cookie)).to).toBe('/');
    expect(times()).toBe(1);
    await leave(h);
    expect(times()).toBe(2);
  });

  it('that went away is found out before a browser is sent there', async () => {
    const h = await withProvider(provider);
    expect((await leave(h)).url).toContain(provider.issuer);
    h.clock.now += 60_000;
    provider.away = true;
    expect((await leave(h)).url).toBe(refusedWith('OIDC_AWAY'));
  });
});

describe('the log', () => {
  it('says why somebody did not come in and who did, and nothing that opens something', async () => {
    const lines: string[] = [];
    const log = createLog('debug', { write: (line: string) => lines.push(line) });
    const h = await openHarness(openStores(':memory:'), undefined, log, {
      oidc: setUpOf(provider),
    });
    try {
      await h.credentials('administrator');
      const told: string[] = [];
      for (const tamper of [null, ({ nonce: _nonce, ...claims }: Said) => claims]) {
        provider.tamper = tamper;
        const left = await leave(h);
        const back = await provider.visit(left.url, 'anna');
        const came = await comeBack(h, back, left.cookie);
        told.push(back.searchParams.get('code') ?? '', left.cookie, came.cookie);
        told.push(
          ...['state', 'nonce'].map((name) => new URL(left.url).searchParams.get(name) ?? ''),
        );
      }
      const all = lines.join('\n');
      expect(all).toContain('signed in by the provider');
      expect(all).toContain('"OIDC_FAILED"');
      expect(all).toContain('OAUTH_');
      for (const secret of [...told, CLIENT.secret, 'anna'].filter((one) => one !== ''))
        expect(all).not.toContain(secret);
      expect(told.filter((one) => one !== '').length).toBeGreaterThan(7);
    } finally {
      await h.close();
    }
  });
});

describe('one address', () => {
  const TOO_MANY = refusedWith('TOO_MANY_ATTEMPTS');
  const fill = async (begin: () => Promise<Turn>, { free }: SlowDown) => {
    for (let made = 0; made < free; made += 1) await (await begin()).end(false);
  };

  it('sends people to the provider a bounded number of times, and soon again', async () => {
    const h = await withProvider(provider);
    const { oidcLimits } = h.app.access;
    await fill(() => oidcLimits.beginLeave(null), LEAVES);
    // The last of these has to wait, as does whoever comes after it.
    provider.asked.length = 0;
    expect((await leave(h)).url).toBe(TOO_MANY);
    expect(provider.asked).toEqual([]);
    // Another address, and a password, are not held up.
    expect((await oidcLimits.beginLeave('192.0.2.7')).waitMs).toBe(0);
    const body = { email: 'administrator@test.example', password: PASSWORD };
    expect((await request(h.app, 'POST', '/api/auth/sign-in/email', body)).status).not.toBe(429);
    h.clock.now += LEAVES.firstWaitMs;
    expect((await leave(h)).url).toContain(provider.issuer);
  });

  it('shows the provider a bounded number of answers that are worth nothing', async () => {
    const h = await withProvider(provider);
    const left = await leave(h);
    const back = await provider.visit(left.url, 'anna');
    await fill(() => h.app.access.oidcLimits.beginReturn(null), RETURNS);
    provider.asked.length = 0;
    expect((await comeBack(h, back, left.cookie)).to).toBe(TOO_MANY);
    expect(provider.asked).toEqual([]);
    h.clock.now += RETURNS.firstWaitMs;
    expect((await comeBack(h, back, left.cookie)).to).toBe('/');
  });

  it('is not blamed for a provider that is away, nor for those who come in', async () => {
    const h = await withProvider(provider);
    const { oidcLimits } = h.app.access;
    await fill(() => oidcLimits.beginReturn(null), { ...RETURNS, free: RETURNS.free - 1 });
    expect((await signInBy(provider, h, 'anna')).to).toBe('/');
    const left = await leave(h);
    const back = await provider.visit(left.url, 'anna');
    provider.away = true;
    expect((await comeBack(h, back, left.cookie)).to).toBe(refusedWith('OIDC_AWAY'));
    provider.away = false;
    expect((await signInBy(provider, h, 'bert')).to).toBe('/');
  });
});
