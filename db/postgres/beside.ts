/** What the stores beside the ledger share on PostgreSQL. */
import { sql, type AnyColumn, type SQL } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Postgres } from './open.ts';
import { reader_positions } from './schema/decisions.ts';

/** A transaction as drizzle sees it. */
export type TxDrizzle = PostgresJsDatabase;

/** Several writes beside the ledger, together or not at all. */
export function together<T>(
  { beside, sql: pool }: Postgres,
  work: (tx: TxDrizzle) => Promise<T>,
): Promise<T> {
  // A reserved connection lacks the options of its pool, where drizzle looks for the types.
  return beside.run((tx) => work(drizzle(Object.assign(tx, { options: pool.options }))));
}

/** Rows that a change touched. */
export const touched = (result: { count: number }): number => result.count;

/** Text in the order of its bytes, whatever the language of the database: the order of SQLite. */
export const byBytes = (column: AnyColumn): SQL => sql`${column} collate "C"`;

/** Notes how far a read model has followed the ledger; never back, for another server may be further. */
export async function noteReader(tx: TxDrizzle, reader: string, seq: number): Promise<void> {
  await tx
    .insert(reader_positions)
    .values({ reader, seq })
    .onConflictDoUpdate({
      target: reader_positions.reader,
      set: { seq: sql`greatest(${reader_positions.seq}, excluded.seq)` },
    });
}

/** How far it has. */
export async function readerAt({ drizzle: db }: Postgres, reader: string): Promise<number> {
  const [row] = await db
    .select({ seq: reader_positions.seq })
    .from(reader_positions)
    .where(sql`${reader_positions.reader} = ${reader}`);
  return row?.seq ?? 0;
}
