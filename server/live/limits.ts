/** Counts what each account or key has open and sends. A count that is back at its start is forgotten. */
import type { LiveLimits } from './ports.ts';

interface Account {
  connections: number;
  /** Messages that may still come, as of `at` (milliseconds). */
  left: number;
  at: number;
}

export class Limiter {
  readonly #limits: LiveLimits;
  readonly #clock: () => number;
  readonly #accounts = new Map<string, Account>();

  constructor(limits: LiveLimits, clock: () => number) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** False: it has enough connections. */
  opened(who: string): boolean {
    const account = this.#of(who);
    if (account.connections >= this.#limits.connections) return false;
    account.connections += 1;
    return true;
  }

  closed(who: string): void {
    this.#of(who).connections -= 1;
  }

  /** False: it sent too much. */
  message(who: string): boolean {
    const account = this.#of(who);
    if (account.left < 1) return false;
    account.left -= 1;
    return true;
  }

  /** Drops those who have nothing open and all messages back. */
  forget(): void {
    for (const [who, { connections }] of this.#accounts)
      if (connections <= 0 && this.#of(who).left >= this.#limits.messages)
        this.#accounts.delete(who);
  }

  #of(who: string): Account {
    const now = this.#clock();
    let account = this.#accounts.get(who);
    if (account === undefined) {
      account = { connections: 0, left: this.#limits.messages, at: now };
      this.#accounts.set(who, account);
    }
    const { messages, messagesPerSecond } = this.#limits;
    const earned = (Math.max(0, now - account.at) / 1_000) * messagesPerSecond;
    account.left = Math.min(messages, account.left + earned);
    account.at = now;
    return account;
  }
}
