/** The ledger on PostgreSQL: the SQL of it. How several servers share it stands in `db/shared-ledger.ts`. */
import type { Idempotency, Ledger, LedgerOptions, ReadOptions } from '../ledger.ts';
import { EMPTY_HEAD, readStatement, toEntry, type EntryRow } from '../rows.ts';
import { openSharedLedger } from '../shared-ledger.ts';
import type { RememberedAnswer } from '../shared-append.ts';
import { chainTransaction, ENTRIES_CHANNEL } from './append.ts';
import type { Postgres } from './open.ts';
import { createSnapshots } from './snapshots.ts';
import { verifyChain } from './verify.ts';

/** Opens the ledger in a migrated database. The database stays the caller's, who closes it after the ledger. */
export function openPostgresLedger(db: Postgres, options: LedgerOptions = {}): Promise<Ledger> {
  const { sql, chain } = db;
  const snapshots = createSnapshots(sql, options.pictureVersion ?? 1);

  return openSharedLedger(
    {
      async read(wanted: ReadOptions) {
        const { sql: text, params } = readStatement(wanted, (nth) => `$${nth}`);
        const rows = await sql.unsafe<EntryRow[]>(text, params, { prepare: true });
        return rows.map((row) => toEntry(row, options.bodies));
      },
      async head() {
        const [row] = await sql<{ seq: number; at_ms: number; hash: string }[]>`
          select seq, at_ms, hash from entries order by seq desc limit 1`;
        if (!row) return EMPTY_HEAD;
        return { seq: row.seq, at: new Date(row.at_ms).toISOString(), hash: row.hash };
      },
      async atOf(seq) {
        const [row] = await sql<{ at_ms: number }[]>`select at_ms from entries where seq = ${seq}`;
        return row?.at_ms ?? null;
      },
      transact: (work) => chain.run((tx) => work(chainTransaction(tx))),
      async answered(scope, key) {
        const [row] = await sql<RememberedAnswer[]>`select request, first_seq, last_seq, answer
          from idempotency where scope = ${scope} and key = ${key}`;
        return row ?? null;
      },
      async replaceAnswer({ scope, key, request }: Idempotency, answer) {
        const { count } = await sql`update idempotency set answer = ${answer}
          where scope = ${scope} and key = ${key} and request = ${request}`;
        return count > 0;
      },
      async forgetAnswersBefore(time) {
        return (await sql`delete from idempotency where at_ms < ${time}`).count;
      },
      saveSnapshot: (snapshot) => snapshots.save(snapshot),
      loadSnapshot: (upTo) => snapshots.load(upTo),
      verify: () => verifyChain(db),
      async listen(hint, connected) {
        const listening = await sql.listen(
          ENTRIES_CHANNEL,
          (payload) => {
            const [from = '', seq] = payload.split(' ');
            hint(from, Number(seq));
          },
          connected,
        );
        return () => listening.unlisten();
      },
    },
    options,
  );
}
