/** Who floods loses the connection and comes back slower; nobody beside them notices. */
import { afterEach, describe, expect, it } from 'vitest';
import { LIVE_NAMESPACE, type LiveRefusal } from '#wire/live.ts';
import type { LiveLimits } from '../../server/live/ports.ts';
import { Flooder } from '../support/flooder.ts';
import {
  Client,
  startLive,
  TRUSTED_ORIGIN,
  type ClientOptions,
  type LiveServer,
} from '../support/live-server.ts';

const SMALL: Partial<LiveLimits> = {
  ofConnection: { most: 5, perSecond: 0 },
  refused: { most: 5, perSecond: 0 },
  packets: { most: 100, perSecond: 0 },
  ...{ returnMs: 1_000, returnMostMs: 3_000, lastWordMs: 50 },
};
let server: LiveServer;
let now = 0;
let ends: { drop(): void }[] = [];

async function start(limits: Partial<LiveLimits> = {}): Promise<void> {
  now = 0;
  server = await startLive({ limits: { ...SMALL, ...limits }, elapsed: () => now });
}
afterEach(async () => {
  for (const one of ends) one.drop();
  ends = [];
  await server.close();
  expect(server.errors).toEqual([]);
});

function knock(options: ClientOptions): Client {
  const one = new Client(server.url, options);
  ends.push(one);
  return one;
}
async function screen(options: ClientOptions = { key: 'key-of-viewer' }): Promise<Client> {
  const one = knock(options);
  await one.when(() => one.socket.connected);
  expect(await one.ask({ protocol: 1 })).toMatchObject({ ok: true });
  return one;
}
function flooder(headers: Record<string, string> = {}): Flooder {
  const one = new Flooder(server.url, headers);
  ends.push(one);
  return one;
}
const refusalOf = async (options: ClientOptions) =>
  (await knock(options).first('connect_error')).data?.code as LiveRefusal | undefined;
/** As a browser says it. */
const session = (of: string) => ({ cookie: `session=${of}`, origin: TRUSTED_ORIGIN });
const JUNK = `42${LIVE_NAMESPACE},["elsewhere"]`;

/** Goes on until it is shown out. */
async function floods(key: string): Promise<Flooder> {
  const one = flooder();
  await one.introduce(key);
  await one.repeat(50, (socket) => socket.send(JUNK));
  await one.ended;
  return one;
}

describe('a connection that goes on after refusals', () => {
  it('is told why and ended, and the other screens of its account and address are served on', async () => {
    await start({ lastWordMs: 1_000 });
    const beside = await screen();
    const { heard } = await floods('key-of-viewer');
    expect(heard.filter((one) => one.includes('"FLOODING"'))).toHaveLength(1);
    expect(server.floods).toEqual(['messages']);
    expect(server.refused.filter((code) => code === 'TOO_MANY')).toHaveLength(5);
    expect(server.refused.filter((code) => code === 'FLOODING')).toHaveLength(1);
    // Its flood was counted as its own, not as the account's.
    expect(await beside.ask({ protocol: 1 })).toMatchObject({ ok: true });
    expect(beside.socket.connected).toBe(true);
  });

  it('is said in the log once a minute, with how often it was', async () => {
    await start({ returnMs: 0, returnMostMs: 0 });
    for (let time = 0; time < 3; time += 1) await floods('key-of-viewer');
    expect(server.warnings).toMatchObject([{ because: 'messages', who: 'viewer', times: 1 }]);
    now += 60_000;
    await floods('key-of-viewer');
    expect(server.warnings).toMatchObject([{ times: 1 }, { because: 'messages', times: 3 }]);
  });

  it('comes back slower each time, and as before once it was quiet for long', async () => {
    await start();
    const viewer = { key: 'key-of-viewer' };
    for (const wait of [1_000, 2_000, 3_000, 3_000]) {
      await floods(viewer.key);
      expect(await refusalOf(viewer)).toBe('FLOODING');
      now += wait - 1;
      expect(await refusalOf(viewer)).toBe('FLOODING');
      // Another account at the same address is not asked to wait.
      (await screen({ key: 'key-of-administrator' })).drop();
      now += 1;
      (await screen(viewer)).drop();
    }
    expect(server.floods.filter((because) => because === 'return')).toHaveLength(8);
    now += 600_001;
    server.recheck();
    await floods(viewer.key);
    now += 1_000;
    await screen(viewer);
  });

  it('floods no less with connections beyond those that it may have', async () => {
    await start({ connections: 1, nobodies: { most: 3, perSecond: 0 }, unknownOfNetwork: 1_000 });
    await screen();
    for (let nth = 0; nth < 3; nth += 1)
      expect(await knock({ headers: session('viewer') }).first('refused')).toMatchObject({
        code: 'TOO_MANY',
      });
    expect(server.floods).toEqual(['connections']);
  });
});

