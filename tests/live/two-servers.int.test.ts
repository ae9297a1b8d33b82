/** Two real server processes on one PostgreSQL database, without any stickiness: whoever asks may be answered by either. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ranking } from '#domain/routing/ranking.ts';
import { openPostgresStores } from '../../db/postgres/stores.ts';
import { Client } from '../support/live-server.ts';
import { postgresForTests } from '../support/postgres.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';

const postgres = postgresForTests();
const ACCOUNT = { email: 'first@test.example', password: 'a long enough one' };
const CASE = {
  position: { lat: 52.0705, lon: 4.3007 },
  ageBand: '16-64',
  urgency: 'A1',
  findings: { vitals: { systolicBloodPressure: 84, gcs: 9 }, injuries: ['pelvis'] },
};

let database = '';
let servers: [ServerProcess, ServerProcess];
let cookie = '';

interface Answer {
  status: number;
  body: unknown;
}

async function ask(
  nth: 0 | 1,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const reply = await fetch(`${servers[nth].url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: await reply.json() };
}

const admin = () => ({ cookie, origin: servers[1].url });

async function issueKey(nth: 0 | 1, scope: object): Promise<{ id: string; key: string }> {
  const order = { name: 'test', scope, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const made = await ask(nth, 'POST', '/api/v1/keys', order, {
    ...admin(),
    origin: servers[nth].url,
  });
  expect(made.status).toBe(201);
  return made.body as { id: string; key: string };
}

const HOSPITAL = { actions: ['unit.write'], facilities: ['lumc-leiden'], room: null };
const ROOM = {
  actions: ['case.open', 'case.read', 'case.revise', 'case.decide', 'case.step'],
  facilities: [],
  room: 'mk-den-haag',
};
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

beforeAll(async () => {
  database = await postgres().emptyDatabase();
  const env = { DATABASE_URL: database, WEBHOOK_ALLOW: 'localhost' };
  // Both at once: one of them makes the tables and writes the seed.
  servers = await Promise.all([startServerProcess(env), startServerProcess(env)]);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

describe('two servers on one database', () => {
  it('seed it once, and let in on one who was let in on the other', async () => {
    const tokens = await Promise.all(servers.map((one) => one.prints(/token=([\w-]+)$/m)));
    // Each prints a link as it starts; the last one holds, on either server.
    const made = await Promise.all(
      tokens.map((token) => ask(0, 'POST', '/api/v1/first-admin', { token, ...ACCOUNT })),
    );
    expect(made.map((one) => one.status).sort()).toEqual([201, 403]);
    const signedIn = await fetch(`${servers[1].url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: servers[1].url },
      body: JSON.stringify(ACCOUNT),
    });
    cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    for (const nth of [0, 1] as const)
      expect((await ask(nth, 'GET', '/api/v1/me', undefined, { cookie })).body).toMatchObject({
        email: ACCOUNT.email,
      });
    const pictures = await Promise.all(
      ([0, 1] as const).map((nth) => ask(nth, 'GET', '/api/v1/picture', undefined, { cookie })),
    );
    const [one, two] = pictures.map((reply) => reply.body as { seq: number; facilities: object[] });
    expect(one?.facilities.length).toBeGreaterThan(80);
    expect(two?.seq).toBe(one?.seq);
  });

  it('slow down together who guesses, now at one and now at the other', async () => {
    const guess = (nth: number) => {
      const server = servers[nth % 2] as ServerProcess;
      return fetch(`${server.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ email: 'nobody@test.example', password: `a long guess ${nth}` }),
      });
    };
    // Ten are free, wherever they are made.
    for (let nth = 0; nth < 10; nth += 1) expect((await guess(nth)).status).toBe(401);
    for (const nth of [0, 1]) expect((await guess(nth)).status).toBe(429);
  });

  it('tell a socket of one what was sent to the other, in an unbroken chain', async () => {
    const { key } = await issueKey(0, HOSPITAL);
    const client = new Client(servers[1].url, { key });
    client.socket.on('connect', () => client.follow());
    await client.when(() => client.followed);
    for (let occupied = 1; occupied <= 20; occupied += 1) {
      const nth = occupied % 2 === 0 ? 0 : 1;
      const body = { staffed: 30, occupied, available: 30 - occupied };
      const path = '/api/v1/facilities/lumc-leiden/units/icu';
      expect((await ask(nth, 'PUT', path, body, bearer(key))).status).toBe(200);
    }
    await client.when(
      () =>
        client.picture?.facilities['lumc-leiden']?.units
          .find((unit) => unit.kind === 'icu')
          ?.observations.some((one) => one.occupied === 20) ?? false,
    );
    expect(client.gaps).toBe(0);
    client.drop();
  });

  it('show on one at once what was acknowledged by the other', async () => {
    const { key } = await issueKey(1, ROOM);
    for (let round = 0; round < 20; round += 1) {
      const nth = round % 2 === 0 ? 0 : 1;
      const opened = await ask(nth, 'POST', '/api/v1/cases', CASE, bearer(key));
      expect(opened.status).toBe(201);
      const { id } = opened.body as { id: string };
      const seen = await ask(
        nth === 0 ? 1 : 0,
        'GET',
        `/api/v1/cases/${id}`,
        undefined,
        bearer(key),
      );
      expect(seen.status).toBe(200);
    }
  });

  it('have one winner for the last bay', async () => {
    const hospital = await issueKey(0, HOSPITAL);
    const room = await issueKey(0, ROOM);
    const bay = { staffed: 1, available: 1 };
    const path = '/api/v1/facilities/lumc-leiden/units/trauma-bay';
    expect((await ask(0, 'PUT', path, bay, bearer(hospital.key))).status).toBe(200);
    const cases = [];
    for (const nth of [0, 1] as const) {
      const opened = await ask(nth, 'POST', '/api/v1/cases', CASE, bearer(room.key));
      cases.push((opened.body as { id: string }).id);
    }
    const rankings = await Promise.all(
      cases.map((id, nth) =>
        ask(nth as 0 | 1, 'GET', `/api/v1/cases/${id}/ranking`, undefined, bearer(room.key)),
      ),
    );
    const decided = await Promise.all(
      cases.map((id, nth) => {
        const { seq, at } = rankings[nth]?.body as Ranking;
        const choice = { facility: 'lumc-leiden', seq, at, overrideReason: 'CREW_JUDGEMENT' };
        return ask(nth as 0 | 1, 'POST', `/api/v1/cases/${id}/decisions`, choice, bearer(room.key));
      }),
    );
    expect(decided.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(decided.find((one) => one.status === 409)?.body).toMatchObject({ code: 'CLAIM_TAKEN' });
    for (const nth of [0, 1] as const) {
      const log = await ask(nth, 'GET', '/api/v1/decisions', undefined, bearer(room.key));
      // A key of a room without the right to the log is told so; an administrator sees it.
      expect(log.status).toBe(403);
    }
  });

  it('end on both what was revoked on one', async () => {
    const { id, key } = await issueKey(0, HOSPITAL);
    const client = new Client(servers[1].url, { key });
    client.socket.on('connect', () => client.follow());
    await client.when(() => client.followed);
    const path = `/api/v1/keys/${id}`;
    const own = { ...admin(), origin: servers[0].url };
    expect((await ask(0, 'DELETE', path, undefined, own)).status).toBe(200);
    await client.first('disconnect');
    client.drop();
  });

  it('send each webhook from one place, and whoever is asked knows how it does', async () => {
    const got: string[] = [];
    let heard = () => {};
    const receiver = createServer((incoming, answer) => {
      got.push(String(incoming.headers['webhook-id']));
      incoming.resume().on('end', () => {
        answer.writeHead(204).end();
        heard();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const { id: owner, key } = await issueKey(0, HOSPITAL);
    const order = {
      ...{ name: 'test', url, types: ['unit-observed'], regions: null, facilities: null },
      owner: { kind: 'key', id: owner },
    };
    const as = (nth: 0 | 1) => ({ cookie, origin: servers[nth].url });
    const made = await ask(0, 'POST', '/api/v1/webhooks', order, as(0));
    expect(made.status).toBe(201);
    const { id } = made.body as { id: string };
    const wanted: string[] = [];
    for (let n = 1; n <= 12; n += 1) {
      const nth = n % 2 === 0 ? 0 : 1;
      const body = { staffed: 40, occupied: n, available: 40 - n };
      const path = '/api/v1/facilities/lumc-leiden/units/medium-care';
      expect((await ask(nth, 'PUT', path, body, bearer(key))).status).toBe(200);
      const { seq } = (await ask(nth, 'GET', '/api/v1/health')).body as { seq: number };
      wanted.push(`msg_${id}_${seq}`);
      // A page that asks now here and now there moves them about; none is lost.
      if (n % 4 !== 0) continue;
      const listed = await ask(nth, 'GET', '/api/v1/webhooks', undefined, as(nth));
      expect(listed.body).toMatchObject([{ id, state: 'active' }]);
    }
    while (wanted.some((one) => !got.includes(one)))
      await new Promise<void>((done) => {
        heard = done;
      });
    // Told again only where it changed hands.
    expect(got.length).toBeLessThan(wanted.length * 2);
    for (const nth of [0, 1] as const) {
      const path = `/api/v1/webhooks/${id}`;
      const paused = await ask(nth, 'GET', '/api/v1/webhooks', undefined, as(nth));
      expect(paused.body).toMatchObject([{ id }]);
      if (nth === 1) expect((await ask(1, 'DELETE', path, undefined, as(1))).status).toBe(200);
    }
    const gone = await ask(0, 'GET', '/api/v1/webhooks', undefined, as(0));
    expect(gone.body).toEqual([]);
    receiver.closeAllConnections();
    receiver.close();
  });

  it('go on when one of them is killed, and the chain is whole', async () => {
    const { key } = await issueKey(1, HOSPITAL);
    const path = '/api/v1/facilities/lumc-leiden/units/ward';
    await servers[0].kill();
    for (let n = 1; n <= 10; n += 1) {
      const body = { staffed: 30, occupied: n, available: 30 - n };
      expect((await ask(1, 'PUT', path, body, bearer(key))).status).toBe(200);
    }
    const verified = await ask(1, 'GET', '/api/v1/ledger/verification', undefined, { cookie });
    expect(verified.body).toMatchObject({ intact: true });
    const stores = await openPostgresStores(database);
    expect((await stores.ledger.verify()).intact).toBe(true);
    await stores.close();
  });
});
