/** One change as words: "IC 3 → 1", "presentatiestop tot 14:30, drukte". Pure. */
import type { StopState } from '#domain/picture.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { Change } from './changes.ts';

type Told = Pick<Words, 'board' | 'units'>;

function stopName({ scope, level }: StopState, { board, units }: Told): string {
  if (scope === 'ed') return level === 'stop' ? board.edStop : board.edImpending;
  const name = units.scope[scope];
  return level === 'stop' ? board.scopeStop(name) : board.scopeImpending(name);
}

export function changeWords(change: Change, now: number, told: Told, format: Format): string {
  const { board, units } = told;
  switch (change.what) {
    case 'figure':
      return board.figure(
        units.kind[change.kind],
        format.count(change.from),
        format.count(change.to),
      );
    case 'stop-started': {
      const { stop } = change;
      return board.started(
        stopName(stop, told),
        format.time(stop.until, now),
        units.reason[stop.reason],
      );
    }
    case 'stop-ended':
      return change.stop === null ? board.endedUnknown : board.ended(stopName(change.stop, told));
  }
}
