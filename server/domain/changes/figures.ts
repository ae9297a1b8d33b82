/**
 * What became of the figures of a region between two moments: from what to what, and since when. The figures are those of the
 * two pictures, so that nothing in between can be missed; the time is found in the ledger. Pure.
 */
import { hospitalsOf } from '../capacity/hospitals.ts';
import { viewUnit } from '../capacity/unit-view.ts';
import type { Entry } from '../entries.ts';
import type { Iso, Picture } from '../picture.ts';
import type { UnitKind } from '../words.ts';

/** Free places of a unit, less what is held for patients on the way; null is unknown. */
export interface FigureChange {
  facility: string;
  kind: UnitKind;
  from: number | null;
  to: number | null;
}

/** A picture and the moment by which it is reckoned, milliseconds. */
export interface Moment {
  picture: Picture;
  now: number;
}

/** Every unit of the region's hospitals as they are at `end`, those that did not change as well. */
export function figuresBetween(region: string, begin: Moment, end: Moment): FigureChange[] {
  return hospitalsOf(end.picture, region).flatMap((site) => {
    const before = begin.picture.facilities[site.id];
    const freeThen = (kind: UnitKind) =>
      before === undefined ? null : viewUnit(before, kind, begin.now)?.effectiveAvailable;
    return site.units.map(({ kind }) => ({
      facility: site.id,
      kind,
      from: freeThen(kind) ?? null,
      to: viewUnit(site, kind, end.now)?.effectiveAvailable ?? null,
    }));
  });
}

/**
 * When a unit was last reported to have another number free than before: of its entries, newest first, the first of which the one
 * before said something else, by whatever channel (the newest report is the figure). Null when that was not after the entry
 * `since`, or when the entries do not tell; `complete` says whether there are no older ones.
 */
export function lastMove(entries: readonly Entry[], since: number, complete: boolean): Iso | null {
  const said = entries.flatMap(({ seq, at, kind, body }) =>
    kind === 'unit-observed' && body.observation.available !== null
      ? [{ seq, at, free: body.observation.available }]
      : [],
  );
  for (const [index, one] of said.entries()) {
    if (one.seq <= since) return null;
    const before = said[index + 1];
    if (before === undefined && !complete) return null;
    if (before?.free !== one.free) return one.at;
  }
  return null;
}
