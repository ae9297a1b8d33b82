/** Which facilities a board of a region is about. */
import type { FacilityState, Picture } from '../picture.ts';

/** Hospitals with an emergency department in the region, those that take no part any more left out. */
export function hospitalsOf({ facilities }: Picture, region: string): FacilityState[] {
  return Object.values(facilities).filter(
    (one) => one.active && one.region === region && one.units.some((unit) => unit.kind === 'ed'),
  );
}
