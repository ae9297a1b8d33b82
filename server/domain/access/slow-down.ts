/**
 * How failed guesses slow down the next: the first few cost nothing, then the wait doubles with each, up to a longest; one failure
 * is forgiven in each stretch of time. Never a lock that only an administrator opens (docs/decisions/0011-slowing-down.md).
 */

export interface SlowDown {
  /** Failures without a wait, above 0. */
  free: number;
  /** Wait after the failure that uses up the free ones; it doubles with each that follows. Milliseconds, above 0. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** In so long one failure is forgiven. Milliseconds, above 0. */
  forgiveMs: number;
  /** Guesses that may be under way at once on one server, as long as there are free ones; afterwards it is one, over all servers. */
  underWay: number;
}

/** What is kept of one count: enough to know how many failures stand at any moment. Milliseconds since 1970. */
export interface GuessCount {
  /** When the last of its failures is forgiven. */
  forgottenAt: number;
  /** Before this nobody may guess. */
  waitUntil: number;
}

/** Failures that still stand, a fraction counting as one. */
export function standing({ forgottenAt }: GuessCount, now: number, rule: SlowDown): number {
  return Math.max(0, Math.ceil((forgottenAt - now) / rule.forgiveMs));
}

/** Milliseconds to wait after a failure that makes it so many. */
export function waitAfter(failures: number, rule: SlowDown): number {
  if (failures < rule.free) return 0;
  return Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** (failures - rule.free));
}
