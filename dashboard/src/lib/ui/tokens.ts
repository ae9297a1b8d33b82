/**
 * Tokens for what CSS cannot reach: a canvas, a chart, options of a floating part or of the map. Read when something is
 * drawn, so that a drawing follows the theme and the size of the text.
 */

/** The token's text as it holds for `host`: a colour, a font. Empty when there is no such token. */
export function tokenText(name: `--${string}`, host: Element = document.documentElement): string {
  return getComputedStyle(host).getPropertyValue(name).trim();
}

/** The token in CSS pixels, milliseconds or as the bare number that it is; 0 when there is no such token. */
export function tokenNumber(name: `--${string}`, host?: Element): number {
  const number = Number.parseFloat(tokenText(name, host));
  return Number.isNaN(number) ? 0 : number;
}
