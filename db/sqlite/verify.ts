/** Walks the hash chain over the bytes as they stand in the file, and compares the subjects' versions with it. */
import { setImmediate as turn } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { hashParts } from '../chain.ts';
import type { Head, Verification } from '../ledger.ts';
import { EMPTY_HEAD } from './rows.ts';

/** Entries between two turns of the event loop: about 10 ms of work. */
const PAGE = 1_000;

/** As stored: text as bytes, so that not even invalid UTF-8 passes for something else; numbers of whatever type they are. */
interface RawRow {
  seq: number;
  at_ms: unknown;
  kind: unknown;
  by: unknown;
  subject: unknown;
  version: unknown;
  also: unknown;
  v: unknown;
  body: unknown;
  prev: unknown;
  hash: unknown;
}

type Broken = { seq: number; problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const TEXT = ['kind', 'by', 'subject', 'also', 'body', 'prev', 'hash'] as const;
const NUMBERS = ['at_ms', 'version', 'v'] as const;
/** Last millisecond of the year 9999. */
const LAST_MS = 253_402_300_799_999;

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
  let head: Head = EMPTY_HEAD;
  let lastMs = 0;
  let entries = 0;
  let compared = 0;
  const versions = new Map<string, { version: number; seq: number }>();

  function check(row: RawRow): string | null {
    if (row.seq !== head.seq + 1) return `missing: the next entry is ${row.seq}`;
    for (const column of NUMBERS) {
      if (!Number.isSafeInteger(row[column])) return `${column} is not a whole number`;
    }
    const [atMs, version, v] = [row.at_ms as number, row.version as number, row.v as number];
    if (atMs < 0 || atMs > LAST_MS) return 'at_ms is not a time';
    const text = {} as Record<(typeof TEXT)[number], string>;
    for (const column of TEXT) {
      const bytes = row[column];
      if (!(bytes instanceof Uint8Array)) return `${column} is not text`;
      try {
        text[column] = utf8.decode(bytes);
      } catch {
        return `${column} is not UTF-8`;
      }
    }
    if (text.prev !== head.hash) return 'prev is not the hash of the entry before it';
    const at = new Date(atMs).toISOString();
    if (hashParts({ ...text, seq: row.seq, at, version, v }) !== text.hash) {
      return 'hash does not match the content';
    }
    if (atMs < lastMs) return 'at is before the entry before it';
    const also = JSON.parse(text.also) as { subject: string; version: number }[];
    for (const moved of [{ subject: text.subject, version }, ...also]) {
      const before = versions.get(moved.subject)?.version ?? 0;
      if (moved.version !== before + 1) {
        return `version ${moved.version} of ${moved.subject} follows ${before}`;
      }
      versions.set(moved.subject, { version: moved.version, seq: row.seq });
    }
    lastMs = atMs;
    head = { seq: row.seq, at, hash: text.hash };
    entries += 1;
    return null;
  }

  /** One page; null when there was nothing more to walk. */
  function walk(): 'more' | 'end' | Broken {
    const rows = page.all(head.seq);
    for (const row of rows) {
      const expected = head.seq + 1;
      const problem = check(row);
      if (problem !== null) return { seq: expected, problem };
    }
    return rows.length === 0 ? 'end' : 'more';
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
      const chain = versions.get(subject);
      if (chain?.version !== version) {
        const seq = chain && chain.version > version ? chain.seq : head.seq + 1;
        return {
          seq,
          problem: `${subject} is at version ${version}, its entries at ${chain?.version ?? 0}`,
        };
      }
    }
    compared += rows.length;
    const last = rows[rows.length - 1];
    if (last) return { next: last.rowid };
    if (compared === versions.size) return 'end';
    return { seq: head.seq, problem: `${versions.size - compared} subjects have no version` };
  });

  for (let walked = walk(); walked !== 'end'; walked = walk()) {
    if (walked !== 'more') return { intact: false, entries, head, broken: walked };
    await turn();
  }
  for (let after = 0; ;) {
    const found = compare(after);
    if (found === 'end') return { intact: true, entries, head };
    if ('problem' in found) return { intact: false, entries, head, broken: found };
    after = found.next;
    await turn();
  }
}
