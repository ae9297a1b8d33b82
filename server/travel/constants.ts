/**
 * Every constant of the embedded travel times, with where it comes from. "Measured" is the fit against 53,130 siren drives of
 * the Utrecht region (postcode to postcode; repository NanneD/ELASPY), half of the origins to fit and half to test: median
 * error 1.3 minutes, nine in ten within 3.3. It is untested elsewhere in the country: refit when better drives are known.
 */

/** Classes of road in the skeleton, and `local` for what joins places to it. */
export type RoadClass = 'motorway' | 'dual-carriageway' | 'main-road' | 'city-street' | 'local';

/** Kilometres by road per kilometre as the crow flies along one edge. Measured, with the model below. */
export const DETOUR: Record<RoadClass, number> = {
  motorway: 1.07,
  'dual-carriageway': 1.08,
  'main-road': 1.12,
  'city-street': 1.3,
  local: 1.22,
};

/** Siren speed, km/h. Measured, with the model below. */
export const SIREN_KMH: Record<RoadClass, number> = {
  motorway: 125,
  'dual-carriageway': 105,
  'main-road': 88,
  'city-street': 52,
  local: 68,
};

/** From a position to a node of the graph: crow kilometres x detour at this speed. Measured, with the model below. */
export const ACCESS = { detour: 1.3, kmh: 52 } as const;

/**
 * A1 minutes where the graph reaches: intercept + graph x graph minutes + crow x crow km + root x sqrt(crow km). Measured:
 * the best of four models.
 */
export const GRAPH_MODEL = { intercept: 1.29, graph: 0.41, crow: 0.429, root: 0.396 } as const;

/**
 * The crow kilometres of the model count as no less than the road kilometres divided by this: around a lake or an estuary the
 * straight line says nothing of the drive. The drives of the fit have detours of 1.32 to 1.48 on average, so this changes
 * nothing within what was measured. Our proposal.
 */
export const LARGEST_FITTED_DETOUR = 1.6;

/**
 * Places and junctions are joined to so many nearest others within so many kilometres, and to `least` within twice as many
 * where the country is empty. Our choice.
 */
export const MESH = { most: 6, least: 3, reachKm: 10 } as const;

/** A position or facility enters the graph at so many nearest nodes, by the same rule. Our choice. */
export const ACCESS_LINKS = { most: 8, least: 3, reachKm: 10 } as const;

/** Straight-line estimator. Source: routing rules, section 5 (our proposal, calibrated on car isochrones around 89 hospitals). */
export const CROW = {
  /** Detour falls in a line from `near` at `nearKm` and less to `far` at `farKm` and more. */
  detour: { near: 1.45, nearKm: 5, far: 1.25, farKm: 40 },
  interceptMinutes: 0.5,
  /** Kilometres of road at each speed, in order; the rest at the last. */
  speeds: [
    { km: 3, kmh: 42 },
    { km: 7, kmh: 62 },
    { km: 15, kmh: 75 },
    { km: Infinity, kmh: 98 },
  ],
} as const;

/** Added where the straight line crosses water or an end is an island, with "not reliable". Source: routing rules, section 5. */
export const WATER_MINUTES = 15;

/** Range of any estimate: low = 0.85 x, high = 1.25 x + 2. Source: routing rules, section 5. */
export const RANGE = { low: 0.85, high: 1.25, highMinutes: 2 } as const;

/** Municipalities that no road reaches: Texel, Vlieland, Terschelling, Ameland, Schiermonnikoog. */
export const ISLAND_MUNICIPALITIES: ReadonlySet<string> = new Set([
  'GM0448',
  'GM0096',
  'GM0093',
  'GM0060',
  'GM0088',
]);

/** A routing engine that finds no road within this many metres of a position does not know it. Our choice. */
export const FARTHEST_SNAP_METERS = 2000;

/** How long a routing engine may take before the estimate answers instead. Our choice. */
export const ENGINE_TIMEOUT_MS = 1500;
