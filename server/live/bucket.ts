/** What comes back with time: so many at once, and so many a second after that. Whoever has none left is refused until some came back. */
export interface BucketSize {
  /** At once. */
  most: number;
  perSecond: number;
}

export class Bucket {
  readonly #size: BucketSize;
  readonly #clock: () => number;
  #left: number;
  /** As of when, milliseconds. */
  #at: number;

  /** @param clock milliseconds */
  constructor(size: BucketSize, clock: () => number) {
    this.#size = size;
    this.#clock = clock;
    this.#left = size.most;
    this.#at = clock();
  }

  /** Takes one. False: there was none. */
  take(): boolean {
    this.#earn();
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  get isEmpty(): boolean {
    this.#earn();
    return this.#left < 1;
  }

  /** Everything came back: it can be forgotten. */
  get isFull(): boolean {
    this.#earn();
    return this.#left >= this.#size.most;
  }

  #earn(): void {
    const now = this.#clock();
    const { most, perSecond } = this.#size;
    // A clock that was put back gives nothing and takes nothing.
    this.#left = Math.min(most, this.#left + (Math.max(0, now - this.#at) / 1_000) * perSecond);
    this.#at = now;
  }
}
