/** What routes share that are asked about a region or a hospital: one that there is not is said, for nothing found looks like nothing there. */
import type { Picture } from '#domain/picture.ts';
import { ProblemError } from './problems.ts';

/** @throws ProblemError UNKNOWN_FACILITY or UNKNOWN_REGION, with the field */
export function refuseUnknownPlaces(
  { facilities, regions }: Pick<Picture, 'facilities' | 'regions'>,
  asked: { facility?: string | undefined; region?: string | undefined },
): void {
  if (asked.facility !== undefined && !Object.hasOwn(facilities, asked.facility))
    throw new ProblemError('UNKNOWN_FACILITY', { path: 'facility' });
  if (asked.region !== undefined && !Object.hasOwn(regions, asked.region))
    throw new ProblemError('UNKNOWN_REGION', { path: 'region' });
}
