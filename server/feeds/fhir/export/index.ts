/** What the API asks of the exports. */
import type { Exported } from '#wire/feeds.ts';
import type { FacilityWire } from '#wire/views.ts';
import type { DecisionRow } from '../../../../db/decision-log.ts';
import type { Look } from '#domain/accountability/looks.ts';
import { auditEventOf } from './audit.ts';
import { capabilityStatement, searchset } from './bundle.ts';
import { lookEventOf } from './looks.ts';
import { locationsOf, reportOf, servicesOf, type Resource } from './capacity.ts';

export function createFhirExports(software: string) {
  return {
    capability: (at: string) => capabilityStatement(software, at),
    capacity(
      type: Exclude<Exported, 'AuditEvent'>,
      facilities: readonly FacilityWire[],
      at: string,
      base: string,
    ) {
      return searchset(
        facilities.flatMap((one) => resourcesOf(type, one, at)),
        at,
        base,
      );
    },
    audit: (rows: readonly DecisionRow[], at: string, base: string, next: string | null) =>
      searchset(rows.map(auditEventOf), at, base, next),
    looks: (looks: readonly Look[], at: string, base: string, next: string | null) =>
      searchset(looks.map(lookEventOf), at, base, next),
  };
}

function resourcesOf(
  type: Exclude<Exported, 'AuditEvent'>,
  facility: FacilityWire,
  at: string,
): Resource[] {
  switch (type) {
    case 'Location':
      return locationsOf(facility);
    case 'HealthcareService':
      return servicesOf(facility);
    case 'MeasureReport': {
      const report = reportOf(facility, at);
      return report === null ? [] : [report];
    }
  }
}
