import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pino from 'pino';
import { seedBaseline } from '../seed/baseline.ts';
import { seedFacilities, seedRegions } from '../seed/facilities.ts';
import { seedRooms } from '../seed/rooms.ts';
import { openDatabase } from '../db/sqlite/open.ts';
import { issueKeys } from '../server/demo/accounts.ts';
import { TREND_STEP_MS } from '../server/domain/trends/steps.ts';
import { readSettings } from '../server/settings.ts';
import { startServer } from '../server/start.ts';
import { TREND_HOURS } from '../server/wire/trends.ts';
import { ms, type Bench, type Row } from './support/bench.ts';
import { median, quantile } from './support/stats.ts';

/** BENCH_OBSERVATIONS: fewer, for a try-out. */
const OBSERVATIONS = Number(process.env['BENCH_OBSERVATIONS'] ?? 20_000_000);
const DAYS = 365;
const DAY_MS = 86_400_000;
const TARGET_MS = 50;
const ROUNDS = 5;
const KINDS = ['ed', 'icu', 'trauma-bay', 'ward'] as const;
const SEED = 20_261_128;
const count = (value: number) => value.toLocaleString('en-GB');

export const trendsYear: Bench = {
  name: 'trends-year',
  how:
    `${count(OBSERVATIONS)} observations of all units over ${DAYS} days, seeded; the steps of the read model are those of them that a whole quarter of an hour ` +
    'found changed, written as the follower writes them. The real server on that database is asked over HTTP for the trends of a region over a day and a ' +
    `week and for its short lines, every region, ${ROUNDS} rounds; beside it SQLite scans all observations, in the order in which they came and without any ` +
    'index, for the hourly sums of the same kind in the same region over the same week, in turns with the rounds.',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-bench-'));
    try {
      const made = fill(folder);
      return await measure(folder, made);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Made {
  until: number;
  units: { facility: string; kind: string }[];
  steps: number;
}

/** Linear congruence (Park and Miller): the same year each time. */
function dice(): (below: number) => number {
  let state = SEED;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

function fill(folder: string): Made {
  const units = seedBaseline().flatMap(({ facility, kind, staffed }) =>
    staffed === null ? [] : [{ facility, kind, staffed, available: Math.floor(staffed / 5) }],
  );
  const throwOf = dice();
  const until = Math.floor(Date.now() / TREND_STEP_MS) * TREND_STEP_MS;
  const from = until - DAYS * DAY_MS;
  const every = (DAYS * DAY_MS * units.length) / OBSERVATIONS;

  const raw = new BetterSqlite3(join(folder, 'raw.db'));
  const ours = openDatabase(`file:${join(folder, 'bench.db')}`);
  for (const one of [raw, ours.sqlite]) {
    one.pragma('journal_mode = off');
    one.pragma('synchronous = off');
  }
  raw.exec(
    'create table observations (seq integer primary key, unit integer, at_ms integer, available integer, staffed integer)',
  );
  const observe = raw.prepare('insert into observations values (null, ?, ?, ?, ?)');
  const step = ours.sqlite.prepare(
    'insert into unit_trends (facility, unit_kind, at_ms, available, staffed) values (?, ?, ?, ?, ?)',
  );
  raw.exec('begin');
  ours.sqlite.exec('drop index unit_trends_at; begin');
  const written = units.map(() => -1);
  let steps = 0;
  // Round after round, each unit once: a seq and its time rise together, as in a ledger.
  let quarter = from;
  for (let nth = 0; nth < OBSERVATIONS; nth += 1) {
    const index = nth % units.length;
    const unit = units[index];
    if (unit === undefined) break;
    if (index === 0) {
      const at = from + Math.floor(nth / units.length) * every;
      for (; quarter + TREND_STEP_MS <= at; quarter += TREND_STEP_MS)
        for (const [other, { facility, kind, staffed, available }] of units.entries())
          if (written[other] !== available) {
            step.run(facility, kind, quarter + TREND_STEP_MS, available, staffed);
            written[other] = available;
            steps += 1;
          }
    }
    const at = Math.round(from + Math.floor(nth / units.length) * every);
    unit.available = Math.min(unit.staffed, Math.max(0, unit.available + throwOf(3) - 1));
    observe.run(index, at, unit.available, unit.staffed);
  }
  raw.exec('commit');
  raw.close();
  ours.sqlite.exec('create index unit_trends_at on unit_trends (at_ms); commit; analyze');
  ours.sqlite.close();
  return { until, units, steps };
}

async function measure(folder: string, { until, units, steps }: Made): Promise<Row[]> {
  const database = join(folder, 'bench.db');
  const size = statSync(database).size;
  const began = performance.now();
  const server = await startServer(readSettings({ PORT: '0', DATABASE_URL: `file:${database}` }), {
    demo: true,
    log: pino({ level: 'error' }),
  });
  const started = performance.now() - began;
  const raw = new BetterSqlite3(join(folder, 'raw.db'), { readonly: true });
  try {
    const { access, desk } = server.app;
    const rooms = seedRooms().map(({ id }) => id);
    const keys = await issueKeys(access.keys, desk, [], rooms, Date.now());
    const authorization = `Bearer ${Object.values(keys.rooms)[0]}`;
    const took: Record<string, number[]> = { '24': [], '168': [], recent: [] };
    let known = 0;
    const ask = async (which: string, path: string) => {
      const from = performance.now();
      const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { authorization } });
      const body = (await answer.json()) as { steps?: { known: number }[] };
      took[which]?.push(performance.now() - from);
      if (answer.status !== 200) throw new Error(`${answer.status} to ${path}`);
      known += (body.steps ?? []).filter((one) => one.known > 0).length;
    };
    const scans: number[] = [];
    const regionOf = new Map(seedFacilities().map((one) => [one.id, one.region]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { id } of seedRegions()) {
        for (const hours of TREND_HOURS)
          for (const unit of KINDS)
            await ask(String(hours), `/trends?region=${id}&unit=${unit}&hours=${hours}`);
        await ask('recent', `/trends/recent?region=${id}`);
      }
      const region = seedRegions()[round % seedRegions().length]?.id;
      const wanted = units.flatMap(({ facility, kind }, index) =>
        kind === 'icu' && regionOf.get(facility) === region ? [index] : [],
      );
      const from = performance.now();
      raw
        .prepare(
          `select at_ms / 3600000 hour, sum(available), sum(staffed), count(*) from observations
           where unit in (${wanted.join()}) and at_ms > ? and at_ms <= ? group by 1`,
        )
        .all(until - 7 * DAY_MS, until);
      scans.push(performance.now() - from);
    }
    if (known === 0) throw new Error('no step of any trend is known');
    const beside = `full scan of ${count(OBSERVATIONS)} observations ${ms(median(scans))}`;
    const row = (what: string, which: string): Row => {
      const all = took[which] ?? [];
      const p99 = quantile(all, 0.99);
      return {
        what: `${what}, a year of ${count(OBSERVATIONS)} observations`,
        ours: `p99 ${ms(p99)}, median ${ms(median(all))} of ${all.length}`,
        beside,
        result: `${ms(p99)}, ${(median(scans) / p99).toFixed(0)} times less`,
        target: `under ${TARGET_MS} ms`,
        met: p99 < TARGET_MS,
      };
    };
    return [
      row('trend of a region over a day', '24'),
      row('trend of a region over a week', '168'),
      row('short lines of all units of a region', 'recent'),
      {
        what: `start of the server on that year`,
        ours: ms(started),
        beside: `${count(steps)} steps in ${(size / 2 ** 20).toFixed(0)} MiB`,
        result: ms(started),
        target: 'told, not judged',
        met: true,
      },
    ];
  } finally {
    raw.close();
    await server.stop();
  }
}
