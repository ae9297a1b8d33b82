/** The headline of a region in the chosen language, made from facts. Pure. */
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { BoardHeadline, Hurt, Scarcity } from './board.ts';

type Told = Pick<Words, 'board' | 'units'>;

/** A sentence names so many hospitals at most; the table under it has them all. */
const MOST_NAMES = 3;

/** "West: één stop, één dreigend". */
export function headlineSentence(
  region: string,
  { stops, impending, silent }: BoardHeadline,
  { board }: Told,
): string {
  const parts = [
    ...(stops > 0 ? [board.stops(stops)] : []),
    ...(impending > 0 ? [board.impending(impending)] : []),
  ];
  if (parts.length === 0 && silent > 0) parts.push(board.silentEds(silent));
  return board.headline(region, parts.length === 0 ? board.allOpen : parts.join(', '));
}

/** "Stop bij LUMC (drukte, nog 22 min). Dreigend bij Haga (te weinig personeel, nog 38 min)." Empty when nothing is stopped. */
export function hurtSentence(
  { hurts }: BoardHeadline,
  now: number,
  { board, units }: Told,
  format: Format,
): string {
  const at = (level: Hurt['level']) =>
    hurts
      .filter((one) => one.level === level)
      .map(({ name, reason, until }) =>
        reason === null || until === null
          ? name
          : board.hurtAt(name, units.reason[reason], format.left(until, now)),
      );
  const [stops, impending] = [at('stop'), at('impending')];
  return [
    ...(stops.length > 0 ? [board.stopAt(someOf(stops, board, format))] : []),
    ...(impending.length > 0 ? [board.impendingAt(someOf(impending, board, format))] : []),
  ].join(' ');
}

/** "Traumakamers: vol bij LUMC. IC: nog 1 bij Haga; onbekend bij Alrijne." Says that there is enough only when all is known. */
export function scarcitySentence(
  { bays, icu }: BoardHeadline,
  { board }: Told,
  format: Format,
): string {
  return [clause(board.bays, bays, board, format), clause(board.icu, icu, board, format)].join(' ');
}

function clause(
  what: string,
  { none, last, unknown }: Scarcity,
  t: Words['board'],
  format: Format,
): string {
  const named = (names: readonly string[]) => someOf(names, t, format);
  const parts = [
    ...(none.length > 0 ? [t.noneAt(named(none))] : []),
    ...(last.length > 0 ? [t.lastAt(named(last))] : []),
    ...(unknown.length > 0 ? [t.unknownAt(named(unknown))] : []),
  ];
  return parts.length === 0 ? t.enough(what) : t.scarce(what, parts.join('; '));
}

function someOf(names: readonly string[], t: Words['board'], format: Format): string {
  return format.list(
    names.length <= MOST_NAMES
      ? names
      : [...names.slice(0, MOST_NAMES - 1), t.andMore(names.length - MOST_NAMES + 1)],
  );
}
