/** Minutes from every place of the gazetteer to every level-1 site: reckoned once for a set of sites, then kept. */
import type { FacilityState, Position } from '../domain/picture.ts';
import { inhabitantsOf, type PopulatedPlace, type ReachTimes } from '../domain/reach/reach.ts';
import type { TravelEngine } from '../domain/routing/travel.ts';
import type { Travel } from './index.ts';

/** Times beyond this say nothing of a limit of 45 minutes; the nearest site is kept all the same. Minutes. */
const FARTHEST_KEPT = 90;

export interface GazetteerPlace extends PopulatedPlace {
  id: string;
  name: string;
  position: Position;
}

export interface ReachMap extends ReachTimes {
  engine: TravelEngine;
}

export interface ReachMaker {
  times(): Promise<ReachMap>;
}

export function createReach(
  travel: Pick<Travel, 'matrix'>,
  places: readonly GazetteerPlace[],
  facilities: () => readonly FacilityState[],
): ReachMaker {
  let kept: { key: string; made: Promise<ReachMap> } | null = null;

  async function make(sites: readonly FacilityState[]): Promise<ReachMap> {
    const origins = places.map((place) => place.position);
    const { engine, minutes } = await travel.matrix(origins, sites);
    const inhabitants = inhabitantsOf(places);
    return {
      engine,
      sites: sites.map((site) => site.id),
      places: places.map(({ id, name, position }, index) => {
        const row = (minutes[index] ?? []).flatMap((time, site): [number, number][] =>
          time === null ? [] : [[site, time]],
        );
        const least = Math.min(...row.map(([, time]) => time));
        return {
          id,
          name,
          lat: position.lat,
          lon: position.lon,
          inhabitants: Math.round(inhabitants[index] ?? 0),
          minutes: row.filter(([, time]) => time <= FARTHEST_KEPT || time === least),
        };
      }),
    };
  }

  return {
    times() {
      const sites = facilities().filter((one) => one.active && one.traumaLevel === 1);
      const key = sites
        .map(({ id, position }) => `${id} ${position.lat} ${position.lon}`)
        .join('\n');
      if (kept?.key !== key) {
        const made = make(sites);
        kept = { key, made };
        made.catch(() => {
          if (kept?.made === made) kept = null;
        });
      }
      return kept.made;
    },
  };
}
