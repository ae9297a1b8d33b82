import { describe, expect, it } from 'vitest';
import { CONFIRM_EVERY_MS, worthWriting } from '#domain/capacity/fold.ts';
import { iso } from '#domain/clock.ts';
import { anObservation, NOW } from '../builders.ts';

const at = (ms: number) => ({ observedAt: iso(NOW + ms), receivedAt: iso(NOW + ms) });
const known = anObservation({ ...at(0), staffed: 12, available: 3 });

describe('what a feed repeats', () => {
  it('is not written again within the minute', () => {
    expect(worthWriting(known, { ...known, ...at(CONFIRM_EVERY_MS - 1) })).toBe(false);
  });

  it('is confirmed after a minute, so that it stays fresh', () => {
    expect(worthWriting(known, { ...known, ...at(CONFIRM_EVERY_MS) })).toBe(true);
  });

  it('is news the first time', () => {
    expect(worthWriting(undefined, known)).toBe(true);
  });

  it.each([
    ['a count', { available: 2 }],
    ['a count that became unknown', { staffed: null }],
    ['the status', { status: 'limited' as const }],
    ['the end', { validUntil: iso(NOW + 3_600_000) }],
    ['a note', { note: { id: 'n', hash: 'h' } }],
    ['the offload delay', { offloadMinutes: 22 }],
  ])('is news when %s changed', (_what, change) => {
    expect(worthWriting(known, { ...known, ...at(1), ...change })).toBe(true);
  });
});
