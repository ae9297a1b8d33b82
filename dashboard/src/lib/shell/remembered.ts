/** Small choices that a device keeps: language, theme, filters. Never anything about a patient. */

/** The remembered word when it is one of `known`; null when there is none or the browser keeps nothing. */
export function recall<T extends string>(name: string, known: readonly T[]): T | null {
  try {
    const kept = globalThis.localStorage?.getItem(`spoedkaart.${name}`) ?? null;
    return known.find((one) => one === kept) ?? null;
  } catch {
    return null;
  }
}

export function remember(name: string, word: string): void {
  try {
    globalThis.localStorage?.setItem(`spoedkaart.${name}`, word);
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
}
