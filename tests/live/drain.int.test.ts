/** A new version comes in: servers end and begin one after the other, under dashboards that look on and hospitals that write. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { AudienceEntry, Entry } from '#domain/entries.ts';
import { LiveConnection, type LiveStatus } from '#lib/live/connection.ts';
import { LIVE_NAMESPACE } from '#wire/live-names.ts';
import { openPostgresStores } from '../../db/postgres/stores.ts';
import { connectStores } from '../../db/open.ts';
import { startBalancer } from '../support/balancer.ts';
import { postgresForTests } from '../support/postgres.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';

const postgres = postgresForTests();
const UNIT = '/api/v1/facilities/lumc-leiden/units/icu';
const PASSWORD = 'seven grey herons at dusk';

/** Five servers are started. */
const PATIENCE_MS = 300_000;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function start(env: Record<string, string>): Promise<ServerProcess> {
  // A town writes as fast as it can: the limit of one key is not what is looked at.
  const server = await startServerProcess({ RATE_LIMIT_KEY: '0', ...env });
  endings.push(() => server.kill());
  return server;
}

/** A key by which a hospital writes, issued by the first administrator of an empty installation. */
async function aKey(server: ServerProcess): Promise<string> {
  const { url } = server;
  const send = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const reply = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...headers },
      body: JSON.stringify(body),
    });
    expect(reply.status).toBeLessThan(300);
    return reply;
  };
  const account = { email: 'first@test.example', password: PASSWORD };
  const token = await server.prints(/token=([\w-]+)$/m);
  await send('/api/v1/first-admin', { token, ...account });
  const signedIn = await send('/api/auth/sign-in/email', account);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const made = await send(
    '/api/v1/keys',
    {
      name: 'test',
      scope: { actions: ['unit.write'], facilities: ['lumc-leiden'], room: null },
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    { cookie },
  );
  return ((await made.json()) as { key: string }).key;
}

/** A dashboard's own connection, which writes down all that it is told. */
class Onlooker {
  readonly told: LiveStatus[] = [];
  readonly entries: AudienceEntry[] = [];
  readonly connection: LiveConnection;
  readonly #timer: NodeJS.Timeout;
  readonly #clock: () => number;
  #waiting: (() => void)[] = [];

