/**
 * Our picture in FHIR R4's words: sites and their units as Location, their openness as HealthcareService, their figures as one
 * MeasureReport a site. What is unknown has a reason and no number; every figure carries its own time. Pure.
 */
import type { FacilityWire, UnitWire } from '#wire/views.ts';
import { OWN } from '#domain/identifiers/identifiers.ts';
import type { UnitKind } from '#domain/words.ts';
import { exportCodeOf, loincOf, UNIT_KIND_SYSTEM } from '../codes.ts';

/** Our own words in codes and extensions. */
const COUNT_SYSTEM = 'urn:spoedkaart:count';
const EXTENSION = 'urn:spoedkaart:extension';
const V2_0116 = 'http://terminology.hl7.org/CodeSystem/v2-0116';
const PHYSICAL_TYPE = 'http://terminology.hl7.org/CodeSystem/location-physical-type';
const POPULATION = 'http://terminology.hl7.org/CodeSystem/measure-population';
const SANER = 'http://hl7.org/fhir/uv/saner';
const ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

export interface Resource {
  resourceType: string;
  id: string;
}

const unitId = (facility: string, kind: UnitKind) => `${facility}.${kind}`;
const kindConcept = (kind: UnitKind) => {
  const other = exportCodeOf(kind);
  return {
    coding: [{ system: UNIT_KIND_SYSTEM, code: kind }, ...(other === null ? [] : [other])],
  };
};
const own = (facility: FacilityWire) => [
  { system: OWN, value: facility.id },
  ...(facility.identifiers ?? []),
];
const said = (name: string, value: Record<string, unknown>) => ({
  url: `${EXTENSION}:${name}`,
  ...value,
});
const when = (at: string | null) => (at === null ? {} : { meta: { lastUpdated: at } });

/** The site and each of its units. Closed is C of table 0116; of an open or an unknown one the table has no word. */
export function locationsOf(facility: FacilityWire): Resource[] {
  const evacuated = facility.stops.some((stop) => stop.scope === 'facility');
  const site = {
    resourceType: 'Location',
    id: facility.id,
    identifier: own(facility),
    status: facility.active ? 'active' : 'inactive',
    ...(evacuated ? { operationalStatus: { system: V2_0116, code: 'C' } } : {}),
    name: facility.name,
    alias: [facility.shortName],
    mode: 'instance',
    physicalType: { coding: [{ system: PHYSICAL_TYPE, code: 'si' }] },
    address: { city: facility.city, country: 'NL' },
    position: { longitude: facility.position.lon, latitude: facility.position.lat },
  };
  const wards = facility.units.map((unit) => ({
    resourceType: 'Location',
    id: unitId(facility.id, unit.kind),
    ...when(unit.observedAt),
    extension: [
      said('unit-status', { valueCode: unit.status }),
      said('trust', { valueCode: unit.trust }),
    ],
    status: 'active',
    ...(unit.status === 'closed' ? { operationalStatus: { system: V2_0116, code: 'C' } } : {}),
    name: `${facility.shortName} ${unit.kind}`,
    mode: 'instance',
    type: [kindConcept(unit.kind)],
    physicalType: { coding: [{ system: PHYSICAL_TYPE, code: 'wa' }] },
    partOf: { reference: `Location/${facility.id}` },
  }));
  return [site, ...wards];
}

