/** EDXL-HAVE 1.0 as a hospital's system writes it, bare or in a distribution element. Source: OASIS HAVE 1.0, EDXL-DE 1.0. */
import type { UnitKind, UnitStatus } from '../../../server/domain/words.ts';
import { momentOf, type Told } from './report.ts';

/** Type of bed, and the sub-category where the standard has no type for the kind. */
const BEDS: Partial<Record<UnitKind, readonly [type: string, sub?: string]>> = {
  ed: ['EmergencyDepartment'],
  'trauma-bay': ['EmergencyDepartment', 'traumakamer'],
  icu: ['AdultICU'],
  picu: ['PediatricICU'],
  nicu: ['NeonatalICU'],
  'medium-care': ['MedicalSurgical', 'medium care'],
  ward: ['MedicalSurgical'],
  'acute-ward': ['MedicalSurgical', 'acute opnameafdeling'],
  'pediatric-ward': ['Pediatrics'],
  ccu: ['MedicalSurgical', 'hartbewaking'],
  'stroke-unit': ['MedicalSurgical', 'stroke unit'],
  burns: ['Burn'],
  'operating-room': ['OperatingRooms'],
};

const NAMES = [
  'xmlns:have="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"',
  'xmlns:xpil="urn:oasis:names:tc:ciq:xpil:3"',
  'xmlns:xnl="urn:oasis:names:tc:ciq:xnl:3"',
].join(' ');

/** One site of a message. `identifier`: by which it is called; `name`: for people only. */
export interface HaveSite {
  identifier: string;
  name: string;
  told: readonly Told[];
}

export const ownIdentifier = (facility: string): string => `urn:spoedkaart:facility/${facility}`;

/** A document of one or more sites. */
export function haveDocument(sites: readonly HaveSite[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${status(sites)}`;
}

/** The same in a distribution; `use` is `Actual`, or `Exercise` for what must touch nothing. */
export function haveDistribution(
  sites: readonly HaveSite[],
  { id, use }: { id: string; use: 'Actual' | 'Exercise' },
): string {
  const sent =
    sites
      .map(({ told }) => momentOf(told))
      .sort()
      .at(-1) ?? '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<de:EDXLDistribution xmlns:de="urn:oasis:names:tc:emergency:EDXL:DE:1.0">
  <de:distributionID>${id}</de:distributionID><de:senderID>simulator@demo.example</de:senderID>
  <de:dateTimeSent>${sent}</de:dateTimeSent><de:distributionStatus>${use}</de:distributionStatus>
  <de:distributionType>Report</de:distributionType><de:combinedConfidentiality>UNCLASSIFIED</de:combinedConfidentiality>
  <de:contentObject><de:xmlContent><de:embeddedXMLContent>${status(sites)}</de:embeddedXMLContent></de:xmlContent></de:contentObject>
</de:EDXLDistribution>`;
}

const status = (sites: readonly HaveSite[]) =>
  `<have:HospitalStatus ${NAMES}>${sites.map(hospital).join('')}</have:HospitalStatus>`;

const TRAFFIC: Partial<Record<UnitStatus, string>> = { limited: 'Advisory', closed: 'Closed' };

function hospital({ identifier, name, told }: HaveSite): string {
  const ed = told.find(({ unit }) => unit === 'ed')?.body;
  const emergency =
    ed === undefined
      ? ''
      : `<have:EmergencyDepartmentStatus><have:EMSTraffic><have:EMSTrafficStatus>${TRAFFIC[ed.status] ?? 'Normal'}</have:EMSTrafficStatus></have:EMSTraffic>${offload(ed.offloadMinutes)}</have:EmergencyDepartmentStatus>`;
  const beds = told.map(capacity).join('');
  return `<have:Hospital><have:Organization><have:OrganizationInformation>
  <xnl:OrganisationName><xnl:NameElement>${escaped(name)}</xnl:NameElement></xnl:OrganisationName>
  <xpil:Identifiers><xpil:Identifier xpil:Type="RegistrationID"><xpil:IdentifierElement>${escaped(identifier)}</xpil:IdentifierElement></xpil:Identifier></xpil:Identifiers>
</have:OrganizationInformation></have:Organization>${emergency}<have:HospitalBedCapacityStatus>${beds}</have:HospitalBedCapacityStatus>
<have:LastUpdateTime>${momentOf(told)}</have:LastUpdateTime></have:Hospital>`;
}

const offload = (minutes: number | undefined) =>
  minutes === undefined
    ? ''
    : `<have:EMSAmbulanceStatus><have:EMSOffloadStatus>${minutes > 10 ? 'Delayed' : 'Normal'}</have:EMSOffloadStatus><have:EMSOffloadMinutes>${minutes}</have:EMSOffloadMinutes></have:EMSAmbulanceStatus>`;

/** A full unit is not a closed one, and the standard has no word for it: its status is left out. */
function capacity({ unit, body }: Told): string {
  const bed = BEDS[unit];
  if (bed === undefined) return '';
  const [type, sub] = bed;
  const { available, physical } = body;
  return [
    `<have:BedCapacity><have:BedType>${type}</have:BedType>`,
    sub === undefined ? '' : `<have:SubCategoryBedType>${sub}</have:SubCategoryBedType>`,
    '<have:Capacity>',
    available > 0 ? '<have:CapacityStatus>Vacant/Available</have:CapacityStatus>' : '',
    `<have:AvailableCount>${available}</have:AvailableCount><have:BaselineCount>${physical}</have:BaselineCount>`,
    '</have:Capacity></have:BedCapacity>',
  ].join('');
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
