/** What a browser is told where people come by https, and that no page of another site writes anything. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOf } from '../../server/access/place.ts';
import { actionsOfRoutes } from '../../server/api/gates.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer, type RunningServer } from '../../server/start.ts';
import { aPairedScreen, Screen } from '../walls/hands.ts';
import { createHarness, ORIGIN, PASSWORD, request, type Harness } from './harness.ts';

const PUBLIC_URL = 'https://spoedkaart.example';
const servers: RunningServer[] = [];
beforeAll(async () => {
  for (const publicUrl of [PUBLIC_URL, '']) {
    const settings = readSettings({
      ...{ PORT: '0', DATABASE_URL: 'file::memory:', PUBLIC_URL: publicUrl },
    });
    const server = await startServer(settings);
    servers.push(server);
    await server.app.access.accounts.create({
      ...{ email: 'a@test.example', password: PASSWORD, role: 'viewer' },
      scope: { room: null, facilities: [], regions: [] },
    });
  }
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

async function cookiesOf({ url }: RunningServer, origin: string) {
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
  const signIn = { email: 'a@test.example', password: PASSWORD };
  const replies = [
    await post('/api/auth/sign-in/email', signIn),
    await post('/api/v1/wall-pairing', {}),
    await post('/api/auth/sign-in/passkey-options', {}),
  ];
  const mine = replies[0]?.headers.getSetCookie().map((one) => one.split(';')[0]) ?? [];
  replies.push(await fetch(`${url}/api/v1/me`, { headers: { cookie: mine.join('; ') } }));
  expect(replies.map(({ status }) => status)).toEqual([200, 201, 200, 200]);
  const cookies = replies.flatMap(({ headers }) => headers.getSetCookie());
  expect(cookies.filter((one) => one.includes('session_token='))).toHaveLength(2);
  expect(cookies.length).toBeGreaterThanOrEqual(5);
  return { cookies, hsts: replies.map(({ headers }) => headers.get('strict-transport-security')) };
}

describe('cookies and the word that https stays', () => {
  it('over https: every cookie is of this host alone, Secure, HttpOnly and SameSite, and https stays', async () => {
    const { cookies, hsts } = await cookiesOf(servers[0] as RunningServer, PUBLIC_URL);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-spoedkaart\.[\w-]+=/);
      expect(cookie).toMatch(/;\s*Path=\/(?:;|$)/i);
      expect(cookie).toMatch(/;\s*Secure/i);
      expect(cookie).toMatch(/;\s*HttpOnly/i);
      expect(cookie).toMatch(/;\s*SameSite=(?:Lax|Strict)/i);
      expect(cookie).not.toMatch(/;\s*Domain=/i);
    }
    for (const one of hsts) expect(one).toMatch(/^max-age=\d{8,}/);
  });

  it('over plain http: none is Secure, and nothing is said of https', async () => {
    const server = servers[1] as RunningServer;
    const { cookies, hsts } = await cookiesOf(server, server.url);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^spoedkaart\.[\w-]+=/);
      expect(cookie).not.toMatch(/;\s*Secure/i);
      expect(cookie).toMatch(/;\s*HttpOnly/i);
    }
    expect(hsts).toEqual([null, null, null, null]);
  });
});

describe('a cookie that another host under the same domain could have planted', () => {
  const byHttps = () =>
    createHarness({ baseUrl: PUBLIC_URL, trustedOrigins: [PUBLIC_URL, ORIGIN] });
  const me = (h: Harness, cookie: string) =>
    request(h.app, 'GET', '/api/v1/me', undefined, { cookie, origin: PUBLIC_URL });
  const bare = (cookie: string) => cookie.replaceAll('__Host-', '');

  it('opens no session, by the names from before neither', async () => {
    const h = await byHttps();
    const { cookie = '' } = await h.credentials('viewer');
    expect((await me(h, cookie)).status).toBe(200);
    for (const planted of [bare(cookie), `__Secure-${bare(cookie)}`])
      expect((await me(h, planted)).status).toBe(401);
  });

  it('names no device', async () => {
    const asked = (name: string) =>
      placeOf(new Headers({ cookie: `${name}=${'d'.repeat(43)}` }), undefined, true).device;
    expect(asked('spoedkaart.device')).toBeNull();
    expect(asked('__Host-spoedkaart.device')).toBe('d'.repeat(43));
  });

  it('does not sign a screen in that shows a code', async () => {
    const h = await byHttps();
    const mine = new Screen(h);
    await mine.ask();
    const theirs = new Screen(h);
    theirs.cookie = bare(mine.cookie);
    expect(await theirs.state()).toBe('none');
    await theirs.ask();
    // Of its own: whoever planted the other does not have it.
    expect(theirs.cookie).toMatch(/^__Host-/);
    expect(theirs.cookie).not.toBe(mine.cookie);
  });
});

describe('a screen on a wall', () => {
  it('that was signed in before the prefix goes on, and has the new name from then on', async () => {
    const h = await createHarness({ baseUrl: PUBLIC_URL, trustedOrigins: [PUBLIC_URL, ORIGIN] });
    const { screen, id } = await aPairedScreen(h);
    const today = screen.cookie;
    screen.cookie = today.replace('__Host-', '');
    const reply = await screen.me();
    expect(reply.body).toMatchObject({ wall: { id } });
    const [given = ''] = reply.headers.getSetCookie();
    expect(given.split(';')[0]).toBe(today);
    expect(given).toMatch(/; Secure/i);
    // What it has by the new name counts, whatever stands beside it.
    const { screen: other, id: otherId } = await aPairedScreen(h);
    screen.cookie = `${screen.cookie}; ${other.cookie}`;
    expect((await screen.me()).body).toMatchObject({ wall: { id: otherId } });
  });

  it('is given its cookie anew each time that it asks who it is: browsers keep none for ever', async () => {
    const h = await createHarness();
    const { screen } = await aPairedScreen(h);
    const [given = ''] = (await screen.me()).headers.getSetCookie();
    expect(given.split(';')[0]).toBe(screen.cookie);
    expect(given).toMatch(/Max-Age=34560000/i);
    const ofPerson = (await h.send('viewer', 'GET', '/api/v1/me')).headers.getSetCookie();
    expect(ofPerson.map((one) => one.split('=')[0])).toEqual(['spoedkaart.session_token']);
  });
});

it('a write by cookie from another site is refused at every route', async () => {
  const h = await createHarness({ rateLimits: { key: 0, session: 0, dispatch: 0 } });
  const writes = [...actionsOfRoutes(h.app.api).keys()].filter((name) => !name.startsWith('get '));
  expect(writes.length).toBeGreaterThan(40);
  for (const name of writes) {
    const [method = '', path = ''] = name.split(' ');
    for (const foreign of ['https://evil.example', 'null', 'http://localhost:8081']) {
      const filled = path.replace(/\{\w+\}/g, 'none');
      const headers = { origin: foreign };
      const reply = await h.send('administrator', method.toUpperCase(), filled, {}, headers);
      expect(reply.status, name).toBe(403);
      expect(JSON.stringify(reply.body), name).toContain('ORIGIN_NOT_TRUSTED');
    }
  }
});
