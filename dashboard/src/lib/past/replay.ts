/**
 * A replica that stands at an earlier moment: a snapshot of then, and the entries after it, applied as far as the moment has come.
 * No requests, no runes, no clock of its own. Going back is a new snapshot: entries are never undone.
 */
import { applyAsSeen } from '#domain/apply.ts';
import { ms } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import type { SnapshotMessage } from '#wire/live.ts';
import { pictureFrom } from '#wire/views.ts';

/** A page of `GET /ledger`: the entries in (after, seq] that one may see. */
export interface LedgerPage {
  after: number;
  seq: number;
  entries: AudienceEntry[];
}

export class PastReplica {
  picture: Picture;
  /** Where it stands, milliseconds. */
  moment: number;
  /** Up to which entry the ledger was read. */
  seq: number;
  /** Every entry before this moment is at hand, milliseconds. */
  coveredTo: number;
  #ahead: AudienceEntry[] = [];

  constructor(message: SnapshotMessage) {
    this.picture = pictureFrom(message.picture);
    this.moment = ms(message.now);
    this.seq = message.seq;
    this.coveredTo = this.moment;
  }

  /** `askedAt`: the server's time when the page was asked for; an empty page says that nothing more had happened by then. */
  take(page: LedgerPage, askedAt: number): void {
    if (page.after !== this.seq) return;
    this.seq = page.seq;
    this.#ahead.push(...page.entries);
    const last = page.entries.at(-1);
    const until = page.seq === page.after ? askedAt : last === undefined ? 0 : ms(last.at);
    this.coveredTo = Math.max(this.coveredTo, until);
  }

  /** Whether it can stand at the moment with what is at hand. */
  reaches(moment: number): boolean {
    return moment >= this.moment && (moment === this.moment || moment < this.coveredTo);
  }

  /** Goes forward, never back and never past what is covered; answers where it stands. */
  advance(to: number): number {
    const moment = Math.max(this.moment, Math.min(to, this.coveredTo - 1));
    let applied = 0;
    for (const entry of this.#ahead) {
      if (ms(entry.at) > moment) break;
      this.picture = applyAsSeen(this.picture, entry);
      applied += 1;
    }
    if (applied > 0) this.#ahead = this.#ahead.slice(applied);
    this.moment = moment;
    return moment;
  }
}

/** Kept at most; some 0.5 MB each. */
const SNAPSHOTS_KEPT = 8;

/** The last snapshots by the moment that was asked for: stepping to and fro asks once. */
export class KeptSnapshots {
  readonly #kept = new Map<number, SnapshotMessage>();

  get(moment: number): SnapshotMessage | undefined {
    return this.#kept.get(moment);
  }

  keep(moment: number, message: SnapshotMessage): void {
    this.#kept.set(moment, message);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > SNAPSHOTS_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  clear(): void {
    this.#kept.clear();
  }
}
