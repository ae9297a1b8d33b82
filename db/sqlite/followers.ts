/** Those who follow the ledger: each is told every entry once, in order, in groups as they were committed. */
import type { Entry } from '#domain/entries.ts';
import { breath, type Clockwork } from '../clockwork.ts';
import type { Report } from '../ledger.ts';

type Tell = (entries: Entry[]) => void;

export interface Followers {
  follow(after: number, tell: Tell): Promise<() => void>;
  /** A group that was just committed. */
  committed(entries: Entry[]): void;
  /** Nobody is told anything any more. */
  stop(): void;
}

/** @param read at most one page of entries after a seq, in order; empty when there are none. */
export function createFollowers(
  read: (after: number) => Entry[],
  report: Report,
  clockwork: Clockwork,
): Followers {
  interface Follower {
    last: number;
    tell: Tell;
    stopped: boolean;
  }
  const live = new Set<Follower>();
  let stopped = false;

  function tell(follower: Follower, entries: Entry[]): void {
    const last = entries[entries.length - 1];
    if (!last || follower.stopped) return;
    follower.last = last.seq;
    try {
      follower.tell(entries);
    } catch (error) {
      report(error, 'ledger follower');
    }
  }

  return {
    async follow(after, tellOne) {
      const follower: Follower = { last: after, tell: tellOne, stopped };
      while (!follower.stopped && !stopped) {
        const page = read(follower.last);
        if (page.length === 0) {
          // Nothing can be committed between the empty page and this line.
          live.add(follower);
          break;
        }
        tell(follower, page);
        await breath(clockwork);
      }
      return () => {
        follower.stopped = true;
        live.delete(follower);
      };
    },
    committed(entries) {
      const first = entries[0];
      const end = entries[entries.length - 1];
      if (!first || !end) return;
      for (const follower of live) {
        // Another process wrote in between, or the follower came in from a seq ahead of the ledger.
        while (!follower.stopped && follower.last < first.seq - 1) {
          const gap = read(follower.last).filter((e) => e.seq < first.seq);
          if (gap.length === 0) break;
          tell(follower, gap);
        }
        if (follower.last >= end.seq) continue;
        tell(
          follower,
          follower.last < first.seq ? entries : entries.filter((e) => e.seq > follower.last),
        );
      }
    },
    stop() {
      stopped = true;
      for (const follower of live) follower.stopped = true;
      live.clear();
    },
  };
}
