/**
 * Keeps a read model up with the ledger: takes in what it missed, then follows. What cannot be written (a full disk, a database
 * that is away) is never passed over: it begins again from what the read model holds, until it passes.
 */
import { breath, EVENT_LOOP, type Clockwork } from '../../db/clockwork.ts';
import type { Ledger } from '../../db/ledger.ts';
import { apply } from '#domain/apply.ts';
import { ms } from '#domain/clock.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import type { Change, LivePicture } from './live-picture.ts';

/** Entries that are caught up with between two breaths of the event loop; some 10 ms. */
const CHUNK = 400;
/** It begins again so long after it failed, milliseconds. */
const AGAIN_MS = 1_000;

/** A read model that is about to be filled. */
export interface Reader {
  /** Everything up to and with this entry is in it. */
  since: number;
  /** Takes changes in, in order: all of them, or it throws and holds none. After a throw it is not called any more. */
  take(changes: readonly Change[]): void;
}

export interface Follower {
  /** Up to this moment (milliseconds) the read model is complete; from the live picture's last entry on it can be reckoned. */
  readonly countedUntil: number;
  /** Resolves when what was missed is in and it follows, or when it was stopped. */
  readonly caughtUp: Promise<void>;
  stop(): void;
}

/**
 * @param begin makes a reader from what the read model holds by now; asked again after each failure
 * @param onFault told of a failure, once until it passes
 */
export function keepUp(
  begin: () => Promise<Reader>,
  { ledger, live }: { ledger: Ledger; live: LivePicture },
  onFault: (fault: unknown) => void,
  clockwork: Clockwork = EVENT_LOOP,
): Follower {
  let stopped = false;
  let unlisten = () => {};
  let wake = () => {};
  let countedUntil = -Infinity;
  const counted = (at: string) => (countedUntil = Math.max(countedUntil, ms(at)));

  function take(reader: Reader, changes: readonly Change[]): void {
    const last = changes.at(-1);
    if (last === undefined) return;
    reader.take(changes);
    counted(last.entry.at);
  }

  async function catchUp(): Promise<void> {
    const reader = await begin();
    let picture = (await live.pictureAt(reader.since)) ?? EMPTY_PICTURE;
    // Nothing is committed between the empty page and the listening: both are in one turn of the loop.
    while (!stopped && picture.seq < live.picture.seq) {
      const changes: Change[] = [];
      for (const entry of await ledger.read({ after: picture.seq, limit: CHUNK })) {
        const before = picture;
        picture = apply(before, entry);
        changes.push({ entry, before, after: picture });
      }
      take(reader, changes);
      await breath(clockwork);
    }
    if (stopped) return;
    counted(live.picture.at);
    unlisten = live.listen((changes) => {
      try {
        take(reader, changes);
      } catch (fault) {
        unlisten();
        onFault(fault);
        caughtUp = untilCaughtUp(true);
      }
    });
  }

  const pause = () =>
    new Promise<void>((done) => {
      const callOff = clockwork.after(AGAIN_MS, done);
      wake = () => {
        callOff();
        done();
      };
    });

  async function untilCaughtUp(failed: boolean): Promise<void> {
    for (let said = failed; !stopped; said = true) {
      if (said) await pause();
      try {
        await catchUp();
        return;
      } catch (fault) {
        // Said when it failed first; it is tried again until it passes.
        if (!said) onFault(fault);
      }
    }
  }

  let caughtUp = untilCaughtUp(false);
  return {
    get countedUntil() {
      return countedUntil;
    },
    get caughtUp() {
      return caughtUp;
    },
    stop() {
      stopped = true;
      unlisten();
      wake();
    },
  };
}
