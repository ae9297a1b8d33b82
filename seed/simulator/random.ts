/**
 * Seeded chance. Each story of the simulation draws from a stream of its own, named, so that one more draw in one of them
 * leaves the others as they were. Generator: mulberry32, good for shapes and rates, not for secrets.
 */
export interface Random {
  /** 0 up to but not 1. */
  next(): number;
  /** A real number in [least, most). */
  between(least: number, most: number): number;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T;
  /** By weight, each at least 0 and one above it. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** Some of the list, in its order, each with the same probability. */
  some<T>(list: readonly T[], probability: number): T[];
  /** How often something happens whose mean is given. */
  poisson(mean: number): number;
  /** Mean 0, standard deviation 1, cut at 3. */
  normal(): number;
  /** Waiting time with the given mean. */
  exponential(mean: number): number;
}

export function randomStream(seed: number, name: string): Random {
  const next = mulberry32(fnv1a(`${seed}:${name}`));
  const between = (least: number, most: number) => least + (most - least) * next();
  const random: Random = {
    next,
    between,
    whole: (least, most) => Math.floor(between(least, most + 1)),
    chance: (probability) => next() < probability,
    pick(list) {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[Math.floor(next() * list.length)] as (typeof list)[number];
    },
    weighted(list) {
      const total = list.reduce((sum, [, weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [item, weight] of list) {
        left -= weight;
        if (left < 0) return item;
      }
      const last = list.at(-1);
      if (last === undefined) throw new RangeError('nothing to weigh');
      return last[0];
    },
    some: (list, probability) => list.filter(() => next() < probability),
    poisson(mean) {
      // Above 30 the bell is near enough.
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count += 1;
      return count;
    },
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const value = radius * Math.cos(2 * Math.PI * next());
      return Math.min(3, Math.max(-3, value));
    },
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
  return random;
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
