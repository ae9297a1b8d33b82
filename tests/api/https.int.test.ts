/** What a browser is told where people come by https, and that no page of another site writes anything. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOfRoutes } from '../../server/api/gates.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer, type RunningServer } from '../../server/start.ts';
import { createHarness, PASSWORD } from './harness.ts';

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
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 201]);
  const cookies = replies.flatMap(({ headers }) => headers.getSetCookie());
  expect(cookies.length).toBeGreaterThanOrEqual(3);
  return { cookies, hsts: replies.map(({ headers }) => headers.get('strict-transport-security')) };
}

describe('cookies and the word that https stays', () => {
  it('over https: every cookie is Secure, HttpOnly and SameSite, and https stays', async () => {
    const { cookies, hsts } = await cookiesOf(servers[0] as RunningServer, PUBLIC_URL);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/;\s*Secure/i);
      expect(cookie).toMatch(/;\s*HttpOnly/i);
      expect(cookie).toMatch(/;\s*SameSite=(?:Lax|Strict)/i);
      expect(cookie).not.toMatch(/;\s*Domain=/i);
    }
    expect(cookies.some((one) => one.startsWith('__Secure-'))).toBe(true);
    for (const one of hsts) expect(one).toMatch(/^max-age=\d{8,}/);
  });

  it('over plain http: none is Secure, and nothing is said of https', async () => {
    const server = servers[1] as RunningServer;
    const { cookies, hsts } = await cookiesOf(server, server.url);
    for (const cookie of cookies) {
      expect(cookie).not.toMatch(/;\s*Secure/i);
      expect(cookie).toMatch(/;\s*HttpOnly/i);
    }
    expect(hsts).toEqual([null, null]);
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
