import { describe, expect, it } from 'vitest';
import { lineFor } from '#lib/decisions/long.ts';

describe('the keys in a long log', () => {
  it.each([
    ['ArrowDown', 4, 5],
    ['ArrowUp', 4, 3],
    ['Home', 4, 0],
    ['End', 4, 9],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 9, 9],
  ] as const)('%s leads from line %i to line %i of ten', (key, from, to) => {
    expect(lineFor(key, from, 10)).toBe(to);
  });

  it('are no others', () => {
    expect(lineFor('Enter', 4, 10)).toBeNull();
    expect(lineFor('End', 0, 0)).toBeNull();
  });
});
