/**
 * What a screen reader is told of the living picture, without chatter: at most one sentence in so many seconds, the last stops by
 * name, the rest as a number. Figures that tick are not told; who wants one reads it. Pure: the time is an argument.
 */

/** Between two sentences, milliseconds. */
export const QUIET_MS = 15_000;
/** So many are named in one sentence. */
const NAMED = 2;

export interface Said {
  /** Newest first. */
  named: string[];
  /** How many more there were. */
  others: number;
}

export class Digest {
  #named: string[] = [];
  #others = 0;
  #saidAt = -Infinity;

  /** Something worth its name: a stop. One about the same thing replaces the earlier. */
  name(about: string, text: string): void {
    const sentence = `${about}: ${text}`;
    const before = this.#named.findIndex((one) => one.startsWith(`${about}: `));
    if (before >= 0) this.#named.splice(before, 1);
    this.#named.unshift(sentence);
  }

  /** Something that is only counted: a case, a decision, an answer. */
  count(): void {
    this.#others += 1;
  }

  /** What is to be said at this moment, milliseconds; null for nothing, or not yet. */
  take(now: number): Said | null {
    // Counted things alone are no reason to speak.
    if (this.#named.length === 0 || now - this.#saidAt < QUIET_MS) return null;
    const said = {
      named: this.#named.slice(0, NAMED),
      others: this.#others + Math.max(0, this.#named.length - NAMED),
    };
    this.#named = [];
    this.#others = 0;
    this.#saidAt = now;
    return said;
  }
}
