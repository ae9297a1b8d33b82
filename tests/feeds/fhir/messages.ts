/** FHIR messages as others send them. All invented. */
export const SANER = 'http://hl7.org/fhir/uv/saner';
export const OWN_SYSTEM = 'urn:spoedkaart:facility';

export const subjectOf = (id: string) => ({ identifier: { system: OWN_SYSTEM, value: id } });

interface Count {
  code: string;
  /** `absent`: said to be unknown, with a reason. */
  count: unknown;
}

/** A SANER report, by the canonical of the guide that is in force or of an older one. */
export function sanerReport(
  counts: readonly Count[],
  over: Record<string, unknown> = {},
  system = `${SANER}/CodeSystem/MeasuredValues`,
) {
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'summary',
    measure: `${SANER}/Measure/CDCPatientImpactAndHospitalCapacity`,
    subject: subjectOf('lumc-leiden'),
    date: '2026-11-22T13:05:00+01:00',
    period: { start: '2026-11-22T13:05:00+01:00', end: '2026-11-22T13:05:00+01:00' },
    group: [
      {
        code: { coding: [{ system: `${SANER}/CodeSystem/MeasureGroupSystem`, code: 'Beds' }] },
        population: counts.map(({ code, count }) => ({
          code: {
            coding: [
              { system, code },
              {
                system: 'http://terminology.hl7.org/CodeSystem/measure-population',
                code: 'initial-population',
              },
            ],
          },
          ...(count === 'absent'
            ? {
                _count: {
                  extension: [
                    {
                      url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
                      valueCode: 'unsupported',
                    },
                  ],
                },
              }
            : { count }),
        })),
      },
    ],
    ...over,
  };
}

/** One group a figure, coded at the group: US SAFR with LOINC, NHSN with its own words. */
export function groupedReport(
  counts: readonly Count[],
  system = 'http://loinc.org',
  over: Record<string, unknown> = {},
) {
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'individual',
    measure: 'http://hl7.org/fhir/us/safr/Measure/BedCapacityMeasureExample|1.0.0',
    extension: [
      {
        url: 'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/extension-dataLocation',
        valueReference: { reference: 'Location/lumc-leiden' },
      },
    ],
    date: '2026-11-22T12:05:00Z',
    period: { start: '2026-11-22', end: '2026-11-22' },
    group: counts.map(({ code, count }) => ({
      code: { coding: [{ system, code }] },
      population: [
        {
          code: {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/measure-population',
                code: 'initial-population',
              },
            ],
          },
          count,
        },
      ],
    })),
    ...over,
  };
}

export const bundleOf = (type: string, resources: readonly unknown[], more: object = {}) => ({
  resourceType: 'Bundle',
  type,
  entry: resources.map((resource) => ({
    resource,
    request: { method: 'POST', url: 'MeasureReport' },
  })),
  ...more,
});
