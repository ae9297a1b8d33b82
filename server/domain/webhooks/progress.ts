/** How far a webhook has come in the ledger and how it does; what an attempt makes of that. */
import { iso, ms } from '../clock.ts';
import type { Iso } from '../picture.ts';
import { delayAfter, MOST_ATTEMPTS, PAUSE_AFTER_MS } from './schedule.ts';
import type { AttemptError, WebhookState } from './words.ts';

export interface WebhookProgress {
  state: WebhookState;
  stateAt: Iso;
  /** Everything up to this entry was told, passed over or became a dead letter. */
  seq: number;
  /** Made in vain at the entry that is being told. */
  attempts: number;
  /** Of the first of them. */
  firstAttemptAt: Iso | null;
  /** When it is tried again; null: at once. */
  nextAt: Iso | null;
  /** First failure since the last delivery. */
  failingSince: Iso | null;
  lastAttemptAt: Iso | null;
  lastDeliveredAt: Iso | null;
  /** Of the last attempt; null when there was no answer. */
  lastStatus: number | null;
  lastError: AttemptError | null;
  /** Messages delivered since it was made. */
  delivered: number;
}

/** What became of one attempt. */
export interface AttemptOutcome {
  /** Null: delivered. */
  error: AttemptError | null;
  /** Null when there was no answer. */
  status: number | null;
  /** Milliseconds that the receiver asks to wait (Retry-After). */
  retryAfterMs: number | null;
}

const RESTED = { attempts: 0, firstAttemptAt: null, nextAt: null } as const;

/** Begins after this entry. @param now milliseconds */
export function freshProgress(seq: number, now: number): WebhookProgress {
  return {
    state: 'active',
    stateAt: iso(now),
    seq,
    ...RESTED,
    failingSince: null,
    lastAttemptAt: null,
    lastDeliveredAt: null,
    lastStatus: null,
    lastError: null,
    delivered: 0,
  };
}

/** By a person, or because its owner is gone. What was tried in vain is tried anew when it goes on. */
export function inState(
  progress: WebhookProgress,
  state: WebhookState,
  now: number,
): WebhookProgress {
  if (state === progress.state) return progress;
  const rested = { ...progress, ...RESTED, state, stateAt: iso(now) };
  return state === 'active' ? { ...rested, failingSince: null } : rested;
}

/** Past an entry that is not told. What was tried in vain at it (before a right or the filter changed) counts no more. */
export function passedOver(progress: WebhookProgress, seq: number): WebhookProgress {
  return progress.attempts === 0 ? { ...progress, seq } : { ...progress, ...RESTED, seq };
}

/**
 * After an attempt at the message of entry `seq`. A state that somebody set meanwhile stays.
 * @param now milliseconds
 * @param random from 0 to 1.
 * @returns `dead`: it was the last attempt at this message, which is passed over.
 */
export function afterAttempt(
  progress: WebhookProgress,
  seq: number,
  outcome: AttemptOutcome,
  now: number,
  random: number,
): { progress: WebhookProgress; dead: boolean } {
  const at = iso(now);
  const { error, status } = outcome;
  const noted = { ...progress, lastAttemptAt: at, lastStatus: status, lastError: error };
  if (error === null) {
    const delivered = progress.delivered + 1;
    return {
      progress: { ...noted, ...RESTED, seq, failingSince: null, lastDeliveredAt: at, delivered },
      dead: false,
    };
  }
  const failingSince = progress.failingSince ?? at;
  const failed = { ...noted, failingSince };
  if (error === 'GONE') return { progress: inState(failed, 'gone', now), dead: false };
  const attempts = progress.attempts + 1;
  const dead = attempts >= MOST_ATTEMPTS;
  const delay = delayAfter(attempts, random, outcome.retryAfterMs);
  const waiting = dead
    ? { ...failed, ...RESTED, seq }
    : {
        ...failed,
        attempts,
        firstAttemptAt: progress.firstAttemptAt ?? at,
        nextAt: iso(now + delay),
      };
  const tooLong = progress.state === 'active' && now - ms(failingSince) >= PAUSE_AFTER_MS;
  return { progress: tooLong ? inState(waiting, 'failing', now) : waiting, dead };
}
