/** Figures that stand up on a noisy machine: two things are measured in turns, and what is told is their ratio. */

/** `share` 0 to 1 of the sorted values; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Blocks in the order A B B A A B B A …, so that a slow drift of the machine hits both alike. */
export async function inTurns<T>(
  blocks: number,
  a: (block: number) => Promise<T>,
  b: (block: number) => Promise<T>,
): Promise<{ a: T[]; b: T[] }> {
  const done: { a: T[]; b: T[] } = { a: [], b: [] };
  for (let block = 0; block < blocks; block += 1) {
    const first = block % 2 === 0;
    if (first) done.a.push(await a(block));
    done.b.push(await b(block));
    if (!first) done.a.push(await a(block));
  }
  return done;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));
