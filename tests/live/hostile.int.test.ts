import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client, startLive, type ClientOptions, type LiveServer } from '../support/live-server.ts';

let server: LiveServer;
let clients: Client[] = [];
let faults: unknown[] = [];
const onFault = (fault: unknown) => faults.push(fault);

beforeEach(async () => {
  faults = [];
  process.on('unhandledRejection', onFault);
  server = await startLive({ limits: { messages: 100_000, connections: 3, messageBytes: 10_000 } });
});
afterEach(async () => {
  for (const client of clients) client.drop();
  clients = [];
  await server.close();
  process.off('unhandledRejection', onFault);
  expect(faults).toEqual([]);
  expect(server.errors).toEqual([]);
});

async function connected(options: ClientOptions = { key: 'key-of-viewer' }): Promise<Client> {
  const one = new Client(server.url, options);
  clients.push(one);
  await one.when(() => one.socket.connected);
  return one;
}

/** A message of any shape; the socket's types are for those who mean well. */
function emit(one: Client, event: string, ...message: unknown[]): void {
  (one.socket as unknown as { emit(event: string, ...message: unknown[]): void }).emit(
    event,
    ...message,
  );
}
function ask(one: Client, event: string, ...message: unknown[]): Promise<unknown> {
  return new Promise((done) => emit(one, event, ...message, done));
}

async function isUp(): Promise<void> {
  const one = await connected({ key: 'key-of-administrator' });
  expect(await one.ask({ protocol: 1 })).toMatchObject({ ok: true });
  expect(await (await fetch(server.url)).text()).toBe('up');
  one.drop();
}

describe('a message that is not as it should be', () => {
  it('is refused, whatever its shape, and the connection goes on', async () => {
    const one = await connected();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 3 }), async (message) => {
        fc.pre(!(message.length === 1 && isFollow(message[0])));
        expect(await ask(one, 'follow', ...message)).toMatchObject({
          ok: false,
          code: 'MALFORMED',
        });
      }),
      { numRuns: 200 },
    );
    await isUp();
  });

  it('is refused when its fields are wrong one by one', async () => {
    const one = await connected();
    for (const message of [
      { protocol: 1, after: -1 },
      { protocol: 1, after: 1.5 },
      { protocol: 1, after: '3' },
      { protocol: 1, after: null },
      { protocol: 1, after: 2 ** 60 },
      { protocol: 1, room: 'audience:|||' },
      { protocol: 1, pieces: 3 },
      { after: 0 },
      { protocol: true },
    ])
      expect(await ask(one, 'follow', message)).toMatchObject({ ok: false, code: 'MALFORMED' });
    expect(await ask(one, 'follow', { protocol: 99 })).toMatchObject({ code: 'PROTOCOL' });
  });

  it('is refused under any other name, those of socket.io and of objects among them', async () => {
    const one = await connected();
    const names = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        'error',
        '__proto__',
        'constructor',
        'join',
        'entries',
        'snapshot',
        'message',
      ),
    );
    const reserved = [
      'connect',
      'connect_error',
      'disconnect',
      'disconnecting',
      'newListener',
      'removeListener',
    ];
    await fc.assert(
      fc.asyncProperty(names, fc.jsonValue(), async (name, payload) => {
        fc.pre(name !== 'follow' && !reserved.includes(name));
        expect(await ask(one, name, payload)).toMatchObject({ ok: false, code: 'MALFORMED' });
      }),
      { numRuns: 100 },
    );
  });

  it('without an acknowledgement is answered by `refused`', async () => {
    const one = await connected();
    emit(one, 'follow');
    expect(await one.first('refused')).toMatchObject({ ok: false, code: 'MALFORMED' });
    emit(one, 'follow', { protocol: 7 }, 'not a function');
    emit(one, 'elsewhere');
    const refusals = () => one.heard.filter(({ event }) => event === 'refused');
    await one.when(() => refusals().length === 3);
    await isUp();
  });

  it('a good one without an acknowledgement is served', async () => {
    const one = await connected();
    emit(one, 'follow', { protocol: 1 });
    await one.first('snapshot');
  });

  it('binary in place of JSON is refused', async () => {
    const one = await connected();
    expect(await ask(one, 'follow', new Uint8Array([1, 2, 3]))).toMatchObject({
      code: 'MALFORMED',
    });
    expect(await ask(one, 'follow', { protocol: 1, after: new Uint8Array(4) })).toMatchObject({
      code: 'MALFORMED',
    });
  });

  it('too big ends its connection and leaves the server up', async () => {
    const one = await connected();
    emit(one, 'follow', { protocol: 1, padding: 'x'.repeat(20_000) });
    await one.first('disconnect');
    await isUp();
  });

  it('is not even a packet: its connection ends and the server stays up', async () => {
    const packets = [
      '4',
      '42',
      '42[',
      '42/live,',
      '42/live,["follow"',
      '49',
      '451-',
      '451-/live,["follow"]',
      '40/live,{',
      '4null',
      '9',
      'x',
      '42/live,{"a":1}',
      '43/live,12["x"]',
      '450-/live,["disconnect"]',
    ];
    const junk = fc.oneof(fc.constantFrom(...packets), fc.string({ maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(junk, async (packet) => {
        const socket = new WebSocket(
          `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
        );
        await new Promise<void>((done, failed) => {
          socket.onopen = () => {
            socket.send(`40/live,{"key":"key-of-viewer"}`);
            socket.send(packet);
            socket.close();
          };
          socket.onclose = () => done();
          socket.onerror = () => failed(new Error('no connection'));
        });
      }),
      { numRuns: 60 },
    );
    await isUp();
  });
});

describe('too much', () => {
  it('of connections: the one too many is told and ended, and a place comes free again', async () => {
    const [first] = [await connected(), await connected(), await connected()];
    const fourth = new Client(server.url, { key: 'key-of-viewer' });
    clients.push(fourth);
    expect(await fourth.first('refused')).toMatchObject({ code: 'TOO_MANY' });
    await fourth.first('disconnect');
    first.drop();
    let again = new Client(server.url, { key: 'key-of-viewer' });
    clients.push(again);
    // The server may hear of the new one before it hears of the old one's end.
    for (;;) {
      await again.when(() => again.heard.length > 0 || again.socket.connected);
      const reply = await Promise.race([again.ask({ protocol: 1 }), again.first('disconnect')]);
      if (typeof reply === 'object') break;
      again = new Client(server.url, { key: 'key-of-viewer' });
      clients.push(again);
    }
    expect(again.snapshots).toBe(1);
  });

  it('of messages: refused by its name, over all connections of one account', async () => {
    const small = await startLive({ limits: { messages: 5, messagesPerSecond: 0 } });
    try {
      const [one, two, other] = ['viewer', 'viewer', 'administrator'].map((name) => {
        const made = new Client(small.url, { key: `key-of-${name}` });
        clients.push(made);
        return made;
      }) as [Client, Client, Client];
      await Promise.all([one, two, other].map((each) => each.when(() => each.socket.connected)));
      for (let count = 0; count < 5; count += 1)
        expect(await one.ask({ protocol: 1 })).toMatchObject({ ok: true });
      expect(await two.ask({ protocol: 1 })).toMatchObject({ ok: false, code: 'TOO_MANY' });
      expect(await other.ask({ protocol: 1 })).toMatchObject({ ok: true });
      expect(small.refused).toContain('TOO_MANY');
    } finally {
      await small.close();
    }
  });
});

function isFollow(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'protocol' in value;
}
