import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionWire } from '#wire/session.ts';
import { readSettings } from '../../server/settings.ts';
import { SESSION_HOURS } from '../../server/access/auth.ts';
import { startServer } from '../../server/start.ts';
import { cookieOf, createHarness, ORIGIN, PASSWORD, problemOf, request } from '../api/harness.ts';
import type { Harness } from '../api/harness.ts';

const EMAIL = 'desk@test.example';
const NOWHERE = { room: null, facilities: [], regions: [] };
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function anAccount(h: Harness): Promise<string> {
  const made = await h.app.access.accounts.create({
    email: EMAIL,
    password: PASSWORD,
    role: 'viewer',
    scope: NOWHERE,
  });
  if (typeof made === 'string') throw new Error(made);
  return made.id;
}
async function signIn(h: Harness, agent = FIREFOX): Promise<Record<string, string>> {
  const body = { email: EMAIL, password: PASSWORD };
  const headers = { 'user-agent': agent };
  const reply = await request(h.app, 'POST', '/api/auth/sign-in/email', body, headers);
  return { cookie: cookieOf(reply), origin: ORIGIN };
}
const list = async (h: Harness, mine: Record<string, string>) =>
  (await request(h.app, 'GET', '/api/v1/sessions', undefined, mine)).body as SessionWire[];
const asks = async (h: Harness, mine: Record<string, string>) =>
  (await request(h.app, 'GET', '/api/v1/me', undefined, mine)).status;

describe('own sessions', () => {
  it('are listed with their browser in broad words and which one asks', async () => {
    const h = await createHarness();
    await anAccount(h);
    const [one] = [await signIn(h), await signIn(h, 'curl/8')];
    const rows = await list(h, one);
    expect(rows.map(({ own, browser, system }) => [own, browser, system]).sort()).toEqual([
      [false, 'other', 'other'],
      [true, 'firefox', 'linux'],
    ]);
    for (const row of rows) expect(Math.abs(Date.parse(row.begunAt) - h.clock.now)).toBe(0);
    const kept = h.stores.database.sqlite.prepare('select user_agent from session').pluck().all();
    expect(kept.sort()).toEqual(['firefox/linux', 'other/other']);
    expect(JSON.stringify(rows)).not.toContain('token');
  });

  it('are ended one by one, or all but the one that asks', async () => {
    const h = await createHarness();
    await anAccount(h);
    const [one, two, three] = [await signIn(h), await signIn(h), await signIn(h)];
    const own = (await list(h, two)).find((row) => row.own)?.id ?? '';
    const end = (path: string) =>
      request(h.app, 'DELETE', `/api/v1/sessions${path}`, undefined, one);
    expect((await end(`/${own}`)).body).toEqual({ ended: 1 });
    expect([await asks(h, one), await asks(h, two), await asks(h, three)]).toEqual([200, 401, 200]);
    expect(problemOf(await end(`/${own}`)).code).toBe('UNKNOWN_SESSION');
    expect((await end('')).body).toEqual({ ended: 1 });
    expect([await asks(h, one), await asks(h, three)]).toEqual([200, 401]);
  });

  it('go on in the browser too while they are used: its cookie is given again', async () => {
    const h = await createHarness();
    await anAccount(h);
    const signedIn = (rememberMe: boolean) =>
      request(h.app, 'POST', '/api/auth/sign-in/email', {
        ...{ email: EMAIL, password: PASSWORD, rememberMe },
      });
    const given = async (reply: Awaited<ReturnType<typeof signedIn>>) => {
      const me = await request(h.app, 'GET', '/api/v1/me', undefined, { cookie: cookieOf(reply) });
      expect(me.status).toBe(200);
      return me.headers.getSetCookie();
    };
    const first = await signedIn(true);
    const parts = (cookie = '') => cookie.toLowerCase().split('; ').sort();
    const of = first.headers.getSetCookie().find((one) => one.includes('session_token'));
    // The very one that signing in gave: value, term and all.
    expect(parts(of)).toContain(`max-age=${SESSION_HOURS * 3_600}`);
    expect((await given(first)).map(parts)).toEqual([parts(of)]);
    // Who is to be forgotten when the browser closes has a cookie without an end.
    expect(await given(await signedIn(false))).toEqual([]);
  });

  it('of somebody else are not there', async () => {
    const h = await createHarness();
    await anAccount(h);
    const mine = await signIn(h);
    const [{ id = '' } = {}] = await list(h, mine);
    const reply = await h.send('chairWest', 'DELETE', `/api/v1/sessions/${id}`);
    expect([reply.status, problemOf(reply).code]).toEqual([404, 'UNKNOWN_SESSION']);
    expect(await asks(h, mine)).toBe(200);
  });
});

describe('sessions of an account', () => {
  it('are listed and ended by an administrator, which stands in the ledger', async () => {
    const h = await createHarness();
    const id = await anAccount(h);
    const [one, two] = [await signIn(h), await signIn(h)];
    const path = `/api/v1/accounts/${id}/sessions`;
    const rows = (await h.send('administrator', 'GET', path)).body as SessionWire[];
    expect(rows.map((row) => row.own)).toEqual([false, false]);
    expect((await h.send('administrator', 'DELETE', path)).body).toEqual({ ended: 2 });
    expect([await asks(h, one), await asks(h, two)]).toEqual([401, 401]);
    const [entry] = await h.stores.ledger.read({ subject: `account:${id}` });
    expect(entry).toMatchObject({ body: { what: 'sessions-ended', role: 'viewer' } });
  });
});

describe('an ended session', () => {
  const undo: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one();
  });

  it('loses its live connection at once; the other of the account keeps it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sessions-'));
    undo.push(() => rmSync(folder, { recursive: true }));
    const settings = readSettings({ PORT: '0', DATABASE_URL: `file:${join(folder, 'a.db')}` });
    const server = await startServer(settings, { log: pino({ level: 'silent' }) });
    undo.push(() => server.stop());
    const { accounts } = server.app.access;
    await accounts.create({ email: EMAIL, password: PASSWORD, role: 'viewer', scope: NOWHERE });
    const enter = async () => {
      const answer = await fetch(`${server.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
      });
      const cookie = answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
      const socket = io(`${server.url}/live`, {
        transports: ['websocket'],
        extraHeaders: { cookie, origin: server.url },
        reconnection: false,
        forceNew: true,
      });
      undo.push(() => void socket.disconnect());
      const begun = new Promise((resolve) => socket.once('snapshot', resolve));
      socket.emit('follow', { protocol: 1 });
      await begun;
      return { cookie, socket };
    };
    const [one, two] = [await enter(), await enter()];
    const ended = new Promise<string>((resolve) =>
      two.socket.once('refused', ({ code }: { code: string }) => resolve(code)),
    );
    const headers = { cookie: one.cookie };
    await fetch(`${server.url}/api/v1/sessions`, { method: 'DELETE', headers });
    expect(await ended).toBe('UNAUTHENTICATED');
    expect(one.socket.connected).toBe(true);
  });
});
