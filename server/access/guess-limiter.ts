/**
 * Slows down who guesses: every failure is counted under one name or several (an account, an address), in the database, so that
 * neither a restart nor another server forgets. What the counts are is for whoever asks: sign-in-limiter.ts, walls.ts.
 */
import { createHmac } from 'node:crypto';
import { standing, waitAfter, type SlowDown } from '#domain/access/slow-down.ts';
import type { GuessStore } from '../../db/guesses.ts';

/** One of the counts that a guess is made under. */
export interface Count {
  /** What is counted, in the clear: only its keyed hash is kept. */
  name: string;
  rule: SlowDown;
  /** A success says nothing about the failures before it: an address that many share, or what is no guess at all. */
  outlivesSuccess?: boolean;
}

/** Whether somebody may guess now. With no wait, one of `end` and `release` must follow, once. */
export interface Turn {
  /** Milliseconds; 0: go on. */
  waitMs: number;
  end(succeeded: boolean): Promise<void>;
  /** Instead of `end`: the guess was not made after all. */
  release(): Promise<void>;
}

export interface GuessLimiterParts {
  store: GuessStore;
  /** Milliseconds. */
  clock: () => number;
  /** Of the installation. */
  secret: string;
}

/** Somebody else is guessing: worth another try soon. */
const BUSY_MS = 1_000;
/** A guess after a wait that never ends (its server died) gives the turn back after so long. */
const LEASE_MS = 60_000;
const PRUNE_EVERY_MS = 600_000;
/** A place that nobody signed in from for so long is not known any more. */
export const PLACE_DAYS = 90;
export const PLACE_MS = PLACE_DAYS * 86_400_000;

/** A count that lets this guess begin. */
interface Begun {
  count: Count;
  hashed: string;
  /** Until when the turn after a wait is ours; null before there is a wait. */
  lease: number | null;
}

export class GuessLimiter {
  readonly #parts: GuessLimiterParts;
  readonly #underWay = new Map<string, number>();
  #prunedAt = -Infinity;

  constructor(parts: GuessLimiterParts) {
    this.#parts = parts;
  }

  /** What is kept instead of a name. */
  hash(name: string): string {
    return createHmac('sha256', this.#parts.secret).update(`guess ${name}`).digest('hex');
  }

  /** To be called before a guess; begun under all counts or under none. */
  async begin(counts: readonly Count[]): Promise<Turn> {
    const hashes = counts.map((count) => this.hash(count.name));
    const kept = await this.#parts.store.read(hashes);
    const begun: Begun[] = [];
    for (const [nth, count] of counts.entries()) {
      const hashed = hashes[nth] ?? '';
      const one = await this.#enter(count, hashed, kept.get(hashed));
      if (typeof one === 'number') {
        await this.#leave(begun);
        return refused(one);
      }
      begun.push(one);
    }
    return {
      waitMs: 0,
      end: (succeeded) => this.#end(begun, succeeded),
      release: () => this.#leave(begun),
    };
  }

  /** @returns milliseconds to wait when it may not begin. */
  async #enter(
    count: Count,
    hashed: string,
    kept: { forgottenAt: number; waitUntil: number } | undefined,
  ): Promise<Begun | number> {
    const { store, clock } = this.#parts;
    const now = clock();
    const { rule } = count;
    if (kept !== undefined && kept.waitUntil > now) return kept.waitUntil - now;
    const slowed = kept !== undefined && standing(kept, now, rule) >= rule.free;
    const underWay = this.#underWay.get(hashed) ?? 0;
    if (underWay >= (slowed ? 1 : rule.underWay)) return BUSY_MS;
    this.#underWay.set(hashed, underWay + 1);
    if (!slowed) return { count, hashed, lease: null };
    const lease = now + LEASE_MS;
    if (await store.claim(hashed, kept.waitUntil, lease)) return { count, hashed, lease };
    this.#out(hashed);
    return BUSY_MS;
  }

  async #end(begun: readonly Begun[], succeeded: boolean): Promise<void> {
    if (succeeded) {
      const { store } = this.#parts;
      const over = begun.filter(({ count }) => count.outlivesSuccess !== true);
      for (const { hashed } of over) await store.forget(hashed);
    } else for (const one of begun) await this.#fail(one);
    await this.#leave(begun);
  }

  async #fail({ count: { rule }, hashed }: Begun): Promise<void> {
    const { store, clock } = this.#parts;
    const now = clock();
    const after = await store.add(hashed, now, rule.forgiveMs);
    const wait = waitAfter(standing(after, now, rule), rule);
    if (wait > 0) await store.hold(hashed, now + wait);
    if (now < this.#prunedAt + PRUNE_EVERY_MS) return;
    this.#prunedAt = now;
    await store.prune(now, now - PLACE_MS);
  }

  async #leave(begun: readonly Begun[]): Promise<void> {
    const { store, clock } = this.#parts;
    for (const { hashed, lease } of begun) {
      this.#out(hashed);
      // Where it failed, a longer wait stands there by now.
      if (lease !== null) await store.claim(hashed, lease, clock());
    }
  }

  #out(hashed: string): void {
    const left = (this.#underWay.get(hashed) ?? 1) - 1;
    if (left === 0) this.#underWay.delete(hashed);
    else this.#underWay.set(hashed, left);
  }
}

function refused(waitMs: number): Turn {
  const nothing = () => Promise.resolve();
  return { waitMs, end: nothing, release: nothing };
}
