/** How far the other hospitals are from one: `GET /travel-times`. */
import type { TravelEngine } from '#domain/routing/travel.ts';

/** Driving with siren, minutes, as a range. */
export interface DriveWire {
  facility: string;
  minutes: number;
  low: number;
  high: number;
  engine: TravelEngine;
  /** False where the estimate crosses water or the place cannot be driven to. */
  reliable: boolean;
}

export interface TravelTimesWire {
  from: string;
  engine: TravelEngine;
  to: DriveWire[];
}
