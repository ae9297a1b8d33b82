/**
 * What once opened something and is over, and what opens something of another kind, open nothing: at no route and at no socket. What is
 * for once works once.
 */
import { hash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceCookie, freshDevice } from '../../server/access/place.ts';
import { wallCookie } from '../../server/access/wall-principal.ts';
import { createGateway, type Gateway } from '../../server/live/gateway.ts';
import { LIVE_NAMESPACE } from '../../server/wire/live.ts';
import { aPairedScreen, enter, Screen } from '../walls/hands.ts';
import {
  cookieOf,
  createHarness,
  openHarness,
  ORIGIN,
  PASSWORD,
  problemOf,
  request,
  type Harness,
} from './harness.ts';
import { anAccount, NO_NETWORK, webhookOrder } from './role-hands.ts';
import { filled, guardedRoutes } from './walked-routes.ts';

type Headers = Record<string, string>;
const HOUR = 3_600_000;

let h: Harness;
let http: Server;
let gateway: Gateway;
let url: string;
beforeAll(async () => {
  h = await openHarness(undefined, undefined, undefined, {
    webhooks: { poster: NO_NETWORK },
    rateLimits: { key: 0, session: 0, dispatch: 0 },
  });
  http = createServer();
  gateway = createGateway({
    ...{ http, live: h.app.live, access: h.app.access, log: pino({ level: 'silent' }) },
    texts: h.app.deskParts.texts,
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await gateway.close();
  http.closeAllConnections();
  await new Promise((done) => http.close(done));
  await h.close();
});

const meOf = async (headers: Headers) =>
  (await request(h.app, 'GET', '/api/v1/me', undefined, headers)).status;

/** What the live socket says to who comes so: `connected`, or the code of its refusal. */
function knock(headers: Headers, auth: object = {}): Promise<string> {
  const socket = io(`${url}${LIVE_NAMESPACE}`, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    ...{ extraHeaders: headers, auth },
  });
  return new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
      resolve(error.data?.code ?? error.message),
    );
  }).finally(() => socket.disconnect());
}