  /** @param pace how fast its clock goes: a slow machine must not make twelve seconds of silence out of a restart. */
  constructor(url: string, key: string, pace = 1) {
    const began = Date.now();
    const clock = () => began + (Date.now() - began) * pace;
    this.#clock = clock;
    const tell = () => {
      for (const done of this.#waiting.splice(0)) done();
    };
    this.connection = new LiveConnection(
      () => io(`${url}${LIVE_NAMESPACE}`, { ...SOCKET, auth: { key } }),
      {
        onStatus: (status) => this.told.push(status),
        onPicture: tell,
        onEntry: (entry) => this.entries.push(entry),
        onRefused: () => undefined,
      },
      clock,
    );
    this.connection.start(clock());
    this.#timer = setInterval(() => this.connection.tick(clock()), 100);
    endings.push(() => this.stop());
  }

  async when(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((done) => this.#waiting.push(done));
  }

  /** As a device that comes back into sight: tries at once. */
  wake(): void {
    this.connection.wake(this.#clock());
  }

  stop(): void {
    clearInterval(this.#timer);
    this.connection.stop();
  }
}

const SOCKET = {
  transports: ['websocket'],
  autoConnect: false,
  reconnection: false,
  forceNew: true,
};

/** Writes one figure after the other, each until it is acknowledged, as the desk of a hospital does. */
function writer(url: string, key: string) {
  let going = true;
  const answers: number[] = [];
  const write = async (nth: number): Promise<void> => {
    const reply = await fetch(`${url}${UNIT}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `figure-${nth}`,
        authorization: `Bearer ${key}`,
      },
      body: JSON.stringify({ staffed: 9_000, occupied: nth, available: 9_000 - nth }),
    }).catch(() => null);
    // Nobody was there, or the answer was lost: again, under the same key.
    if (reply === null) return going ? write(nth) : undefined;
    await reply.text();
    answers.push(reply.status);
  };
  const all = (async () => {
    for (let nth = 1; going; nth += 1) await write(nth);
  })();
  return {
    answers,
    async stop() {
      going = false;
      await all;
    },
  };
}

/**
 * Each figure stands in the ledger once, in order; each onlooker was told none twice and none too late, and ends with the last.
 * (Who comes to a server that began after it is given a fresh picture, so not every entry is told to everybody.)
 */
function expectAll(ledger: readonly Entry[], acknowledged: number, onlookers: Onlooker[]): void {
  const written = ledger.flatMap((one) => (one.kind === 'unit-observed' ? [one] : []));
  const figures = written.map(({ body }) => body.observation.occupied);
  expect(figures).toEqual(Array.from({ length: acknowledged }, (_, nth) => nth + 1));
  for (const { entries, told, connection } of onlookers) {
    const seqs = entries.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
    expect(told).toEqual(['connecting', 'live']);
    const icu = connection.replica.picture?.facilities['lumc-leiden']?.units.find(
      ({ kind }) => kind === 'icu',
    );
    expect(icu?.observations.map(({ occupied }) => occupied)).toContain(acknowledged);
  }
}

describe('a new version', () => {
  it(
    'comes in server by server: no write fails, and no dashboard calls the server lost or misses an entry',
    { timeout: PATIENCE_MS },
    async () => {
      const env = { DATABASE_URL: await postgres().emptyDatabase(), DRAIN_SECONDS: '1' };
      const first = await start(env);
      const key = await aKey(first);
      const second = await start(env);
      const balancer = await startBalancer();
      endings.push(() => balancer.close());
      balancer.serve([first.url, second.url]);
      await balancer.sees([first.url, second.url]);
      const onlookers = Array.from({ length: 6 }, () => new Onlooker(balancer.url, key, 0.1));
      for (const one of onlookers) await one.when(() => one.connection.status === 'live');
      const writing = writer(balancer.url, key);
      endings.push(() => writing.stop());
      const [onlooker] = onlookers as [Onlooker];
      await onlooker.when(() => onlooker.entries.length > 5);

      expect(await first.stop()).toBe(0);
      const before = onlooker.entries.length;
      await onlooker.when(() => onlooker.entries.length > before + 5);
      const third = await start(env);
      balancer.serve([second.url, third.url]);
      await balancer.sees([second.url, third.url]);
      expect(await second.stop()).toBe(0);
      const between = onlooker.entries.length;
      await onlooker.when(() => onlooker.entries.length > between + 5);
      await writing.stop();

      expect(new Set(writing.answers)).toEqual(new Set([200]));
      const stores = await openPostgresStores(env.DATABASE_URL);
      const ledger = await stores.ledger.read({ kinds: ['unit-observed'] });
      expect((await stores.ledger.verify()).intact).toBe(true);
      const { seq } = await stores.ledger.head();
      await stores.close();
      for (const one of onlookers) await one.when(() => one.connection.replica.seq === seq);
      expectAll(ledger, writing.answers.length, onlookers);
      // The three took their part: otherwise nothing was tried.
      for (const { url } of [first, second, third])
        expect(balancer.answered.get(url) ?? 0).toBeGreaterThan(0);
    },
  );

  it(
    'comes in where there is one server: it ends, the next one begins, and nobody who was told calls it lost',
    { timeout: PATIENCE_MS },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'drain-'));
      endings.push(() => rmSync(folder, { recursive: true, force: true }));
      const env = { DATABASE_URL: `file:${join(folder, 'a.db')}` };
      const first = await start(env);
      const key = await aKey(first);
      const again = { ...env, PORT: new URL(first.url).port };
      const onlookers = Array.from({ length: 3 }, () => new Onlooker(first.url, key, 0.1));
      for (const one of onlookers) await one.when(() => one.connection.status === 'live');
      const writing = writer(first.url, key);
      endings.push(() => writing.stop());
      const [onlooker] = onlookers as [Onlooker];
      await onlooker.when(() => onlooker.entries.length > 5);
      expect(await first.stop()).toBe(0);
      const before = onlooker.entries.length;
      await start(again);
      for (const one of onlookers) one.wake();
      await onlooker.when(() => onlooker.entries.length > before + 5);
      await writing.stop();

      expect(new Set(writing.answers)).toEqual(new Set([200]));
      const stores = await connectStores(env.DATABASE_URL);
      const ledger = await stores.ledger.read({ kinds: ['unit-observed'] });
      const { seq } = await stores.ledger.head();
      await stores.close();
      for (const one of onlookers) await one.when(() => one.connection.replica.seq === seq);
      expectAll(ledger, writing.answers.length, onlookers);
    },
  );
});
