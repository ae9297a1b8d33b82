import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { perSecond, times, type Bench } from './support/bench.ts';
import { hospitalKey, observation, openCountry, type Country } from './support/country.ts';
import { inTurns, median } from './support/stats.ts';

/** Updates under way at a time, and rows in a commit of the comparison. */
const AT_ONCE = 64;
const IN_A_BLOCK = 8_192;
const BLOCKS = 9;

export const durableUpdates: Bench = {
  name: 'durable-updates',
  how:
    `${AT_ONCE} hospital updates under way at a time through the desk (decided, hashed into the chain, committed, applied, answered) ` +
    'against better-sqlite3 alone writing the same rows with the same index in commits of as many; both WAL and synchronous=FULL on the same disk.',
  async run() {
    const country = await openCountry();
    const raw = openRaw(country.folder);
    try {
      await update(country, 2_048, 0);
      const rows = rowsOf(country);
      raw.write(rows.slice(0, 1_024));
      const { a: ours, b: bare } = await inTurns(
        BLOCKS,
        (block) => update(country, IN_A_BLOCK, block + 1),
        async () => raw.write(rows),
      );
      const ratio = median(ours.map((rate, block) => rate / (bare[block] ?? NaN)));
      return [
        {
          what: 'durable updates a second',
          ours: perSecond(median(ours)),
          beside: `better-sqlite3 alone ${perSecond(median(bare))}`,
          result: times(ratio),
          target: 'at least 0.50x',
          met: ratio >= 0.5,
        },
      ];
    } finally {
      raw.close();
      await country.close();
    }
  },
};

/** Updates a second. */
async function update({ desk, units }: Country, count: number, block: number): Promise<number> {
  const from = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const nth = next;
      next += 1;
      const { facility, kind, staffed } = units[nth % units.length] as (typeof units)[number];
      const outcome = await desk.observeUnit(
        { by: hospitalKey(facility) },
        {
          facility,
          kind,
          input: observation(staffed, nth + block),
          channel: 'api',
          ifVersion: null,
        },
      );
      if (!outcome.ok) throw new Error(`an update was refused: ${outcome.code}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return (count / (performance.now() - from)) * 1000;
}

type Cells = (string | number)[];

/** The rows that the updates became, to be written once more: the same bytes. */
function rowsOf({ stores }: Country): Cells[] {
  const rows = stores.database.sqlite
    .prepare<[number], Cells>(
      `select at_ms, kind, by, subject, version, also, v, body, prev, hash from entries
       where kind = 'unit-observed' order by seq desc limit ?`,
    )
    .raw()
    .all(2_048);
  return Array.from({ length: IN_A_BLOCK }, (_, nth) => rows[nth % rows.length] as Cells);
}

function openRaw(folder: string): { write: (rows: Cells[]) => number; close: () => void } {
  const db = new BetterSqlite3(join(folder, 'raw.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(
    `create table entries (seq integer primary key, at_ms integer, kind text, by text, subject text, version integer,
       also text, v integer, body text, prev text, hash text);
     create index entries_subject on entries (subject, version)`,
  );
  const insert = db.prepare(
    'insert into entries (at_ms, kind, by, subject, version, also, v, body, prev, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const commit = db.transaction((rows: Cells[]) => {
    for (const row of rows) insert.run(row);
  });
  return {
    /** Rows a second. */
    write(rows) {
      const from = performance.now();
      for (let at = 0; at < rows.length; at += AT_ONCE)
        commit.immediate(rows.slice(at, at + AT_ONCE));
      return (rows.length / (performance.now() - from)) * 1000;
    },
    close: () => db.close(),
  };
}
