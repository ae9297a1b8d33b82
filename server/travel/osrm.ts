/** Client of an OSRM server's `/table` service: one question for all destinations. Failure is a value, never thrown. */
import { z } from 'zod';
import type { Position } from '../domain/picture.ts';
import { toTenth, type TravelTime } from '../domain/routing/travel.ts';
import { ENGINE_TIMEOUT_MS, FARTHEST_SNAP_METERS } from './constants.ts';
import { withRange, type Destination } from './estimate.ts';

export interface OsrmProfile {
  /** Name in the engine's path, `driving` or one of the installation's own. */
  name: string;
  /** True when the installation says that its speeds are an ambulance's with siren. */
  ambulance: boolean;
}

export type OsrmFailure =
  'TIMEOUT' | 'UNREACHABLE' | 'REFUSED' | 'BAD_ANSWER' | 'POSITION_OFF_ROAD';

export type OsrmAnswer =
  | { ok: true; to: Record<string, TravelTime> }
  | { ok: false; failure: OsrmFailure; detail: string };

/** Minutes by origin, then by destination; null where the engine knows no road. */
export type OsrmMatrix =
  | { ok: true; engine: 'osrm' | 'osrm-car'; minutes: (number | null)[][] }
  | { ok: false; failure: OsrmFailure; detail: string };

export interface Osrm {
  /** Times of the destinations that the engine knows a road to; the others are missing. */
  table(from: Position, to: readonly Destination[]): Promise<OsrmAnswer>;
  /** One question for all origins; together they must stay within the engine's largest table. */
  matrix(from: readonly Position[], to: readonly Destination[]): Promise<OsrmMatrix>;
}

const minutesOrNull = z.number().nonnegative().nullable();
const waypoint = z.object({ distance: z.number().nonnegative().optional() }).nullable();

const tableAnswer = z.object({
  code: z.literal('Ok'),
  durations: z.tuple([z.array(minutesOrNull)]),
  distances: z.tuple([z.array(minutesOrNull)]).optional(),
  sources: z.tuple([waypoint]).optional(),
  destinations: z.array(waypoint).optional(),
});

/**
 * @param url base of the engine, `http://osrm:5000`; http or https.
 * @param timeoutMs after which the answer is TIMEOUT.
 */
export function createOsrm(
  url: string,
  fetcher: typeof fetch,
  profile: OsrmProfile,
  timeoutMs: number = ENGINE_TIMEOUT_MS,
): Osrm {
  const base = url.replace(/\/+$/, '');
  return {
    async table(from, to) {
      if (to.length === 0) return { ok: true, to: {} };
      const asked = await ask([from], to, 'duration,distance');
      return asked.ok ? read(asked.body, to, profile) : asked;
    },
    async matrix(from, to) {
      if (from.length === 0 || to.length === 0)
        return { ok: true, engine: engineOf(profile), minutes: from.map(() => []) };
      const asked = await ask(from, to, 'duration');
      return asked.ok ? readMatrix(asked.body, from, to, profile) : asked;
    },
  };

  async function ask(
    from: readonly Position[],
    to: readonly Destination[],
    annotations: string,
  ): Promise<{ ok: true; body: unknown } | { ok: false; failure: OsrmFailure; detail: string }> {
    const numbers = (count: number, first: number) =>
      Array.from({ length: count }, (_, index) => first + index).join(';');
    const address = `${base}/table/v1/${encodeURIComponent(profile.name)}/${coordinates(from, to)}`;
    const question = `${address}?sources=${numbers(from.length, 0)}&destinations=${numbers(to.length, from.length)}&annotations=${annotations}`;
    try {
      const response = await fetcher(question, { signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) {
        await response.body?.cancel();
        return failed('REFUSED', `status ${String(response.status)}`);
      }
      return { ok: true, body: await response.json() };
    } catch (error) {
      return failed(reasonOf(error), error instanceof Error ? error.message : String(error));
    }
  }
}

const matrixAnswer = z.object({
  code: z.literal('Ok'),
  durations: z.array(z.array(minutesOrNull)),
  sources: z.array(waypoint).optional(),
  destinations: z.array(waypoint).optional(),
});

function readMatrix(
  body: unknown,
  from: readonly Position[],
  to: readonly Destination[],
  profile: OsrmProfile,
): OsrmMatrix {
  const parsed = matrixAnswer.safeParse(body);
  if (!parsed.success)
    return failed('BAD_ANSWER', parsed.error.issues[0]?.message ?? 'not a table');
  const { durations, sources, destinations } = parsed.data;
  if (durations.length !== from.length || durations.some((row) => row.length !== to.length))
    return failed('BAD_ANSWER', 'a table of another size');
  const minutes = durations.map((row, index) =>
    row.map((seconds, column) =>
      seconds === null || isOffRoad(sources?.[index]) || isOffRoad(destinations?.[column])
        ? null
        : toTenth(seconds / 60),
    ),
  );
  return { ok: true, engine: engineOf(profile), minutes };
}

const engineOf = (profile: OsrmProfile) => (profile.ambulance ? 'osrm' : 'osrm-car');

function read(body: unknown, to: readonly Destination[], profile: OsrmProfile): OsrmAnswer {
  const parsed = tableAnswer.safeParse(body);
  if (!parsed.success)
    return failed('BAD_ANSWER', parsed.error.issues[0]?.message ?? 'not a table');
  const { durations, distances, sources, destinations } = parsed.data;
  if (durations[0].length !== to.length)
    return failed(
      'BAD_ANSWER',
      `${String(durations[0].length)} durations for ${String(to.length)} places`,
    );
  if (isOffRoad(sources?.[0])) return failed('POSITION_OFF_ROAD', 'no road near the position');
  const times: Record<string, TravelTime> = {};
  to.forEach(({ id }, index) => {
    const seconds = durations[0][index];
    if (seconds === null || seconds === undefined || isOffRoad(destinations?.[index])) return;
    const meters = distances?.[0][index];
    times[id] = {
      ...withRange(seconds / 60),
      roadKm: typeof meters === 'number' ? toTenth(meters / 1000) : null,
      engine: engineOf(profile),
      reliable: true,
      boatOrHelicopter: false,
    };
  });
  return { ok: true, to: times };
}

/** OSRM moves every point to its nearest road; too far a move is another place. */
function isOffRoad(snapped: { distance?: number | undefined } | null | undefined): boolean {
  return (snapped?.distance ?? 0) > FARTHEST_SNAP_METERS;
}

function coordinates(from: readonly Position[], to: readonly Destination[]): string {
  return [...from, ...to.map(({ position }) => position)]
    .map(({ lat, lon }) => `${lon.toFixed(5)},${lat.toFixed(5)}`)
    .join(';');
}

function reasonOf(error: unknown): OsrmFailure {
  if (error instanceof SyntaxError) return 'BAD_ANSWER';
  return error instanceof Error && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
}

function failed(
  failure: OsrmFailure,
  detail: string,
): { ok: false; failure: OsrmFailure; detail: string } {
  return { ok: false, failure, detail };
}
