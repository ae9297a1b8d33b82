import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, iso } from '#domain/clock.ts';
import {
  afterAttempt,
  freshProgress,
  inState,
  passedOver,
  type AttemptOutcome,
} from '#domain/webhooks/progress.ts';
import {
  delayAfter,
  LONGEST_DELAY_MS,
  MOST_ATTEMPTS,
  PAUSE_AFTER_MS,
} from '#domain/webhooks/schedule.ts';
import { NOW } from '../builders.ts';

const FAILED: AttemptOutcome = { error: 'STATUS', status: 500, retryAfterMs: null };
const DELIVERED: AttemptOutcome = { error: null, status: 204, retryAfterMs: null };

describe('the delay', () => {
  it('grows fourfold up to two hours; chance takes at most half of it', () => {
    const attempts = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => index + 1);
    const seconds = (random: number) => attempts.map((one) => delayAfter(one, random) / 1000);
    expect(seconds(1)).toEqual([5, 20, 80, 320, 1280, 5120, 7200]);
    expect(seconds(0)).toEqual([2.5, 10, 40, 160, 640, 2560, 3600]);
    const whole = seconds(1).reduce((a, b) => a + b, 0);
    expect(whole / 3600).toBeCloseTo(3.9, 1);
  });

  it('lies between half and the whole, whatever chance says, and is never beyond the longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 1e9 })),
        (attempts, random, asked) => {
          const delay = delayAfter(attempts, random, asked);
          expect(delay).toBeGreaterThanOrEqual(delayAfter(attempts, 0));
          expect(delay).toBeLessThanOrEqual(LONGEST_DELAY_MS);
          expect(delay).toBeGreaterThanOrEqual(Math.min(asked ?? 0, LONGEST_DELAY_MS));
        },
      ),
    );
  });
});

describe('an attempt', () => {
  it('that delivers moves on and forgets the failures', () => {
    const failed = afterAttempt(freshProgress(4, NOW), 7, FAILED, NOW, 1).progress;
    expect(failed).toMatchObject({ seq: 4, attempts: 1, failingSince: iso(NOW) });
    expect(failed.nextAt).toBe(iso(NOW + 5_000));
    const { progress, dead } = afterAttempt(failed, 7, DELIVERED, NOW + 5_000, 1);
    expect(dead).toBe(false);
    expect(progress).toMatchObject({ seq: 7, attempts: 0, nextAt: null, failingSince: null });
    expect(progress).toMatchObject({ delivered: 1, lastStatus: 204, lastError: null });
  });

  it('that is the last gives the message up and begins anew at the next', () => {
    let progress = freshProgress(4, NOW);
    const dead: boolean[] = [];
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const after = afterAttempt(progress, 7, FAILED, NOW, 0);
      ({ progress } = after);
      dead.push(after.dead);
    }
    expect(dead).toEqual([...Array<boolean>(MOST_ATTEMPTS - 1).fill(false), true]);
    expect(progress).toMatchObject({ seq: 7, attempts: 0, nextAt: null, state: 'active' });
    expect(progress.failingSince).toBe(iso(NOW));
  });

  it('after a day of failures pauses, at the message that it stood at', () => {
    const first = afterAttempt(freshProgress(4, NOW), 7, FAILED, NOW, 1).progress;
    const early = afterAttempt(first, 7, FAILED, NOW + PAUSE_AFTER_MS - 1, 1).progress;
    expect(early.state).toBe('active');
    const late = afterAttempt(first, 7, FAILED, NOW + PAUSE_AFTER_MS, 1).progress;
    expect(late).toMatchObject({ state: 'failing', seq: 4, attempts: 0, nextAt: null });
    expect(late.failingSince).toBe(iso(NOW));
  });

  it('at a message that is not to be told any more does not count for the next', () => {
    const failed = afterAttempt(freshProgress(4, NOW), 7, FAILED, NOW, 1).progress;
    const past = passedOver(failed, 7);
    expect(past).toMatchObject({ seq: 7, attempts: 0, firstAttemptAt: null, nextAt: null });
    expect(past.failingSince).toBe(failed.failingSince);
  });

  it('at a receiver that is gone stops, and leaves the message for later', () => {
    const gone = { error: 'GONE', status: 410, retryAfterMs: null } as const;
    const { progress, dead } = afterAttempt(freshProgress(4, NOW), 7, gone, NOW, 1);
    expect(dead).toBe(false);
    expect(progress).toMatchObject({ state: 'gone', seq: 4, attempts: 0, lastStatus: 410 });
    const again = inState(progress, 'active', NOW + HOUR);
    expect(again).toMatchObject({ state: 'active', failingSince: null, seq: 4 });
  });

  it('that was under way when somebody paused leaves it paused', () => {
    const paused = inState(freshProgress(4, NOW), 'paused', NOW);
    expect(afterAttempt(paused, 7, DELIVERED, NOW, 1).progress).toMatchObject({
      ...{ state: 'paused', seq: 7 },
    });
    const later = NOW + 2 * PAUSE_AFTER_MS;
    const failed = { ...paused, failingSince: iso(NOW) };
    expect(afterAttempt(failed, 7, FAILED, later, 1).progress.state).toBe('paused');
  });
});
