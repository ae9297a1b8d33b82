/** Follows what changed in one region since one last looked: told by the server up to now, then by the live entries. */
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import { api, type Answer } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { ChangesWire } from '#wire/changes.ts';
import { BOARD_KINDS } from './board.ts';
import { ChangeFold, marksOf, NO_MARKS, type Change } from './changes.ts';
import { lookedAt, rememberLook, startOf, type Place } from './looked.ts';

/** Somebody who never looked, or longer ago, is told of the last hour. */
const LONGEST_BACK_MS = 72 * HOUR;
/** Tried in turn: a ledger can be younger than an hour. */
const DEFAULT_BACK_MS = [HOUR, 20 * MINUTE, 5 * MINUTE];

export class Since {
  readonly region: string;
  readonly account: string;
  changes = $state.raw<Change[]>([]);
  marked = $state.raw(NO_MARKS);
  /** The moment since which is told, milliseconds; null while it is read. */
  from = $state<number | null>(null);
  failed = $state(false);
  #fold: ChangeFold | null = null;
  #place: Place | null = null;
  #waiting: AudienceEntry[] = [];
  #gone = false;

  constructor(account: string, region: string) {
    this.account = account;
    this.region = region;
  }

  /** Answers how to stop; leaving is the moment of the last look. */
  open(): () => void {
    const stop = live.onEntries((entries) => this.#hear(entries));
    const leave = () => this.#remember(this.#place);
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
    this.#remember(null);
    this.#fold = null;
    this.#place = null;
    this.changes = [];
    this.marked = NO_MARKS;
    void this.#read([presentPlace()]);
  }

  /** Moments to begin at, the best first; the present always is one. */
  #start(): string[] {
    const now = live.wallClock;
    const place = startOf(lookedAt(this.account, this.region), now);
    const back = DEFAULT_BACK_MS.map((span) => `at=${encodeURIComponent(iso(now - span))}`);
    const known = place !== null && now - ms(place.at) < LONGEST_BACK_MS;
    return [...(known ? [`seq=${place.seq}`] : []), ...back, presentPlace()];
  }

  async #read(starts: readonly string[]): Promise<void> {
    const told = await this.#firstKnown(starts);
    if (this.#gone) return;
    if (told === null || !told.ok) {
      this.failed = true;
      return;
    }
    this.failed = false;
    this.#fold = new ChangeFold(told.data, BOARD_KINDS);
    this.#place = told.data.from;
    this.from = this.#fold.since;
    this.#hear(this.#waiting);
    this.#waiting = [];
  }

  /** A moment before the first entry, or a place that the ledger has not, is answered with 422: then the next. */
  async #firstKnown(starts: readonly string[]): Promise<Answer<ChangesWire> | null> {
    let told: Answer<ChangesWire> | null = null;
    for (const start of starts) {
      told = await api.get<ChangesWire>(
        `/regions/${encodeURIComponent(this.region)}/changes?${start}`,
      );
      if (this.#gone || told.ok || told.problem.status !== 422) break;
    }
    return told;
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
    this.#fold.hear(entries);
    const now = live.wallClock;
    this.#fold.see(Object.values(live.present?.facilities ?? {}), now);
    this.changes = this.#fold.changes(now);
    this.marked = marksOf(this.changes);
  }

  /** Before anything was told there is nothing to remember: the place of the last time stays. */
  #remember(from: Place | null): void {
    const seq = live.present?.seq;
    if (this.#fold === null || seq === undefined || seq === 0) return;
    rememberLook(this.account, this.region, { seq, at: iso(live.wallClock), from });
  }
}

const presentPlace = () => `seq=${live.present?.seq ?? 1}`;
