/**
 * Sentences of a ranking, made from code and facts in either language; a ranking itself holds no sentence. Pure.
 * Source of the codes: routing rules 6.2, 6.3 and 6.5.
 */
import type { Facts, Penalty, RankingNote, Rejected } from '#domain/routing/ranking.ts';
import type { NoteCode, PenaltyCode, RejectionCode } from '#domain/words.ts';
import type { Language } from '#lib/words/format.ts';
import { Read, type Say } from './facts.ts';
import { en } from './sentences.en.ts';
import { nl } from './sentences.nl.ts';

/** `short` stands in a sum after its minutes ("1,0 nog 1 IC-bed"); `long` in the opened sum. */
export interface PenaltySentence {
  short: string;
  long: string;
}

export interface Sentences {
  penalty: Record<PenaltyCode, (read: Read, say: Say) => PenaltySentence>;
  rejection: Record<RejectionCode, (read: Read, say: Say) => string>;
  note: Record<NoteCode, (read: Read, say: Say) => string>;
  /** The rule that a code stands for, by itself. */
  rule: Record<RejectionCode | PenaltyCode, string>;
  /** Why a penalty of 0 is listed, when the facts say so. */
  waived: (read: Read) => string | null;
}

const LANGUAGES: Record<Language, Sentences> = { nl, en };

export function penaltySentence(
  { code, minutes, because }: Pick<Penalty, 'code' | 'minutes' | 'because'>,
  language: Language,
  say: Say,
): PenaltySentence {
  const sentences = LANGUAGES[language];
  const read = new Read(because);
  const said = sentences.penalty[code](read, say);
  const why = minutes === 0 ? sentences.waived(read) : null;
  return why === null ? said : { short: said.short, long: `${said.long}: ${why}` };
}

export function rejectionSentence(
  { code, because }: Pick<Rejected, 'code' | 'because'>,
  language: Language,
  say: Say,
): string {
  return LANGUAGES[language].rejection[code](new Read(because), say);
}

export function noteSentence({ code, because }: RankingNote, language: Language, say: Say): string {
  return LANGUAGES[language].note[code](new Read(because), say);
}

export const ruleName = (code: RejectionCode | PenaltyCode, language: Language) =>
  LANGUAGES[language].rule[code];

/** When the fact behind it was observed; null when it is no observation. */
export function observedAt(because: Facts): string | null {
  return new Read(because).text('observedAt');
}
