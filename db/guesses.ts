/**
 * Failed guesses (passwords, codes) and the places that accounts are known from, as they are kept: shared by all servers on one
 * database, still there after a restart. Names are keyed hashes: neither an address nor a wrongly typed account stands anywhere.
 */
import type { GuessCount } from '#domain/access/slow-down.ts';

/** Times are milliseconds since 1970. */
export interface GuessStore {
  /** Of those that have a count. */
  read(names: readonly string[]): Promise<Map<string, GuessCount>>;
  /** One more failure, that takes `forgiveMs` to be forgiven after those that stand; the count with it. */
  add(name: string, at: number, forgiveMs: number): Promise<GuessCount>;
  /** Nobody may guess before this; a later time that stands already stays. */
  hold(name: string, until: number): Promise<void>;
  /** Takes the turn after a wait: false when somebody else took it, so that `seen` is no longer the time to wait for. */
  claim(name: string, seen: number, until: number): Promise<boolean>;
  forget(name: string): Promise<void>;
  /** Which of these places the account signed in from since. */
  knownPlaces(account: string, places: readonly string[], since: number): Promise<string[]>;
  rememberPlace(account: string, place: string, at: number): Promise<void>;
  /** Drops counts without a failure that stands, and places that nobody signed in from since. */
  prune(now: number, placesBefore: number): Promise<void>;
}
