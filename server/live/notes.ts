/** Says in the log what happens again and again: once, and then how often it was a minute later, for a flood must not flood the log too. */
import type { LiveLog } from './ports.ts';

const EVERY_MS = 60_000;
/** Whose names are told apart; a flood from more places is one. */
const MOST_NAMES = 1_000;
const THE_OTHERS = 'the others';

interface Noted {
  at: number;
  /** Since it was last said. */
  times: number;
}

export class Notes {
  readonly #log: Pick<LiveLog, 'warn'>;
  readonly #clock: () => number;
  readonly #noted = new Map<string, Noted>();

  /** @param clock milliseconds */
  constructor(log: Pick<LiveLog, 'warn'>, clock: () => number) {
    this.#log = log;
    this.#clock = clock;
  }

  /** @param name by which the same thing is known again */
  say(name: string, facts: object, message: string): void {
    const now = this.#clock();
    const key = this.#noted.has(name) || this.#noted.size < MOST_NAMES ? name : THE_OTHERS;
    const known = this.#noted.get(key);
    const times = (known?.times ?? 0) + 1;
    if (known !== undefined && now - known.at < EVERY_MS) {
      known.times = times;
      return;
    }
    this.#noted.set(key, { at: now, times: 0 });
    this.#log.warn({ ...facts, times }, message);
  }

  /** Drops what was last said long ago. */
  forget(): void {
    const now = this.#clock();
    for (const [name, { at }] of this.#noted)
      if (now - at >= 2 * EVERY_MS) this.#noted.delete(name);
  }
}
