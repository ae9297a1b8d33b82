/** What opens something is in no line of the log at its most talkative, in no figure and in no refusal. */
import { expect, it } from 'vitest';
import { openStores } from '../../db/open.ts';
import { createLog } from '../../server/log.ts';
import { aPairedScreen } from '../walls/hands.ts';
import { cookieOf, openHarness, ORIGIN, request, type Reply } from './harness.ts';
import { inAnHour } from './role-hands.ts';

const RIGHT = 'the right one, long enough';
const WRONG = 'a wrong one, long enough';
const NEXT = 'the next one, long enough';
const SECRET = '7'.repeat(64);

it('passwords, sessions, keys, codes and the secret itself are never told', async () => {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => lines.push(line) });
  const h = await openHarness(openStores(':memory:'), SECRET, log);
  try {
    const told: Reply[] = [];
    const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
      const reply = await request(h.app, 'POST', path, body, { origin: ORIGIN, ...headers });
      told.push(reply);
      return reply;
    };
    const email = 'a@test.example';
    const scope = { room: null, facilities: [], regions: [] };
    await h.app.access.accounts.create({ email, password: RIGHT, role: 'viewer', scope });
    await post('/api/auth/sign-in/email', { email, password: WRONG });
    const signedIn = await post('/api/auth/sign-in/email', { email, password: RIGHT });
    expect(signedIn.status).toBe(200);
    const cookie = cookieOf(signedIn);
    const change = { currentPassword: RIGHT, newPassword: NEXT };
    const changed = await post('/api/auth/change-password', change, { cookie });
    expect(changed.status).toBe(200);
    const order = { name: 'x', scope: { actions: ['metrics.read'] }, expiresAt: inAnHour(h) };
    const made = await h.send('administrator', 'POST', '/api/v1/keys', order);
    const { key } = made.body as { key: string };
    const authorization = `Bearer ${key}`;
    const { screen } = await aPairedScreen(h);
    const figures = await h.send('administrator', 'GET', '/api/v1/metrics');
    told.push(
      figures,
      await request(h.app, 'GET', '/api/v1/metrics', undefined, { authorization }),
    );
    told.push(
      await request(h.app, 'GET', `/api/v1/${key}?key=${key}`, undefined, { authorization }),
    );
    // Whoever writes it down by mistake finds it taken out.
    log.error({ err: new Error('thrown'), a: { password: NEXT, token: key, key } }, 'x');
    const all = [...lines, ...told.map(({ body }) => JSON.stringify(body))].join('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(all).toContain('/api/auth/sign-in/email');
    const tokens = [cookie, cookieOf(changed), screen.cookie].flatMap((one) =>
      one.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1)),
    );
    for (const secret of [RIGHT, WRONG, NEXT, SECRET, key, screen.code, ...tokens])
      expect(all).not.toContain(secret);
  } finally {
    await h.close();
  }
});
