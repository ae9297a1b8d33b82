/** A good message of each dialect, with random figures and a patient in every field that could hold one. */
import type { Random } from '../../../seed/simulator/random.ts';
import { groupedReport, sanerReport } from '../fhir/messages.ts';
import { bed, distributed, document, hospital } from '../have/messages.ts';
import { a20 } from '../hl7v2/messages.ts';
import { dutchBirth, gossip, isoBirth, type Person } from './persons.ts';

const HOSPITAL = 'lumc-leiden';

export function csvMessage(random: Random, someone: Person): string {
  const rows = (['icu', 'ward', 'nicu', 'ed'] as const).map((kind) => {
    const [staffed, occupied, available] = [30, 20, 9].map((most) => random.whole(0, most));
    const reason = random.pick(['staff', gossip(someone), `opname ${dutchBirth(someone)}`]);
    return [HOSPITAL, kind, staffed, '', occupied, available, 'open', reason, '', ''].join(';');
  });
  const stranger = [someone.citizenNumber, 'icu', 1, '', 1, 1, '', '', '', ''].join(';');
  if (random.chance(0.3)) rows.push(stranger);
  const head =
    'facility;unit;staffed;physical;occupied;available;status;reason;validUntil;observedAt';
  return [head, ...rows, ''].join('\r\n');
}

export function haveMessage(random: Random, someone: Person, at: string): string {
  const beds = ['AdultICU', 'NeonatalICU', 'MedicalSurgical', 'Pediatrics']
    .map((type) => bed(type, 'Vacant/Available', random.whole(0, 9), String(random.whole(10, 40))))
    .join('');
  const ed = `<have:EmergencyDepartmentStatus><have:EMSTraffic><have:EMSTrafficStatus>Advisory</have:EMSTrafficStatus>
    <have:EMSTrafficReason>${gossip(someone)}</have:EMSTrafficReason></have:EMSTraffic>
    <have:EMSAmbulanceStatus><have:EMSOffloadStatus>Delayed</have:EMSOffloadStatus><have:EMSOffloadMinutes>${random.whole(0, 60)}</have:EMSOffloadMinutes></have:EMSAmbulanceStatus>
    <have:CommentText>${gossip(someone)}</have:CommentText></have:EmergencyDepartmentStatus>`;
  const known = hospital({ beds, ed, time: at });
  // Somebody who is no hospital: as a name and as a number.
  const stranger = hospital({
    organization: `<have:Organization><have:OrganizationInformation><xnl:OrganisationName><xnl:NameElement>${gossip(someone)}</xnl:NameElement></xnl:OrganisationName>
    <xpil:Identifiers><xpil:Identifier xpil:Type="NationalID"><xpil:IdentifierElement>${someone.citizenNumber}</xpil:IdentifierElement></xpil:Identifier></xpil:Identifiers></have:OrganizationInformation></have:Organization>`,
    beds: bed('AdultICU', 'Vacant/Available', 3),
    time: at,
  });
  const all = random.chance(0.3) ? [known, stranger] : [known];
  return random.chance(0.4) ? distributed('Actual', ...all) : document(...all);
}

