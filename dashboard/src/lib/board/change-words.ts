/** One change as words: "IC 3 → 1", "presentatiestop tot 14:30, drukte". Pure. */
import type { StopState } from '#domain/picture.ts';
import type { StopMark } from '#wire/history.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { Change, FigureMove } from './changes.ts';

type Told = Pick<Words, 'board' | 'units'>;

/** A stop as it began. */
export function markOf(facility: string, stop: StopState): StopMark {
  const { id, scope, level, reason, from, until } = stop;
  return { id, facility, scope, level, reason, from, end: until };
}

function stopName({ scope, level }: StopMark, { board, units }: Told): string {
  if (scope === 'ed') return level === 'stop' ? board.edStop : board.edImpending;
  const name = units.scope[scope];
  return level === 'stop' ? board.scopeStop(name) : board.scopeImpending(name);
}

export function moveWords(move: FigureMove, { board, units }: Told, format: Format): string {
  const { kind, from, to } = move;
  return board.figure(units.kind[kind], format.count(from), format.count(to));
}

export function changeWords(change: Change, now: number, told: Told, format: Format): string {
  const { board, units } = told;
  if (change.what === 'figure') return moveWords(change, told, format);
  if (change.what === 'silent') return board.wentSilent;
  const { stop } = change;
  if (stop === null) return board.endedUnknown;
  const what = stopName(stop, told);
  const end = format.time(stop.end, now);
  const reason = stop.reason === null ? null : units.reason[stop.reason];
  switch (change.what) {
    case 'stop-started':
      return board.started(what, end, reason);
    case 'stop-passed':
      return board.passed(what, format.time(stop.from, now), end, reason);
    case 'stop-ended':
      return board.ended(what);
  }
}
