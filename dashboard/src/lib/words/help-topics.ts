/**
 * What stands behind each question mark, in both languages. A file of its own, outside the dictionary: nobody pays for it
 * before the first press.
 */
import { helpTopics as en } from './en/help-topics.ts';
import type { Language } from './format.ts';
import { helpTopics as nl } from './nl/help-topics.ts';
import type { Words } from './nl/index.ts';

export type HelpTopic = keyof Words['help']['titles'];

/** Sentences about one figure. */
export interface HelpText {
  /** What it means, and what it does not. */
  meaning: readonly string[];
  /** The rule, standard or data it rests on. */
  source: string;
}

export const helpTopics: Record<Language, Record<HelpTopic, HelpText>> = { nl, en };

/** Topics of which the page with the rules says more. */
export const WITH_RULES: ReadonlySet<HelpTopic> = new Set<HelpTopic>([
  'findings',
  'score',
  'tie',
  'tiers',
  'rejected',
  'held',
]);
