/** Whose cases somebody reads the access log of. */
import type { LookScope } from '../../db/access-log.ts';
import type { Principal } from '#domain/access/table.ts';

/** The cases of one's own hospitals or regions. */
export function scopeOf({ scope, role }: Principal): LookScope {
  if (role === 'chair' && scope.regions === 'nation') return { all: true };
  const regions = role === 'chair' && scope.regions !== 'nation' ? scope.regions : [];
  return { regions, facilities: role === 'hospital' ? scope.facilities : [] };
}
