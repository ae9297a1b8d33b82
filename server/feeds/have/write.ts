/**
 * Our picture as EDXL-HAVE 1.0: element order, namespaces and words of the standard, nothing that it does not have. One time stands
 * for all that is said of a hospital: it is that of the oldest figure in it, and a figure that is stale is left out, for a reader
 * could not tell that it is old. Source: OASIS HAVE 1.0 with errata; capacity model, 1.1. Pure.
 */
import type { FacilityWire, UnitWire } from '#wire/views.ts';
import { OWN } from '#domain/identifiers/identifiers.ts';
import { UNIT_KINDS } from '#domain/words.ts';
import { BED_OF_KIND, GML, HAVE_1, TRAFFIC_OF_STATUS, XNL, XPIL } from './words.ts';

// eslint-disable-next-line no-control-regex -- XML 1.0 cannot hold control characters at all
const UNSPEAKABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
const escape = (text: string) =>
  text.replace(UNSPEAKABLE, '').replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** An element with text, or with elements; nothing for null, and nothing around nothing. */
function element(name: string, content: string | number | boolean | null | string[]): string {
  if (content === null) return '';
  if (Array.isArray(content)) {
    const inner = content.join('');
    return inner === '' ? '' : `<${name}>${inner}</${name}>`;
  }
  return `<${name}>${escape(String(content))}</${name}>`;
}
const have = (name: string, content: Parameters<typeof element>[1]) =>
  element(`have:${name}`, content);

/** A whole document. `at`: ISO time, for hospitals of which there is no figure. */
export function writeHave(facilities: readonly FacilityWire[], at: string): string {
  const hospitals = facilities.map((one) => hospitalOf(one, at)).join('');
  const names = `xmlns:have="${HAVE_1}" xmlns:gml="${GML}" xmlns:xpil="${XPIL}" xmlns:xnl="${XNL}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<have:HospitalStatus ${names}>${hospitals}</have:HospitalStatus>\n`;
}

function hospitalOf(facility: FacilityWire, at: string): string {
  const told = facility.units.filter((unit) => unit.trust === 'fresh' || unit.trust === 'ageing');
  const used = told.filter((unit) => unit.kind === 'ed' || BED_OF_KIND[unit.kind] !== undefined);
  const oldest = used.flatMap((unit) => unit.observedAt ?? []).sort()[0];
  return have('Hospital', [
    organization(facility),
    emergency(facility, told),
    beds(told),
    coverage(facility),
    site(facility, told.length > 0),
    have('LastUpdateTime', oldest ?? at),
  ]);
}

function organization({ id, name, identifiers = [], position }: FacilityWire): string {
  const names = [{ system: OWN, value: id }, ...identifiers];
  const listed = names.map(
    ({ system, value }) =>
      `<xpil:Identifier xpil:Type="RegistrationID">${element('xpil:IdentifierElement', said(system, value))}</xpil:Identifier>`,
  );
  return have('Organization', [
    have('OrganizationInformation', [
      element('xnl:OrganisationName', [element('xnl:NameElement', name)]),
      element('xpil:Identifiers', listed),
    ]),
    have('OrganizationGeoLocation', [
      // Latitude first, longitude second.
      element('gml:Point', [
        element('gml:pos', `${position.lat.toFixed(4)} ${position.lon.toFixed(4)}`),
      ]),
    ]),
  ]);
}

const said = (system: string, value: string) =>
  system === 'urn:ietf:rfc:3986' ? `urn:oid:${value}` : `${system}/${value}`;

function emergency(facility: FacilityWire, told: readonly UnitWire[]): string {
  if (facility.kind !== 'hospital-ed')
    return have('EmergencyDepartmentStatus', [
      have('EMSTraffic', [have('EMSTrafficStatus', 'NotApplicable')]),
    ]);
  // A stop holds until its end, however old the figures are.
  const ed = facility.units.find((unit) => unit.kind === 'ed');
  const stopped = facility.stops.some((stop) => stop.scope === 'ed' || stop.scope === 'facility');
  const current = ed !== undefined && (told.includes(ed) || stopped) ? ed : null;
  const status = current === null ? null : TRAFFIC_OF_STATUS[current.status];
  const reason =
    facility.stops.find((stop) => stop.scope === 'ed')?.reason ?? current?.reason ?? null;
  const minutes = current?.offloadMinutes ?? null;
  return have('EmergencyDepartmentStatus', [
    have('EMSTraffic', [
      have('EMSTrafficStatus', status),
      have('EMSTrafficReason', status === 'Advisory' || status === 'Closed' ? reason : null),
    ]),
    have('EMSAmbulanceStatus', [
      have(
        'EMSOffloadStatus',
        minutes === null ? null : minutes > USUAL_OFFLOAD_MINUTES ? 'Delayed' : 'Normal',
      ),
      have('EMSOffloadMinutes', minutes),
    ]),
  ]);
}

/** Up to here handing over takes its usual time (routing rules, S6). */
const USUAL_OFFLOAD_MINUTES = 15;

function beds(told: readonly UnitWire[]): string {
  const capacities = UNIT_KINDS.flatMap((kind) => {
    const unit = told.find((one) => one.kind === kind);
    const bed = BED_OF_KIND[kind];
    if (unit === undefined || bed === undefined) return [];
    // Beds to which a patient can be brought at once: less those held for who is on the way.
    const available = unit.effectiveAvailable;
    const closed = kind !== 'ed' && unit.status === 'closed';
    const status =
      closed || available === 0 ? 'NotAvailable' : available === null ? null : 'Vacant/Available';
    const capacity = have('Capacity', [
      have('CapacityStatus', status),
      have('AvailableCount', available),
      have('BaselineCount', unit.physical),
    ]);
    if (capacity === '') return [];
    return [
      have('BedCapacity', [
        have('BedType', bed.type),
        have('SubCategoryBedType', bed.sub),
        capacity,
      ]),
    ];
  });
  return have('HospitalBedCapacityStatus', capacities);
}

/** In the order of the standard; what is not known of a profile is left out. */
function coverage({ capabilities, traumaLevel, kind }: FacilityWire): string {
  return have('ServiceCoverageStatus', [
    have('Burn', capabilities.burns),
    have('EmergencyDepartment', kind === 'hospital-ed'),
    have('Neonatology', capabilities.nicu),
    have('OBGYNIndicator', [have('OBGYN', capabilities.obstetrics)]),
    have('Pediatrics', capabilities.pediatrics),
    have('TraumaCenterServicesIndicator', [
      have('TraumaCenterServices', traumaLevel !== null),
      have('TraumaCenterServicesLevel', traumaLevel === null ? null : `Level${traumaLevel}`),
    ]),
  ]);
}

/** Normal is said of a site that reports these hours and has no stop as a whole; of a silent one nobody knows it. */
function site({ stops }: FacilityWire, reports: boolean): string {
  const closed = stops.some((stop) => stop.scope === 'facility' && stop.level === 'stop');
  const status = closed ? 'Closed' : reports ? 'Normal' : null;
  return have('HospitalFacilityStatus', [have('FacilityStatus', status)]);
}
