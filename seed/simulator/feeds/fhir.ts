/** FHIR R4 as a hospital's system writes it: a report of capacity by the codes of US SAFR, or every bed as a Location. */
import type { UnitKind } from '../../../server/domain/words.ts';
import { momentOf, type Told } from './report.ts';

/** LOINC codes of occupied and of unoccupied staffed beds. Source: US SAFR, bed capacity measure. */
const LOINC: Partial<Record<UnitKind, readonly [occupied: string, unoccupied: string]>> = {
  icu: ['112575-6', '112574-9'],
  picu: ['112562-4', '112561-6'],
  nicu: ['112545-9', '112544-2'],
  'medium-care': ['112570-7', '112569-9'],
  ward: ['112568-1', '112567-3'],
  'pediatric-ward': ['112555-8', '112554-1'],
  burns: ['112516-0', '112515-2'],
  obstetrics: ['112547-5', '112546-7'],
};

const ROLE = 'http://terminology.hl7.org/CodeSystem/measure-population';
const siteOf = (facility: string) => ({
  identifier: { system: 'urn:spoedkaart:facility', value: facility },
});

/** `id`: the sender's own number of the report. */
export function measureReport(facility: string, told: readonly Told[], id: string): string {
  const date = momentOf(told);
  const group = (code: string, count: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    population: [{ code: { coding: [{ system: ROLE, code: 'initial-population' }] }, count }],
  });
  return JSON.stringify({
    resourceType: 'MeasureReport',
    id,
    status: 'complete',
    type: 'summary',
    measure: 'http://hl7.org/fhir/us/safr/Measure/BedCapacityMeasureExample',
    subject: siteOf(facility),
    date,
    period: { start: date, end: date },
    group: told.flatMap(({ unit, body }) => {
      const codes = LOINC[unit];
      return codes === undefined
        ? []
        : [group(codes[0], body.occupied), group(codes[1], body.available)];
    }),
  });
}

/** The answer to a search for all beds of the units, whole: each bed with its state by table v2-0116. */
export function bedBundle(facility: string, told: readonly Told[], id: string): string {
  const entry = told.flatMap(({ unit, body }) => {
    const { occupied, available } = body;
    // Patients beyond the last place lie on a bed that was put in the corridor.
    const beds = Math.max(body.physical, occupied);
    return Array.from({ length: beds }, (_, nth) => ({
      resource: {
        resourceType: 'Location',
        id: `${unit}-${nth + 1}`,
        identifier: [{ value: `${unit}-${nth + 1}` }],
        status: 'active',
        operationalStatus: {
          system: 'http://terminology.hl7.org/CodeSystem/v2-0116',
          code: nth < occupied ? 'O' : nth < occupied + available ? 'U' : 'C',
        },
        type: [{ coding: [{ system: 'urn:spoedkaart:unit-kind', code: unit }] }],
        physicalType: {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
              code: 'bd',
            },
          ],
        },
        managingOrganization: siteOf(facility),
      },
      search: { mode: 'match' },
    }));
  });
  return JSON.stringify({
    resourceType: 'Bundle',
    id,
    type: 'searchset',
    timestamp: momentOf(told),
    total: entry.length,
    entry,
  });
}
