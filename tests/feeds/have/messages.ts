/** EDXL-HAVE as others send it. All invented. */
export const NAMES = [
  'xmlns:have="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"',
  'xmlns:gml="http://www.opengis.net/gml"',
  'xmlns:xpil="urn:oasis:names:tc:ciq:xpil:3"',
  'xmlns:xnl="urn:oasis:names:tc:ciq:xnl:3"',
].join(' ');

export interface Hospital {
  id?: string;
  organization?: string;
  traffic?: string;
  ed?: string;
  beds?: string;
  site?: string;
  time?: string | null;
}

const organization = (id: string) =>
  `<have:Organization><have:OrganizationInformation>
    <xnl:OrganisationName><xnl:NameElement>Ziekenhuis Voorbeeld</xnl:NameElement></xnl:OrganisationName>
    <xpil:Identifiers><xpil:Identifier xpil:Type="RegistrationID"><xpil:IdentifierElement>${id}</xpil:IdentifierElement></xpil:Identifier></xpil:Identifiers>
  </have:OrganizationInformation></have:Organization>`;

export const bed = (type: string, status: string, available: string | number, baseline = '') =>
  `<have:BedCapacity><have:BedType>${type}</have:BedType><have:Capacity>
    <have:CapacityStatus>${status}</have:CapacityStatus><have:AvailableCount>${available}</have:AvailableCount>
    ${baseline === '' ? '' : `<have:BaselineCount>${baseline}</have:BaselineCount>`}</have:Capacity></have:BedCapacity>`;

export function hospital(given: Hospital = {}): string {
  const { id = 'urn:spoedkaart:facility/lumc-leiden', traffic, beds, site, time } = given;
  const emergency =
    given.ed ??
    (traffic === undefined
      ? ''
      : `<have:EmergencyDepartmentStatus><have:EMSTraffic><have:EMSTrafficStatus>${traffic}</have:EMSTrafficStatus></have:EMSTraffic></have:EmergencyDepartmentStatus>`);
  return `<have:Hospital>${given.organization ?? organization(id)}${emergency}
    ${beds === undefined ? '' : `<have:HospitalBedCapacityStatus>${beds}</have:HospitalBedCapacityStatus>`}
    ${site === undefined ? '' : `<have:HospitalFacilityStatus><have:FacilityStatus>${site}</have:FacilityStatus></have:HospitalFacilityStatus>`}
    ${time === null ? '' : `<have:LastUpdateTime>${time ?? '2026-11-22T13:05:00+01:00'}</have:LastUpdateTime>`}</have:Hospital>`;
}

export const document = (...hospitals: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><have:HospitalStatus ${NAMES}>${hospitals.join('')}</have:HospitalStatus>`;

/** In a distribution element. */
export const distributed = (status: string, ...hospitals: string[]) =>
  `<de:EDXLDistribution xmlns:de="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><de:distributionStatus>${status}</de:distributionStatus>
  <de:contentObject><de:xmlContent><de:embeddedXMLContent>${document(...hospitals).replace(/^<\?xml[^>]*>/, '')}</de:embeddedXMLContent></de:xmlContent></de:contentObject></de:EDXLDistribution>`;
