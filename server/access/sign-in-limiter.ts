/** Counts failed sign-ins (and other guesses) per account, whatever address they come from. In memory: a restart forgives. */

export interface LimiterOptions {
  /** Milliseconds. */
  clock: () => number;
  /** Failures that are let through within the window. */
  failures?: number;
  windowMs?: number;
}

/** Accounts remembered at once; beyond it the oldest is forgotten, so that made-up names cannot fill the memory. */
const MOST_ACCOUNTS = 20_000;
/** A control room may share an account; a guesser may not use that. */
const MOST_UNDER_WAY = 20;

export class SignInLimiter {
  readonly #clock: () => number;
  readonly #failures: number;
  readonly #windowMs: number;
  readonly #failed = new Map<string, number[]>();
  readonly #underWay = new Map<string, number>();

  constructor(options: LimiterOptions) {
    this.#clock = options.clock;
    this.#failures = options.failures ?? 10;
    this.#windowMs = options.windowMs ?? 15 * 60_000;
  }

  /**
   * To be called before an attempt: 0 lets it begin, and `end` must follow; otherwise milliseconds to wait. Attempts under way are
   * bounded too, so that guesses sent at once are not all let in before the first has failed.
   */
  begin(email: string): number {
    const name = nameOf(email);
    const times = this.#recent(name);
    const oldest = times[times.length - this.#failures];
    if (oldest !== undefined) return oldest + this.#windowMs - this.#clock();
    const underWay = this.#underWay.get(name) ?? 0;
    if (underWay >= MOST_UNDER_WAY) return 1_000;
    this.#underWay.set(name, underWay + 1);
    return 0;
  }

  end(email: string, succeeded: boolean): void {
    const name = nameOf(email);
    this.release(name);
    if (succeeded) this.#failed.delete(name);
    else this.#remember(name);
  }

  /** Instead of `end`: the attempt was not made after all. */
  release(email: string): void {
    const name = nameOf(email);
    const underWay = (this.#underWay.get(name) ?? 1) - 1;
    if (underWay === 0) this.#underWay.delete(name);
    else this.#underWay.set(name, underWay);
  }

  #remember(name: string): void {
    const times = [...this.#recent(name), this.#clock()].slice(-this.#failures);
    this.#failed.delete(name);
    this.#failed.set(name, times);
    const oldest = this.#failed.keys().next();
    if (this.#failed.size > MOST_ACCOUNTS && !oldest.done) this.#failed.delete(oldest.value);
  }

  #recent(name: string): number[] {
    const since = this.#clock() - this.#windowMs;
    return (this.#failed.get(name) ?? []).filter((at) => at > since);
  }
}

const nameOf = (email: string) => email.trim().toLowerCase();
