/**
 * The latest changes, for the foot of the wall: a figure that moved, a stop that began. From two pictures and not from the stream,
 * so that also what happened while there was no connection is told. Pure, and never longer than `MOST_NEWS`.
 */
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { ms } from '#domain/clock.ts';
import type { FacilityState, Picture } from '#domain/picture.ts';
import { runningStops } from '#domain/stops/stops.ts';
import type { UnitKind } from '#domain/words.ts';
import { markOf } from '#lib/board/change-words.ts';
import type { Change, FigureMove } from '#lib/board/changes.ts';

/** Kinds of which the wall shows the figures. */
const KINDS: readonly UnitKind[] = ['trauma-bay', 'icu'];
/** Remembered of the whole country: far more than is shown. */
export const MOST_NEWS = 60;

export type FigureChange = FigureMove & { at: number };

const freeIn = (facility: FacilityState, kind: UnitKind, now: number) =>
  viewUnit(facility, kind, now)?.effectiveAvailable ?? null;

/** Figures that moved from the one picture to the other. What became unknown, or was, is no news: its age tells. */
export function moved(before: Picture, after: Picture, now: number): FigureChange[] {
  const found: FigureChange[] = [];
  for (const facility of Object.values(after.facilities)) {
    const was = before.facilities[facility.id];
    if (was === undefined || was === facility) continue;
    for (const kind of KINDS) {
      const [from, to] = [freeIn(was, kind, now), freeIn(facility, kind, now)];
      if (from === null || to === null || from === to) continue;
      found.push({ what: 'figure', at: now, facility: facility.id, kind, from, to });
    }
  }
  return found;
}

/** The news with what came in; the newest first, one line a unit. */
export function withNews(
  news: readonly FigureChange[],
  fresh: readonly FigureChange[],
): FigureChange[] {
  const taken = new Set<string>();
  return [...fresh, ...news]
    .filter(({ facility, kind }) => {
      const name = `${facility}/${kind}`;
      if (taken.has(name)) return false;
      taken.add(name);
      return true;
    })
    .slice(0, MOST_NEWS);
}

/** What the foot says of some regions: stops that run and figures that moved, the newest first. */
export function newsOf(
  picture: Picture,
  regions: readonly string[],
  news: readonly FigureChange[],
  now: number,
): Change[] {
  const here = Object.values(picture.facilities).filter((one) => regions.includes(one.region));
  const ids = new Set(here.map((one) => one.id));
  const begun = here.flatMap((facility): Change[] =>
    runningStops(facility, now).map((stop) => ({
      what: 'stop-started',
      at: ms(stop.from),
      facility: facility.id,
      stop: markOf(facility.id, stop),
    })),
  );
  return [...news.filter((one) => ids.has(one.facility)), ...begun].sort(
    (a, b) => (b.at ?? 0) - (a.at ?? 0),
  );
}
