/**
 * Which glyph stands for an emergency department at a moment. Hue means this status and nothing else. The facts come from the
 * unit's view; here they only get a shape.
 */
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, StopState } from '#domain/picture.ts';

/** `stale`: last heard open, too long ago to be drawn as open. `none`: no emergency department here. */
export const GLYPHS = ['open', 'impending', 'stop', 'unknown', 'stale', 'none'] as const;
export type Glyph = (typeof GLYPHS)[number];

export interface EdStatus {
  glyph: Glyph;
  /** Impending or stop by the hospital's own word that nobody confirmed in time: keeps its shape and loses its colour. */
  stale: boolean;
  view: UnitView | null;
  /** The running stop that says so: the worst, then the longest; null when the status rests on the unit's own word. */
  stop: StopState | null;
}

const NO_ED: EdStatus = { glyph: 'none', stale: false, view: null, stop: null };

function worstStop(stops: readonly StopState[]): StopState | null {
  let worst: StopState | null = null;
  for (const stop of stops) {
    if (worst === null) worst = stop;
    else if (stop.level !== worst.level) worst = stop.level === 'stop' ? stop : worst;
    else if (stop.until > worst.until) worst = stop;
  }
  return worst;
}

export function edStatusOf(facility: FacilityState, now: number): EdStatus {
  const view = viewUnit(facility, 'ed', now);
  return view === null ? NO_ED : statusOfView(view);
}

/** The same for any unit's view. */
export function statusOfView(view: UnitView): EdStatus {
  const stop = worstStop(view.runningStops);
  // An announced stop holds until its own end, however long ago the figures came in.
  const stale = view.trust === 'stale' && stop === null;
  switch (view.status) {
    case 'open':
      return { glyph: stale ? 'stale' : 'open', stale, view, stop };
    case 'limited':
      return { glyph: 'impending', stale, view, stop };
    case 'closed':
      return { glyph: 'stop', stale, view, stop };
    case 'unknown':
      return { glyph: 'unknown', stale: false, view, stop };
  }
}

/** Worst first: what the lists are sorted by and what the map draws on top. */
export const GRAVITY: Record<Glyph, number> = {
  stop: 0,
  impending: 1,
  stale: 2,
  unknown: 3,
  open: 4,
  none: 5,
};
