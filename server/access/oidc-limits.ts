/**
 * How often one address may go to the provider of sign-in and come back: each costs the provider a request or two of ours. Wide, for a
 * whole hospital may come by one address when a shift begins; a session that is open and a password are not held up by it.
 */
import type { SlowDown } from '#domain/access/slow-down.ts';
import { GuessLimiter, type GuessLimiterParts, type Turn } from './guess-limiter.ts';
import { networkOf } from './place.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Three hundred at once and then one in two seconds. Each counts. */
export const LEAVES: SlowDown = {
  ...{ free: 300, underWay: 300 },
  ...{ firstWaitMs: 2 * SECOND, longestWaitMs: MINUTE, forgiveMs: 2 * SECOND },
};
/** Those that came to nothing, but for the provider's being away. */
export const RETURNS: SlowDown = {
  ...{ free: 100, underWay: 100 },
  ...{ firstWaitMs: MINUTE / 4, longestWaitMs: MINUTE, forgiveMs: MINUTE / 4 },
};
/** Tokens of a sign-out that were worth nothing: nobody but the provider has a reason to send one. */
export const SIGN_OUTS: SlowDown = RETURNS;

export class OidcLimits {
  readonly #guesses: GuessLimiter;

  constructor(parts: GuessLimiterParts) {
    this.#guesses = new GuessLimiter(parts);
  }

  /** Before a browser at an address is sent to the provider; to be ended as a failure. */
  beginLeave(address: string | null): Promise<Turn> {
    return this.#begin(`provider leave address ${networkOf(address)}`, LEAVES);
  }

  /** Before what a browser at an address came back with is shown to the provider. */
  beginReturn(address: string | null): Promise<Turn> {
    return this.#begin(`provider return address ${networkOf(address)}`, RETURNS);
  }

  /** Before a token of the provider that tells of a sign-out there is looked at; those that are worth something do not count. */
  beginSignOut(address: string | null): Promise<Turn> {
    return this.#begin(`provider sign-out address ${networkOf(address)}`, SIGN_OUTS);
  }

  #begin(name: string, rule: SlowDown): Promise<Turn> {
    return this.#guesses.begin([{ name, rule, outlivesSuccess: true }]);
  }
}
