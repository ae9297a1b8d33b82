/** How many requests a key or a session may make in a minute of the clock. In memory: each server counts its own, a restart forgives. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Requests a minute; 0 is no limit. */
export interface RateLimits {
  /** Of one API key, cases aside. */
  key: number;
  /** Of one session of a person or one wall screen, cases aside. */
  session: number;
  /** Over cases, of one key or session: counted apart, so that nothing else that runs there can stand in a dispatcher's way. */
  dispatch: number;
}
export type RatePolicy = keyof RateLimits;

/**
 * A key of a whole region that sends every unit of ninety sites after an outage makes some 1,300 requests; a person who pages
 * and clicks without rest makes a few hundred in a minute; a dispatcher in the busiest minute some dozens.
 */
export const USUAL_LIMITS: RateLimits = { key: 3_000, session: 1_200, dispatch: 1_200 };

export const WINDOW_SECONDS = 60;
const WINDOW_MS = WINDOW_SECONDS * 1000;

/** Where somebody stands after a request. */
export interface Standing {
  policy: RatePolicy;
  /** Requests a window. */
  limit: number;
  /** Still to be made in this window. */
  remaining: number;
  /** Until the window is over, milliseconds, above 0. */
  resetMs: number;
  /** This request is over the limit. */
  exceeded: boolean;
}

export interface RequestLimiterOptions {
  /** Milliseconds. */
  clock: () => number;
  limits?: RateLimits;
}

export class RequestLimiter {
  readonly #clock: () => number;
  readonly #limiters: Readonly<Record<RatePolicy, RateLimiterMemory | null>>;

  constructor({ clock, limits = USUAL_LIMITS }: RequestLimiterOptions) {
    this.#clock = clock;
    // The library forgets by the machine's clock: a window that is over by ours, and has a name of its own, some time after.
    const limiterOf = (points: number) =>
      points === 0 ? null : new RateLimiterMemory({ points, duration: 2 * WINDOW_SECONDS });
    this.#limiters = {
      key: limiterOf(limits.key),
      session: limiterOf(limits.session),
      dispatch: limiterOf(limits.dispatch),
    };
  }

  /** Counts one request. @param id of the key or session @returns null where there is no limit */
  async count(policy: RatePolicy, id: string): Promise<Standing | null> {
    const limiter = this.#limiters[policy];
    if (limiter === null) return null;
    const now = this.#clock();
    const window = Math.floor(now / WINDOW_MS);
    const { found, exceeded } = await limiter.consume(`${window} ${id}`).then(
      (found) => ({ found, exceeded: false }),
      (refused: unknown) => {
        if (refused instanceof RateLimiterRes) return { found: refused, exceeded: true };
        throw refused;
      },
    );
    const resetMs = (window + 1) * WINDOW_MS - now;
    return {
      ...{ policy, limit: limiter.points, remaining: found.remainingPoints },
      ...{ resetMs, exceeded },
    };
  }
}
