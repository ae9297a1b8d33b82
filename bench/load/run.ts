/** One run of the load: servers, dashboards and those who send, each a process of its own; what came of it. */
import { fork, type ChildProcess } from 'node:child_process';
import { cpus } from 'node:os';
import { hear, start, type Ready } from '../fan-out/messages.ts';
import { pause } from '../support/stats.ts';
import { Crowd } from './crowd.ts';
import { clock, cpuClock, type Sample } from './messages.ts';
import type { LoadServerReady } from './server.ts';
import { told, type LoadRun, type Used } from './told.ts';
import { drive, noTraffic, send, steadily, type Rates } from './traffic.ts';

export interface LoadOrder extends Rates {
  /** Address of the database of each server. */
  databases: string[];
  dashboards: number;
  /** Seconds that a bare broadcast is measured afterwards; 0: not. */
  bareSeconds: number;
}

export async function load(order: LoadOrder): Promise<{ ours: LoadRun; bare: LoadRun | null }> {
  const crowds = [new Crowd(), new Crowd()];
  const servers: ChildProcess[] = [];
  try {
    const samples: Sample[][] = [];
    const ready: LoadServerReady[] = [];
    // One after the other: the first makes the tables, the keys and the accounts.
    for (const database of order.databases) {
      const own: Sample[] = [];
      samples.push(own);
      const [child, its] = await startLoadServer(
        database,
        order.dashboards,
        ready.length === 0,
        own,
      );
      servers.push(child);
      ready.push(its);
    }
    const { keys, cookies } = ready[0] as LoadServerReady;
    if (keys === null) throw new Error('nobody issued keys');
    const urls = ready.map(({ url }) => url);
    await connectAll(crowds, urls, cookies);
    await drive(urls, keys, { ...order, seconds: 3 });
    for (const crowd of crowds) crowd.forget();
    const using = useOfCores();
    const from = clock();
    const traffic = await drive(urls, keys, order);
    await pause(3_000);
    const ours = told(order.seconds, from, traffic, crowds, samples, using());
    const sample = crowds.map((one) => one.sample).find((one) => one !== '') ?? '';
    await Promise.all(servers.splice(0).map(ended));
    if (order.bareSeconds === 0) return { ours, bare: null };
    return { ours, bare: await bareRun(order, crowds, sample) };
  } finally {
    for (const { child } of crowds) if (child.connected) child.disconnect();
    await Promise.all(servers.map(ended));
  }
}

/** Resolves when it has let go of its database. */
function ended(server: ChildProcess): Promise<void> {
  if (!server.connected) return Promise.resolve();
  const gone = new Promise<void>((done) => server.once('exit', () => done()));
  server.disconnect();
  return gone;
}

/** Half of them in each process; with two servers each process has one of its own. */
async function connectAll(
  crowds: readonly Crowd[],
  urls: readonly string[],
  cookies: readonly string[],
): Promise<void> {
  const each = Math.ceil(cookies.length / crowds.length);
  await Promise.all(
    crowds.map((crowd, nth) =>
      crowd.connect({
        url: urls[nth % urls.length] ?? '',
        cookies: cookies.slice(nth * each, (nth + 1) * each),
      }),
    ),
  );
}

function startLoadServer(
  database: string,
  dashboards: number,
  first: boolean,
  samples: Sample[],
): Promise<[ChildProcess, LoadServerReady]> {
  const env = {
    ...process.env,
    LOAD_DATABASE: database,
    LOAD_DASHBOARDS: String(dashboards),
    ...(first ? { LOAD_FIRST: 'yes' } : {}),
  };
  const child = fork(new URL('./server.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env,
  });
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`a server ended with ${code}`)));
    child.on('message', (message: { ready: LoadServerReady } | { sample: Sample }) => {
      if ('ready' in message) done([child, message.ready]);
      else samples.push(message.sample);
    });
  });
}

/** Begins to look at who uses the cores; the answer ends it. */
function useOfCores(): () => Used[] {
  const own = cpuClock();
  let before = busyMs();
  const used: Used[] = [];
  const timer = setInterval(() => {
    const now = busyMs();
    used.push({ at: clock(), senders: own(), machine: now - before });
    before = now;
  }, 1_000);
  return () => {
    clearInterval(timer);
    return used;
  };
}

/** Milliseconds that all cores have worked since the machine started. */
const busyMs = () =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);

/** Nothing but socket.io: the very message of one update, broadcast to as many as often. */
async function bareRun(
  order: LoadOrder,
  crowds: readonly Crowd[],
  sample: string,
): Promise<LoadRun> {
  const child = start('./bare.ts');
  try {
    const { url } = await hear<Ready>(child);
    await connectAll(crowds, [url], Array<string>(order.dashboards).fill(''));
    const [, { after: _after, seq: _seq, ...message }] = JSON.parse(
      sample.slice(sample.indexOf('[')),
    ) as [
      string,
      { after: number; seq: number; entries: { seq: number; kind: string; subject: string }[] },
    ];
    const traffic = noTraffic();
    const using = useOfCores();
    const from = clock();
    const { bareSeconds: seconds, updatesPerSecond } = order;
    const update = () => {
      const seq = (traffic.updates += 1);
      const subject = `bare:${seq}`;
      traffic.sent.set(subject, [clock()]);
      const at = new Date().toISOString();
      const entries = message.entries.map((one) => ({ ...one, seq, at, subject }));
      void send(url, 'POST', '', { after: seq - 1, seq, ...message, entries });
    };
    await steadily({ updatesPerSecond, casesPerSecond: 0, seconds }, update, () => undefined);
    const until = clock() + 30_000;
    while (clock() < until && crowds.some(({ arrived }) => arrived.size < traffic.updates))
      await pause(100);
    return told(seconds, from, traffic, crowds, [], using());
  } finally {
    child.disconnect();
  }
}
