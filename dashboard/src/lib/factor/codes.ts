/** How a code is typed, and what a refusal of one says. Pure. */
import type { Problem } from '#wire/session.ts';
import { sentenceOf } from '#lib/words/problem.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

const DIGITS = 6;

/** Of what somebody typed or pasted the digits; more than six are no code of an app. */
export const digitsOf = (typed: string): string => typed.replace(/\D/g, '');
export const isWhole = (typed: string): boolean => digitsOf(typed).length === DIGITS;

/** When one may try again, milliseconds; null where nothing says when. @param now milliseconds */
export function againAt(facts: Problem['facts'], now: number): number | null {
  const seconds = facts?.['retryAfter'];
  return typeof seconds === 'number' ? now + seconds * 1000 : null;
}

/** Tries that are left before the password is asked again; null where nothing says so. */
export function triesLeft(facts: Problem['facts']): number | null {
  const left = facts?.['left'];
  return typeof left === 'number' ? left : null;
}

export interface Said {
  words: Pick<Words, 'problems' | 'factor'>;
  format: Pick<Format, 'clock'>;
  /** Milliseconds. */
  now: number;
  /** A recovery code was tried. */
  recovery?: boolean;
  /** The password was asked of somebody who is in already. */
  proof?: boolean;
}

/** Why not, how many tries are left, and from when on there are more: what applies of it, in sentences. */
export function refusalText(
  { code, facts }: Pick<Problem, 'code' | 'facts'>,
  { words, format, now, recovery = false, proof = false }: Said,
): string {
  const t = words.factor.show;
  const why = (() => {
    if (recovery && code === 'CODE_NOT_VALID') return t.recoveryWrong;
    if (proof && code === 'SIGN_IN_REFUSED') return words.factor.own.passwordWrong;
    return sentenceOf({ code }, words);
  })();
  const left = triesLeft(facts);
  const again = againAt(facts, now);
  return [
    why,
    ...(left === null ? [] : [t.left(left)]),
    ...(again === null ? [] : [t.waitUntil(format.clock(again))]),
  ].join(' ');
}
