/** A refusal as a sentence in the chosen language. */
import type { Problem } from '#wire/session.ts';
import { sentenceOf } from '#lib/words/problem.ts';
import { words } from '#lib/words/words.svelte.ts';

export const problemSentence = (problem: Problem): string => sentenceOf(problem, words.t);
