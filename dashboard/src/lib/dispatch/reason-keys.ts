/** Letters of the reasons, in the order in which they stand: the first is a. Pure. */
import { OVERRIDE_REASONS, type OverrideReason } from '#domain/words.ts';

const A = 'a'.charCodeAt(0);

export const reasonLetter = (reason: OverrideReason): string =>
  String.fromCharCode(A + OVERRIDE_REASONS.indexOf(reason));

export const reasonBy = (key: string): OverrideReason | null =>
  OVERRIDE_REASONS.find((reason) => reasonLetter(reason) === key.toLowerCase()) ?? null;
