/**
 * The ledger as everybody uses it, whatever keeps it (SQLite or PostgreSQL). Asynchronous from the start. Every store passes
 * the one suite in tests/db/ledger-suite.ts.
 */
import type { Bodies } from '#domain/bodies.ts';
import type { Actor, Iso, Picture } from '#domain/picture.ts';
import type { Entry, EntryKind, NewEntry } from '#domain/entries.ts';
import type { Clockwork } from './clockwork.ts';
import type { Packing } from './snapshots.ts';

/** The version that a subject must still have for a batch to be written; 0 is "does not exist". */
export interface Guard {
  subject: string;
  version: number;
}

/** Remembers an acknowledged write: same scope, key and request give the same answer and write nothing. */
export interface Idempotency {
  /** Caller and route. */
  scope: string;
  key: string;
  /** Hash of the request's body: the same key with another body is refused. */
  request: string;
}

/** One command's entries, written together. */
export interface AppendRequest {
  by: Actor;
  /** The writer's clock; the ledger never goes back before its last entry. */
  at: Iso;
  /** Written together or not at all; at least one. */
  entries: NewEntry[];
  guards?: Guard[];
  idempotency?: Idempotency;
  /** Made from the entries as placed, inside the transaction, and remembered with the key. Must not throw or wait. */
  answer?: (entries: Entry[]) => unknown;
}

/** What became of a request: written (now or earlier), or refused with the reason. */
export type AppendResult =
  /** Durable. `repeated`: written earlier under the same key; `entries` are those of then. */
  | { ok: true; repeated: boolean; entries: Entry[]; answer: unknown }
  | { ok: false; reason: 'guard'; subject: string; expected: number; actual: number }
  | { ok: false; reason: 'key-reused' };

/** Which entries are read. */
export interface ReadOptions {
  /** Entries with seq greater than this; default 0. */
  after?: number;
  /** Entries with seq up to and including this. */
  upTo?: number;
  subject?: string;
  kinds?: readonly EntryKind[];
  /** Default and most 10,000. */
  limit?: number;
  /** By seq; default `asc`. With `desc` and a limit: the last ones, newest first. */
  order?: 'asc' | 'desc';
}

/** The last entry. */
export interface Head {
  /** 0 when empty. */
  seq: number;
  at: Iso;
  /** Hash of the last entry; 64 zeros when empty. */
  hash: string;
}

/**
 * What the walk of the chain found. `entries` counts the intact ones from the first on and `head` is the last of them; `broken`
 * is the first that is not.
 */
export type Verification =
  | { intact: true; entries: number; head: Head }
  | { intact: false; entries: number; head: Head; broken: { seq: number; problem: string } };

/** The picture as it was after the entry `seq`. */
export interface StoredSnapshot {
  seq: number;
  picture: Picture;
}

/** Told of an error that nobody waits for. */
export type Report = (error: unknown, where: string) => void;

/** What a test or a change of the picture's shape sets. */
export interface LedgerOptions {
  /** Told of errors that nobody waits for (a follower that throws). Default: a process warning. */
  report?: Report;
  /** Raise it when the picture's shape or the meaning of `apply` changes: older snapshots are then passed over. Default 1. */
  pictureVersion?: number;
  /** Versions of bodies and their lifts; default those of today. */
  bodies?: Bodies;
  /** Default the event loop's. */
  clockwork?: Clockwork;
  /** How snapshots are made small; default gzip. */
  packing?: Packing;
  /** By which this server is known to the others on the same database; default a random one. */
  sender?: string;
}

/** Answers are remembered for at least this long (contract, "HTTP"). */
export const IDEMPOTENCY_DAYS = 7;

/** The append-only ledger. */
export interface Ledger {
  /**
   * Writes the batch, refuses it whole, or rejects (disk full, closed, a body that is not JSON). Entries come back, and go to
   * followers, as plain JSON as it will be read; followers are told before the caller goes on.
   */
  append(request: AppendRequest): Promise<AppendResult>;
  read(options?: ReadOptions): Promise<Entry[]>;
  head(): Promise<Head>;
  /** Seq of the last entry at or before the time; 0 when there is none. */
  seqAt(time: Iso): Promise<number>;
  /**
   * Calls `tell` with every entry after `after`, in order, without gap, in groups as they were committed, until the returned
   * function is called. Entries that exist already come first, before the promise resolves. A `tell` that throws has been told:
   * the error is reported and the next entries come all the same.
   */
  follow(after: number, tell: (entries: Entry[]) => void): Promise<() => void>;
  /** Replaces the remembered answer of a write that was answered in a second step; false when the key is unknown. */
  remember(idempotency: Idempotency, answer: unknown): Promise<boolean>;
  /** What was remembered under the key, before anything is decided. */
  recall(
    idempotency: Idempotency,
  ): Promise<
    | { found: false }
    | { found: true; keyReused: true }
    | { found: true; keyReused: false; answer: unknown; entries: Entry[] }
  >;
  /** Forgets answers older than IDEMPOTENCY_DAYS before `now`; how many. */
  forgetAnswers(now: Iso): Promise<number>;
  /** Rejects when there is no entry with the picture's seq. A snapshot of the same seq is replaced. */
  saveSnapshot(snapshot: StoredSnapshot): Promise<void>;
  /**
   * The newest snapshot with seq up to `upTo` that is whole (checksum) and whose hash is that of its entry in the chain; null
   * when there is none.
   */
  loadSnapshot(upTo?: number): Promise<StoredSnapshot | null>;
  /** Walks the whole chain; may be called while others write. */
  verify(): Promise<Verification>;
  /** Writes what was handed in, stops the followers, refuses what comes later. The database itself stays open. */
  close(): Promise<void>;
}

/** `prev` of the first entry. */
export const ZERO_HASH = '0'.repeat(64);
