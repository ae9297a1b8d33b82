/**
 * Those who follow the ledger on one server, whichever server writes: each is told every entry once, in order. What this server
 * wrote is handed on directly; what others wrote is read by seq. A notification says only that there is something to read.
 */
import type { Entry } from '#domain/entries.ts';
import type { Clockwork } from './clockwork.ts';
import type { Report } from './ledger.ts';

type Tell = (entries: Entry[]) => void;

interface Follower {
  last: number;
  tell: Tell;
  stopped: boolean;
}

export interface Followers {
  follow(after: number, tell: Tell): Promise<() => void>;
  /** A group that this server just committed. Resolves when it has been told. */
  committed(entries: Entry[]): Promise<void>;
  /** The ledger reaches to `seq`, somebody says. */
  heard(seq: number): void;
  /** Nobody is told anything any more. */
  stop(): void;
}

/** After a read that failed it is tried again so much later, milliseconds. */
const AGAIN_MS = 250;

/**
 * @param read at most one page of entries after a seq, in order; empty when there are none.
 * @param end seq of the last entry.
 */
export function createFollowers(
  read: (after: number) => Promise<Entry[]>,
  end: () => Promise<number>,
  report: Report,
  clockwork: Clockwork,
): Followers {
  const live = new Set<Follower>();
  let stopped = false;
  /** Everybody in `live` has been told up to here. */
  let position = 0;
  /** The ledger is known to reach to here. */
  let known = 0;
  let reading: Promise<void> | null = null;
  let again: (() => void) | null = null;

  function tell(follower: Follower, entries: Entry[]): void {
    const news = follower.last < (entries[0]?.seq ?? 0) ? entries : after(entries, follower.last);
    const last = news.at(-1);
    if (!last || follower.stopped) return;
    follower.last = last.seq;
    try {
      follower.tell(news);
    } catch (error) {
      report(error, 'ledger follower');
    }
  }

  /** In order and without gap behind `position`. */
  function tellAll(entries: Entry[]): void {
    const news = after(entries, position);
    const last = news.at(-1);
    if (!last) return;
    position = last.seq;
    known = Math.max(known, position);
    for (const follower of [...live]) tell(follower, news);
  }

  async function readOn(): Promise<void> {
    do {
      const page = await read(position);
      if (page.length === 0) break;
      tellAll(page);
    } while (!stopped && live.size > 0 && position < known);
  }

  /** Reads on, once at a time; a failure is reported and tried again by itself. */
  function catchUp(): Promise<void> {
    reading ??= readOn()
      .catch((error: unknown) => {
        if (stopped) return;
        report(error, 'following the ledger');
        again ??= clockwork.after(AGAIN_MS, () => {
          again = null;
          void catchUp();
        });
      })
      .finally(() => (reading = null));
    return reading;
  }

  return {
    async follow(from, tellOne) {
      const follower: Follower = { last: from, tell: tellOne, stopped };
      while (!follower.stopped && !stopped) {
        const page = await read(follower.last);
        if (page.length > 0) {
          tell(follower, page);
          continue;
        }
        // The first one sets the place: nobody is waiting for what lies before it.
        if (live.size === 0) {
          known = Math.max(known, await end());
          position = Math.max(position, Math.min(follower.last, known));
        }
        if (follower.last < position || stopped) continue;
        live.add(follower);
        if (position < known) void catchUp();
        break;
      }
      return () => {
        follower.stopped = true;
        live.delete(follower);
      };
    },
    async committed(entries) {
      const first = entries[0];
      const last = entries.at(-1);
      if (!first || !last) return;
      known = Math.max(known, last.seq);
      if (live.size === 0) position = Math.max(position, last.seq);
      else if (first.seq <= position + 1) tellAll(entries);
      // Another server wrote in between.
      else await catchUp();
    },
    heard(seq) {
      known = Math.max(known, seq);
      if (known > position && live.size > 0) void catchUp();
    },
    stop() {
      stopped = true;
      again?.();
      for (const follower of live) follower.stopped = true;
      live.clear();
    },
  };
}

const after = (entries: Entry[], seq: number) => entries.filter((one) => one.seq > seq);
