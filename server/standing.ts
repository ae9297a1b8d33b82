/**
 * Whether this server should be sent work: what a balancer asks. Alive is another question, and has no conditions: a server that
 * waits for its database is not helped by being killed.
 */
import type { NotReady } from '#wire/session.ts';

/** Entries that the picture may be behind the ledger and still be worth showing: a burst of one commit is some hundreds. */
export const MOST_BEHIND = 1_000;
/** A database that does not say in time where its ledger ends is one that does not work, milliseconds. */
const PATIENCE_MS = 2_000;

export interface StandingParts {
  /** Seq of the last entry of the ledger. Rejects when the database does not answer. */
  head: () => Promise<number>;
  /** Seq that the picture has come to. */
  seq: () => number;
  /** Told when the database did not answer. */
  onFault: (error: unknown) => void;
  /** Milliseconds; default 2,000. */
  patienceMs?: number;
}

/** `behind`: entries that the picture lacks; null when nobody could say. */
export type Stand =
  | { ready: true; because: null; behind: number }
  | { ready: false; because: NotReady; behind: number | null };

/** Ready from the moment it exists until it is told to drain, while its database works and its picture keeps up. */
export class Standing {
  readonly #parts: StandingParts;
  #draining = false;

  constructor(parts: StandingParts) {
    this.#parts = parts;
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** From here on it is never ready again: the server is about to end. */
  drain(): void {
    this.#draining = true;
  }

  async look(): Promise<Stand> {
    if (this.#draining) return { ready: false, because: 'draining', behind: null };
    const { head, seq, onFault, patienceMs = PATIENCE_MS } = this.#parts;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the database did not answer')), patienceMs);
    });
    try {
      const behind = Math.max(0, (await Promise.race([head(), late])) - seq());
      if (behind > MOST_BEHIND) return { ready: false, because: 'behind', behind };
      return { ready: true, because: null, behind };
    } catch (error) {
      onFault(error);
      return { ready: false, because: 'database', behind: null };
    } finally {
      clearTimeout(timer);
    }
  }
}
