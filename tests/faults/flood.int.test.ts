/** Hundreds of sockets that flood a real server process, from the very address from which a hospital reports and a screen looks on. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inFolder } from '../db/helpers.ts';
import { Flooder } from '../support/flooder.ts';
import { Client } from '../support/live-server.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { keysOf, Load, UNLIMITED, type Keys } from './town.ts';

const TIMEOUT_MS = 180_000;
/** Of each kind. */
const MANY = 40;
/** So many of one address may be there without a word, and so many come. */
const MOST_SILENT = 100;
const SILENT = 120;
/** What a server may keep of a flood that is over, bytes: a snapshot for each of them would be more. */
const KEPT = 32 * 1024 * 1024;
const FOLLOW = '42/live,["follow",{"protocol":1}]';

/** Over one connection that stands before the flood comes, as a balancer has it. */
class Watcher {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;
  readonly #key: string;

  constructor({ url }: ServerProcess, key: string) {
    this.#url = url;
    this.#key = key;
  }

  get(path: string): Promise<{ status: number; text: string }> {
    const headers = { authorization: `Bearer ${this.#key}` };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.#url}${path}`, { agent: this.#agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      asked.once('error', reject).end();
    });
  }

  /** Value of each series whose name begins so, added up. */
  async figure(name: string): Promise<number> {
    const { text } = await this.get('/api/v1/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith(name));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  async memory(): Promise<number> {
    const heap = await this.figure('spoedkaart_nodejs_heap_size_used_bytes');
    return heap + (await this.figure('spoedkaart_nodejs_external_memory_bytes'));
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** A screen that comes back by itself, with its key where it is seen before the socket is there. */
function follow(url: string, key: string): Client {
  const client = new Client(url, { headers: { authorization: `Bearer ${key}` } });
  client.socket.on('connect', () => client.follow());
  return client;
}

type Kind = (url: string, keys: Keys) => Promise<void>;
/** Somebody with a key, so that it comes in also where many say nothing. */
async function insider(url: string, key: string): Promise<Flooder> {
  const one = new Flooder(url, { authorization: `Bearer ${key}` });
  await one.introduce(key);
  return one;
}
/** Those who are shown out for what they do; each comes back once. */
const LOUD: Record<string, Kind> = {
  async 'says who it is, again and again, and is nobody'(url) {
    const one = new Flooder(url);
    await one.introduce('spk_nobody');
    await one.repeat(200, (socket) => socket.send('40/live,{"key":"spk_nobody"}'));
    await one.ended;
  },
  async 'asks for the picture without end'(url, { room }) {
    const one = await insider(url, room);
    await one.repeat(5_000, (socket) => socket.send(FOLLOW));
    await one.ended;
  },
  async 'pings without end and reads nothing'(url, { room }) {
    const one = await insider(url, room);
    one.socket.pause();
    await one.repeat(5_000, (socket) => socket.ping('x'.repeat(100)));
    // It would not hear of the end.
    one.socket.resume();
    await one.ended;
  },
  async 'sends a huge message'(url, { room }) {
    const one = await insider(url, room);
    await one.repeat(1, (socket) => socket.send('x'.repeat(4 * 1024 * 1024)));
    await one.ended;
  },
  async 'sends a message in thousands of pieces'(url, { room }) {
    const one = await insider(url, room);
    await one.repeat(5_000, (socket) => socket.send('x', { fin: false }));
    await one.ended;
  },
};
/** Those who do nothing, and are let go when their time is over. */
const QUIET: Record<string, Kind> = {
  async 'says nothing'(url) {
    await new Flooder(url).ended;
  },
  'sends half a request'(url) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: x\r\nupgrade: web');
    // A socket that nobody reads does not say that it was closed.
    socket.resume();
    return new Promise((done) => socket.once('close', () => done()));
  },
};

describe('a flood of sockets', () => {
  it('is shown out, while every update is kept and heard', { timeout: TIMEOUT_MS }, () =>
    inFolder(async (folder) => {
      const database = `file:${join(folder, 'town.db')}`;
      const server = await startServerProcess({
        ...{ DATABASE_URL: database, ...UNLIMITED },
        ...{ HEADERS_SECONDS: '5', MOST_WAITING_CONNECTIONS: String(MOST_SILENT) },
      });
      // Also of a test that failed: nothing of it stays behind.
      onTestFinished(async () => {
        await server.kill();
      });
      const { url } = server;
      const keys = await keysOf(server);
      const watcher = new Watcher(server, keys.hospital);
      const screen = follow(url, keys.hospital);
      await screen.when(() => screen.followed);
      const load = new Load(keys, () => url);
      onTestFinished(() => load.stop());
      load.start(4, 0);
      await load.more(100);
      const before = await watcher.memory();

      let over = false;
      const notReady: number[] = [];
      const watch = async () => {
        while (!over) {
          const { status } = await watcher.get('/api/v1/health/ready');
          if (status !== 200) notReady.push(status);
        }
      };
      const watching = watch();
      // More than may be there without a word, then those who do something; of these each comes back once.
      const many = (count: number, kind: Kind, times: number) =>
        Array.from({ length: count }, async () => {
          for (let time = 0; time < times; time += 1) await kind(url, keys);
        });
      const quiet = Object.values(QUIET).flatMap((kind) => many(SILENT, kind, 1));
      await turn();
      const loud = Object.values(LOUD).flatMap((kind) => many(MANY, kind, 2));
      await load.more(100);
      // Somebody begins to look in the middle of it.
      let late = follow(url, keys.hospital);
      for (;;) {
        const { io } = late.socket;
        const closed = new Promise<void>((done) => {
          io.once('close', () => done());
          io.once('error', () => done());
        });
        await Promise.race([late.when(() => late.followed), closed]);
        if (late.followed) break;
        late = follow(url, keys.hospital);
      }
      await Promise.all([...quiet, ...loud]);
      await load.more(100);
      over = true;
      await watching;
      expect(notReady).toEqual([]);

      // What it cost comes back while work goes on, and there is nobody but those who mean well.
      while ((await watcher.memory()) > before + KEPT) await turn();
      while ((await watcher.figure('spoedkaart_live_connections ')) > 2) await turn();
      for (const because of ['messages', 'packets'])
        expect(
          await watcher.figure(`spoedkaart_live_floods_total{because="${because}"}`),
        ).toBeGreaterThan(0);
      await load.stop();

      const health = JSON.parse((await watcher.get('/api/v1/health')).text) as { seq: number };
      await Promise.all([screen, late].map((one) => one.when(() => (one.seq ?? 0) >= health.seq)));
      expect(screen.picture?.facilities).toEqual(late.picture?.facilities);
      for (const one of [screen, late]) {
        expect(one.socket.connected).toBe(true);
        expect({ snapshots: one.snapshots, gaps: one.gaps }).toEqual({ snapshots: 1, gaps: 0 });
        one.drop();
      }
      await load.reconcile(url, database);
      watcher.close();
      await server.stop();
    }),
  );
});
