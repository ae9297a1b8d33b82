/**
 * Packets of engine.io and socket.io written by hand, by somebody who may follow and wants more: another's room, others' ears, the words of
 * the server in his own mouth. Whoever only stands by hears nothing, who follows hears what the server says and nothing else.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { audienceKey } from '#domain/audience/project.ts';
import { audienceOf } from '#domain/access/table.ts';
import { LIVE_NAMESPACE } from '#wire/live.ts';
import { PEOPLE } from '../support/land.ts';
import { Client, startLive, type LiveServer } from '../support/live-server.ts';

const CANARY = 'said-by-another-client';
const SEED = 20_261_128;

let server: LiveServer;
beforeEach(async () => {
  server = await startLive({ limits: { messages: 100_000, messageBytes: 20_000 } });
});
afterEach(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

/** A websocket on which everything is written by hand, and all that it is told. */
class Hand {
  readonly heard: string[] = [];
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  #waiting: (() => void)[] = [];

  constructor(url: string, key: string) {
    const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    this.#socket = new WebSocket(address, { headers: { authorization: `Bearer ${key}` } });
    this.#socket.on('error', () => undefined);
    this.closed = new Promise((done) => this.#socket.on('close', () => done()));
    const wake = () => {
      for (const look of this.#waiting.splice(0)) look();
    };
    this.#socket.on('close', wake);
    this.#socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === '2') this.#socket.send('3');
      else this.heard.push(text);
      wake();
    });
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(packet: string | Buffer): void {
    if (this.open) this.#socket.send(packet);
  }

  /** Resolves when it was told so, or is closed. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds() && this.#socket.readyState < WebSocket.CLOSING)
      await new Promise<void>((done) => this.#waiting.push(done));
  }

  async enter(): Promise<this> {
    await this.until(() => this.heard.some((one) => one.startsWith('0')));
    this.send(`40${LIVE_NAMESPACE},`);
    await this.until(() => this.heard.some((one) => one.startsWith(`40${LIVE_NAMESPACE}`)));
    return this;
  }

  end(): void {
    this.#socket.terminate();
  }
}

const roomOf = (name: keyof typeof PEOPLE) => `audience:${audienceKey(audienceOf(PEOPLE[name]))}`;
const names = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
const event = (...message: unknown[]) => `42${LIVE_NAMESPACE},${JSON.stringify(message)}`;
const said = { after: 0, seq: 1e9, now: CANARY, entries: [{ seq: 1, kind: CANARY }] };

/** What a server that listened to them would open a room by. */
const INTO_ROOMS = ['join', 'subscribe', 'socketsJoin', 'room', 'to', 'in', 'leave'] as const;

/** @param rooms that there are, by the names under which the server keeps them */
const packetsAt = (rooms: readonly string[]): fc.Arbitrary<string | Buffer> => {
  const room = fc.constantFrom(...rooms, ...names.map(roomOf), CANARY);
  return fc.oneof(
    // Into another's room.
    fc.tuple(fc.constantFrom(...INTO_ROOMS), room).map(([name, to]) => event(name, to, CANARY)),
    room.map((to) => event('follow', { protocol: 1, room: to })),
    room.map((to) => event('follow', { protocol: 1 }, to)),
    // What only the server says.
    fc
      .constantFrom(
        'snapshot',
        'entries',
        'piece',
        'moving',
        'refused',
        'broadcast',
        'serverSideEmit',
      )
      .map((name) => event(name, said)),
    // What socket.io says to itself.
    fc
      .constantFrom(
        'connect',
        'connection',
        'connect_error',
        'disconnect',
        'disconnecting',
        'error',
      )
      .chain((name) => fc.constantFrom(event(name, CANARY), event(name))),
    // Answers to what nobody asked.
    fc.nat(20).map((id) => `43${LIVE_NAMESPACE},${id}[{"ok":true,"data":"${CANARY}"}]`),
    fc.nat(20).map((id) => `42${LIVE_NAMESPACE},${id}["follow",{"protocol":1,"after":${id}}]`),
    // Elsewhere, and here once more.
    fc
      .constantFrom('/', '/admin', '/live/', '/live?x=1', '/LIVE', '/live/../', '/#', `/${CANARY}`)
      .map((to) => `40${to},{"key":"key-of-administrator"}`),
    fc.constantFrom(`40${LIVE_NAMESPACE},{"key":"key-of-administrator"}`, `40${LIVE_NAMESPACE},`),
    fc.constantFrom('/', '/admin').map((to) => `42${to},["follow",{"protocol":1}]`),
    // Upgrades, probes and beats of a protocol that is not spoken.
    fc.constantFrom('2probe', '3probe', '5', '6', '3', '2', '0{"sid":"x"}', `4${CANARY}`, 'bAAEC'),
    // Bytes: with their head, without, too many, never coming.
    fc.constantFrom(
      `451-${LIVE_NAMESPACE},["follow",{"_placeholder":true,"num":0}]`,
      `459-${LIVE_NAMESPACE},["entries",{"_placeholder":true,"num":8}]`,
      `461-${LIVE_NAMESPACE},1[{"_placeholder":true,"num":0}]`,
    ),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    // Large, in words and in bytes.
    fc.constantFrom(event('follow', 'x'.repeat(30_000)), event(CANARY.repeat(2_000), 1)),
    fc.constant(Buffer.alloc(30_000)),
  );
};

it('a socket that stands by hears nothing, and one that follows nothing but the server', async () => {
  console.info('raw packets: seed', SEED);
  const standsBy = await new Hand(server.url, 'key-of-administrator').enter();
  const victim = new Client(server.url, { key: 'key-of-dispatch-1' });
  await victim.when(() => victim.socket.connected);
  victim.follow();
  await victim.first('snapshot');
  const before = standsBy.heard.length;
  // Worst case: the attacker knows what the victim's room is called.
  const { sockets, adapter } = server.gateway.io.of(LIVE_NAMESPACE);
  const rooms = [...adapter.rooms.keys()];
  const packet = packetsAt(rooms);
  // Every way into every room, in each run at random and in the first one all of them.
  const allWays = rooms.flatMap((to) => INTO_ROOMS.map((name) => event(name, to, CANARY)));
  const hands: Hand[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 6 }), async (packets) => {
      const hand = await new Hand(server.url, 'key-of-viewer').enter();
      hands.push(hand);
      for (const one of packets) hand.send(one);
      // Behind them a question whose answer says that they were read, unless the connection ended over them.
      hand.send(`42${LIVE_NAMESPACE},4242["follow",{"protocol":7}]`);
      await hand.until(() => hand.heard.some((one) => one.includes('4242[')));
      // Something happens that the viewer may see nothing of but a number.
      await server.move({ do: 'open', c: 1 });
      await server.move({ do: 'observe', c: 2 });
      const { seq } = server.live.picture;
      await victim.when(() => victim.seq === seq);
      // What was told before this answer has come before it.
      hand.send(`42${LIVE_NAMESPACE},4343["follow",{"protocol":7}]`);
      await hand.until(() => hand.heard.some((one) => one.includes('4343[')));
      hand.end();
      await hand.closed;
    }),
    { numRuns: 120, seed: SEED, examples: [[allWays]] },
  );
  // Both the ids of the ledger and those under which the victim is shown cases.
  const told = Object.keys(victim.picture?.cases ?? {});
  const cases = [...Object.keys(server.live.picture.cases), ...told];
  expect(told.length).toBeGreaterThan(5);
  for (const hand of hands) {
    const all = hand.heard.join('\n');
    for (const one of cases) expect(all).not.toContain(one);
  }
  expect(
    hands.filter((one) => one.heard.some((text) => text.includes('4242['))).length,
  ).toBeGreaterThan(20);
  expect(standsBy.open).toBe(true);
  expect(standsBy.heard.slice(before)).toEqual([]);
  expect(victim.raw).not.toContain(CANARY);
  expect([victim.gaps, victim.snapshots]).toEqual([0, 1]);
  // They are all gone, and nobody is in a room that was asked for.
  expect(sockets.size).toBe(2);
  expect([...adapter.rooms.keys()].some((name) => name.includes(CANARY))).toBe(false);
  victim.drop();
  standsBy.end();
}, 120_000);
