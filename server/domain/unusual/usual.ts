/** What is usual, by median and median absolute deviation: one wild week does not move them. */
import { LEAST_PART, MAD_SCALE, SPREADS } from './rules.ts';

/** A usual figure. */
export interface Usual {
  median: number;
  /** More than this is more than usual. */
  limit: number;
  /** Of how many weeks, or accounts. */
  of: number;
}

export function medianOf(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[sorted.length / 2 - 1] ?? 0) + high) / 2;
}

/** @param least of fewer figures nothing is said: null @param spread the least spread */
export function usualOf(figures: readonly number[], least: number, spread: number): Usual | null {
  if (figures.length < least) return null;
  const median = medianOf(figures);
  const deviation = medianOf(figures.map((one) => Math.abs(one - median)));
  const wide = Math.max(MAD_SCALE * deviation, LEAST_PART * median, spread);
  const limit = Math.round((median + SPREADS * wide) * 10) / 10;
  return { median, limit, of: figures.length };
}

/**
 * Whether a figure is more than usual. Known for itself: above its own limit, and above what is in the middle of its role. Not known
 * for itself: above the limit of its role. Neither known: from the floor on, for nobody can say that it is usual.
 */
export function isUnusual(
  count: number,
  { floor, own, role }: { floor: number; own: Usual | null; role: Usual | null },
): boolean {
  if (count < floor) return false;
  if (own !== null) return count > own.limit && (role === null || count > role.median);
  return role === null || count > role.limit;
}
