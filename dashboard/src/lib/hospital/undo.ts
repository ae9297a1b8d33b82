/** Undo for ten seconds instead of a question. One at a time: the newest act is the one a person wants back. */

export const UNDO_MS = 10_000;

export interface Undoable {
  /** When it was done, milliseconds. */
  at: number;
  back: () => void;
}

export function secondsLeft(one: Undoable, now: number): number {
  return Math.max(0, Math.ceil((one.at + UNDO_MS - now) / 1_000));
}

/** Share of the ten seconds that is left, 0 to 1. */
export function shareLeft(one: Undoable, now: number): number {
  return Math.min(1, Math.max(0, (one.at + UNDO_MS - now) / UNDO_MS));
}
