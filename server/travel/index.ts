/**
 * How far it is: from a position to every destination, by the routing engine when one is configured, by the embedded estimate
 * otherwise and wherever the engine does not answer. Every time says which of them it is from.
 */
import type { Position } from '../domain/picture.ts';
import type { TravelTime, TravelTimes } from '../domain/routing/travel.ts';
import { commonest, createEstimator, type Destination, type TravelGeography } from './estimate.ts';
import type { RoadSkeleton } from './graph.ts';
import { matrixOf, type Matrix } from './matrix.ts';
import { createOsrm, type OsrmFailure } from './osrm.ts';

export interface TravelOptions {
  geography: TravelGeography;
  skeleton: RoadSkeleton;
  /** The facilities as they are now; asked at each question. */
  destinations: () => readonly Destination[];
  /** Base address of an OSRM server; null or absent: the estimate alone. */
  osrmUrl?: string | null;
  /** Profile in the engine's path; `driving` unless told. */
  osrmProfile?: string;
  /** The engine's speeds are an ambulance's with siren; false unless told, the times are then labelled as an ordinary car's. */
  osrmAmbulance?: boolean;
  /** Milliseconds to wait for the engine. */
  osrmTimeoutMs?: number;
  fetch?: typeof fetch;
  /** Told of every answer: how long it took, and why the engine did not answer, null when it did or was not asked. */
  onAnswer?: (answer: {
    milliseconds: number;
    failure: OsrmFailure | null;
    detail: string;
  }) => void;
}

export interface Travel {
  /** Times to all destinations, by facility id. Never rejects: without an engine the estimate answers. */
  timesFrom(position: Position): Promise<TravelTimes>;
  /** Minutes from many positions to a few destinations, for maps. Never rejects; takes its time and blocks nobody. */
  matrix(origins: readonly Position[], destinations: readonly Destination[]): Promise<Matrix>;
}

export function createTravel(options: TravelOptions): Travel {
  const estimator = createEstimator(options.geography, options.skeleton);
  // The facilities' ways into the graph are found once, here, so that the first case need not wait for it.
  const [first] = options.destinations();
  if (first) estimator.estimate(first.position, options.destinations());
  const osrm = options.osrmUrl
    ? createOsrm(
        options.osrmUrl,
        options.fetch ?? fetch,
        { name: options.osrmProfile ?? 'driving', ambulance: options.osrmAmbulance ?? false },
        options.osrmTimeoutMs,
      )
    : null;

  async function timesFrom(position: Position): Promise<TravelTimes> {
    const started = performance.now();
    const destinations = options.destinations();
    const asked = await osrm?.table(position, destinations);
    const estimate = estimator.estimate(position, destinations);
    const times = asked?.ok ? completed(asked.to, estimate) : estimate;
    options.onAnswer?.({
      milliseconds: performance.now() - started,
      failure: asked?.ok === false ? asked.failure : null,
      detail: asked?.ok === false ? asked.detail : '',
    });
    return times;
  }

  return {
    timesFrom,
    matrix: (origins, to) => matrixOf({ estimator, osrm }, origins, to),
  };
}

/** The engine's times, the estimate where it has none; islands keep their mark, a ferry in the engine's net is no drive. */
function completed(engine: Record<string, TravelTime>, estimate: TravelTimes): TravelTimes {
  const to = Object.fromEntries(
    Object.entries(estimate.to).map(([id, own]): [string, TravelTime] => {
      const time = engine[id];
      if (!time) return [id, own];
      return [
        id,
        own.boatOrHelicopter ? { ...time, reliable: false, boatOrHelicopter: true } : time,
      ];
    }),
  );
  return { engine: commonest(Object.values(to).map((time) => time.engine)), to };
}
