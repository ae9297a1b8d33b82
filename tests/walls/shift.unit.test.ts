import { describe, expect, it } from 'vitest';
import { SHIFT_REACH, SHIFT_STEP_MS, shiftAt } from '#lib/wall/shift.ts';

const DAY_STEPS = (24 * 3_600_000) / SHIFT_STEP_MS;
const steps = Array.from({ length: DAY_STEPS }, (_, step) => shiftAt(step * SHIFT_STEP_MS));

describe('the shift of the frame', () => {
  it('never goes beyond the margin that is kept free, by whole pixels', () => {
    for (const { x, y } of steps) {
      expect(Math.abs(x)).toBeLessThanOrEqual(SHIFT_REACH.x);
      expect(Math.abs(y)).toBeLessThanOrEqual(SHIFT_REACH.y);
      expect([Number.isInteger(x), Number.isInteger(y)]).toEqual([true, true]);
    }
  });

  it('moves one pixel at a time, also over midnight, and never rests', () => {
    for (let step = 1; step < steps.length; step += 1) {
      const [is, was] = [steps[step], steps[step - 1]];
      expect(Math.abs((is?.x ?? 0) - (was?.x ?? 0))).toBe(1);
      expect(Math.abs((is?.y ?? 0) - (was?.y ?? 0))).toBe(1);
    }
  });

  it('visits every column and every row within two hours', () => {
    const two = steps.slice(0, 120);
    expect(new Set(two.map((one) => one.x)).size).toBe(2 * SHIFT_REACH.x + 1);
    expect(new Set(two.map((one) => one.y)).size).toBe(2 * SHIFT_REACH.y + 1);
  });

  it('is the same for the same moment, whenever the screen was started', () => {
    const now = Date.parse('2026-11-18T13:07:42.000Z');
    expect(shiftAt(now)).toEqual(shiftAt(now + SHIFT_STEP_MS / 10));
    expect(shiftAt(-SHIFT_STEP_MS)).toEqual(shiftAt(95 * SHIFT_STEP_MS));
  });
});
