/** How the day goes: factors over the hours (Europe/Amsterdam) whose mean over a day is about 1. */
import { localTime } from '../../server/domain/local-time.ts';

type Hours = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** Arrivals at emergency departments: quiet at five, busiest from late morning to evening. */
const ARRIVALS: Hours = [
  0.55, 0.45, 0.4, 0.35, 0.35, 0.4, 0.5, 0.7, 0.95, 1.2, 1.4, 1.45, 1.4, 1.4, 1.4, 1.4, 1.4, 1.35,
  1.3, 1.25, 1.15, 1.0, 0.85, 0.7,
];
/** Severe injuries come later in the day, and at night more of them than of the rest. */
const INJURIES: Hours = [
  0.75, 0.65, 0.6, 0.5, 0.5, 0.55, 0.65, 0.85, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.4,
  1.3, 1.25, 1.2, 1.15, 1.1, 0.95,
];
/** Beds on wards: admitted in the afternoon, discharged before noon. */
const BEDS: Hours = [
  1.02, 1.02, 1.02, 1.02, 1.02, 1.02, 1.02, 1.01, 1.0, 0.98, 0.96, 0.95, 0.95, 0.95, 0.96, 0.98,
  1.0, 1.01, 1.02, 1.02, 1.02, 1.02, 1.02, 1.02,
];
/** Planned work: theatres and laboratories are staffed by day. */
const PLANNED: Hours = [
  0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.3, 0.6, 1, 1, 1, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.35, 0.3,
  0.25, 0.25, 0.25,
];

const at = (hours: Hours, now: number): number => {
  const minute = localTime(now).minuteOfDay;
  const hour = Math.floor(minute / 60);
  const from = hours[hour] ?? 1;
  const to = hours[(hour + 1) % 24] ?? 1;
  return from + ((to - from) * (minute % 60)) / 60;
};

/** Factor on emergency arrivals at a simulated time, milliseconds. */
export const arrivalsAt = (now: number): number => at(ARRIVALS, now);
export const injuriesAt = (now: number): number => at(INJURIES, now);
export const bedsAt = (now: number): number => at(BEDS, now);
/** Share of the planned places that are staffed, 0 to 1. */
export const plannedAt = (now: number): number => at(PLANNED, now);
