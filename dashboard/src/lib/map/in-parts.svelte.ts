/**
 * A long list drawn in parts: what a first screen shows at once, the rest a part at a time between what the reader does, so that
 * a slow device answers a tap while it draws. Once drawn it stays whole; it is for lists of some hundred rows and not for thousands.
 */
const FIRST = 6;
const PART = 10;
/** Also a page that is never idle is whole after this long per part, milliseconds. */
const LATEST_MS = 500;

/**
 * Rows that may be drawn; grows by itself until it is over `length()`, and is everything while `whole()` says that a row far down
 * is wanted. Call it while a component is made.
 */
export function drawnInParts(
  length: () => number,
  whole: () => boolean,
): { readonly count: number } {
  let count = $state(FIRST);
  $effect(() => {
    if (whole()) count = Infinity;
    if (count >= length()) return;
    return whenIdle(() => (count += PART));
  });
  return {
    get count() {
      return whole() ? Infinity : count;
    },
  };
}

/** When there is nothing else to do. Answers how to call it off. */
export function whenIdle(act: () => void): () => void {
  // Not every browser of a hospital has it.
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(act, 0);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(act, { timeout: LATEST_MS });
  return () => cancelIdleCallback(asked);
}
