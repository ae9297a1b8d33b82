/** The simulated database is no toy: the ledger on it passes the very tests that SQLite and PostgreSQL pass. */
import { breath, EVENT_LOOP } from '../../db/clockwork.ts';
import { openSharedLedger } from '../../db/shared-ledger.ts';
import { ledgerSuite } from '../db/ledger-suite.ts';
import { SimulatedDatabase } from './database.ts';
import { openSession, type Wire } from './session.ts';

/** A way of one turn of the event loop. */
const NEAR: Wire = {
  async call(_what, work) {
    await breath(EVENT_LOOP);
    return work();
  },
  hint: (work) => work(),
  connected: () => undefined,
};

/** The few expressions that the suite writes into columns. */
function valueOf(database: SimulatedDatabase, text: string): string | number {
  const copied = /^\(select picture from snapshots where seq = (\d+)\)$/.exec(text)?.[1];
  if (copied !== undefined) return database.snapshots.get(Number(copied))?.picture ?? '';
  const quoted = /^x?'(.*)'$/.exec(text)?.[1];
  return quoted ?? Number(text);
}

ledgerSuite('the simulated database', async () => {
  const database = new SimulatedDatabase(EVENT_LOOP);
  const reported: unknown[] = [];
  const ledger = await openSharedLedger(openSession(database, NEAR), {
    report: (error) => reported.push(error),
  });
  return {
    ledger,
    reported,
    tamper(table, where, column, text) {
      const value = valueOf(database, text);
      const [, of = ''] = / = '?([^']*)'?$/.exec(where) ?? [];
      if (table === 'subjects') database.subjects.set(of, Number(value));
      else {
        const row =
          table === 'entries' ? database.rows[Number(of) - 1] : database.snapshots.get(Number(of));
        Object.assign(row as object, { [column]: value });
      }
    },
    breakCommits(subject) {
      const commit = database.commit.bind(database);
      database.commit = (tx) => {
        const breaks = tx.staged?.decided.entries.some((entry) => entry.subject === subject);
        if (breaks !== true) return commit(tx);
        database.takeBack(tx);
        throw new Error('the commit breaks');
      };
    },
    close: () => ledger.close(),
  };
});
