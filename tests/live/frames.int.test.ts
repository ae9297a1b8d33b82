/** Many hear one frame: the same words in the same order, whatever each agreed with the server about packing. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { PACKS_ALONE_FROM, SharedFrames, takesFrames } from '../../server/live/frames.ts';
import { openWire, unpack, type Wire } from '../support/wire.ts';

const SEED = 20_261_128;
const ROOM = 'all';

let http: HttpServer;
let io: Server;
let url: string;
/** Joins whoever comes; resolves with how many are there. */
let joined: (count: number) => Promise<void>;

beforeEach(async () => {
  http = createServer();
  io = new Server(http, {
    transports: ['websocket'],
    adapter: SharedFrames,
    perMessageDeflate: {
      threshold: PACKS_ALONE_FROM,
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
    },
  });
  const waiting: (() => void)[] = [];
  io.on('connection', (socket) => {
    takesFrames(socket.conn.transport);
    void socket.join(ROOM);
    for (const one of waiting.splice(0)) one();
  });
  joined = async (count) => {
    while (io.of('/').sockets.size < count) await new Promise<void>((go) => waiting.push(go));
  };
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(() => io.close());

interface Heard {
  texts: string[];
  until: (count: number) => Promise<void>;
}

function ears(): Heard & { hear: (text: string) => void } {
  const texts: string[] = [];
  let wake = () => undefined as void;
  return {
    texts,
    hear: (text) => {
      texts.push(text);
      wake();
    },
    until: async (count) => {
      while (texts.length < count) await new Promise<void>((go) => (wake = go));
    },
  };
}

/** Speaks engine.io with the means of ws; hears what comes as `said`. */
function listener(options: ClientOptions): Heard & { end(): void } {
  const heard = ears();
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    options,
  );
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text.startsWith('0')) socket.send('40');
    else if (text.startsWith('42["said"')) heard.hear(text);
  });
  socket.on('error', (error) => heard.hear(error.message));
  return { ...heard, end: () => socket.terminate() };
}

/** Hears the payloads as they came. */
async function bareWire() {
  const { hear, until, texts } = ears();
  const heard: { payload: Buffer; packed: boolean }[] = [];
  let wire: Wire | null = null;
  await openWire(
    `${url}/socket.io/?EIO=4&transport=websocket`,
    {},
    {
      opened: (its) => (wire = its),
      message(payload, packed) {
        const text = packed ? unpack(payload) : payload.toString();
        if (text.startsWith('0')) return wire?.say('40');
        if (!text.startsWith('42["said"')) return;
        heard.push({ payload: Buffer.from(payload), packed });
        hear(text);
      },
      closed: () => undefined,
    },
  );
  return { heard, until, texts, end: () => wire?.end() };
}

/** What one and the same server agreed with each: packing, none, and a smaller window than the frame of all is packed with. */
const KINDS: ClientOptions[] = [
  {},
  {},
  { perMessageDeflate: false },
  { perMessageDeflate: { serverMaxWindowBits: 9 } },
];

/** Hardly shorter when packed, so that packing takes its time. */
function words(length: number, seed: number): string {
  let state = seed + 1;
  let text = '';
  while (text.length < length)
    text += (state = (state * 48_271) % 2_147_483_647).toString(36).padStart(6, '0');
  return text.slice(0, length);
}

const said = (nth: number, length: number) => ({ nth, text: words(length, nth) });
const asHeard = (one: object) => `42["said",${JSON.stringify(one)}]`;

describe('a message for many', () => {
  it('comes in the same order as those for one alone, whatever was agreed', async () => {
    const all = KINDS.map(listener);
    await joined(all.length);
    const ids = [...io.of('/').sockets.keys()];
    let nth = 0;
    let before = 0;
    const speech = fc.array(
      fc.record({
        length: fc.constantFrom(10, 130, 900, 1_100, 5_000, 31_000, 40_000, 70_000, 400_000),
        way: fc.constantFrom('room', 'everybody', 'each'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(speech, async (messages) => {
        const wanted = messages.map(({ length, way }) => {
          const one = said((nth += 1), length);
          if (way === 'room') io.to(ROOM).emit('said', one);
          else if (way === 'everybody') io.emit('said', one);
          else for (const id of ids) io.of('/').sockets.get(id)?.emit('said', one);
          return asHeard(one);
        });
        before += messages.length;
        for (const one of all) {
          await one.until(before);
          expect(one.texts.slice(-messages.length)).toEqual(wanted);
        }
      }),
      { seed: SEED, numRuns: 25 },
    );
    for (const one of all) one.end();
  }, 60_000);

  it('leaves out whom it is not for', async () => {
    const all = KINDS.map(listener);
    await joined(all.length);
    const [first = '', second = ''] = io.of('/').sockets.keys();
    io.except(first).emit('said', said(1, 2_000));
    io.to(first).to(second).emit('said', said(2, 2_000));
    io.emit('said', said(3, 10));
    const [one, two, three] = [1, 2, 3].map((nth) => asHeard(said(nth, nth === 3 ? 10 : 2_000)));
    const heard = await Promise.all(
      all.map(async (each) => {
        await each.until(2);
        while (each.texts.at(-1) !== three) await each.until(each.texts.length + 1);
        each.end();
        return each.texts;
      }),
    );
    const wanted = [
      [two, three],
      [one, two, three],
      [one, three],
      [one, three],
    ];
    expect(heard.map((texts) => texts.join())).toEqual(
      expect.arrayContaining(wanted.map((texts) => texts.join())),
    );
  });

  it('is packed once: the same bytes for each who agreed to it, short ones as they are', async () => {
    const wires = await Promise.all([bareWire(), bareWire()]);
    await joined(2);
    const like = { nth: 1, text: 'bed '.repeat(5_000) };
    io.emit('said', like);
    io.emit('said', said(2, 500));
    await Promise.all(wires.map(({ until }) => until(2)));
    const [a, b] = wires;
    expect(a?.texts).toEqual([asHeard(like), asHeard(said(2, 500))]);
    expect(a?.heard.map(({ packed }) => packed)).toEqual([true, false]);
    expect(b?.heard).toEqual(a?.heard);
    expect(a?.heard[0]?.payload.length).toBeLessThan(like.text.length / 20);
    for (const one of wires) one.end();
  });
});
