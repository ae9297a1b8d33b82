/** Who opens connections and sends slowly, hugely or nothing loses them; whoever else asks is served all the while. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KeyScope } from '../../server/access/scope.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer, type RunningServer } from '../../server/start.ts';
import { limitWires, serverOptions, USUAL_WIRES, type WireLimits } from '../../server/wires.ts';
import { Client } from '../support/live-server.ts';
import { createHarness } from './harness.ts';

const WAITING = 30;
const TIGHT: WireLimits = {
  ...USUAL_WIRES,
  ...{ headersMs: 400, requestMs: 800, keepAliveMs: 400, silentMs: 1_500, everyMs: 50 },
  ...{ headerBytes: 4_096, waitingOfAddress: WAITING },
};
let server: RunningServer;
const lines: string[] = [];
/** A dashboard that stands open through everything. */
let dashboard: Client;
let key: string;
beforeAll(async () => {
  const settings = readSettings({ PORT: '0', DATABASE_URL: 'file::memory:' });
  server = await startServer(settings, {
    log: pino({ level: 'warn' }, { write: (line: string) => lines.push(line) }),
    wires: TIGHT,
  });
  const scope: KeyScope = {
    actions: ['unit.write', 'metrics.read'],
    facilities: ['lumc-leiden'],
    room: null,
  };
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  ({ key } = await server.app.access.keys.issue({
    name: 'x',
    scope,
    expiresAt,
    createdBy: 'test',
  }));
  dashboard = new Client(server.url, { key });
  dashboard.socket.on('connect', () => dashboard.follow());
  await dashboard.when(() => dashboard.followed);
});
afterAll(async () => {
  dashboard.drop();
  await server.stop();
});

const served = async () => (await fetch(`${server.url}/api/v1/health`)).status;

/** A connection that sends what it is given, bit by bit; what it was told when it was closed. */
class Wire {
  readonly socket: Socket;
  readonly closed: Promise<string>;

  constructor(first: string, each = '') {
    this.socket = connect(server.port, '127.0.0.1');
    let heard = '';
    this.socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    this.socket.on('error', () => undefined);
    this.socket.write(first);
    const dribble = setInterval(() => each !== '' && this.socket.write(each), 20);
    // Not `once`: that would take a reset, which is one way of being closed, for a failure.
    this.closed = new Promise((resolve) =>
      this.socket.on('close', () => {
        clearInterval(dribble);
        resolve(heard);
      }),
    );
  }
}

const HEAD =
  'POST /api/auth/sign-in/email HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

