/** Answers to a search, and what this server can do. */
import { EXPORTED } from '#wire/feeds.ts';
import { TAKEN } from '../resources.ts';
import type { Resource } from './capacity.ts';

/** @param base address of the exports, without a slash at its end; @param next address of the next page. */
export function searchset(
  resources: readonly Resource[],
  at: string,
  base: string,
  next: string | null = null,
) {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    timestamp: at,
    // With a further page the total is not known here, and nothing is said of it.
    ...(next === null ? { total: resources.length } : { link: [{ relation: 'next', url: next }] }),
    entry: resources.map((resource) => ({
      fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode: 'match' },
    })),
  };
}

/** @param at ISO time since when it stands so. */
export function capabilityStatement(version: string, at: string) {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: at,
    kind: 'instance',
    software: { name: 'Spoedkaart', version },
    implementation: { description: 'Live capacity of Dutch acute care' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        documentation:
          'Resources are read under /api/v1/exports/fhir and posted to /api/v1/feeds/fhir, alone or as a Bundle.',
        resource: [...new Set([...EXPORTED, ...Object.keys(TAKEN)])].map((type) => ({
          type,
          interaction: [
            ...(EXPORTED.some((one) => one === type) ? [{ code: 'search-type' }] : []),
            ...(type in TAKEN ? [{ code: 'create' }] : []),
          ],
        })),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
      },
    ],
  };
}
