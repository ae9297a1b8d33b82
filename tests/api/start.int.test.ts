import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { answerEarly } from '../../server/early.ts';
import { startServer, type RunningServer } from '../../server/start.ts';
import { readSettings } from '../../server/settings.ts';

const running: RunningServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  folders.push(folder);
  return folder;
}

async function start(folder: string): Promise<RunningServer> {
  const settings = readSettings({ PORT: '0', DATABASE_URL: `file:${join(folder, 'a.db')}` });
  const server = await startServer(settings, { log: pino({ level: 'silent' }) });
  running.push(server);
  return server;
}

const post = (url: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a server', () => {
  it('goes on after a restart: accounts, sessions and the ledger are there, the seed is not written twice', async () => {
    const folder = aFolder();
    const first = await start(folder);
    const token = /token=([\w-]+)$/.exec(first.firstAdministratorLink ?? '')?.[1];
    const account = { email: 'first@test.example', password: 'a long enough one' };
    expect((await post(`${first.url}/api/v1/first-admin`, { token, ...account })).status).toBe(201);
    const signedIn = await post(`${first.url}/api/auth/sign-in/email`, account);
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const { seq } = first.app.live.picture;
    await first.stop();

    const second = await start(folder);
    expect(second.firstAdministratorLink).toBeNull();
    expect(second.app.live.picture.seq).toBe(seq);
    const me = await fetch(`${second.url}/api/v1/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ email: 'first@test.example' });
  });

  it('answers with its pages, its API and its health', async () => {
    const server = await start(aFolder());
    const health = await fetch(`${server.url}/api/v1/health`);
    expect(await health.json()).toMatchObject({ status: 'ok', database: 'ok', demo: false });
    expect((await fetch(`${server.url}/_app/immutable/gone.js`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/v1/me`)).status).toBe(401);
  });

  it('is not ready once it drains, answers all the same, and holds no caller', async () => {
    const server = await start(aFolder());
    const ask = (path: string) => fetch(`${server.url}/api/v1/health${path}`);
    const before = await ask('/ready');
    expect([before.status, await before.json()]).toEqual([200, { status: 'ready', behind: 0 }]);
    await server.drain(0);
    const ready = await ask('/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      ...{ code: 'NOT_READY', facts: { because: 'draining', behind: null } },
    });
    for (const path of ['', '/live']) {
      const answer = await ask(path);
      expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    }
  });

  it('says while it starts that it is alive and not ready', async () => {
    const http = createServer((request, response) => {
      if (!answerEarly(request, response)) response.writeHead(418).end();
    });
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/v1/health`;
    const live = await fetch(`${url}/live?x=1`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'alive' }]);
    const ready = await fetch(`${url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      ...{ code: 'NOT_READY', facts: { because: 'starting' } },
    });
    expect((await fetch(url)).status).toBe(418);
    http.closeAllConnections();
    http.close();
  });

  it('says that the connection ends after a body that is too large', async () => {
    const server = await start(aFolder());
    const refused = await post(`${server.url}/api/v1/first-admin`, { token: 'x'.repeat(300_000) });
    expect([refused.status, refused.headers.get('connection')]).toEqual([413, 'close']);
  });

  it('lets people sign in by the address that it prints, whatever HOST is', async () => {
    const settings = readSettings({ PORT: '0', HOST: '127.0.0.2', DATABASE_URL: ':memory:' });
    const server = await startServer(settings, { log: pino({ level: 'silent' }) });
    running.push(server);
    const refused = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ email: 'who@test.example', password: 'nobody knows it' }),
    });
    expect(await refused.json()).toMatchObject({ code: 'SIGN_IN_REFUSED' });
  });

  it('says that its port is taken and leaves nothing behind', async () => {
    const server = await start(aFolder());
    const settings = readSettings({ PORT: String(server.port), DATABASE_URL: ':memory:' });
    await expect(startServer(settings)).rejects.toThrow('EADDRINUSE');
  });
});
