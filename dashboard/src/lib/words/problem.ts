/** The sentence for a refusal, in the chosen language. */
import type { Problem } from '#wire/session.ts';
import type { Words } from './nl/index.ts';

export function sentenceOf(
  problem: Pick<Problem, 'code'>,
  { problems }: Pick<Words, 'problems'>,
): string {
  return problems.byCode[problem.code] ?? problems.other(problem.code);
}
