/**
 * The short code by which a wall screen is signed in: read from 5 m, typed by hand. Its 22 signs have no vowels (no words come
 * of it) and nothing that looks or sounds like another sign: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
 */

export const CODE_SIGNS = '34679CDFGHJKMNPQRTVWXY';
/** 22^8 is 5.5 × 10^10 codes; a code lives ten minutes and guesses are counted. */
export const CODE_LENGTH = 8;
/** Minutes that a code can be entered. */
export const CODE_MINUTES = 10;

/** @param below a chance: a whole number from 0 up to its argument, which is left out. */
export function makeCode(below: (limit: number) => number): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_SIGNS[below(CODE_SIGNS.length)]).join('');
}

/** What was typed as a code, whatever its case, spaces and dashes; null when it can be none. */
export function readCode(typed: string): string | null {
  const signs = typed.toUpperCase().replace(/[\s\-–—.·]/g, '');
  if (signs.length !== CODE_LENGTH) return null;
  return [...signs].every((sign) => CODE_SIGNS.includes(sign)) ? signs : null;
}

/** In two halves, as people read it out: `K7MT PX4D`. */
export function sayCode(code: string): string {
  const half = CODE_LENGTH / 2;
  return code.length > half ? `${code.slice(0, half)} ${code.slice(half)}` : code;
}
