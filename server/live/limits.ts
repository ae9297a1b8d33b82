/** Counts what each account or key has open and sends, and each of its connections by itself. A count that is back at its start is forgotten. */
import { Bucket } from './bucket.ts';
import type { LiveLimits } from './ports.ts';

interface Account {
  connections: number;
  messages: Bucket;
}

/** What is to be done with a message: serve it, refuse it, or end the connection because it goes on after many were refused. */
export type Verdict = 'serve' | 'refuse' | 'end';

/** Asked for each message of one connection. */
export type Gauge = () => Verdict;

export class Limiter {
  readonly #limits: LiveLimits;
  readonly #clock: () => number;
  readonly #accounts = new Map<string, Account>();

  /** @param clock milliseconds */
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

  /**
   * For the messages of a connection of `who`. It has a share of its own, and only what is within that counts against the account:
   * one screen that floods must not silence the others of its room.
   */
  connection(who: string): Gauge {
    const { limits, clock } = { limits: this.#limits, clock: this.#clock };
    const share = new Bucket(limits.ofConnection, clock);
    const patience = new Bucket(limits.refused, clock);
    return () => {
      if (share.take() && this.#of(who).messages.take()) return 'serve';
      return patience.take() ? 'refuse' : 'end';
    };
  }

  /** Drops those who have nothing open and all messages back. */
  forget(): void {
    for (const [who, { connections, messages }] of this.#accounts)
      if (connections <= 0 && messages.isFull) this.#accounts.delete(who);
  }

  #of(who: string): Account {
    let account = this.#accounts.get(who);
    if (account === undefined) {
      const { messages: most, messagesPerSecond: perSecond } = this.#limits;
      account = { connections: 0, messages: new Bucket({ most, perSecond }, this.#clock) };
      this.#accounts.set(who, account);
    }
    return account;
  }
}
