/** Minutes by road to one facility over a grid of the land around it, from which a map draws lines of equal time. */
import type { FacilityState, Position } from '../domain/picture.ts';
import type { TravelEngine } from '../domain/routing/travel.ts';
import type { Travel } from './index.ts';

/** Lines that are drawn, minutes. */
export const ISOCHRONE_MINUTES = [15, 30, 45] as const;
/** Degrees between two points, some 4.4 km both ways; the grid lies still, so that facilities share its points. */
const STEP = { lat: 0.04, lon: 0.065 } as const;
/** Degrees to each side: farther than a siren drives in 45 minutes. */
const REACH = { lat: 0.76, lon: 1.235 } as const;

export interface Isochrones {
  facility: string;
  engine: TravelEngine;
  lines: readonly number[];
  grid: {
    /** The first point: south-west. */
    south: number;
    west: number;
    latStep: number;
    lonStep: number;
    columns: number;
    /** Row by row from the south, each from the west; null outside the country and where no road goes. */
    minutes: (number | null)[];
  };
}

export interface IsochroneMaker {
  /** Kept per facility and place, so that it is reckoned once. */
  of(facility: Pick<FacilityState, 'id' | 'position'>): Promise<Isochrones>;
}

export function createIsochrones(
  travel: Pick<Travel, 'matrix'>,
  insideCountry: (position: Position) => boolean,
): IsochroneMaker {
  const kept = new Map<string, Promise<Isochrones>>();

  async function make({ id, position }: Pick<FacilityState, 'id' | 'position'>) {
    const south = Math.floor((position.lat - REACH.lat) / STEP.lat) * STEP.lat;
    const west = Math.floor((position.lon - REACH.lon) / STEP.lon) * STEP.lon;
    const rows = Math.ceil((2 * REACH.lat) / STEP.lat) + 2;
    const columns = Math.ceil((2 * REACH.lon) / STEP.lon) + 2;
    const points = Array.from({ length: rows * columns }, (_, index) => ({
      lat: rounded(south + Math.floor(index / columns) * STEP.lat),
      lon: rounded(west + (index % columns) * STEP.lon),
    }));
    const isLand = points.map(insideCountry);
    const land = points.filter((_, index) => isLand[index] === true);
    const { engine, minutes } = await travel.matrix(land, [{ id, position }]);
    let next = 0;
    return {
      facility: id,
      engine,
      lines: ISOCHRONE_MINUTES,
      grid: {
        south: rounded(south),
        west: rounded(west),
        latStep: STEP.lat,
        lonStep: STEP.lon,
        columns,
        minutes: isLand.map((is) => (is ? (minutes[next++]?.[0] ?? null) : null)),
      },
    };
  }

  return {
    of(facility) {
      const key = `${facility.id} ${facility.position.lat} ${facility.position.lon}`;
      const made = kept.get(key) ?? make(facility);
      kept.set(key, made);
      made.catch(() => kept.delete(key));
      return made;
    },
  };
}

const rounded = (degrees: number) => Math.round(degrees * 10_000) / 10_000;
