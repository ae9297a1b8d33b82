/** One source of chance, seeded: the same seed gives the same numbers on every machine (sfc32, a small generator of good repute). */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  /** @param seed a whole number. */
  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = (seed / 4_294_967_296) | 0;
    this.#c = 0x9e3779b9;
    for (let n = 0; n < 15; n += 1) this.#next();
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** Whole, 0 up to but not including `limit`. */
  below(limit: number): number {
    return Math.floor((this.#next() / 4_294_967_296) * limit);
  }

  /** Whole, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True so often, 0 to 1. */
  chance(often: number): boolean {
    return this.#next() < often * 4_294_967_296;
  }

  /** @throws RangeError of an empty list. */
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  }
}
