/** The access log on SQLite. Looks that are handed in during one turn of the event loop share one synced commit. */
import { setImmediate as turn } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import {
  EMPTY_LOOKS,
  LOOK_COLUMNS,
  LooksCheck,
  placeLooks,
  rowsOf,
  showsOf,
  toLook,
  type AccessLog,
  type LookCaseRow,
  type LookHead,
  type LookRow,
  type LooksVerification,
} from '../access-log.ts';
import { Batch } from '../batch.ts';
import { EVENT_LOOP, type Clockwork } from '../clockwork.ts';
import { looksStatement } from '../look-query.ts';
import type { NewLook } from '#domain/accountability/looks.ts';
import type { Database } from './open.ts';

/** Looks between two turns of the event loop. */
const PAGE = 500;
/** Rows in one commit, about; some 20 ms. */
const MOST = 1_000;

export interface SqliteAccessLog extends AccessLog {
  /** Waits for what was handed in. */
  close(): Promise<void>;
}

export function openAccessLog(
  { sqlite }: Pick<Database, 'sqlite'>,
  clockwork: Clockwork = EVENT_LOOP,
): SqliteAccessLog {
  const last = sqlite.prepare<[], LookHead & { at_ms: number }>(
    'select seq, at_ms, hash from access_log order by seq desc limit 1',
  );
  const insert = sqlite.prepare<[LookRow]>(
    `insert into access_log (${LOOK_COLUMNS}) values (@seq, @at_ms, @by, @action, @session, @body, @prev, @hash)`,
  );
  const insertCase = sqlite.prepare<[LookCaseRow]>(
    'insert into access_log_cases (case_id, seq, region, facility) values (@case_id, @seq, @region, @facility)',
  );
  const writeAll = sqlite.transaction((looks: readonly NewLook[]) => {
    const { rows, cases } = placeLooks(looks, last.get() ?? EMPTY_LOOKS);
    for (const row of rows) insert.run(row);
    for (const row of cases) insertCase.run(row);
  });
  const batch = new Batch<NewLook>(
    async (looks) => {
      writeAll.immediate(looks);
    },
    MOST,
    clockwork,
    rowsOf,
  );
  return {
    write: (looks) => batch.add(looks),
    async query(wanted) {
      const { text, params } = looksStatement(wanted, () => '?');
      const rows = sqlite.prepare<(string | number)[], LookRow>(text).all(...params);
      const page = rows.slice(0, wanted.limit);
      const shows = showsOf(wanted);
      return {
        looks: page.map((row) => toLook(row, shows)),
        next: rows.length > wanted.limit ? (page.at(-1)?.seq ?? null) : null,
      };
    },
    async head() {
      const { seq, hash } = last.get() ?? EMPTY_LOOKS;
      return { seq, hash };
    },
    verify: () => verifyLooks(sqlite),
    close: () => batch.idle(),
  };
}

/** Reads only. A file of before the access log has none, which is whole. */
export async function verifyLooks(sqlite: BetterSqlite3.Database): Promise<LooksVerification> {
  const chain = new LooksCheck();
  const intact = (): LooksVerification => {
    return { intact: true, looks: chain.head.seq, head: chain.head };
  };
  const there = sqlite
    .prepare("select 1 from sqlite_master where type = 'table' and name = 'access_log'")
    .get();
  if (there === undefined) return intact();
  const page = sqlite.prepare<[number], LookRow>(
    `select ${LOOK_COLUMNS} from access_log where seq > ? order by seq limit ${PAGE}`,
  );
  const index = sqlite.prepare<[number, number], LookCaseRow>(
    'select case_id, seq, region, facility from access_log_cases where seq > ? and seq <= ?',
  );
  // Rows and their index are read at one moment.
  const next = sqlite.transaction(() => {
    const rows = page.all(chain.head.seq);
    const upTo = rows.at(-1)?.seq ?? 0;
    return { count: rows.length, broken: chain.page(rows, index.all(chain.head.seq, upTo)) };
  });
  for (;;) {
    const { count, broken } = next();
    if (broken !== null) return { intact: false, looks: chain.head.seq, head: chain.head, broken };
    if (count === 0) return intact();
    await turn();
  }
}
