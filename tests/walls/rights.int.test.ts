import { afterEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { io } from 'socket.io-client';
import type { SnapshotMessage } from '#wire/live.ts';
import { createHarness, problemOf, request } from '../api/harness.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { aPairedScreen, enter, Screen, SETUP } from './hands.ts';

describe('what a wall screen may', () => {
  it('reads the picture with who is on the way, and no case', async () => {
    const h = await createHarness();
    const { case: id, decision } = await h.decidedCase();
    const { screen } = await aPairedScreen(h);
    const picture = await screen.send('GET', '/api/v1/picture?region=west');
    expect(picture.status).toBe(200);
    const lumc = (
      picture.body as { facilities: { id: string; inbound: { case: null; etaAt: string }[] }[] }
    ).facilities.find((one) => one.id === 'lumc-leiden');
    expect(lumc?.inbound).toMatchObject([{ case: null, etaAt: expect.any(String) as string }]);
    expect(JSON.stringify(picture.body)).not.toContain(id);
    for (const path of [
      `cases/${id}`,
      `cases/${id}/ranking`,
      `decisions/${decision}`,
      'cases',
      'decisions',
      'accounts',
      'keys',
      'walls',
      'metrics',
      'ledger/verification',
    ])
      expect([path, (await screen.send('GET', `/api/v1/${path}`)).status >= 403]).toEqual([
        path,
        true,
      ]);
  });

  it('writes nothing, by any route', async () => {
    const h = await createHarness();
    const { case: id, decision } = await h.decidedCase();
    const { screen, id: wall } = await aPairedScreen(h);
    const named: Record<string, string> = {
      ':facility': 'lumc-leiden',
      ':kind': 'icu',
      ':case': id,
      ':decision': decision,
      ':wall': wall,
    };
    const writes = h.app.api.routes.filter(
      ({ method, path }) =>
        ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && path.startsWith('/api/v1/'),
    );
    let closed = 0;
    const before = h.app.live.picture.seq;
    for (const { method, path } of writes) {
      const address = path.replace(/:\w+/g, (name) => named[name] ?? 'x');
      const body = method === 'DELETE' ? undefined : {};
      // What asks nobody who they are is no right of a screen's.
      if ((await request(h.app, method, address, body)).status !== 401) continue;
      closed += 1;
      // A body of another type is turned away before anybody's rights are looked at.
      const reply = await screen.send(method, address, body);
      expect([method, path, [403, 404, 415].includes(reply.status)]).toEqual([method, path, true]);
    }
    expect(closed).toBeGreaterThan(15);
    expect(h.app.live.picture.seq).toBe(before);
  });
});

describe('who manages screens', () => {
  it('a chair, for regions of his own; the administrator for all', async () => {
    const h = await createHarness();
    const screen = new Screen(h);
    await screen.ask();
    for (const who of ['dispatcher', 'hospital', 'viewer', 'keyRoom'] as const)
      expect((await enter(h, screen.code, who)).status).toBe(403);
    expect(
      (await enter(h, screen.code, 'chairWest', { regions: ['west', 'brabant'] })).status,
    ).toBe(403);
    const nowhere = problemOf(
      await enter(h, screen.code, 'chairNation', { regions: ['atlantis'] }),
    );
    expect(nowhere.errors?.[0]?.path).toBe('setup.regions.0');
    // None of that used the code up.
    expect((await enter(h, screen.code, 'administrator', { regions: ['brabant'] })).status).toBe(
      201,
    );
  });

  it('a chair sees and ends what shows a region of his, and changes only what is his alone', async () => {
    const h = await createHarness();
    const { id: shared } = await aPairedScreen(h, 'chairNation', { regions: ['brabant', 'west'] });
    const { id: other } = await aPairedScreen(h, 'chairNation', { regions: ['brabant'] });
    const listed = await h.send('chairWest', 'GET', '/api/v1/walls');
    expect((listed.body as { id: string }[]).map((one) => one.id)).toEqual([shared]);
    const body = { name: 'Mijn', setup: SETUP };
    expect((await h.send('chairWest', 'PUT', `/api/v1/walls/${shared}`, body)).status).toBe(403);
    expect((await h.send('chairWest', 'PUT', `/api/v1/walls/${other}`, body)).status).toBe(404);
    expect((await h.send('chairWest', 'DELETE', `/api/v1/walls/${other}`)).status).toBe(404);
    expect((await h.send('chairWest', 'DELETE', `/api/v1/walls/${shared}`)).status).toBe(200);
    expect((await h.send('chairWest', 'DELETE', `/api/v1/walls/${shared}`)).status).toBe(404);
  });
});

describe('a screen that is signed out', () => {
  const undo: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one();
  });

  it('loses its live connection at once, and is nobody from then on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'walls-'));
    undo.push(() => rmSync(folder, { recursive: true }));
    const settings = readSettings({ PORT: '0', DATABASE_URL: `file:${join(folder, 'a.db')}` });
    const server = await startServer(settings, { log: pino({ level: 'silent' }) });
    undo.push(() => server.stop());
    const asked = await fetch(`${server.url}/api/v1/wall-pairing`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { code } = (await asked.json()) as { code: string };
    const cookie = asked.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { walls } = server.app.access;
    const setup = { ...SETUP, pages: ['region' as const] };
    const wall = await walls.pair(code, { name: 'Hal', setup, by: 'test' });

    const socket = io(`${server.url}/live`, {
      transports: ['websocket'],
      extraHeaders: { cookie, origin: server.url },
      reconnection: false,
    });
    undo.push(() => void socket.disconnect());
    const snapshot = new Promise<SnapshotMessage>((resolve) => socket.once('snapshot', resolve));
    socket.emit('follow', { protocol: 1 });
    expect((await snapshot).picture.cases).toEqual([]);

    const ended = new Promise<string>((resolve) =>
      socket.once('refused', ({ code: why }: { code: string }) => resolve(why)),
    );
    await walls.revoke(wall?.id ?? '');
    expect(await ended).toBe('UNAUTHENTICATED');
    expect((await fetch(`${server.url}/api/v1/me`, { headers: { cookie } })).status).toBe(401);
  });
});
