/** Follows what changed in one region since one last looked: the ledger up to now, then the live entries. */
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import { api, type Answer } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { PictureWire } from '#wire/views.ts';
import { BOARD_KINDS } from './board.ts';
import { ChangeFold, NO_MARKS, type Change } from './changes.ts';
import { lookedAt, rememberLook } from './looked.ts';

/** Somebody who never looked, or long ago, is told of the last hour. */
const LONGEST_BACK_MS = 8 * HOUR;
/** Tried in turn: a ledger can be younger than an hour. */
const DEFAULT_BACK_MS = [HOUR, 20 * MINUTE, 5 * MINUTE];
const PAGE = 1_000;
/** Entries that are read at most; what lies before them is said to be left out. */
const MOST_PAGES = 12;

interface LedgerPage {
  entries: AudienceEntry[];
  seq: number;
}

export class Since {
  readonly region: string;
  readonly account: string;
  changes = $state.raw<Change[]>([]);
  marked = $state.raw(NO_MARKS);
  /** The moment since which is told, milliseconds; null while it is read. */
  from = $state<number | null>(null);
  failed = $state(false);
  #fold: ChangeFold | null = null;
  #waiting: AudienceEntry[] = [];
  #gone = false;

  constructor(account: string, region: string) {
    this.account = account;
    this.region = region;
  }

  /** Answers how to stop; leaving is the moment of the last look. */
  open(): () => void {
    const stop = live.onEntries((entries) => this.#hear(entries));
    const leave = () => this.#remember();
    addEventListener('pagehide', leave);
    void this.#read(this.#start());
    return () => {
      this.#gone = true;
      stop();
      leave();
      removeEventListener('pagehide', leave);
    };
  }

  /** All of it was seen: begin anew from now. */
  seen(): void {
    this.#remember();
    this.#fold = null;
    this.changes = [];
    this.marked = NO_MARKS;
    void this.#read([presentPlace()]);
  }

  /** Moments to begin at, the best first; the present always is one. */
  #start(): string[] {
    const looked = lookedAt(this.account, this.region);
    const back = DEFAULT_BACK_MS.map(
      (span) => `at=${encodeURIComponent(iso(live.wallClock - span))}`,
    );
    const known = looked !== null && live.wallClock - ms(looked.at) < LONGEST_BACK_MS;
    return [...(known ? [`seq=${looked.seq}`] : []), ...back, presentPlace()];
  }

  async #read(starts: readonly string[]): Promise<void> {
    const then = await this.#firstKnown(starts);
    if (this.#gone) return;
    if (then === null || !then.ok) {
      this.failed = true;
      return;
    }
    this.failed = false;
    const fold = new ChangeFold(then.data.facilities, then.data.seq, BOARD_KINDS);
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const next = await api.get<LedgerPage>(`/ledger?after=${fold.seq}&limit=${PAGE}`);
      if (this.#gone || !next.ok) break;
      fold.take(next.data.entries);
      if (next.data.seq <= fold.seq && next.data.entries.length === 0) break;
      fold.seq = Math.max(fold.seq, next.data.seq);
      if (next.data.seq >= (live.present?.seq ?? 0)) break;
    }
    this.#fold = fold;
    this.from = ms(then.data.at);
    this.#hear(this.#waiting);
    this.#waiting = [];
    this.#show();
  }

  /** A moment before the first entry, or a place that the ledger has not, is answered with 422: then the next. */
  async #firstKnown(starts: readonly string[]): Promise<Answer<PictureWire> | null> {
    let then: Answer<PictureWire> | null = null;
    for (const start of starts) {
      then = await api.get<PictureWire>(
        `/picture?region=${encodeURIComponent(this.region)}&${start}`,
      );
      if (this.#gone || then.ok || then.problem.status !== 422) break;
    }
    return then;
  }

  /** Whether it is told from this very minute on. */
  justNow(now: number): boolean {
    return this.from !== null && now - this.from < MINUTE;
  }

  #hear(entries: readonly AudienceEntry[]): void {
    if (this.#fold === null) {
      this.#waiting.push(...entries);
      return;
    }
    this.#fold.take(entries);
    this.#show();
  }

  #show(): void {
    if (this.#fold === null) return;
    this.changes = this.#fold.changes();
    this.marked = this.#fold.marked();
  }

  #remember(): void {
    const seq = live.present?.seq;
    if (seq !== undefined && seq > 0)
      rememberLook(this.account, this.region, { seq, at: iso(live.wallClock) });
  }
}

const presentPlace = () => `seq=${live.present?.seq ?? 1}`;
