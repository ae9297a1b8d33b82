/**
 * Minutes from many origins to a few destinations: for maps, not for a case. Done in slices with a pause between them, so that
 * nobody who asks something else waits for it.
 */
import { setImmediate } from 'node:timers/promises';
import type { Position } from '../domain/picture.ts';
import type { TravelEngine } from '../domain/routing/travel.ts';
import { commonest, type Destination, type Estimator } from './estimate.ts';
import type { Osrm } from './osrm.ts';

export interface Matrix {
  /** The engine that answered for most origins. */
  engine: TravelEngine;
  /** By origin, then by destination; null where no road goes. */
  minutes: (number | null)[][];
}

/** Origins that the estimate takes at a time: some milliseconds. Our choice. */
const SLICE = 60;
/** Places in one question to an engine: the default of OSRM (`--max-table-size`). */
const MOST_IN_TABLE = 100;

export async function matrixOf(
  { estimator, osrm }: { estimator: Estimator; osrm: Osrm | null },
  origins: readonly Position[],
  destinations: readonly Destination[],
): Promise<Matrix> {
  const size = osrm === null ? SLICE : Math.max(1, MOST_IN_TABLE - destinations.length);
  const minutes: (number | null)[][] = [];
  const engines: TravelEngine[] = [];
  let engine = osrm;
  for (let from = 0; from < origins.length; from += size) {
    const slice = origins.slice(from, from + size);
    const asked = await engine?.matrix(slice, destinations);
    // An engine that fails once is not waited for again and again.
    if (asked?.ok === false) engine = null;
    const estimate = await estimated(estimator, slice, destinations);
    slice.forEach((_, index) => {
      const own = estimate[index];
      const theirs = asked?.ok === true ? asked.minutes[index] : undefined;
      minutes.push(
        destinations.map((_, column) => {
          const reckoned = own?.[column] ?? null;
          // A ferry in the engine's net is no drive.
          return reckoned === null ? null : (theirs?.[column] ?? reckoned);
        }),
      );
      engines.push(asked?.ok === true ? asked.engine : 'estimate-graph');
    });
  }
  return { engine: commonest(engines), minutes };
}

/** The estimate's roads are the same both ways: from each destination to the slice takes one search of the graph for all. */
async function estimated(
  estimator: Estimator,
  origins: readonly Position[],
  destinations: readonly Destination[],
): Promise<(number | null)[][]> {
  const named = origins.map((position, index) => ({ id: String(index), position }));
  const columns: (number | null)[][] = [];
  for (const { position } of destinations) {
    const { to } = estimator.estimate(position, named);
    columns.push(
      named.map(({ id }) => {
        const time = to[id];
        return time === undefined || time.boatOrHelicopter ? null : time.minutes;
      }),
    );
    await setImmediate();
  }
  return origins.map((_, index) => columns.map((column) => column[index] ?? null));
}
