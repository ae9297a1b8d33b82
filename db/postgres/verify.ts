/** Walks the hash chain over the bytes as they stand in the database, and compares the subjects' versions with it. */
import { ChainCheck, NUMBERS, TEXT, type Broken, type RawRow } from '../chain-check.ts';
import type { Verification } from '../ledger.ts';
import type { Sql } from './connect.ts';
import { Transactions } from './transactions.ts';

/** Entries read at a time: about 10 ms of work. */
const PAGE = 1_000;

/** Text goes out as the bytes that are kept: not even invalid UTF-8 passes for something else. */
const COLUMNS = ['seq', ...NUMBERS, ...TEXT.map((name) => `textsend(${name}) as ${name}`)].join(
  ', ',
);

type Reader = Pick<Sql, 'unsafe'>;

/** Reads only. Others may write meanwhile: what they add before the last look is walked too. */
export async function verifyChain({ sql, url }: { sql: Sql; url: string }): Promise<Verification> {
  const chain = new ChainCheck();

  /** A page of rows after a seq; where the database cannot read one of them, those before it and what it said. */
  async function read(on: Reader, limit: number): Promise<RawRow[]> {
    return on.unsafe<RawRow[]>(
      `select ${COLUMNS} from entries where seq > $1 order by seq limit ${limit}`,
      [chain.head.seq],
      { prepare: true },
    );
  }
  async function walk(on: Reader): Promise<Broken | null> {
    for (;;) {
      const rows = await read(on, PAGE);
      if (rows.length === 0) return null;
      const broken = chain.page(rows);
      if (broken !== null) return broken;
    }
  }
  /** One by one, to name the entry that the database itself cannot read. */
  async function walkSlowly(on: Reader): Promise<Broken | null> {
    for (;;) {
      try {
        const rows = await read(on, 1);
        if (rows.length === 0) return null;
        const broken = chain.page(rows);
        if (broken !== null) return broken;
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        return { seq: chain.head.seq + 1, problem: `cannot be read: ${error.message}` };
      }
    }
  }
  const broken = (found: Broken): Verification => ({
    intact: false,
    entries: chain.entries,
    head: chain.head,
    broken: found,
  });

  try {
    const found = await walk(sql);
    if (found !== null) return broken(found);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const found = await walkSlowly(sql);
    if (found !== null) return broken(found);
  }
  // What came since and all subjects, as they stood at one moment.
  const own = new Transactions(url);
  const found = await own
    .run(async (tx) => {
      const late = await walk(tx);
      if (late !== null) return late;
      let compared = 0;
      for (let last = ''; ;) {
        const rows = await tx<{ subject: string; version: number }[]>`
        select subject, version from subjects where subject > ${last} order by subject limit ${PAGE}`;
        for (const { subject, version } of rows) {
          const wrong = chain.subject(subject, version);
          if (wrong !== null) return wrong;
        }
        compared += rows.length;
        const end = rows.at(-1);
        if (end === undefined) return chain.lacking(compared);
        last = end.subject;
      }
    }, 'isolation level repeatable read read only')
    .finally(() => own.close());
  if (found !== null) return broken(found);
  return { intact: true, entries: chain.entries, head: chain.head };
}

/** The database answers, but its pages are damaged (SQLSTATE XX, or text that is none). */
function isUnreadable(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(XX...|22021)$/.test(error.code)
  );
}
