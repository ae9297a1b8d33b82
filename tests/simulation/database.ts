/**
 * A database in memory that several servers share: rows as PostgreSQL keeps them, one lock on the end of the chain, transactions that
 * stand whole or not at all, and the constraints of the real tables. It knows no network: `session.ts` puts the way to it in between.
 */
import type { Clockwork } from '../../db/clockwork.ts';
import type { ChainCheck, RawRow } from '../../db/chain-check.ts';
import type { Head, ReadOptions, StoredSnapshot, Verification } from '../../db/ledger.ts';
import { EMPTY_CHAIN, type ChainEnd } from '../../db/place.ts';
import { EMPTY_HEAD, READ_LIMIT, toEntry, type EntryRow } from '../../db/rows.ts';
import {
  answerKey,
  namesOf,
  type Decided,
  type Job,
  type RememberedAnswer,
  type Taken,
} from '../../db/shared-append.ts';
import type { Entry } from '#domain/entries.ts';
import type { Picture, Position } from '#domain/picture.ts';

/** One that waits for, or has, the end of the chain. */
export class Transaction {
  /** Committed or taken back. */
  over = false;
  staged: { decided: Decided; sender: string } | null = null;
  callOffPatience: () => void = () => undefined;
}

interface KeptSnapshot {
  seq: number;
  hash: string;
  picture: string;
}

/** Who hears of commits. */
export type Hint = (sender: string, seq: number) => void;

/** A server may hold or wait for the end of the chain for so long, milliseconds: as on PostgreSQL. */
export const PATIENCE_MS = 10_000;

/** Entries of one page of a verification. */
const PAGE = 400;

export class SimulatedDatabase {
  readonly rows: EntryRow[] = [];
  /** As they are read, in the order of `rows`. */
  readonly entries: Entry[] = [];
  readonly subjects = new Map<string, number>();
  readonly answers = new Map<string, RememberedAnswer & { at_ms: number }>();
  readonly snapshots = new Map<number, KeptSnapshot>();
  readonly texts = new Map<string, string>();
  readonly positions = new Map<string, Position>();
  readonly hints = new Set<Hint>();
  /** Told of each commit, as it becomes durable. */
  onCommit: (entries: readonly Entry[]) => void = () => undefined;
  readonly #clockwork: Clockwork;
  #holder: Transaction | null = null;
  readonly #line: { tx: Transaction; go: () => void; stop: (error: Error) => void }[] = [];

  constructor(clockwork: Clockwork) {
    this.#clockwork = clockwork;
  }

  get end(): ChainEnd {
    const last = this.rows.at(-1);
    return last === undefined ? EMPTY_CHAIN : { seq: last.seq, at_ms: last.at_ms, hash: last.hash };
  }

  head(): Head {
    const { seq, at_ms, hash } = this.end;
    return seq === 0 ? EMPTY_HEAD : { seq, at: new Date(at_ms).toISOString(), hash };
  }

  read({ after = 0, upTo = Infinity, subject, kinds, limit, order }: ReadOptions): Entry[] {
    let found = this.entries.slice(after, Math.min(upTo, this.entries.length));
    if (subject !== undefined) found = found.filter((one) => one.subject === subject);
    if (kinds !== undefined) found = found.filter((one) => kinds.includes(one.kind));
    if (order === 'desc') found.reverse();
    return found.slice(0, Math.min(limit ?? READ_LIMIT, READ_LIMIT));
  }

