import { describe, expect, it } from 'vitest';
import { CODE_LENGTH, CODE_SIGNS, makeCode, readCode, sayCode } from '#domain/walls/code.ts';

describe('the code on the wall', () => {
  it('has no sign twice, no vowel, and none that looks like another', () => {
    expect(new Set(CODE_SIGNS).size).toBe(CODE_SIGNS.length);
    for (const sign of '0O1IL2Z5S8BUAE') expect(CODE_SIGNS).not.toContain(sign);
  });

  it('uses every sign and asks chance for nothing else', () => {
    let next = 0;
    const turn = (limit: number) => (next += 1) % limit;
    const codes = Array.from({ length: CODE_SIGNS.length }, () => makeCode(turn));
    expect(new Set(codes.join('')).size).toBe(CODE_SIGNS.length);
    expect(codes.every((code) => code.length === CODE_LENGTH)).toBe(true);
  });

  it('is read however it was typed, and is itself again', () => {
    const code = 'K7MTPX4D';
    expect(sayCode(code)).toBe('K7MT PX4D');
    for (const typed of [code, 'k7mtpx4d', ' K7MT PX4D ', 'k7mt-px4d', 'K7MT–PX4D'])
      expect(readCode(typed)).toBe(code);
  });

  it('is none when a sign is wrong, missing or too many', () => {
    for (const typed of ['', 'K7MTPX4', 'K7MTPX4DD', 'K7MTPX40', 'K7MTPX4É', '<script>'])
      expect(readCode(typed)).toBeNull();
  });
});
