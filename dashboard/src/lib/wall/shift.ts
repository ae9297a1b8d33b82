/**
 * Against burn-in: the whole frame wanders some pixels, one at a time, so that no edge stays on the same spot. A pure function of
 * time, so that a screen that restarts goes on where it was.
 */

/** The frame keeps so many pixels free on each side, and never wanders farther. */
export const SHIFT_REACH = { x: 8, y: 6 } as const;
/** Between two steps of one pixel, milliseconds. */
export const SHIFT_STEP_MS = 60_000;

export interface Shift {
  /** Pixels from the middle, whole. */
  x: number;
  y: number;
}

/** -reach … reach … -reach, one a step. */
function swing(step: number, reach: number): number {
  const period = 4 * reach;
  const at = ((step % period) + period) % period;
  return at <= 2 * reach ? at - reach : 3 * reach - at;
}

/** @param now milliseconds. The two swings meet again after 96 steps: in that time every column and row was visited. */
export function shiftAt(now: number): Shift {
  const step = Math.floor(now / SHIFT_STEP_MS);
  return { x: swing(step, SHIFT_REACH.x), y: swing(step, SHIFT_REACH.y) };
}
