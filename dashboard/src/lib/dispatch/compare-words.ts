/** A comparison of two hospitals in one sentence. Pure: words, format and names are arguments. */
import type { Language } from '#lib/words/format.ts';
import type { Comparison, Side } from './compare.ts';
import type { Say } from './facts.ts';
import { penaltySentence, rejectionSentence } from './sentences.ts';

/** "LUMC is 3,2 minuten gunstiger dan Erasmus MC: 0,2 minuten korter rijden; bij Erasmus MC komt erbij: 4,0 al 1 patiënt onderweg." */
export function comparisonSentence(
  comparison: Comparison,
  language: Language,
  say: Say,
  tieWidth: number,
): string {
  const t = say.words.desk.compare;
  const { format } = say;
  const { left, right, difference } = comparison;
  const name = ({ facility }: Side) => facility.shortName;
  const why = ({ rejected }: Side) =>
    rejected === null ? '–' : rejectionSentence(rejected, language, say);
  if (difference === null) {
    if (left.candidate === null && right.candidate === null)
      return `${t.neither(name(left), name(right))}.`;
    const [ranked, dropped] = left.candidate === null ? [right, left] : [left, right];
    return `${t.onlyOne(name(ranked), name(dropped), why(dropped))}.`;
  }
  const tie = comparison.tie ? t.tie(format.count(tieWidth)) : '';
  // Told from the better side; equal sums from the left.
  const flip = difference > 0 ? -1 : 1;
  const [better, worse] = flip === 1 ? [left, right] : [right, left];
  const drive = comparison.lines.find((line) => line.of === 'driving');
  const by = (drive?.of === 'driving' ? (drive.difference ?? 0) : 0) * flip;
  const amount = format.decimal(Math.abs(by));
  const added = (side: Side) => {
    const counted = side.candidate?.penalties.filter(({ minutes }) => minutes !== 0) ?? [];
    if (counted.length === 0) return null;
    const costs = counted.map(
      (one) => `${format.decimal(one.minutes)} ${penaltySentence(one, language, say).short}`,
    );
    return t.added(name(side), format.list(costs));
  };
  const parts = [
    by === 0 ? null : by < 0 ? t.shorter(amount) : t.longer(amount),
    added(worse),
    added(better),
  ].filter((part) => part !== null);
  const head =
    difference === 0
      ? t.equal(name(left), name(right))
      : t.better(name(better), format.decimal(Math.abs(difference)), name(worse));
  return `${head}${parts.length === 0 ? '' : `: ${parts.join('; ')}`}${tie}.`;
}
