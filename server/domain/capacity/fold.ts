/**
 * Whether what a feed says is worth an entry. A feed repeats itself all day; the ledger wants what changed, and now and then that
 * it is still so. Source: design, "The ledger": an observation is appended when a unit's figures change.
 */
import { ms } from '../clock.ts';
import type { Observation } from '../picture.ts';
import { ageFrom } from './trust.ts';

/** An unchanged figure is confirmed at most this often, milliseconds: well within the shortest rhythm, so that it stays fresh. */
export const CONFIRM_EVERY_MS = 60_000;

type Said = Pick<
  Observation,
  | 'staffed'
  | 'physical'
  | 'occupied'
  | 'available'
  | 'status'
  | 'reason'
  | 'offloadMinutes'
  | 'nedocs'
>;

const SAID = [
  'staffed',
  'physical',
  'occupied',
  'available',
  'status',
  'reason',
  'offloadMinutes',
  'nedocs',
] as const satisfies readonly (keyof Said)[];

/**
 * @param current what this channel said last of the unit; undefined before the first time.
 * @param next what it says now, its availability reckoned; `validUntil` and a note always count as news.
 * @param quietMs how long an unchanged figure is not repeated.
 */
export function worthWriting(
  current: Observation | undefined,
  next: Said &
    Pick<Observation, 'observedAt' | 'receivedAt' | 'flags' | 'validUntil' | 'note' | 'reasonText'>,
  quietMs: number = CONFIRM_EVERY_MS,
): boolean {
  if (current === undefined) return true;
  if (next.validUntil !== current.validUntil || next.note !== null) return true;
  if ((next.reasonText ?? null) !== null || (current.reasonText ?? null) !== null) return true;
  if (SAID.some((field) => next[field] !== current[field])) return true;
  return ms(ageFrom(next)) - ms(ageFrom(current)) >= quietMs;
}