  /** The end of the chain for this transaction; rejects when it takes too long. */
  lock(tx: Transaction): Promise<void> {
    return new Promise((resolve, reject) => {
      const callOff = this.#clockwork.after(PATIENCE_MS, () => {
        const place = this.#line.findIndex((one) => one.tx === tx);
        if (place < 0) return;
        this.#line.splice(place, 1);
        tx.over = true;
        reject(new Error('lock timeout'));
      });
      const go = () => {
        callOff();
        this.#holder = tx;
        this.bePatient(tx);
        resolve();
      };
      if (this.#holder === null) go();
      else this.#line.push({ tx, go, stop: reject });
    });
  }

  /** From its last word on it may be silent for so long, then it is taken back. */
  bePatient(tx: Transaction): void {
    tx.callOffPatience();
    tx.callOffPatience = this.#clockwork.after(PATIENCE_MS, () => this.takeBack(tx));
  }

  /** What the commands need to know. */
  take(jobs: readonly Job[]): Taken {
    const { subjects, keys } = namesOf(jobs);
    const versions = new Map<string, number>();
    for (const name of subjects) {
      const version = this.subjects.get(name);
      if (version !== undefined) versions.set(name, version);
    }
    const answers = new Map<string, RememberedAnswer>();
    for (const { scope, key } of keys) {
      const known = this.answers.get(answerKey(scope, key));
      if (known !== undefined) answers.set(answerKey(scope, key), { ...known });
    }
    return { end: this.end, versions, answers };
  }

  /** Makes what was staged stand. @throws Error when the transaction is over or a row contradicts those that stand */
  commit(tx: Transaction): void {
    if (tx.over) throw new Error('the transaction was ended');
    const { staged } = tx;
    try {
      if (staged !== null) this.#write(staged.decided);
    } finally {
      this.takeBack(tx);
    }
    if (staged === null) return;
    for (const hint of this.hints) hint(staged.sender, this.end.seq);
  }

  /** Ends the transaction; without `commit` before it nothing of it stands. */
  takeBack(tx: Transaction): void {
    tx.over = true;
    tx.callOffPatience();
    const place = this.#line.findIndex((one) => one.tx === tx);
    if (place >= 0) this.#line.splice(place, 1)[0]?.stop(new Error('the transaction was ended'));
    if (this.#holder !== tx) return;
    this.#holder = null;
    this.#line.shift()?.go();
  }

  /** The database is restarted: what was under way is gone, what was committed stands. */
  restart(): void {
    while (this.#line.length > 0 || this.#holder !== null) {
      for (const { tx } of [...this.#line]) this.takeBack(tx);
      if (this.#holder !== null) this.takeBack(this.#holder);
    }
  }

  /** A disk that lied: the last commits are gone. For the mutants only. */
  lose(count: number): void {
    for (let n = 0; n < count; n += 1) {
      const row = this.rows.pop();
      const entry = this.entries.pop();
      if (row === undefined || entry === undefined) return;
      for (const { subject } of [{ subject: entry.subject }, ...entry.also])
        this.subjects.set(subject, (this.subjects.get(subject) ?? 0) - 1);
      for (const [name, answer] of this.answers)
        if (answer.last_seq >= row.seq) this.answers.delete(name);
    }
  }

  #write({ rows, keys, risen, entries }: Decided): void {
    const first = this.rows.length;
    for (const [nth, seq] of rows.seq.entries())
      if (seq !== first + nth + 1) throw new Error(`duplicate key: entry ${String(seq)}`);
    for (const [nth, scope] of keys.scope.entries())
      if (this.answers.has(answerKey(String(scope), String(keys.key[nth]))))
        throw new Error('duplicate key: idempotency');
    for (let nth = 0; nth < entries.length; nth += 1) {
      const row = rowAt(rows, nth) as unknown as EntryRow;
      this.rows.push(row);
      this.entries.push(toEntry(row));
    }
    for (const [subject, version] of risen) this.subjects.set(subject, version);
    for (let nth = 0; nth < keys.scope.length; nth += 1) {
      const { scope, key, ...answer } = rowAt(keys, nth);
      this.answers.set(
        answerKey(String(scope), String(key)),
        answer as unknown as RememberedAnswer & { at_ms: number },
      );
    }
    if (entries.length > 0) this.onCommit(this.entries.slice(first));
  }

  saveSnapshot({ seq, picture }: { seq: number; picture: string }, of: number): void {
    const row = this.rows[seq - 1];
    if (row === undefined) throw new RangeError(`no entry ${seq} in the ledger`);
    if (of !== seq) throw new RangeError(`picture of ${of}, not of ${seq}`);
    this.snapshots.set(seq, { seq, hash: row.hash, picture });
  }

  loadSnapshot(upTo: number): StoredSnapshot | null {
    for (const seq of [...this.snapshots.keys()].sort((a, b) => b - a)) {
      const kept = this.snapshots.get(seq);
      if (seq > upTo || kept?.hash !== this.rows[seq - 1]?.hash || kept === undefined) continue;
      try {
        const picture = JSON.parse(kept.picture) as Picture;
        if (picture.seq === seq) return { seq, picture };
      } catch {
        // Damaged: an older one will do.
      }
    }
    return null;
  }

  /** One page of the walk over the rows as they stand, with the real check; null when there is more. */
  verify(chain: ChainCheck): Verification | null {
    const at = (broken: { seq: number; problem: string }): Verification => ({
      ...{ intact: false, entries: chain.entries, head: chain.head, broken },
    });
    const page = this.rows.slice(chain.head.seq, chain.head.seq + PAGE).map(rawOf);
    const broken = chain.page(page);
    if (broken !== null) return at(broken);
    if (page.length > 0) return null;
    for (const [subject, version] of this.subjects) {
      const wrong = chain.subject(subject, version);
      if (wrong !== null) return at(wrong);
    }
    const lacking = chain.lacking(this.subjects.size);
    if (lacking !== null) return at(lacking);
    return { intact: true, entries: chain.entries, head: chain.head };
  }
}

function rowAt<N extends string>(columns: Record<N, readonly unknown[]>, nth: number) {
  const row = {} as Record<N, unknown>;
  for (const name of Object.keys(columns) as N[]) row[name] = columns[name][nth];
  return row;
}

function rawOf(row: EntryRow): RawRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, string | number]) => [
      name,
      typeof value === 'string' ? Buffer.from(value) : value,
    ]),
  ) as unknown as RawRow;
}
