/** Time as the domain takes it: `now` in milliseconds as an argument, ISO 8601 UTC in the picture. */
import type { Iso } from './picture.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function iso(ms: number): Iso {
  return new Date(ms).toISOString();
}

export function ms(time: Iso): number {
  return Date.parse(time);
}
