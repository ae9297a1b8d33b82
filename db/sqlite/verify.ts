/** Walks the hash chain over the bytes as they stand in the file, and compares the subjects' versions with it. */
import { setImmediate as turn } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { ChainCheck, NUMBERS, TEXT, type Broken, type RawRow } from '../chain-check.ts';
import type { Verification } from '../ledger.ts';

/** Entries between two turns of the event loop: about 10 ms of work. */
const PAGE = 1_000;

const RAW_PAGE = `select seq, ${NUMBERS.join(', ')}, ${TEXT.map(
  (c) => `case typeof(${c}) when 'text' then cast(${c} as blob) end as ${c}`,
).join(', ')} from entries where seq > ? order by seq limit ${PAGE}`;

/** Reads only. Others may write meanwhile: what they add is walked too. */
export async function verifyChain(sqlite: BetterSqlite3.Database): Promise<Verification> {
  const page = sqlite.prepare<[number], RawRow>(RAW_PAGE);
  const subjectsPage = sqlite.prepare<
    [number],
    { rowid: number; subject: string; version: number }
  >(`select rowid, subject, version from subjects where rowid > ? order by rowid limit ${PAGE}`);
  const chain = new ChainCheck();
  let compared = 0;

  function walk(): 'more' | 'end' | Broken {
    const rows = page.all(chain.head.seq);
    return chain.page(rows) ?? (rows.length === 0 ? 'end' : 'more');
  }

  /** The rest of the chain and one page of subjects, at one moment. New subjects get later row ids, so none is passed over. */
  const compare = sqlite.transaction((after: number): { next: number } | 'end' | Broken => {
    for (;;) {
      const walked = walk();
      if (walked === 'end') break;
      if (walked !== 'more') return walked;
    }
    const rows = subjectsPage.all(after);
    for (const { subject, version } of rows) {
      const wrong = chain.subject(subject, version);
      if (wrong !== null) return wrong;
    }
    compared += rows.length;
    const last = rows[rows.length - 1];
    return last ? { next: last.rowid } : (chain.lacking(compared) ?? 'end');
  });
  const broken = (found: Broken): Verification => ({
    intact: false,
    entries: chain.entries,
    head: chain.head,
    broken: found,
  });

  for (let walked = walk(); walked !== 'end'; walked = walk()) {
    if (walked !== 'more') return broken(walked);
    await turn();
  }
  for (let after = 0; ;) {
    const found = compare(after);
    if (found === 'end') return { intact: true, entries: chain.entries, head: chain.head };
    if ('problem' in found) return broken(found);
    after = found.next;
    await turn();
  }
}
