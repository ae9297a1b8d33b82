/** How a long log is shown. Pure. */

/** Up to so many lines all are in the page, where the browser's own search and every reader find them (docs/decisions/0008). */
export const MOST_WHOLE = 200;

/** The line to which a key leads, counted from 0; null for a key that leads nowhere. */
export function lineFor(key: string, from: number, count: number): number | null {
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: count - 1 }[key];
  return to === undefined || count === 0 ? null : Math.min(Math.max(to, 0), count - 1);
}
