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

export interface Osrm {
  /** Times of the destinations that the engine knows a road to; the others are missing. */
  table(from: Position, to: readonly Destination[]): Promise<OsrmAnswer>;
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
      const address = `${base}/table/v1/${encodeURIComponent(profile.name)}/${coordinates(from, to)}`;
      const question = `${address}?sources=0&destinations=${to.map((_, index) => index + 1).join(';')}&annotations=duration,distance`;
      let body: unknown;
      try {
        const response = await fetcher(question, { signal: AbortSignal.timeout(timeoutMs) });
        if (!response.ok) {
          await response.body?.cancel();
          return failed('REFUSED', `status ${String(response.status)}`);
        }
        body = await response.json();
      } catch (error) {
        return failed(reasonOf(error), error instanceof Error ? error.message : String(error));
      }
      return read(body, to, profile);
    },
  };
}

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
      engine: profile.ambulance ? 'osrm' : 'osrm-car',
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

function coordinates(from: Position, to: readonly Destination[]): string {
  return [from, ...to.map(({ position }) => position)]
    .map(({ lat, lon }) => `${lon.toFixed(5)},${lat.toFixed(5)}`)
    .join(';');
}

function reasonOf(error: unknown): OsrmFailure {
  if (error instanceof SyntaxError) return 'BAD_ANSWER';
  return error instanceof Error && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
}

function failed(failure: OsrmFailure, detail: string): OsrmAnswer {
  return { ok: false, failure, detail };
}