/** Everything that a server with these headers would let in, it does not: each route, the socket, and who one is. */
async function opensNothing(tokens: Record<string, Headers>): Promise<void> {
  const routes = guardedRoutes(h);
  expect(routes.length).toBeGreaterThan(80);
  const { seq } = h.app.live.picture;
  const wrong: string[] = [];
  for (const [name, headers] of Object.entries(tokens)) {
    for (const route of routes) {
      const reply = await request(h.app, route.method, filled(route), undefined, headers);
      if (reply.status !== 401) wrong.push(`${name} at ${route.name}: ${reply.status}`);
    }
    const told = await knock(headers);
    if (told !== 'UNAUTHENTICATED') wrong.push(`${name} at the socket: ${told}`);
  }
  expect(wrong).toEqual([]);
  expect(h.app.live.picture.seq).toBe(seq);
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const aKeyOf = (lastsMs: number) =>
  h.app.access.keys.issue({
    ...{ name: 'x', createdBy: 'test' },
    scope: { actions: ['metrics.read', 'live.follow'], facilities: [], room: null },
    expiresAt: new Date(h.clock.now + lastsMs).toISOString(),
  });
/** Somebody who signed in by the password. */
async function aPerson(): Promise<{ id: string; email: string; cookie: string }> {
  const email = `p${Math.round(performance.now() * 1_000)}@test.example`;
  const scope = { room: null, facilities: [], regions: [] };
  const made = await h.app.access.accounts.create({
    ...{ email, password: PASSWORD, role: 'viewer', scope },
  });
  if (typeof made === 'string') throw new Error(made);
  const reply = await request(
    h.app,
    'POST',
    '/api/auth/sign-in/email',
    { email, password: PASSWORD },
    { origin: ORIGIN },
  );
  const cookie = cookieOf(reply);
  expect(await meOf({ cookie })).toBe(200);
  return { id: made.id, email, cookie };
}

describe('what is over', () => {
  it('opens no route and no socket, however it ended', { timeout: 120_000 }, async () => {
    const { accounts, keys, sessions, walls } = h.app.access;
    const { internalAdapter, adapter } = await h.app.access.auth.$context;
    const people = {
      signedOut: await aPerson(),
      ended: await aPerson(),
      closed: await aPerson(),
      removed: await aPerson(),
      repassworded: await aPerson(),
      expired: await aPerson(),
    };
    const write = { origin: ORIGIN };
    await request(h.app, 'POST', '/api/auth/sign-out', undefined, {
      ...write,
      cookie: people.signedOut.cookie,
    });
    await sessions.endOthers(people.ended.id, null);
    const scope = { room: null, facilities: [], regions: [] };
    const as = { role: 'viewer', scope } as const;
    await accounts.change(people.closed.id, { ...as, active: false, password: null });
    await accounts.remove(people.removed.id);
    await accounts.change(people.repassworded.id, {
      ...as,
      active: true,
      password: 'another long one',
    });
    await adapter.updateMany({
      model: 'session',
      where: [{ field: 'userId', value: people.expired.id }],
      update: { expiresAt: new Date(Date.now() - 1_000) },
    });
    const [revoked, expired, rotated] = [
      await aKeyOf(HOUR),
      await aKeyOf(1_000),
      await aKeyOf(HOUR),
    ];
    for (const { key } of [revoked, expired, rotated]) expect(await meOf(bearer(key))).toBe(200);
    await keys.revoke(revoked.stored.id);
    const next = await keys.rotate(rotated.stored.id, { overlapHours: 0 });
    if (typeof next === 'string') throw new Error(next);
    const screens = [await aPairedScreen(h), await aPairedScreen(h)];
    await walls.revoke(screens[0]?.id ?? '');
    const waiting = new Screen(h);
    await waiting.ask();
    h.clock.now += 2_000;
    expect(await meOf(bearer(next.key))).toBe(200);
    expect(await internalAdapter.findUserByEmail(people.closed.email)).not.toBeNull();

    await opensNothing({
      ...Object.fromEntries(
        Object.entries(people).map(([name, { cookie }]) => [`session ${name}`, { cookie }]),
      ),
      'key revoked': bearer(revoked.key),
      'key expired': bearer(expired.key),
      'key replaced': bearer(rotated.key),
      'screen revoked': { cookie: screens[0]?.screen.cookie ?? '' },
      'screen that waits': { cookie: waiting.cookie },
      'nothing at all': {},
    });
    expect(await knock({}, { key: revoked.key })).toBe('UNAUTHENTICATED');
    expect(await knock({}, { key: next.key })).toBe('connected');
  });
});

describe('what is for once', () => {
  it('works once: a link for an account, the first administrator’s, the code of a screen', async () => {
    const own = await createHarness();
    const post = (path: string, body: object) => request(own.app, 'POST', path, body);
    const link = await own.app.access.firstAdministrator.invite();
    const first = { token: link ?? '', email: 'first@test.example', password: PASSWORD };
    expect((await post('/api/v1/first-admin', first)).status).toBe(201);
    for (const email of [first.email, 'second@test.example'])
      expect(problemOf(await post('/api/v1/first-admin', { ...first, email })).code).toBe(
        'LINK_NOT_VALID',
      );
    const account = await anAccount(own);
    const { token } = await own.app.access.invitations.invite(account);
    const accept = { token, password: 'one of my own choosing' };
    // Of those who come at once one has it.
    const many = await Promise.all(
      Array.from({ length: 5 }, () => post('/api/v1/invitation', accept)),
    );
    expect(many.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect((await post('/api/v1/invitation', accept)).status).not.toBe(200);
    const screen = new Screen(own);
    await screen.ask();
    const entered = await Promise.all(Array.from({ length: 5 }, () => enter(own, screen.code)));
    expect(entered.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await enter(own, screen.code)).status).toBeGreaterThanOrEqual(400);
    expect((await own.app.access.walls.list()).length).toBe(1);
  });

  it('opens nothing where another that is for once belongs', async () => {
    const own = await createHarness();
    const link = (await own.app.access.firstAdministrator.invite()) ?? '';
    const account = await anAccount(own);
    const { token } = await own.app.access.invitations.invite(account);
    const screen = new Screen(own);
    await screen.ask();
    const key = (await own.credentials('keyHospital'))['authorization']?.split(' ')[1] ?? '';
    const others = { link, token, code: screen.code, key, account, secret: screen.cookie };
    for (const [kind, one] of Object.entries(others)) {
      const first = { token: one, email: 'f@test.example', password: PASSWORD };
      if (kind !== 'link')
        expect(
          (await request(own.app, 'POST', '/api/v1/first-admin', first)).status,
          kind,
        ).not.toBe(201);
      const accept = { token: one, password: 'one of my own choosing' };
      if (kind !== 'token')
        expect(
          (await request(own.app, 'POST', '/api/v1/invitation', accept)).status,
          kind,
        ).not.toBe(200);
      if (kind !== 'code')
        expect((await enter(own, one.slice(0, 40), 'administrator')).status, kind).not.toBe(201);
    }
  });
});

describe('what opens something of another kind', () => {
  it('opens no route and no socket where it does not belong', { timeout: 120_000 }, async () => {
    const { auth, keys, invitations, walls } = h.app.access;
    const { authCookies, internalAdapter } = await auth.$context;
    const name = authCookies.sessionToken.name;
    const person = await aPerson();
    const [session] = await internalAdapter.listSessions(person.id);
    const cookie = person.cookie.split('; ').find((one) => one.startsWith(name)) ?? '';
    const signed = cookie.slice(name.length + 1);
    const seal = signed.slice(signed.indexOf('.'));
    const { key, stored } = await aKeyOf(HOUR);
    const { screen, id: wall } = await aPairedScreen(h);
    const secret = screen.cookie.slice(wallCookie(false).length + 1);
    const waiting = new Screen(h);
    await waiting.ask();
    const { token: invitation } = await invitations.invite(person.id);
    const made = await h.send('administrator', 'POST', '/api/v1/webhooks', await webhookOrder(h));
    const hook = made.body as { id: string; secret: string };
    expect(typeof hook.secret).toBe('string');
    const device = freshDevice();
    // All of these are somebody’s, where they belong.
    expect([
      await meOf({ cookie }),
      await meOf(bearer(key)),
      await meOf({ cookie: screen.cookie }),
    ]).toEqual([200, 200, 200]);
    expect(await keys.verify(key)).not.toBeNull();
    expect(await walls.verify(secret)).not.toBeNull();

    const things: Record<string, string> = {
      ...{ 'session token': session?.token ?? '', 'sealed session': decodeURIComponent(signed) },
      ...{ 'session id': session?.id ?? '', 'account id': person.id, address: person.email },
      ...{ password: PASSWORD, key, 'key id': stored.id, 'hash of a key': stored.hash },
      ...{ 'beginning of a key': stored.prefix, 'secret of a screen': secret, 'screen id': wall },
      ...{ 'hash of a screen': hash('sha256', secret, 'hex'), 'code of a screen': waiting.code },
      ...{ invitation, 'secret of a webhook': hook.secret, 'webhook id': hook.id, device },
    };
    expect(Object.values(things)).not.toContain('');
    const tokens: Record<string, Headers> = {};
    for (const [kind, one] of Object.entries(things)) {
      const value = encodeURIComponent(one);
      if (kind !== 'key') tokens[`${kind} as a key`] = bearer(one);
      if (kind !== 'sealed session')
        tokens[`${kind} as a session`] = { cookie: `${name}=${value}` };
      tokens[`${kind} under a session’s seal`] = { cookie: `${name}=${value}${seal}` };
      if (kind !== 'secret of a screen')
        tokens[`${kind} as a screen`] = { cookie: `${wallCookie(false)}=${value}` };
      tokens[`${kind} as a device`] = { cookie: `${deviceCookie(false)}=${value}` };
      tokens[`${kind} by Basic`] = {
        authorization: `Basic ${Buffer.from(`${person.email}:${one}`).toString('base64')}`,
      };
    }
    delete tokens['session token under a session’s seal'];
    tokens['two keys'] = { authorization: `Bearer ${key} ${key}` };
    tokens['a key without a word'] = { authorization: key };
    tokens['a good session behind a bad key'] = { ...bearer('spk_x'), cookie };
    expect(Object.keys(tokens).length).toBeGreaterThan(90);

    // Every one at one route and at the socket; a part of them, another each time, at every route.
    const wrong: string[] = [];
    for (const [kind, headers] of Object.entries(tokens)) {
      if ((await meOf(headers)) !== 401) wrong.push(kind);
      if ((await knock(headers)) !== 'UNAUTHENTICATED') wrong.push(`${kind} at the socket`);
    }
    for (const [kind, one] of Object.entries(things))
      if (kind !== 'key' && (await knock({}, { key: one })) === 'connected') wrong.push(kind);
    expect(wrong).toEqual([]);
    const each = Object.entries(tokens).filter((_, nth) => nth % 9 === 0);
    await opensNothing(Object.fromEntries(each));
  });
});
