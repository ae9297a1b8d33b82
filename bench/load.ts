import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../tests/support/postgres-server.ts';
import { draw } from './load/draw.ts';
import { rowsOf } from './load/rows.ts';
import { load, type LoadOrder } from './load/run.ts';
import type { Bench } from './support/bench.ts';

const DASHBOARDS = 2_000;
const RATES = { updatesPerSecond: 50, casesPerSecond: 5 };
/** BENCH_SECONDS: shorter, for a try-out. */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 600);
const BARE_SECONDS = Math.min(30, SECONDS);

const HOW =
  `${DASHBOARDS.toLocaleString('en-GB')} dashboards in two processes that speak socket.io over websocket, each with an account and a session of its own: ` +
  'readers of the nation 15 %, chairs of the nation 5 %, chairs of a region 15 %, hospitals 45 %, dispatch rooms 20 %. ' +
  `${RATES.updatesPerSecond} hospital updates and ${RATES.casesPerSecond} cases a second over HTTP (each opened with its advice, decided, under way, arrived, handed over: ` +
  '25 requests a second more), sent on time whatever the answers take; from sending an update to its arrival at the last of all dashboards. ' +
  'The dashboards check that no message is missing and read no further. Server, dashboards and senders share the cores of the machine. ';

export const loadBench: Bench = {
  name: 'load',
  how:
    `${HOW}One server on SQLite. Beside it nothing but socket.io that broadcasts the message of one update as often to as many, ${BARE_SECONDS} s in the ` +
    'same run. Over time: [load.svg](load.svg).',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-bench-'));
    try {
      const { ours, bare } = await load(
        orderOf([`file:${join(folder, 'bench.db')}`], BARE_SECONDS),
      );
      draw('load.svg', titleOf('one server on SQLite'), ours);
      return rowsOf(whichOf('one server'), ours, bare);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export const loadTwoBench: Bench = {
  name: 'load-two',
  how:
    `${HOW}Two servers on one PostgreSQL (settings as shipped, fsync on), half of the dashboards and of the requests at each. ` +
    'Over time: [load-two.svg](load-two.svg).',
  async run() {
    const postgres = await startPostgres(true);
    try {
      const database = await postgres.emptyDatabase();
      const { ours } = await load(orderOf([database, database], 0));
      draw('load-two.svg', titleOf('two servers on PostgreSQL'), ours);
      return rowsOf(whichOf('two servers'), ours, null);
    } finally {
      postgres.remove();
    }
  },
};

const orderOf = (databases: string[], bareSeconds: number): LoadOrder => ({
  ...RATES,
  ...{ databases, bareSeconds, dashboards: DASHBOARDS, seconds: SECONDS },
});

const whichOf = (servers: string) =>
  `${DASHBOARDS.toLocaleString('en-GB')} dashboards, ${servers}, ${SECONDS} s`;

const titleOf = (servers: string) =>
  `${DASHBOARDS.toLocaleString('en-GB')} dashboards, ${RATES.updatesPerSecond} updates and ${RATES.casesPerSecond} cases a second, ${servers}`;
