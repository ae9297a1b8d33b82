/**
 * The embedded travel-time estimate: needs no network and no engine. Where the road graph reaches, the measured model; elsewhere
 * the straight line, with 15 minutes more and "not reliable" over water and for islands.
 */
import type { Position } from '../domain/picture.ts';
import {
  toTenth,
  type TravelEngine,
  type TravelTime,
  type TravelTimes,
} from '../domain/routing/travel.ts';
import {
  ACCESS_LINKS,
  GRAPH_MODEL,
  ISLAND_MUNICIPALITIES,
  LARGEST_FITTED_DETOUR,
  RANGE,
  WATER_MINUTES,
} from './constants.ts';
import { crowEstimate } from './crow.ts';
import { crosses, haversineKm } from './geometry.ts';
import { accessLeg, buildGraph, type Link, type Reach, type RoadSkeleton } from './graph.ts';

export interface Destination {
  id: string;
  position: Position;
}

/** What the estimate needs of the gazetteer. */
export interface TravelGeography {
  readonly places: readonly { position: Position; municipality: { code: string } }[];
  nearestPlace(position: Position): { municipality: { code: string } };
}

export interface Estimator {
  estimate(from: Position, to: readonly Destination[]): TravelTimes;
  /** Municipality code of the island that a position lies on; null on the mainland. */
  islandOf(position: Position): string | null;
}

interface Drive {
  minutes: number;
  km: number;
}

/** Builds the graph, about 0.2 s; keep the estimator. */
export function createEstimator(geography: TravelGeography, skeleton: RoadSkeleton): Estimator {
  const graph = buildGraph(
    skeleton,
    geography.places.map((place) => ({
      position: place.position,
      island: island(place.municipality.code),
    })),
  );
  const known = new Map<string, End>();

  function islandOf(position: Position): string | null {
    return island(geography.nearestPlace(position).municipality.code);
  }

  function endAt(position: Position): End {
    const on = islandOf(position);
    return { position, island: on, links: graph.linksFrom(position, on) };
  }

  /** Facilities do not move: their ends are kept, by position so that a corrected one counts at once. */
  function destinationEnd(position: Position): End {
    const key = `${String(position.lat)},${String(position.lon)}`;
    const end = known.get(key) ?? endAt(position);
    known.set(key, end);
    return end;
  }

  return {
    islandOf,
    estimate(from, to) {
      const start = endAt(from);
      const reach = graph.reachFrom(start.links);
      const times = to.map(({ id, position }): [string, TravelTime] => {
        const end = destinationEnd(position);
        const crowKm = haversineKm(from, position);
        const overWater = crosses(from, position, graph.barriers);
        const drive = driveTo(
          end,
          reach,
          start.island === end.island && !overWater ? crowKm : null,
        );
        return [id, drive ? overRoads(drive, crowKm) : straight(start, end, crowKm, overWater)];
      });
      return {
        engine: commonest(times.map(([, time]) => time.engine)),
        to: Object.fromEntries(times),
      };
    },
  };
}

interface End {
  position: Position;
  island: string | null;
  links: Link[];
}

function island(municipality: string): string | null {
  return ISLAND_MUNICIPALITIES.has(municipality) ? municipality : null;
}

/** The quickest drive to an end, or null when no road goes there. `directKm`: crow distance that needs no graph when short. */
function driveTo(end: End, reach: Reach, directKm: number | null): Drive | null {
  let best: Drive | null =
    directKm !== null && directKm <= ACCESS_LINKS.reachKm ? accessLeg(directKm) : null;
  for (const link of end.links) {
    const minutes = (reach.minutes[link.node] ?? Infinity) + link.minutes;
    if (minutes < (best?.minutes ?? Infinity))
      best = { minutes, km: (reach.km[link.node] ?? 0) + link.km };
  }
  return best;
}

function overRoads(drive: Drive, crowKm: number): TravelTime {
  const counted = Math.max(crowKm, drive.km / LARGEST_FITTED_DETOUR);
  const minutes =
    GRAPH_MODEL.intercept +
    GRAPH_MODEL.graph * drive.minutes +
    GRAPH_MODEL.crow * counted +
    GRAPH_MODEL.root * Math.sqrt(counted);
  return {
    ...withRange(minutes),
    roadKm: toTenth(drive.km),
    engine: 'estimate-graph',
    reliable: true,
    boatOrHelicopter: false,
  };
}

function straight(start: End, end: End, crowKm: number, overWater: boolean): TravelTime {
  const { minutes, roadKm } = crowEstimate(crowKm);
  const boat = start.island !== end.island;
  const unsure = overWater || boat;
  return {
    ...withRange(unsure ? minutes + WATER_MINUTES : minutes),
    roadKm: toTenth(roadKm),
    engine: 'estimate-crow',
    reliable: !unsure,
    boatOrHelicopter: boat,
  };
}

/** Minutes to one decimal with the range that every estimate has (routing rules, section 5). */
export function withRange(minutes: number): Pick<TravelTime, 'minutes' | 'low' | 'high'> {
  const value = toTenth(minutes);
  return {
    minutes: value,
    low: toTenth(RANGE.low * value),
    high: toTenth(RANGE.high * value + RANGE.highMinutes),
  };
}

/** The engine that answered for most; the more trustworthy of equals; `estimate-crow` for an empty list. */
export function commonest(engines: readonly TravelEngine[]): TravelEngine {
  const count = (engine: TravelEngine): number =>
    engines.filter((other) => other === engine).length;
  const order: TravelEngine[] = ['osrm', 'osrm-car', 'estimate-graph', 'estimate-crow'];
  return order.reduce(
    (best, engine) => (count(engine) > count(best) ? engine : best),
    'estimate-crow',
  );
}
