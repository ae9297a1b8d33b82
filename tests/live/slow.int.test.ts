/** A dashboard that stops reading, over a real TCP connection whose window is full. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { audienceOf } from '#domain/access/table.ts';
import { applyAsSeen } from '#domain/apply.ts';
import { projectPicture } from '#domain/audience/project.ts';
import type { Picture } from '#domain/picture.ts';
import { LIVE_NAMESPACE, type EntriesMessage, type SnapshotMessage } from '#wire/live.ts';
import { pictureFrom } from '#wire/views.ts';
import { backlogs } from '../../server/live/backlog.ts';
import { PEOPLE } from '../support/land.ts';
import { Client, startLive, type LiveServer } from '../support/live-server.ts';

const BOUND = 64 * 1024;
/** More than two kernels keep between them for a connection on one machine. */
const MOST_ROUNDS = 1_000;
/** Of the event loop, until something holds. */
const MOST_TURNS = 1_000_000;

let server: LiveServer;
let other: Client;
let slow: SlowDashboard;

beforeEach(async () => {
  server = await startLive({ limits: { waitingBytes: BOUND, messages: 1_000_000 } });
  other = new Client(server.url, { key: 'key-of-administrator' });
  await other.when(() => other.socket.connected);
  other.follow();
  await other.first('snapshot');
  slow = new SlowDashboard(server.url, 'key-of-viewer');
  await slow.until(() => slow.seq === server.live.picture.seq);
});
afterEach(async () => {
  other.drop();
  slow.end();
  await server.close();
  expect(server.errors).toEqual([]);
});

const waiting = () => {
  const { sockets } = server.gateway.io.of(LIVE_NAMESPACE);
  return [...sockets.keys()].map(backlogs(sockets)).map(({ bytes }) => bytes);
};

/** Of 200 entries each, until the slow one is told nothing more; the most bytes that waited for anybody. */
async function flood(enough: () => boolean): Promise<number> {
  let most = 0;
  for (let round = 0; round < MOST_ROUNDS && !enough(); round += 1) {
    const moves = Array.from({ length: 200 }, (_, b) =>
      server.move({ do: 'observe', b, c: 1 + ((round + b) % 7) }),
    );
    await Promise.all(moves);
    const { seq } = server.live.picture;
    await other.when(() => other.seq === seq);
    // The raw text of a flood is long, and nobody asks for it here.
    other.raw = '';
    other.heard.length = 0;
    most = Math.max(most, ...waiting());
  }
  return most;
}

describe('a dashboard that does not read', () => {
  it('lets no more than the bound wait, delays nobody, and has the same picture once it reads on', async () => {
    slow.stopReading();
    const most = await flood(() => server.lagging() === 1);
    expect(server.lagging()).toBe(1);
    // Told on and on, it would now have all of this in our memory.
    const aMessage = 200 * 1_000;
    for (let more = 0; more < 20; more += 1) {
      await flood(once());
      expect(Math.max(...waiting())).toBeLessThan(BOUND + aMessage);
    }
    expect(most).toBeLessThan(BOUND + aMessage);
    expect([other.gaps, other.snapshots]).toEqual([0, 1]);

    slow.readOn();
    await slow.until(
      () => waiting().every((bytes) => bytes === 0),
      () => server.beat(),
    );
    await slow.until(
      () => slow.snapshots === 2,
      () => server.beat(),
    );
    await server.move({ do: 'observe', c: 3 });
    const { seq } = server.live.picture;
    await slow.until(() => slow.seq === seq);
    expect(server.lagging()).toBe(0);
    expect(slow.gaps).toBe(0);
    const seen = projectPicture(server.live.picture, audienceOf(PEOPLE.viewer));
    expect(slow.picture).toEqual(seen);
  }, 120_000);

  it('is shown out when it never reads on', async () => {
    slow.stopReading();
    await flood(() => server.lagging() === 1);
    for (let beat = 0; beat < 100; beat += 1) server.beat();
    expect(server.lagging()).toBe(0);
    expect([...server.gateway.io.of(LIVE_NAMESPACE).sockets]).toHaveLength(1);
  }, 120_000);

  it('is shown out when it asks and asks', async () => {
    slow.stopReading();
    await flood(() => server.lagging() === 1);
    const { sockets } = server.gateway.io.of(LIVE_NAMESPACE);
    // Each question is refused with a word that it does not read either.
    for (let turns = 0; sockets.size > 1 && turns < MOST_ROUNDS; turns += 1) {
      for (let nth = 0; nth < 500; nth += 1) slow.ask();
      await new Promise(setImmediate);
      server.beat();
      expect(Math.max(...waiting())).toBeLessThan(16 * BOUND);
    }
    expect(sockets.size).toBe(1);
    expect(server.lagging()).toBe(0);
  }, 120_000);
});

function once(): () => boolean {
  let asked = 0;
  return () => (asked += 1) > 1;
}

/** Speaks as much of engine.io and socket.io as a dashboard needs; its TCP connection can be left unread. */
class SlowDashboard {
  picture: Picture | null = null;
  seq: number | null = null;
  gaps = 0;
  snapshots = 0;
  readonly #socket: WebSocket;
  #questions = 0;

  constructor(url: string, key: string) {
    const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    this.#socket = new WebSocket(address, {
      headers: { authorization: `Bearer ${key}` },
      // Compressed, a flood of like entries fits into what two kernels keep for a connection.
      perMessageDeflate: false,
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (data: Buffer) => this.#hear(data.toString()));
  }

  stopReading(): void {
    this.#socket.pause();
  }

  readOn(): void {
    this.#socket.resume();
  }

  ask(): void {
    this.#questions += 1;
    if (this.#socket.readyState === WebSocket.OPEN)
      this.#socket.send(`42${LIVE_NAMESPACE},${this.#questions}["follow",{"protocol":7}]`);
  }

  end(): void {
    this.#socket.terminate();
  }

  /** Resolves when the condition holds; looked at, after `turn`, in turns of the event loop. */
  async until(holds: () => boolean, turn: () => void = () => undefined): Promise<void> {
    for (let turns = 0; !holds(); turns += 1) {
      if (turns > MOST_TURNS) throw new Error('it never came to hold');
      turn();
      await new Promise(setImmediate);
    }
  }

  #hear(text: string): void {
    if (text.startsWith('0')) this.#socket.send(`40${LIVE_NAMESPACE},`);
    else if (text === '2') this.#socket.send('3');
    else if (text.startsWith(`40${LIVE_NAMESPACE}`))
      this.#socket.send(`42${LIVE_NAMESPACE},["follow",{"protocol":1}]`);
    else if (text.startsWith(`42${LIVE_NAMESPACE}`)) {
      const [event, message] = JSON.parse(text.slice(text.indexOf('['))) as [string, unknown];
      if (event === 'snapshot') this.#begin(message as SnapshotMessage);
      if (event === 'entries') this.#take(message as EntriesMessage);
    }
  }

  #begin({ picture, seq }: SnapshotMessage): void {
    this.snapshots += 1;
    this.picture = pictureFrom(picture);
    this.seq = seq;
  }

  #take(message: EntriesMessage): void {
    if (this.picture === null || message.after !== this.seq) this.gaps += 1;
    else {
      this.picture = message.entries.reduce(applyAsSeen, this.picture);
      this.seq = message.seq;
    }
  }
}
