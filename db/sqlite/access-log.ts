/** The access log on SQLite. Looks that are handed in during one turn of the event loop share one synced commit. */
import { setImmediate as turn } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import {
  EMPTY_LOOKS,
  LOOK_COLUMNS,
  LooksCheck,
  MOST_COUNTED,
  placeLooks,
  rowsOf,
  showsOf,
  strayed,
  toLine,
  toLook,
  WALKED,
  type AccessLog,
  type LookCaseRow,
  type LookEnd,
  type LookRow,
  type LooksVerification,
} from '../access-log.ts';
import {
  CUT_COLUMNS,
  cutsStatement,
  MOST_CUT,
  placeCut,
  type CutCause,
  type CutOutcome,
  type CutRow,
} from '../access-cuts.ts';
import { Batch } from '../batch.ts';
import { EVENT_LOOP, type Clockwork } from '../clockwork.ts';
import { readLines } from '../look-lines.ts';
import { looksStatement } from '../look-query.ts';
import type { NewLook } from '#domain/accountability/looks.ts';
import type { Database } from './open.ts';

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
  const last = sqlite.prepare<[], LookEnd>(
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
  const cutAll = sqlite.transaction((end: LookEnd, found: Found, at: string, cause: CutCause) => {
    const past = lastCut(sqlite) ?? null;
    if (past?.nr !== found.lastCut?.nr) return { done: 'meanwhile' } as const;
    const { cut, look } = placeCut(end, past, last.get()?.seq ?? 0, at, cause);
    writeAll([look]);
    sqlite
      .prepare<[CutRow]>(
        `insert into access_log_cuts (${CUT_COLUMNS}) values (@nr, @at_ms, @up_to, @count, @last_at_ms, @last_hash, @noted, @prev, @hash)`,
      )
      .run(cut);
    for (const table of ['access_log_cases', 'access_log'])
      sqlite.prepare<[number]>(`delete from ${table} where seq <= ?`).run(cut.up_to);
    return { done: 'cut', cut } as const;
  });
  const oldest = sqlite.prepare<[number], LookEnd & { cases: number }>(
    `select seq, at_ms, hash, (select count(*) from access_log_cases c where c.seq = l.seq) as cases
    from access_log l where seq > ? order by seq`,
  );
  /** The last look of the piece that goes next. */
  const endOfPiece = (before: number, most: number): LookEnd | undefined => {
    let end: LookEnd | undefined;
    let rows = 0;
    for (const { cases, ...one } of oldest.iterate(lastCut(sqlite)?.up_to ?? 0)) {
      if (one.at_ms >= before || rows >= most) break;
      end = one;
      rows += 1 + cases;
    }
    return end;
  };
  const batch = new Batch<NewLook>(
    async (looks) => {
      writeAll.immediate(looks);
    },
    MOST,
    clockwork,
    rowsOf,
  );
  return {
    ...readLines(
      {
        mark: () => '?',
        rows: async <R>(text: string, params: (string | number)[]) =>
          sqlite.prepare<(string | number)[], R>(text).all(...params),
      },
      toLine,
    ),
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
    async cut(before, now, { most = MOST_CUT, ...cause }): Promise<CutOutcome> {
      const end = endOfPiece(Date.parse(before), most);
      if (end === undefined) return { done: 'nothing' };
      const found = await verifyLooks(sqlite, end.seq);
      if (!found.intact) return { done: 'refused', ...found.broken };
      if (end.seq <= found.cut) return { done: 'meanwhile' };
      return cutAll.immediate(end, found, now, cause);
    },
    async olderThan(before) {
      const older = sqlite.prepare<[number], { n: number }>(
        `select count(*) as n from (select 1 from access_log where at_ms < ? limit ${MOST_COUNTED})`,
      );
      return older.get(Date.parse(before))?.n ?? 0;
    },
    close: () => batch.idle(),
  };
}

/** Reads only. A file of before the access log has none, which is whole. @param upTo the last look that is walked; default all */
export async function verifyLooks(
  sqlite: BetterSqlite3.Database,
  upTo: number | null = null,
): Promise<LooksVerification> {
  const isThere = sqlite.prepare<[string]>(
    "select 1 from sqlite_master where type = 'table' and name = ?",
  );
  if (isThere.get('access_log') === undefined) return new LooksCheck().found(null);
  const hasCuts = isThere.get('access_log_cuts') !== undefined;
  const page = sqlite.prepare<[number, number], LookRow>(
    `select ${LOOK_COLUMNS} from access_log where seq > ? and seq <= ? order by seq limit ${WALKED.looks}`,
  );
  const rowsBehind = (seq: number): LookRow[] => {
    const rows: LookRow[] = [];
    let letters = 0;
    for (const row of page.iterate(seq, upTo ?? Number.MAX_SAFE_INTEGER)) {
      rows.push(row);
      letters += row.body.length;
      if (letters >= WALKED.letters) break;
    }
    return rows;
  };
  const index = sqlite.prepare<[number, number], LookCaseRow>(
    'select case_id, seq, region, facility from access_log_cases where seq > ? and seq <= ?',
  );
  const strays = sqlite.prepare<[number], { seq: number }>(
    'select seq from access_log where seq <= ? limit 1',
  );
  for (;;) {
    const cuts = hasCuts ? sqlite.prepare<[], CutRow>(cutsStatement(upTo)).all() : [];
    const chain = new LooksCheck(cuts, upTo === null);
    // Rows and their index are read at one moment.
    const next = sqlite.transaction(() => {
      const rows = rowsBehind(chain.head.seq);
      const end = rows.at(-1)?.seq ?? 0;
      return { count: rows.length, broken: chain.page(rows, index.all(chain.head.seq, end)) };
    });
    let found: LooksVerification | null = null;
    while (found === null) {
      const { count, broken } = next();
      if (broken !== null || count === 0) found = chain.found(broken, upTo === null);
      else await turn();
    }
    // Somebody cut it during the walk.
    if (hasCuts && lastCut(sqlite)?.nr !== cuts.at(-1)?.nr) continue;
    const stray = strays.get(found.cut);
    return found.intact && stray !== undefined ? strayed(found, stray.seq) : found;
  }
}

type Found = Pick<LooksVerification, 'lastCut'>;

const lastCut = (sqlite: BetterSqlite3.Database): CutRow | undefined =>
  sqlite
    .prepare<[], CutRow>(`select ${CUT_COLUMNS} from access_log_cuts order by nr desc limit 1`)
    .get();
