/** Process: the real server with lines of fifty hospitals, on a clock that is told what time it is; says on demand what it holds. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pino from 'pino';
import { openReadOnly } from '../../db/sqlite/read-only.ts';
import { APPLICATION } from '../../seed/simulator/feeds/adt.ts';
import { wardsOf } from '../../seed/simulator/feeds/register.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { tell } from '../fan-out/messages.ts';
import { SENDERS, TABLES, type Held, type MemoryReady, type MemoryOrder } from './memory.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-bench-'));
const path = join(folder, 'memory.db');
let now = Date.now();
const server = await startServer(
  readSettings({ PORT: '0', MLLP_PORT: '0', DATABASE_URL: `file:${path}` }),
  { clock: () => now, log: pino({ level: 'silent' }) },
);
const { feeds, live } = server.app;
const facilities = Object.values(live.picture.facilities)
  .filter((one) =>
    ['acute-ward', 'ward'].every((kind) => one.units.some((unit) => unit.kind === kind)),
  )
  .slice(0, SENDERS);
for (const { id, units } of facilities) {
  await feeds.setup.addConnection({
    facility: id,
    name: 'benchmark',
    application: APPLICATION,
    sendingFacility: id,
    ...{ certificate: null, ackMode: 'auto', moveOnUpdate: false, bedCodes: {} },
  });
  const places = wardsOf(units.map(({ kind }) => kind)).map(({ pointOfCare, unit }) => ({
    ...{ pointOfCare, room: '', bed: '' },
    ...{ unit, ignored: false },
  }));
  await feeds.setup.saveMap(id, places, {});
}

function held(): Held {
  collect();
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  const database = openReadOnly(`file:${path}`);
  try {
    const count = (table: string) =>
      (database.prepare(`select count(*) n from ${table}`).get() as { n: number }).n;
    const rows = Object.fromEntries(TABLES.map((table) => [table, count(table)])) as Held['rows'];
    const pages = database
      .prepare(
        `select coalesce(sum(pgsize), 0) n from dbstat where aggregate = 1 and name in
         (select name from sqlite_schema where tbl_name in ('visit_events', 'visit_messages'))`,
      )
      .get() as { n: number };
    return { rss, heap: heapUsed, rows, visitBytes: pages.n, fileBytes: statSync(path).size };
  } finally {
    database.close();
  }
}

process.on('message', (order: MemoryOrder) => {
  void (async () => {
    now = Math.max(now, order.now);
    if (order.erase) await feeds.occupancy.eraseDue();
    tell(order.look ? held() : {});
  })();
});
process.once('disconnect', () => {
  void server.stop().finally(() => {
    rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
});
tell({
  line: { host: '127.0.0.1', port: server.mllpPort ?? 0 },
  senders: facilities.map(({ id }) => id),
  now,
} satisfies MemoryReady);
