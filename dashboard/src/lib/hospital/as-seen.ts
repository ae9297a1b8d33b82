/** How others see this hospital now: the oldest figure that is shown of it, and what is unknown. Pure. */
import { viewOf, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState } from '#domain/picture.ts';
import { seenAt } from '#lib/map/summary.ts';
import type { UnitKind } from '#domain/words.ts';
import { FIRST_UNITS } from './figures.ts';

export interface AsSeen {
  first: UnitView[];
  rest: UnitView[];
  /** The oldest figure; null when nothing was ever reported. */
  oldest: { kind: UnitKind; at: number } | null;
  /** The oldest among the folded units, milliseconds. */
  oldestOfRest: number | null;
  stale: UnitKind[];
  unknown: UnitKind[];
}

function oldestOf(views: readonly UnitView[]): AsSeen['oldest'] {
  let oldest: AsSeen['oldest'] = null;
  for (const view of views) {
    const at = seenAt(view);
    if (at !== null && (oldest === null || at < oldest.at)) oldest = { kind: view.kind, at };
  }
  return oldest;
}

export function asSeen(facility: FacilityState, now: number): AsSeen {
  const views = facility.units.map((unit) => viewOf(facility, unit, now));
  const first = FIRST_UNITS.flatMap((kind) => views.filter((view) => view.kind === kind));
  const rest = views.filter((view) => !FIRST_UNITS.includes(view.kind));
  return {
    first,
    rest,
    oldest: oldestOf(views),
    oldestOfRest: oldestOf(rest)?.at ?? null,
    stale: views.filter((view) => view.trust === 'stale').map((view) => view.kind),
    unknown: views.filter((view) => view.trust === 'unknown').map((view) => view.kind),
  };
}
