/** The tokens keep what the design promises: everything can be read on everything, and no two statuses look alike. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ciede2000, contrast, difference, VISIONS, type Vision } from '#lib/gallery/colour.ts';
import {
  EDGES,
  EDGE_NEEDS,
  FILLS,
  MARK_SURFACES,
  STATUSES,
  SURFACES,
  TEXTS,
  TEXT_NEEDS,
} from '#lib/gallery/pairs.ts';

const css = readFileSync(join(import.meta.dirname, '../../dashboard/src/lib/tokens.css'), 'utf8');
const header = css.slice(0, css.indexOf('*/'));

/** CIEDE2000 from which two colours are plainly different side by side. */
const PLAINLY = 10;

/** The hexadecimal colours of one theme, by name. */
function coloursOf(theme: 'dark' | 'light'): Map<string, string> {
  const block = new RegExp(`data-theme=${theme}\\]\\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+):(#[0-9a-f]{3,6})(?=;)/g)].map((m) => [m[1] ?? '', m[2] ?? '']),
  );
}

describe.each(['dark', 'light'] as const)('the %s theme', (theme) => {
  const colours = coloursOf(theme);
  const of = (name: string): string => {
    const colour = colours.get(name);
    if (colour === undefined) throw new Error(`no --${name} in the ${theme} theme`);
    return colour;
  };
  /** Of the marks: a word in its colour says itself which status it is. */
  const apart = (a: string, b: string, vision: Vision) =>
    difference(of(`${a}-mark`), of(`${b}-mark`), vision);
  const tooLow = (needs: number, pairs: readonly (readonly [string, string])[]) =>
    pairs
      .map(([a, b]) => ({ pair: `${a} on ${b}`, ratio: contrast(of(a), of(b)) }))
      .filter(({ ratio }) => ratio < needs)
      .map(({ pair, ratio }) => `${pair} ${ratio.toFixed(2)}`);

  it('has text of 4.5 to 1 or more on every surface and tint', () => {
    const pairs = TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const));
    expect(tooLow(TEXT_NEEDS, pairs)).toEqual([]);
    expect(tooLow(TEXT_NEEDS, FILLS)).toEqual([]);
  });

  it('has marks and edges of controls of 3 to 1 or more on every surface and tint', () => {
    const pairs = EDGES.flatMap((edge) => MARK_SURFACES.map((surface) => [edge, surface] as const));
    expect(tooLow(EDGE_NEEDS, pairs)).toEqual([]);
  });

  it('keeps the statuses apart for every colour vision', () => {
    const alike = STATUSES.flatMap((a, index) =>
      STATUSES.slice(index + 1).flatMap((b) =>
        VISIONS.filter((vision) => apart(a, b, vision) < PLAINLY).map(
          (vision) => `${a} and ${b} for ${vision}`,
        ),
      ),
    );
    expect(alike).toEqual([]);
  });

  it('says its contrasts truly in the head of the file', () => {
    const table = header.slice(header.indexOf(` ${theme} `)).split('\n');
    const surfaces = (table[0] ?? '').trim().split(/\s+/).slice(2).map(tinted);
    const rows = table.slice(1, 9).map((row) => row.trim().split(/\s+/));
    for (const [name = '', colour = '', ...ratios] of rows) {
      expect(colour).toBe(of(name));
      expect(surfaces.map((one) => contrast(colour, of(one)).toFixed(2))).toEqual(ratios);
    }
  });

  it('says its distances truly in the head of the file', () => {
    const rows = [...header.matchAll(new RegExp(`^ +${theme} +(\\w+) : (\\w+) +(.*)$`, 'gm'))];
    expect(rows).toHaveLength(6);
    for (const [, a = '', b = '', numbers = ''] of rows) {
      const told = numbers.trim().split(/\s+/).map(Number);
      const found = VISIONS.map((vision) => apart(a, b, vision));
      found.forEach((value, index) =>
        expect(Math.abs(value - (told[index] ?? 0))).toBeLessThan(0.2),
      );
      expect(contrast(of(`${a}-mark`), of(`${b}-mark`)).toFixed(2)).toBe((told[4] ?? 0).toFixed(2));
    }
  });
});

/** The table has no room for the whole name. */
const tinted = (name: string): string => (name === 'impending' ? 'impending-tint' : name);

describe('the difference of two colours', () => {
  // Rows of the test data of Sharma, Wu and Dalal 2005.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('is that of the published pairs: %j %j', (a, b, expected) => {
    expect(ciede2000(a, b)).toBeCloseTo(expected, 4);
  });
});
