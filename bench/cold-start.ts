import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { ms, type Bench } from './support/bench.ts';
import { hospitalKey, observation, openCountry } from './support/country.ts';
import { median } from './support/stats.ts';

const ENTRIES = 100_000;
const STARTS = 7;
const MAIN = join(import.meta.dirname, '..', 'server', 'main.ts');

export const coldStart: Bench = {
  name: 'cold-start',
  how: `From starting the process to a /health that says ok, a ledger of ${ENTRIES.toLocaleString('en-GB')} entries with its snapshot and without any, beside the start on an empty database; the median of ${STARTS} starts each, in turns.`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-bench-'));
    try {
      const kept = join(folder, 'kept');
      await fill(kept);
      const bare = join(folder, 'bare');
      cpSync(kept, bare, { recursive: true });
      const took = { kept: [] as number[], bare: [] as number[], empty: [] as number[] };
      for (let nth = 0; nth < STARTS; nth += 1) {
        const fresh = join(folder, `empty-${nth}`);
        forgetSnapshots(bare);
        took.empty.push(await start(fresh));
        took.kept.push(await start(kept));
        took.bare.push(await start(bare));
      }
      const empty = median(took.empty);
      const row = (what: string, reached: number) => ({
        what: `cold start, ${ENTRIES.toLocaleString('en-GB')} entries, ${what}`,
        ours: ms(reached),
        beside: `empty ledger ${ms(empty)}`,
        result: ms(reached),
        target: 'under 2 s',
        met: reached < 2_000,
      });
      return [row('with a snapshot', median(took.kept)), row('without', median(took.bare))];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const urlIn = (folder: string) => `file:${join(folder, 'bench.db')}`;

async function fill(folder: string): Promise<void> {
  const country = await openCountry({ keep: true });
  const { desk, units, live, folder: made } = country;
  let nth = live.picture.seq;
  const lane = async () => {
    while (nth < ENTRIES) {
      nth += 1;
      const { facility, kind, staffed } = units[nth % units.length] as (typeof units)[number];
      const input = observation(staffed, nth);
      await desk.observeUnit(
        { by: hospitalKey(facility) },
        { facility, kind, input, channel: 'api', ifVersion: null },
      );
    }
  };
  await Promise.all(Array.from({ length: 512 }, lane));
  await country.close();
  cpSync(made, folder, { recursive: true });
  rmSync(made, { recursive: true, force: true });
}

function forgetSnapshots(folder: string): void {
  const db = new BetterSqlite3(join(folder, 'bench.db'));
  db.exec('delete from snapshots');
  db.close();
}

/** Milliseconds; the server is killed, as in a failure, so that it stores no snapshot at its end. */
async function start(folder: string): Promise<number> {
  const from = performance.now();
  const server = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: urlIn(folder) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      server.stdout.setEncoding('utf8').on('data', (part: string) => {
        said += part;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (found !== undefined) resolve(found);
      });
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
    const { status } = (await (await fetch(`${url}/api/v1/health`)).json()) as { status: string };
    if (status !== 'ok') throw new Error(`health says ${status}`);
    return performance.now() - from;
  } finally {
    server.removeAllListeners('exit');
    const gone = new Promise((done) => server.once('exit', done));
    server.kill('SIGKILL');
    await gone;
  }
}