export function fhirMessage(random: Random, someone: Person, at: string): string {
  const patient = {
    resourceType: 'Patient',
    id: someone.citizenNumber,
    identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: someone.citizenNumber }],
    name: [{ family: someone.family, given: [someone.given] }],
    birthDate: isoBirth(someone),
    telecom: [{ system: 'phone', value: someone.phone }],
  };
  const narrative = { status: 'generated', div: `<div>${gossip(someone)}</div>` };
  const saner = sanerReport(
    [
      { code: 'numICUBeds', count: random.whole(0, 30) },
      { code: 'numICUBedsOcc', count: random.whole(0, 30) },
      { code: 'numICUBedsAvail', count: random.whole(0, 9) },
      { code: 'numImpBedsAvail', count: random.whole(0, 90) },
    ],
    { date: at, contained: [patient], text: narrative, id: someone.citizenNumber },
  );
  const service = {
    resourceType: 'HealthcareService',
    identifier: [{ system: 'urn:spoedkaart:facility', value: HOSPITAL }],
    type: [{ coding: [{ system: 'urn:spoedkaart:unit-kind', code: 'icu' }] }],
    notAvailable: [{ description: gossip(someone) }],
    comment: gossip(someone),
    text: narrative,
  };
  const place = {
    resourceType: 'Location',
    id: someone.citizenNumber,
    status: 'active',
    operationalStatus: { code: 'O' },
    type: random.chance(0.5)
      ? []
      : [{ coding: [{ system: 'urn:spoedkaart:unit-kind', code: 'obstetrics' }] }],
    physicalType: { coding: [{ code: 'bd' }] },
    managingOrganization: {
      identifier: { system: 'urn:spoedkaart:facility', value: HOSPITAL },
      display: gossip(someone),
    },
    partOf: { reference: `Location/${someone.citizenNumber}`, display: someone.family },
    name: gossip(someone),
    description: gossip(someone),
  };
  const stranger = {
    ...saner,
    subject: { ...patient, reference: 'Patient/1', display: someone.family },
  };
  const aboutPatient = {
    ...saner,
    subject: { identifier: patient.identifier[0], display: gossip(someone) },
  };
  const bundle = (...resources: unknown[]) => ({
    resourceType: 'Bundle',
    type: random.pick(['batch', 'collection', 'transaction']),
    entry: resources.map((resource) => ({
      resource,
      request: { method: 'POST', url: 'MeasureReport' },
    })),
  });
  const grouped = groupedReport(
    [{ code: '112574-9', count: random.whole(0, 9) }],
    'http://loinc.org',
    { date: at, contained: [patient] },
  );
  const made = random.pick([
    saner,
    grouped,
    service,
    place,
    stranger,
    aboutPatient,
    bundle(saner, service, patient),
    bundle(grouped, place),
  ]);
  return JSON.stringify(made, null, random.pick([0, 1]));
}

/** An ADT message with everything about a person that real ones have, or the state of a bed. */
export function hl7Message(random: Random, someone: Person, id: string, at: string): string {
  const place = `IC^${random.whole(100, 140)}^${random.whole(1, 2)}^ZHX`;
  if (random.chance(0.15)) return a20(place, random.pick(['O', 'U', 'K', 'C']), id, at);
  const event = random.pick(['A01', 'A02', 'A03', 'A04', 'A06', 'A08', 'A11', 'A12', 'A13', 'A17']);
  const { family, given, birth, citizenNumber, phone, street } = someone;
  const doctor = '12345^Behandelaarster^Arts';
  const charset = random.pick(['UNICODE UTF-8', '8859/1', '']);
  return [
    `MSH|^~\\&|HIX|ZHX|KAAP|REG|${at}||ADT^${event}^ADT_${event}|${id}|P|2.5|||||NLD|${charset}`,
    `EVN|${event}|${at}||||${at}`,
    `PID|1|${citizenNumber}|${citizenNumber}^^^NLMINBIZA^NNNLD||${family}^${given}||${birth}|M|||${street}^^Leiden||${phone}|||||${citizenNumber}`,
    `PD1||||12345^${family}`,
    `NK1|1|${family}^${given}|SPO|${street}|${phone}`,
    `PV1|1|${random.pick(['I', 'E', 'O'])}|${place}||||${doctor}||||||||||${doctor}||${random.chance(0.2) ? citizenNumber : `V${random.whole(1, 60)}`}^^^ZHX^VN`,
    `IN1|1|${citizenNumber}|||||||||||||||${family}^${given}||${birth}`,
    `OBX|1|TX|NOTE||${gossip(someone)}`,
    `DG1|1||^${gossip(someone)}`,
    `ZXX|${family}|${citizenNumber}`,
    '',
  ].join('\r');
}
