import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectStores } from '../../db/open.ts';
import { postgresForTests, startPostgres } from '../support/postgres.ts';
import { inFolder, request } from './helpers.ts';

const ROUNDS = 5;
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 100_000);

/** A small generator of numbers in [0, 1), the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Runs the writer until it has acknowledged `kill` writes, kills it with -9, and gives what it had acknowledged. */
function writeAndKill(url: string, kill: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writer-child.ts'), url], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let out = '';
    let error = '';
    let lines = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      lines += text.split('\n').length - 1;
      if (lines >= kill) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL')
        return reject(new Error(`writer ended by itself (${code}): ${error}`));
      // A line without its end was not yet told.
      return resolve(out.split('\n').slice(0, -1).map(Number));
    });
  });
}

/** What was acknowledged is there, each once, in an intact chain. */
async function whole(url: string, acknowledged: readonly number[]): Promise<void> {
  const stores = await connectStores(url);
  const { ledger } = stores;
  const { seq } = await ledger.head();
  const kept = new Set<number>();
  for (let after = 0; after < seq;) {
    const page = await ledger.read({ after });
    for (const entry of page) kept.add(entry.seq);
    after = page[page.length - 1]?.seq ?? seq;
  }
  expect(kept.size).toBe(seq);
  expect(acknowledged.filter((one) => !kept.has(one))).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  expect(await ledger.verify()).toMatchObject({ intact: true, entries: seq });
  await stores.close();
}

describe('kill -9 in the middle of acknowledged writes', () => {
  it(
    `loses none and leaves an intact chain (KILL_SEED=${SEED}, ${ROUNDS} kills)`,
    { timeout: 60_000 },
    () =>
      inFolder(async (folder) => {
        const url = `file:${join(folder, 'ledger.db')}`;
        const next = random(SEED);
        const acknowledged: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          acknowledged.push(...(await writeAndKill(url, 1 + Math.floor(next() * 1_500))));
          await whole(url, acknowledged);
        }
      }),
  );
});

describe('kill -9 on PostgreSQL', () => {
  const server = postgresForTests();

  it(
    `of two servers that write at the same time loses nothing (KILL_SEED=${SEED}, 3 kills of each)`,
    { timeout: 120_000 },
    async () => {
      const url = await server().database();
      const next = random(SEED);
      const acknowledged: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const two = await Promise.all([
          writeAndKill(url, 1 + Math.floor(next() * 700)),
          writeAndKill(url, 1 + Math.floor(next() * 700)),
        ]);
        acknowledged.push(...two.flat());
        await whole(url, acknowledged);
      }
    },
  );

  it('of the database itself loses nothing either', { timeout: 120_000 }, async () => {
    const own = await startPostgres(true);
    const url = await own.database();
    const stores = await connectStores(url, { report: () => undefined });
    const { ledger } = stores;
    const acknowledged: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      let crashed = false;
      const enough = acknowledged.length + 200;
      const writers = Array.from({ length: 8 }, async (_, nth) => {
        while (!crashed) {
          // One that fails because the database is not back yet is handed in again.
          const result = await ledger.append(request(`s${nth}`)).catch(() => null);
          if (result?.ok) acknowledged.push(...result.entries.map((one) => one.seq));
          if (crashed || acknowledged.length < enough) continue;
          crashed = true;
          own.crash();
        }
      });
      await Promise.all(writers);
      own.start();
    }
    await stores.close();
    await whole(url, acknowledged);
    own.remove();
  });
});
