/** What changed in the order, in words: one line for each hospital that a reader wants to know of. Pure. */
import { colourSentence, enteredWords } from './entered-words.ts';
import { inSentence, type Say } from './facts.ts';
import {
  heardOf,
  type Move,
  type OrderChange,
  type PenaltyChange,
  type Standing,
} from './order-change.ts';
import { penaltySentence, rejectionSentence } from './sentences.ts';
import type { Language } from '#lib/words/format.ts';

export interface ChangeLine {
  /** "LUMC 7 → 1." */
  head: string;
  text: string;
}

/** So many hospitals a change tells of; the rest is a number. What was entered here moves many at once. */
const LINES = { ours: 2, news: 3 };

const sentence = (...parts: string[]) => {
  const text = parts.filter((part) => part !== '').join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

export function changeLines(change: OrderChange, language: Language, say: Say): ChangeLine[] {
  const t = say.words.dispatch.log;
  const entered = enteredWords(change.happened.entered, say);
  const colours = colourSentence(change, say);
  // "RR syst 84 is rood": the colour belongs to the last thing that was entered.
  const verdict =
    entered.length > 0 && change.criteria.some(({ met }) => met) ? colours.shift() : undefined;
  const why = [
    ...entered.map((one, index) =>
      verdict !== undefined && index === entered.length - 1 ? `${one} ${verdict}` : one,
    ),
    ...colours,
  ];
  if (change.category !== null)
    why.push(t.nowIs(inSentence(say.words.dispatch.category[change.category.to])));
  if (change.happened.heard.some((one) => one.of === 'policy')) why.push(t.policy);
  const isOurs = why.length > 0;
  if (change.moves.length === 0)
    return [{ head: '', text: `${sentence(...why)} ${change.reordered ? '' : t.stays}`.trim() }];

  const lines = change.moves
    .slice(0, isOurs ? LINES.ours : LINES.news)
    .map((move, index): ChangeLine => {
      const own = moveWords(move, change, language, say);
      // The cause is said once; further hospitals only what it did to them.
      return {
        head: headOf(move, say),
        text: index === 0 && isOurs ? sentence(...why, own) : sentence(own),
      };
    });
  const rest = change.moves.length - lines.length;
  const last = lines.at(-1);
  if (rest > 0 && last !== undefined) last.text = `${last.text} (${t.and(rest)})`.trim();
  if (!change.reordered && last !== undefined) last.text = `${last.text} ${t.stays}`.trim();
  return lines;
}

/** In one line, for the top of the list. */
export function changeHeadline(
  change: OrderChange,
  language: Language,
  say: Say,
): ChangeLine | null {
  return changeLines(change, language, say)[0] ?? null;
}

function headOf(move: Move, say: Say): string {
  const t = say.words.dispatch.log;
  const name = say.nameOf(move.facility);
  if (move.to.is === 'rejected') return t.drops(name);
  if (move.from.is === 'rejected') return t.returns(name);
  const [from, to] = [standingWord(move.from, say), standingWord(move.to, say)];
  if (from !== to) return t.moved(name, from, to);
  if (move.scoreChange !== null && move.scoreChange !== 0) {
    const sign = move.scoreChange > 0 ? '+' : '−';
    return t.costs(name, `${sign}${say.format.decimal(Math.abs(move.scoreChange))}`);
  }
  return `${name}.`;
}

/** From tier 4 on it is a fallback, whose number says little. */
function standingWord(standing: Standing, say: Say): string {
  if (standing.is === 'rejected') return '–';
  return standing.tier >= 4 ? say.words.dispatch.log.fallback : String(standing.rank);
}

function moveWords(move: Move, change: OrderChange, language: Language, say: Say): string {
  if (move.to.is === 'rejected') return rejectionSentence(move.to, language, say);
  const parts = move.penalties.map((one) => penaltyWords(one, language, say));
  if (move.drivingChange !== null && move.drivingChange !== 0)
    parts.push(say.words.dispatch.log.driving);
  const heard = heardOf(change.happened, move.facility)[0];
  if (parts.length === 0 && heard !== undefined && heard.of === 'unit')
    parts.push(say.words.units.kind[heard.kind]);
  return parts.join(', ');
}

function penaltyWords(
  { code, to, from, because }: PenaltyChange,
  language: Language,
  say: Say,
): string {
  const { short } = penaltySentence({ code, minutes: to ?? from ?? 0, because }, language, say);
  const fell = to === null || (to === 0 && from !== null && from > 0);
  return fell ? say.words.dispatch.log.ends(short) : short;
}
