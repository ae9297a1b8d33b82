/** Checks entries one after another against the chain, over the bytes as they are stored, and counts the versions of subjects. */
import { hashParts } from './chain.ts';
import type { Head } from './ledger.ts';
import { EMPTY_HEAD } from './rows.ts';

/** As stored: text as bytes, so that not even invalid UTF-8 passes for something else; numbers of whatever type they are. */
export interface RawRow {
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

/** The first entry that is not as it was written. */
export type Broken = { seq: number; problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
export const TEXT = ['kind', 'by', 'subject', 'also', 'body', 'prev', 'hash'] as const;
export const NUMBERS = ['at_ms', 'version', 'v'] as const;
/** Last millisecond of the year 9999. */
const LAST_MS = 253_402_300_799_999;

/** Walks along; one for each walk. */
export class ChainCheck {
  head: Head = EMPTY_HEAD;
  /** Intact ones so far. */
  entries = 0;
  #lastMs = 0;
  readonly #versions = new Map<string, { version: number; seq: number }>();

  /** Subjects that the entries moved. */
  get subjects(): number {
    return this.#versions.size;
  }

  /** The next entry; what is wrong with it, or null. */
  next(row: RawRow): string | null {
    if (row.seq !== this.head.seq + 1) return `missing: the next entry is ${row.seq}`;
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
    if (text.prev !== this.head.hash) return 'prev is not the hash of the entry before it';
    const at = new Date(atMs).toISOString();
    if (hashParts({ ...text, seq: row.seq, at, version, v }) !== text.hash) {
      return 'hash does not match the content';
    }
    if (atMs < this.#lastMs) return 'at is before the entry before it';
    const also = JSON.parse(text.also) as { subject: string; version: number }[];
    for (const moved of [{ subject: text.subject, version }, ...also]) {
      const before = this.#versions.get(moved.subject)?.version ?? 0;
      if (moved.version !== before + 1) {
        return `version ${moved.version} of ${moved.subject} follows ${before}`;
      }
      this.#versions.set(moved.subject, { version: moved.version, seq: row.seq });
    }
    this.#lastMs = atMs;
    this.head = { seq: row.seq, at, hash: text.hash };
    this.entries += 1;
    return null;
  }

  /** A page of entries in order; the first that is broken, or null. */
  page(rows: readonly RawRow[]): Broken | null {
    for (const row of rows) {
      const seq = this.head.seq + 1;
      const problem = this.next(row);
      if (problem !== null) return { seq, problem };
    }
    return null;
  }

  /** The version that is kept of a subject, held against its entries. */
  subject(subject: string, version: number): Broken | null {
    const chain = this.#versions.get(subject);
    if (chain?.version === version) return null;
    const seq = chain && chain.version > version ? chain.seq : this.head.seq + 1;
    return {
      seq,
      problem: `${subject} is at version ${version}, its entries at ${chain?.version ?? 0}`,
    };
  }

  /** After the last subject: whether as many are kept as the entries moved. */
  lacking(compared: number): Broken | null {
    if (compared === this.subjects) return null;
    return {
      seq: this.head.seq,
      problem: `${this.subjects - compared} subjects have no version`,
    };
  }
}
