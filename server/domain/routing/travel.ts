/**
 * Travel times as the domain takes them: an argument, made elsewhere, kept with the case. Minutes have one decimal.
 */
import type { Urgency } from '../words.ts';

/**
 * `osrm` a routing engine; `osrm-car` one without an ambulance profile; `estimate-graph` the embedded estimate over the road
 * skeleton; `estimate-crow` the embedded estimate over the straight line.
 */
export const TRAVEL_ENGINES = ['osrm', 'osrm-car', 'estimate-graph', 'estimate-crow'] as const;
export type TravelEngine = (typeof TRAVEL_ENGINES)[number];

/** Transport from one position to one facility with siren (A1), with what is needed to say it without siren. */
export interface TravelTime {
  /** A1 minutes, one decimal. */
  minutes: number;
  low: number;
  high: number;
  /** Kilometres by road, one decimal; null when the engine does not say. */
  roadKm: number | null;
  engine: TravelEngine;
  /** False where the estimate crosses water or cannot be driven: never wins a tie, costs S9. */
  reliable: boolean;
  /** An island: reached by boat or helicopter only. */
  boatOrHelicopter: boolean;
}

/** Travel times of one position, asked once. A facility that is missing could not be reckoned. */
export interface TravelTimes {
  /** The engine that answered for most; each time names its own. */
  engine: TravelEngine;
  /** By facility id. */
  to: Record<string, TravelTime>;
}

export interface MinutesRange {
  value: number;
  low: number;
  high: number;
}

/** Minutes per kilometre by road that driving without siren takes longer. Source: routing rules, section 5 (Central Denmark runs). */
export const NO_SIREN_MINUTES_PER_KM = 0.37;

/**
 * Minutes at the urgency of the case. A0, A1 and unknown drive with siren; A2 and B without: 0.37 min per road km more, on
 * an estimate's range by the same rule (low 0.85 x, high 1.25 x + 2) (routing rules, section 5).
 */
export function minutesAt(time: TravelTime, urgency: Urgency | null): MinutesRange {
  if (urgency === null || urgency === 'A0' || urgency === 'A1' || time.roadKm === null)
    return { value: time.minutes, low: time.low, high: time.high };
  const value = toTenth(time.minutes + NO_SIREN_MINUTES_PER_KM * time.roadKm);
  return { value, low: toTenth(0.85 * value), high: toTenth(1.25 * value + 2) };
}

/** Rounds to one decimal, halves up. */
export function toTenth(minutes: number): number {
  return Math.floor(minutes * 10 + 0.5 + 1e-9) / 10;
}