describe('a connection', () => {
  it('that dribbles its headers is closed, and others are served meanwhile', async () => {
    const slow = Array.from({ length: 20 }, () => new Wire(HEAD, 'x-a: b\r\n'));
    await Promise.all(slow.map(({ socket }) => once(socket, 'connect')));
    expect(await served()).toBe(200);
    for (const { closed } of slow) expect(await closed).toMatch(/^(HTTP\/1\.1 4(08|31)|$)/);
    expect(await served()).toBe(200);
  });

  it('that says nothing at all is closed', async () => {
    const silent = new Wire('');
    expect(await silent.closed).toMatch(/^(HTTP\/1\.1 408|$)/);
  });

  it('that dribbles its body is closed, also where a request came before it', async () => {
    const health = 'GET /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n';
    const slow = new Wire(`${health}${HEAD}content-length: 100000\r\n\r\n{`, ' ');
    expect(await served()).toBe(200);
    const heard = await slow.closed;
    expect(heard).toMatch(/^HTTP\/1\.1 200/);
    expect(heard).not.toMatch(/HTTP\/1\.1 (201|401)/);
    // A client that goes away is no fault of ours.
    expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('that dribbles a feed by a key is closed, and nothing is logged as a fault of ours', async () => {
    const head = `POST /api/v1/feeds/fhir HTTP/1.1\r\nhost: x\r\ncontent-type: application/fhir+json\r\n`;
    const who = `authorization: Bearer ${key}\r\ncontent-length: 100000\r\n\r\n{`;
    expect(await new Wire(`${head}${who}`, ' ').closed).not.toMatch(/HTTP\/1\.1 [25]/);
    // Nor is one who hangs up in the middle.
    const hasty = new Wire(`${head}${who}`);
    await once(hasty.socket, 'connect');
    hasty.socket.end();
    await hasty.closed;
    expect(await served()).toBe(200);
    expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('that asks for much and reads nothing is closed, though it is no longer than it may be in coming', async () => {
    const much = createServer(serverOptions(TIGHT), (_request, response) =>
      response.end(Buffer.alloc(64 * 1024 * 1024)),
    );
    const figures = limitWires(much, TIGHT);
    await new Promise<void>((done) => much.listen(0, '127.0.0.1', done));
    const closed = once(much, 'timeout');
    const socket = connect((much.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).pause();
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await closed;
    expect(figures.ended.slow).toBe(1);
    socket.destroy();
    await new Promise((done) => much.close(done));
    await vi.waitFor(() => expect(figures.open()).toBe(0));
  });

  it('that does not read its answer is closed', async () => {
    const ask = 'GET /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n';
    // It hears of the end by what it sends: nothing is read.
    const wire = new Wire(ask.repeat(20_000), ask);
    wire.socket.pause();
    await wire.closed;
    expect(await served()).toBe(200);
  });

  it.each([
    ['long', `x-long: ${'a'.repeat(5_000)}\r\n`],
    ['many', Array.from({ length: 600 }, (_, n) => `x-${n}: b\r\n`).join('')],
  ])('with %s headers is refused', async (_name, headers) => {
    expect(await new Wire(`${HEAD}${headers}\r\n`).closed).toMatch(/^HTTP\/1\.1 431/);
  });

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}'],
    ['a folded header', 'x-a: b\r\n c\r\ncontent-length : 2\r\n\r\n{}'],
  ])('with %s, which two servers may read differently, is refused', async (_name, rest) => {
    expect(await new Wire(`${HEAD}${rest}`).closed).toMatch(/^HTTP\/1\.1 400/);
  });

  it('with a body that is too large is told so and closed', async () => {
    const large = new Wire(`${HEAD}content-length: 99999999\r\n\r\n`, 'a'.repeat(1_000));
    const heard = await large.closed;
    expect(heard).toMatch(/^HTTP\/1\.1 413/);
    expect(heard).toMatch(/connection: close/i);
  });

  it('is refused where one address has too many that bring nothing, and room comes back', async () => {
    const idle = Array.from({ length: WAITING + 10 }, () => new Wire(''));
    await Promise.all(idle.slice(WAITING).map(({ closed }) => closed));
    await Promise.all(idle.map(({ closed }) => closed));
    expect(await served()).toBe(200);
  });
});

describe('whoever means well', () => {
  it('keeps a dashboard open all the while, and finds in the figures what was ended', async () => {
    expect(dashboard.socket.connected).toBe(true);
    expect(dashboard.snapshots).toBe(1);
    const headers = { authorization: `Bearer ${key}` };
    const text = await (await fetch(`${server.url}/api/v1/metrics`, { headers })).text();
    const figure = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
    const ended = (because: string) =>
      figure(`spoedkaart_connections_ended_total\\{because="${because}"\\}`);
    expect(ended('slow')).toBeGreaterThanOrEqual(22);
    expect(ended('malformed')).toBeGreaterThanOrEqual(5);
    expect(ended('waiting')).toBeGreaterThanOrEqual(10);
    expect(ended('full')).toBe(0);
    expect(figure('spoedkaart_connections')).toBeGreaterThanOrEqual(2);
  });

  it('may send a feed over a slow line for longer than an answer may take', async () => {
    const h = await createHarness();
    const credentials = await h.credentials('keyHospital');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let rest: (() => void) | undefined;
      const line = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(Buffer.from('{"resourceType":'));
          rest = () => {
            controller.enqueue(Buffer.from('"Basic"}'));
            controller.close();
          };
        },
      });
      const sent = {
        method: 'POST',
        headers: {
          ...credentials,
          'content-type': 'application/fhir+json',
          'content-length': '24',
        },
        body: line,
        duplex: 'half',
      };
      // The compiler's list of what a request may say lacks `duplex`.
      const request = new Request('http://localhost:8080/api/v1/feeds/fhir', sent);
      const answer = Promise.resolve(h.app.fetch(request));
      // An answer may take 15 seconds, a feed's coming in ten times that.
      await vi.advanceTimersByTimeAsync(100_000);
      rest?.();
      expect((await answer).status).toBe(422);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('another site', () => {
  it.each([
    ['OPTIONS', '/api/v1/picture'],
    ['GET', '/api/v1/health'],
    ['POST', '/api/auth/sign-in/email'],
  ])('is never let read an answer: %s %s', async (method, path) => {
    const reply = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'content-type': 'application/json',
      },
      ...(method === 'POST' ? { body: '{"email":"a@b.example","password":"x"}' } : {}),
    });
    const told = [...reply.headers.keys()].filter((name) => name.startsWith('access-control'));
    expect(told).toEqual([]);
    expect(reply.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});
