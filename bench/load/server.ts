/**
 * Process: the real server. `LOAD_DATABASE` is its database; `LOAD_FIRST` has it issue the keys. Tells once a second how it fares.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pino from 'pino';
import { seedRooms } from '../../seed/rooms.ts';
import { dutchCountry } from '../../seed/simulator/world.ts';
import type { Keys } from '../../seed/simulator/driver.ts';
import { issueKeys } from '../../server/demo/accounts.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { tell } from '../fan-out/messages.ts';
import { clock, cpuClock, type Sample } from './messages.ts';
import { openSessions } from './people.ts';

export interface LoadServerReady {
  url: string;
  /** Null: another server issued them. */
  keys: Keys | null;
  /** Of each dashboard; none from a server that issued no keys. */
  cookies: string[];
}

const dashboards = Number(process.env['LOAD_DASHBOARDS']);
const settings = readSettings({ PORT: '0', DATABASE_URL: process.env['LOAD_DATABASE'] });
const server = await startServer(settings, { demo: true, log: pino({ level: 'error' }) });
const { access, desk } = server.app;
const keys =
  process.env['LOAD_FIRST'] === undefined
    ? null
    : await issueKeys(
        access.keys,
        desk,
        dutchCountry().facilities.flatMap((one) => (one.unitKinds.length > 0 ? [one.id] : [])),
        seedRooms().map(({ id }) => id),
        Date.now(),
      );

const cookies = keys === null ? [] : await openSessions(access, dashboards);

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const cpu = cpuClock();
let before = performance.now();
const telling = setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage();
  const now = performance.now();
  const sample: Sample = {
    at: clock(),
    rssBytes: rss,
    heapBytes: heapUsed,
    lagP99: Math.max(0, delay.percentile(99) / 1e6 - 10),
    lagMax: Math.max(0, delay.max / 1e6 - 10),
    cpu: cpu() / (now - before),
  };
  before = now;
  delay.reset();
  tell({ sample });
}, 1_000);
process.once('disconnect', () => {
  clearInterval(telling);
  void server.stop().finally(() => process.exit());
});
tell({ ready: { url: server.url, keys, cookies } satisfies LoadServerReady });
