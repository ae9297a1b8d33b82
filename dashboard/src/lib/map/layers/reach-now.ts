/** The reach of the level-1 centres with the stops of the picture. Pure. */
import { reachOf, type Reach, type ReachTimes } from '#domain/reach/reach.ts';
import { runningStops } from '#domain/stops/stops.ts';
import type { Reading } from '../layer-choice.ts';
import type { Row } from '../rows.ts';

export interface SitesNow {
  /** Ids of the sites that are left out, sorted. */
  shut: string[];
  /** Sites of which the department's status is not known; they count as without a stop. */
  unsure: number;
}

/** `now`: milliseconds. */
export function sitesNow(
  { sites }: Pick<ReachTimes, 'sites'>,
  rows: readonly Row[],
  reading: Reading,
  now: number,
): SitesNow {
  const ours = rows.filter((row) => sites.includes(row.id));
  const isShut = (row: Row) =>
    isEvacuated(row, now) || (reading === 'open' && row.ed.glyph === 'stop');
  return {
    shut: ours
      .filter(isShut)
      .map((row) => row.id)
      .sort(),
    unsure: ours.filter(({ ed }) => ed.glyph === 'unknown' || ed.glyph === 'stale').length,
  };
}

export function reachNow(times: ReachTimes, shut: readonly string[]): Reach {
  return reachOf(times, new Set(times.sites), new Set(shut));
}

/** Nobody is received there at all, not even the severely injured. */
function isEvacuated({ facility }: Row, now: number): boolean {
  return runningStops(facility, now).some(
    (stop) => stop.scope === 'facility' && stop.level === 'stop',
  );
}
