/** Writes that share a commit: what is handed in while others are written goes with the next group. */
import { breath, EVENT_LOOP, type Clockwork } from './clockwork.ts';

interface Waiting<T> {
  items: readonly T[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** @param most what the items of one group weigh together, about; @param weigh an item: 1 each where nothing else is said */
export class Batch<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  readonly #most: number;
  readonly #clockwork: Clockwork;
  readonly #weigh: (item: T) => number;
  #waiting: Waiting<T>[] = [];
  #working: Promise<void> | null = null;

  constructor(
    write: (items: readonly T[]) => Promise<void>,
    most = 1_000,
    clockwork: Clockwork = EVENT_LOOP,
    weigh: (item: T) => number = () => 1,
  ) {
    this.#write = write;
    this.#most = most;
    this.#clockwork = clockwork;
    this.#weigh = weigh;
  }

  /** Resolves when they are written, rejects when they are not. */
  add(items: readonly T[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    // What comes in the same turn goes along.
    await breath(this.#clockwork);
    while (this.#waiting.length > 0) {
      const group: Waiting<T>[] = [];
      for (let weight = 0; weight < this.#most;) {
        const one = this.#waiting.shift();
        if (one === undefined) break;
        group.push(one);
        for (const item of one.items) weight += this.#weigh(item);
      }
      try {
        await this.#write(group.flatMap(({ items }) => items));
        for (const one of group) one.resolve();
      } catch (error) {
        for (const one of group) one.reject(error);
      }
      // A thousand screens that go at once leave thousands of rows: the others are not kept waiting for all of them.
      if (this.#waiting.length > 0) await breath(this.#clockwork);
    }
    this.#working = null;
  }
}
