import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectStores, type Stores } from '../db/open.ts';
import type { NewEntry } from '../server/domain/entries.ts';
import { SYSTEM } from '../server/desk/clerk.ts';
import { startPostgres } from '../tests/support/postgres-server.ts';
import { ms, perSecond, times, type Bench, type Row } from './support/bench.ts';
import { inTurns, median } from './support/stats.ts';

/** Appends under way at a time: a busy hour of many feeds, and one person alone. */
const MANY = 64;
const BLOCKS = 9;

export const stores: Bench = {
  name: 'stores',
  how:
    `the same small entries appended to the ledger on PostgreSQL and on SQLite, ${MANY} under way at a time and one at a time, each ` +
    'durable before it is answered (fsync and synchronous_commit on; WAL and synchronous=FULL), on the same disk and in alternating ' +
    'blocks; PostgreSQL is a server of its own on this machine with its settings as shipped.',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-bench-'));
    const server = await startPostgres(true);
    const sqlite = await connectStores(`file:${join(folder, 'bench.db')}`);
    const postgres = await connectStores(await server.database());
    try {
      return [
        await compare('durable appends a second on PostgreSQL', 8_192, MANY, 0.4, postgres, sqlite),
        await compare('one append at a time on PostgreSQL', 256, 1, 0.15, postgres, sqlite),
      ];
    } finally {
      await postgres.close();
      await sqlite.close();
      server.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** @param least share of SQLite's rate that is asked for. */
async function compare(
  what: string,
  count: number,
  atOnce: number,
  least: number,
  postgres: Stores,
  sqlite: Stores,
): Promise<Row> {
  await append(postgres, count / 4, atOnce);
  await append(sqlite, count / 4, atOnce);
  const { a, b } = await inTurns(
    BLOCKS,
    () => append(postgres, count, atOnce),
    () => append(sqlite, count, atOnce),
  );
  const ratio = median(a.map((rate, block) => rate / (b[block] ?? NaN)));
  const alone = (rates: readonly number[]) =>
    atOnce === 1 ? ` (${ms(1_000 / median(rates))} each)` : '';
  return {
    what,
    ours: `${perSecond(median(a))}${alone(a)}`,
    beside: `SQLite ${perSecond(median(b))}${alone(b)}`,
    result: times(ratio),
    target: `at least ${times(least)}`,
    met: ratio >= least,
  };
}

/** Appends a second. */
async function append({ ledger }: Stores, count: number, atOnce: number): Promise<number> {
  const from = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const nth = next;
      next += 1;
      const result = await ledger.append({
        by: SYSTEM,
        at: new Date().toISOString(),
        entries: [entryOf(`account:${nth % 1_200}`)],
      });
      if (!result.ok) throw new Error(`an append was refused: ${result.reason}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (count / (performance.now() - from)) * 1_000;
}

/** About as long as a hospital's figures of one unit. */
const entryOf = (subject: string): NewEntry => ({
  kind: 'access-changed',
  subject,
  body: { what: 'account-changed', id: subject, role: null, scope: 'x'.repeat(240) },
});
