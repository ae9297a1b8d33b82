/**
 * A code of an app is accepted once (RFC 6238, section 5.2), by all servers together: it is taken before it is looked at, and given
 * back when it was wrong. Kept where guesses are, as keyed hashes that are gone by themselves. So are tokens that hold once.
 */
import { createHmac } from 'node:crypto';
import type { GuessStore } from '../../db/guesses.ts';

/** A code holds for its half minute and the ones before and after it: 90 seconds, and clocks differ. */
const KEPT_MS = 180_000;

export interface UsedCodesParts {
  store: GuessStore;
  /** Milliseconds. */
  clock: () => number;
  secret: string;
  /** How long what was used could be used again; default a code's time, milliseconds. */
  keptMs?: number;
}

export class UsedCodes {
  readonly #parts: UsedCodesParts;

  constructor(parts: UsedCodesParts) {
    this.#parts = parts;
  }

  /** False where the account used it lately, or somebody else is just trying it. */
  async take(account: string, code: string): Promise<boolean> {
    const { store, clock, keptMs = KEPT_MS } = this.#parts;
    const now = clock();
    const { forgottenAt } = await store.add(this.#name(account, code), now, keptMs);
    // The count of one that stood already goes on from there.
    return forgottenAt === now + keptMs;
  }

  async giveBack(account: string, code: string): Promise<void> {
    await this.#parts.store.forget(this.#name(account, code));
  }

  #name(account: string, code: string): string {
    return createHmac('sha256', this.#parts.secret)
      .update(`used code ${account} ${code}`)
      .digest('hex');
  }
}