describe('a websocket', () => {
  it.each([
    ['pings', (one: Flooder) => one.repeat(500, (socket) => socket.ping())],
    ['pongs', (one: Flooder) => one.repeat(500, (socket) => socket.pong())],
    ['packets that are none', (one: Flooder) => one.repeat(500, (socket) => socket.send('6'))],
  ])('that sends %s without end is ended, known or not', async (_name, flood) => {
    await start();
    const unknown = flooder();
    const known = flooder();
    await known.introduce('key-of-viewer');
    await unknown.opened;
    await Promise.all([flood(unknown), flood(known)]);
    await Promise.all([unknown.ended, known.ended]);
    expect(server.floods).toEqual(['packets', 'packets']);
    await screen();
  });

  it('says once who it is, and is let go when that was nobody', async () => {
    await start();
    const guesser = flooder();
    await guesser.opened;
    let asked = 0;
    const { access } = server;
    access.identifyAtDoor = (headers) => {
      asked += 1;
      return access.identify(headers);
    };
    for (let nth = 0; nth < 20; nth += 1) guesser.socket.send(`40/live,{"key":"key-of-${nth}"}`);
    await guesser.ended;
    expect(asked).toBe(1);
  });

  it('that never says who it is, or leaves the picture, is let go', async () => {
    await start({ introduceMs: 50 });
    await flooder().ended;
    const leaver = flooder();
    expect(await leaver.introduce('key-of-viewer')).toMatch(/^40/);
    leaver.socket.send('41/live,');
    await leaver.ended;
  });

  it('may send a message in some pieces, not in many, and none that is too long', async () => {
    await start({ fragments: 8, messageBytes: 1_000 });
    const hello = `40/live,${JSON.stringify({ key: 'key-of-viewer' })}`;
    const inPieces = (one: Flooder, text: string, count: number) => {
      const each = Math.ceil(text.length / count);
      for (let nth = 0; nth < count; nth += 1)
        one.socket.send(text.slice(nth * each, (nth + 1) * each), { fin: nth === count - 1 });
    };
    const few = flooder();
    await few.opened;
    inPieces(few, hello, 4);
    expect(await few.hears(/^40\/live,/)).not.toBe('');
    const many = flooder();
    await many.opened;
    inPieces(many, hello, 20);
    expect(await many.ended).toMatchObject({ code: 1008 });
    const long = flooder();
    await long.opened;
    inPieces(long, `40/live,{"key":"${'x'.repeat(2_000)}"}`, 4);
    expect(await long.ended).toMatchObject({ code: 1009 });
  });
});

describe('a network from which many come that say nothing', () => {
  it('gets no more sockets for them, but who shows at the door who it is comes in', async () => {
    await start({ unknownOfNetwork: 5 });
    const silent = Array.from({ length: 5 }, () => flooder());
    await Promise.all(silent.map(({ opened }) => opened));
    expect(await flooder().ended).toMatchObject({ code: 0 });
    expect(await flooder(session('nobody')).ended).toMatchObject({ code: 0 });
    expect(server.floods).toEqual(['door', 'door']);
    // A room of sixty screens that lost its network comes back through the same address.
    const room = await Promise.all(
      Array.from({ length: 60 }, () => screen({ headers: session('viewer') })),
    );
    expect(room.map(({ snapshots }) => snapshots)).toEqual(room.map(() => 1));
    for (const one of silent) one.drop();
    // Once they are gone anybody may come and say later who it is.
    for (;;) if ((await refusalOf({ key: 'key-of-nobody' })) === 'UNAUTHENTICATED') break;
  });

  it('is asked at the door too when those who came were nobody, until that is a while ago', async () => {
    await start({ nobodies: { most: 3, perSecond: 1 } });
    for (let nth = 0; nth < 3; nth += 1)
      expect(await refusalOf({ key: 'key-of-nobody' })).toBe('UNAUTHENTICATED');
    expect(await refusalOf({ key: 'key-of-nobody' })).toBeUndefined();
    await screen({ headers: session('viewer') });
    now += 3_000;
    expect(await refusalOf({ key: 'key-of-nobody' })).toBe('UNAUTHENTICATED');
    await screen();
  });

  it('does not make up for a fault of ours: who cannot be known now is not counted', async () => {
    await start({ nobodies: { most: 3, perSecond: 0 } });
    server.access.fault = new Error('the database is away');
    for (let nth = 0; nth < 5; nth += 1)
      expect(await refusalOf({ key: 'key-of-viewer' })).toBe('INTERNAL');
    server.access.fault = null;
    await screen();
    server.errors.length = 0;
  });
});
