/** Which hospitals have gone silent: not heard of in time. */
import { seenAt } from './sum.ts';
import type { UnitView } from './unit-view.ts';

/** When the quietest watched unit was last heard of, milliseconds; null is never. */
export interface Silence {
  since: number | null;
}

/**
 * The silence of a hospital by the views of its emergency department and its trauma bay; null while all of them are heard in time.
 * A unit that the hospital does not have is no silence.
 */
export function silenceOf(views: readonly (UnitView | null)[]): Silence | null {
  const quiet = views.filter(
    (view) => view !== null && (view.trust === 'stale' || view.trust === 'unknown'),
  );
  if (quiet.length === 0) return null;
  const heard = quiet.map((view) => (view === null ? null : seenAt(view)));
  return { since: heard.includes(null) ? null : Math.min(...heard.map(Number)) };
}