/** Openness of each unit: running stops are times of not being available, with reason and end. */
export function servicesOf(facility: FacilityWire): Resource[] {
  return facility.units.map((unit) => ({
    resourceType: 'HealthcareService',
    id: unitId(facility.id, unit.kind),
    ...when(unit.observedAt),
    extension: [
      said('unit-status', { valueCode: unit.status }),
      said('trust', { valueCode: unit.trust }),
    ],
    active: facility.active,
    type: [kindConcept(unit.kind)],
    location: [{ reference: `Location/${facility.id}` }],
    name: `${facility.shortName} ${unit.kind}`,
    ...hoursOf(facility, unit.kind),
    ...notAvailableOf(facility, unit),
  }));
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function hoursOf(facility: FacilityWire, kind: UnitKind) {
  const hours = kind === 'ed' ? facility.ambulanceHours : null;
  if (hours === null) return {};
  return {
    availableTime: [
      {
        daysOfWeek: hours.days.map((day) => DAYS[day - 1] ?? 'mon'),
        availableStartTime: `${hours.from}:00`,
        availableEndTime: `${hours.to}:00`,
      },
    ],
  };
}

/** An impending stop does not close: it is no time of not being available. */
function notAvailableOf(facility: FacilityWire, unit: UnitWire) {
  const stops = facility.stops.filter(
    (stop) => stop.level === 'stop' && (stop.scope === unit.kind || stop.scope === 'facility'),
  );
  const notAvailable = stops.map((stop) => ({
    description: stop.reason,
    during: { start: stop.from, end: stop.until },
  }));
  // Closed by its own word.
  if (stops.length === 0 && unit.status === 'closed')
    notAvailable.push({
      description: (unit.reason ?? 'closed') as (typeof stops)[number]['reason'],
      during: {
        ...(unit.observedAt === null ? {} : { start: unit.observedAt }),
        ...(unit.validUntil === null ? {} : { end: unit.validUntil }),
      } as { start: string; end: string },
    });
  return notAvailable.length === 0 ? {} : { notAvailable };
}

/** Null when the site has no units: a report of nothing would be none. */
export function reportOf(facility: FacilityWire, at: string): Resource | null {
  if (facility.units.length === 0) return null;
  const times = facility.units.flatMap((unit) => unit.observedAt ?? []).sort();
  return {
    resourceType: 'MeasureReport',
    id: facility.id,
    status: 'complete',
    type: 'summary',
    measure: `${SANER}/Measure/CDCPatientImpactAndHospitalCapacity`,
    subject: { reference: `Location/${facility.id}`, identifier: own(facility)[0] },
    date: at,
    reporter: { display: 'Spoedkaart' },
    period: { start: times[0] ?? at, end: times.at(-1) ?? at },
    group: facility.units.map((unit) => groupOf(unit)),
  } as Resource;
}

/** SANER's own codes where they mean what we mean. */
const SANER_STEMS: Partial<Record<UnitKind, string>> = { icu: 'numICUBeds', ward: 'numImpBeds' };

function groupOf(unit: UnitWire) {
  const loinc = loincOf(unit.kind);
  const stem = SANER_STEMS[unit.kind];
  const saner = (suffix: string) =>
    stem === undefined
      ? []
      : [{ system: `${SANER}/CodeSystem/MeasuredValues`, code: `${stem}${suffix}` }];
  const ofLoinc = (code: string | null | undefined) =>
    code === null || code === undefined ? [] : [{ system: 'http://loinc.org', code }];
  return {
    extension: [
      said('trust', { valueCode: unit.trust }),
      said('unit-status', { valueCode: unit.status }),
      ...(unit.observedAt === null
        ? []
        : [said('observed-at', { valueDateTime: unit.observedAt })]),
    ],
    code: kindConcept(unit.kind),
    population: [
      count('staffed', saner(''), unit.staffed),
      count('physical', [], unit.physical),
      count('occupied', [...saner('Occ'), ...ofLoinc(loinc?.occupied)], unit.occupied),
      count('available', [...saner('Avail'), ...ofLoinc(loinc?.unoccupied)], unit.available),
      // Less what is held for patients on the way.
      count('effective-available', [], unit.effectiveAvailable),
    ],
  };
}

function count(code: string, others: { system: string; code: string }[], value: number | null) {
  return {
    code: {
      coding: [
        { system: COUNT_SYSTEM, code },
        ...others,
        { system: POPULATION, code: 'initial-population' },
      ],
    },
    ...(value === null
      ? { _count: { extension: [{ url: ABSENT, valueCode: 'unknown' }] } }
      : { count: value }),
  };
}
