/** What was told of a region, found by unit. */
import type { RecentWire } from '#wire/trends.ts';

export type Lines = ReadonlyMap<string, RecentWire['units'][number]['available']>;

export function linesOf(told: RecentWire | null): Lines {
  const units = told?.units ?? [];
  return new Map(units.map(({ facility, unit, available }) => [`${facility}/${unit}`, available]));
}
