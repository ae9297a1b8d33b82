/**
 * When a message that was not taken is tried again: exponential back-off with jitter, so that many webhooks of one receiver that
 * was away do not come back in the same second.
 */
import { HOUR, MINUTE } from '../clock.ts';

/** After so many attempts in vain a message becomes a dead letter; with the delays below that is after two to four hours. */
export const MOST_ATTEMPTS = 8;
const FIRST_DELAY_MS = 5_000;
const GROWTH = 4;
/** Longest wait between two attempts, also where the receiver asks for longer. */
export const LONGEST_DELAY_MS = 2 * HOUR;
/** A webhook that delivered nothing for so long, failing, is paused: the ledger keeps what it misses. */
export const PAUSE_AFTER_MS = 24 * HOUR;
/** Time for one attempt, from the name to the end of the answer. */
export const ATTEMPT_MS = 10_000;
/** So long after a rotation the secret before signs too. */
export const ROTATION_MS = 24 * HOUR;
/** A receiver refuses a message whose time is further from its own than this (Standard Webhooks, "Replay attacks"). */
export const REPLAY_WINDOW_MS = 5 * MINUTE;

/**
 * Milliseconds until the next attempt.
 * @param attempts made so far, at least 1.
 * @param random from 0 to 1: between half of the delay and the whole of it.
 * @param askedMs what the receiver asked for (Retry-After); null when it did not.
 */
export function delayAfter(
  attempts: number,
  random: number,
  askedMs: number | null = null,
): number {
  const whole = Math.min(FIRST_DELAY_MS * GROWTH ** (attempts - 1), LONGEST_DELAY_MS);
  const delay = Math.round(whole * (0.5 + random / 2));
  return Math.min(Math.max(delay, askedMs ?? 0), LONGEST_DELAY_MS);
}
