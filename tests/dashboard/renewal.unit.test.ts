import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Renewal, RENEWAL_MS } from '#lib/session/renewal.ts';

const HOUR = 3_600_000;

describe('the renewal of a sign-in', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks many times in the 24 hours that a cookie is good for, however often it is started', () => {
    let asked = 0;
    const renewal = new Renewal(() => (asked += 1));
    renewal.start();
    vi.advanceTimersByTime(RENEWAL_MS / 2);
    renewal.start();
    vi.advanceTimersByTime(24 * HOUR - RENEWAL_MS / 2);
    expect(asked).toBe(24);
    renewal.stop();
  });

  it('asks nothing of who has signed out, and goes on with who signs in after', () => {
    let asked = 0;
    const renewal = new Renewal(() => (asked += 1));
    renewal.start();
    renewal.stop();
    renewal.stop();
    vi.advanceTimersByTime(24 * HOUR);
    expect(asked).toBe(0);
    renewal.start();
    vi.advanceTimersByTime(RENEWAL_MS);
    expect(asked).toBe(1);
    renewal.stop();
  });
});
