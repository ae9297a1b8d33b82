/** What was answered AA is there after kill -9, though messages of fifty lines share commits. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { openStores } from '../../../db/open.ts';
import { MllpLine } from '../../../seed/simulator/feeds/mllp-line.ts';
import { randomStream } from '../../../seed/simulator/random.ts';
import { inFolder } from '../../db/helpers.ts';
import { FACILITY, openApp } from './line-app.ts';
import { adt } from './messages.ts';

const ROUNDS = 3;
const LINES = 50;
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 100_000);

const admission = (visit: string) => adt({ id: visit, visit, place: 'IC^^' });

/** Admits patients on many lines until so many were acknowledged, kills the server in the middle of it, and gives those visits. */
async function admitAndKill(url: string, round: number, kill: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'line-child.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  const acknowledged: string[] = [];
  const send = async (n: number) => {
    const line = new MllpLine({ host: '127.0.0.1', port: Number(port) });
    try {
      for (let i = 0; ; i += 1) {
        const visit = `R${round}L${n}N${i}`;
        const code = await line.send(admission(visit));
        if (code !== 'AA') throw new Error(`answered ${code}`);
        acknowledged.push(visit);
        if (acknowledged.length === kill) child.kill('SIGKILL');
      }
    } catch (error) {
      if (acknowledged.length < kill) throw error;
    } finally {
      line.close();
    }
  };
  const ended = once(child, 'exit');
  await Promise.all(Array.from({ length: LINES }, (_, n) => send(n)));
  expect(await ended).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

describe('kill -9 in the middle of acknowledged movements', () => {
  it(
    `loses none of them, and one that is sent again counts once (KILL_SEED=${SEED}, ${ROUNDS} kills)`,
    { timeout: 60_000 },
    () =>
      inFolder(async (folder) => {
        const url = `file:${join(folder, 'lines.db')}`;
        const random = randomStream(SEED, 'kills');
        const acknowledged: string[] = [];
        for (let round = 0; round < ROUNDS; round += 1)
          acknowledged.push(...(await admitAndKill(url, round, random.whole(50, 900))));

        const stores = openStores(url);
        const app = await openApp(stores, pino({ level: 'silent' }));
        try {
          const kept = await stores.occupancy.visits(FACILITY);
          // Somebody may have been admitted whose answer was lost; nobody who was answered may be missing.
          expect(kept.length).toBeGreaterThanOrEqual(acknowledged.length);
          expect(kept.length).toBeLessThanOrEqual(acknowledged.length + ROUNDS * LINES);
          const line = { certificate: null, connection: null };
          for (const visit of acknowledged)
            expect(await app.feeds.adt.handle(Buffer.from(admission(visit)), line)).toContain(
              '|AA|',
            );
          expect(await stores.occupancy.visits(FACILITY)).toEqual(kept);
        } finally {
          await app.close();
          await stores.close();
        }
      }),
  );
});
