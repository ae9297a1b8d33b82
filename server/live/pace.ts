/**
 * When the audiences are told again. To tell two thousand screens of one entry costs as much as to tell them of twenty, so whoever
 * has just told rests for some times as long as it took, and what comes meanwhile goes together. A quiet ledger is told at once.
 */
import type { Clockwork } from '../../db/clockwork.ts';

/** So many times what the last telling took, milliseconds at most: telling leaves most of the event loop to those who ask. After less than `from` nobody rests. */
const REST = { times: 3, from: 4, most: 250 } as const;

export class Pace {
  readonly #clockwork: Clockwork;
  readonly #tell: () => void;
  /** How to call it off. */
  #due: (() => void) | null = null;
  #began = 0;
  /** Not before. */
  #restsUntil = 0;

  constructor(clockwork: Clockwork, tell: () => void) {
    this.#clockwork = clockwork;
    this.#tell = tell;
  }

  /** There is something to tell: at the end of this turn, or of the rest. */
  due(): void {
    if (this.#due !== null) return;
    const rest = this.#restsUntil - this.#clockwork.elapsed();
    this.#due =
      rest > 0 ? this.#clockwork.after(rest, this.#tell) : this.#clockwork.soon(this.#tell);
  }

  /** All is told or to be forgotten: nothing is due any more. */
  done(): void {
    this.#due?.();
    this.#due = null;
  }

  begin(): void {
    this.#began = this.#clockwork.elapsed();
  }

  /** @returns milliseconds that it took */
  end(): number {
    const now = this.#clockwork.elapsed();
    const took = now - this.#began;
    this.#restsUntil = took < REST.from ? now : now + Math.min(REST.times * took, REST.most);
    return took;
  }
}
