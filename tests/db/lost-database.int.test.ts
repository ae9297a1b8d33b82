/** A machine with a database that is lost without a word: its connections stay open and silent, another answers at its address. */
import { describe, expect, it } from 'vitest';
import { PostgresLease, WATCH_LEASE } from '../../db/postgres/leases.ts';
import { openPostgresLedger } from '../../db/postgres/ledger.ts';
import { openPostgres } from '../../db/postgres/open.ts';
import { storageFaultOf } from '../../db/storage-fault.ts';
import { postgresForTests } from '../support/postgres.ts';
import { startWires, type Wires } from '../support/wires.ts';
import { request, written } from './helpers.ts';

const server = postgresForTests();
/** Short for what hangs, long for what is answered on a loaded machine. */
const PATIENCE_MS = 3_000;
const TIMEOUT_MS = 60_000;

async function through(): Promise<{ wires: Wires; url: string }> {
  const wires = await startWires([server().port]);
  const url = (await server().database()).replace(`:${server().port}/`, `:${wires.port}/`);
  return { wires, url };
}

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => storageFaultOf(error),
  );

describe('a database that is lost without a word', () => {
  it(
    'is written to again on new connections, and what hung is put off',
    { timeout: TIMEOUT_MS },
    async () => {
      const { wires, url } = await through();
      const db = await openPostgres(url, PATIENCE_MS);
      const ledger = await openPostgresLedger(db, { report: () => undefined });
      written(await ledger.append(request('before')));
      wires.lose();
      expect(await faultOf(ledger.append(request('hangs')))).toBe('away');
      written(await ledger.append(request('after')));
      wires.cut();
      await ledger.close();
      await db.close();
      await wires.close();
    },
  );

  it('is read again, however few of the connections hang', { timeout: TIMEOUT_MS }, async () => {
    const { wires, url } = await through();
    const db = await openPostgres(url, PATIENCE_MS);
    await Promise.all([db.sql`select pg_sleep(0.1)`, db.sql`select pg_sleep(0.1)`]);
    wires.lose();
    const hung = [faultOf(db.sql`select 1`), faultOf(db.sql.unsafe('select 2'))];
    expect(await Promise.all(hung)).toEqual(['away', 'away']);
    expect(await db.sql`select 1 as one`).toEqual([{ one: 1 }]);
    await db.close();
    await wires.close();
  });

  it(
    'is another than one that takes long over a question: nobody else is cut off',
    { timeout: TIMEOUT_MS },
    async () => {
      const { wires, url } = await through();
      const db = await openPostgres(url, PATIENCE_MS);
      const slow = faultOf(db.sql`select pg_sleep(60)`);
      let ended = false;
      void slow.then(() => (ended = true));
      const others: (string | null)[] = [];
      // Fewer at a time than there are lines, or the driver puts one behind the slow one; by turns, so that each line is heard.
      while (!ended)
        others.push(
          ...(await Promise.all(Array.from({ length: 6 }, () => faultOf(db.sql`select 1`)))),
        );
      expect(await slow).toBe('away');
      expect(new Set(others)).toEqual(new Set(['answered']));
      wires.cut();
      await db.close();
      await wires.close();
    },
  );

  it('holds no turn: it is taken anew', { timeout: TIMEOUT_MS }, async () => {
    const { wires, url } = await through();
    const lease = new PostgresLease(url, WATCH_LEASE, PATIENCE_MS);
    expect(await lease.take()).toBe(true);
    wires.lose();
    expect(await lease.held()).toBe(false);
    // Its old session may end only later.
    wires.cut();
    await expect.poll(() => lease.take(), { timeout: TIMEOUT_MS }).toBe(true);
    await lease.close();
    await wires.close();
  });
});
