/** Driving times from each hospital to the others, kept for a while: boards ask the same again and again. */
import type { FacilityState } from '../domain/picture.ts';
import type { TravelTimes } from '../domain/routing/travel.ts';
import { HOUR } from '../domain/clock.ts';
import type { Travel } from './index.ts';

/** Roads and hospitals do not move; a routing engine that did not answer is asked again after so long. */
const KEPT_MS = HOUR;

export interface DriveTimes {
  from(facility: Pick<FacilityState, 'id' | 'position'>): Promise<TravelTimes>;
}

/** `now` in milliseconds; `facilities` are the destinations: another one makes the answers anew. */
export function createDriveTimes(
  travel: Pick<Travel, 'timesFrom'>,
  now: () => number,
  facilities: () => readonly Pick<FacilityState, 'id' | 'position'>[],
): DriveTimes {
  const kept = new Map<string, { at: number; places: string; times: Promise<TravelTimes> }>();
  const placesNow = () =>
    facilities()
      .map(({ id, position }) => `${id} ${position.lat} ${position.lon}`)
      .join();

  return {
    from({ id, position }) {
      const places = placesNow();
      const known = kept.get(id);
      if (known !== undefined && known.places === places && now() - known.at < KEPT_MS)
        return known.times;
      const times = travel.timesFrom(position);
      kept.set(id, { at: now(), places, times });
      times.catch(() => kept.delete(id));
      return times;
    },
  };
}
