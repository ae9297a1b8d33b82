/**
 * Looks as AuditEvent: who saw which case, how and on which ground. Sources: FHIR 4.0.1, AuditEvent; IHE ITI Basic Audit Log Patterns
 * (BALP) 1.1, "Patient Read" and "Query"; the codes are those of DICOM PS3.15 A.5 and PS3.16 (DCM) and of FHIR's RESTful interactions;
 * NEN 7513:2018, chapters 7 and 8. There is no patient: a case under our pseudonymous id stands where BALP has one.
 */
import type { Look, LookAction } from '#domain/accountability/looks.ts';
import type { Resource } from './capacity.ts';

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const REST = 'http://hl7.org/fhir/restful-interaction';
const AUDIT = 'http://terminology.hl7.org/CodeSystem/audit-event-type';
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const ENTITY = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const OWN_ACTION = 'urn:spoedkaart:look';

interface Coding {
  system: string;
  code: string;
  display?: string;
}

interface Meaning {
  type: Coding;
  subtype: Coding[];
  /** Of AuditEvent: Create, Read, Update, Delete, Execute. */
  action: 'C' | 'R' | 'U' | 'D' | 'E';
}

const RESTFUL: Coding = { system: AUDIT, code: 'rest', display: 'RESTful Operation' };
const dcm = (code: string, display: string): Coding => ({ system: DCM, code, display });
const rest = (code: string): Coding => ({ system: REST, code });

const MEANINGS: Record<LookAction, Meaning> = {
  read: { type: RESTFUL, subtype: [rest('read')], action: 'R' },
  list: { type: RESTFUL, subtype: [rest('search')], action: 'E' },
  past: { type: RESTFUL, subtype: [rest('history')], action: 'R' },
  live: { type: RESTFUL, subtype: [rest('read')], action: 'R' },
  'live-ended': { type: RESTFUL, subtype: [rest('read')], action: 'R' },
  export: { type: dcm('110106', 'Export'), subtype: [], action: 'R' },
  print: { type: dcm('110106', 'Export'), subtype: [], action: 'R' },
  transfer: { type: dcm('110106', 'Export'), subtype: [], action: 'R' },
  'read-log': { type: dcm('110101', 'Audit Log Used'), subtype: [], action: 'R' },
  'break-glass': {
    type: dcm('110113', 'Security Alert'),
    subtype: [dcm('110127', 'Emergency Override Started')],
    action: 'E',
  },
  erased: { type: dcm('110110', 'Patient Record'), subtype: [], action: 'D' },
  cut: { type: dcm('110101', 'Audit Log Used'), subtype: [], action: 'D' },
};

/** Why it was: emergency treatment, or the glass was broken. */
const purposeOf = (ground: string): Coding =>
  ground === 'break-glass'
    ? { system: REASON, code: 'BTG', display: 'break the glass' }
    : { system: REASON, code: 'ETREAT', display: 'Emergency Treatment' };

export function lookEventOf(look: Look): Resource {
  const { type, subtype, action } = MEANINGS[look.action];
  const grounds = [...new Set(look.seen.map(({ ground }) => ground))];
  const purposes = [...new Set(grounds.map((ground) => purposeOf(ground).code))].map(
    (code) => grounds.map(purposeOf).find((one) => one.code === code) as Coding,
  );
  const detail = (name: string, valueString: string) => ({ type: name, valueString });
  const asked = look.asked === undefined ? '' : JSON.stringify(look.asked);
  return {
    resourceType: 'AuditEvent',
    id: `look-${look.seq}`,
    type,
    subtype: [...subtype, { system: OWN_ACTION, code: look.action }],
    action,
    ...(look.since === undefined || look.until === undefined
      ? {}
      : { period: { start: look.since, end: look.until } }),
    recorded: look.at,
    outcome: look.asked?.['refused'] === undefined ? '0' : '4',
    ...(purposes.length === 0
      ? {}
      : { purposeOfEvent: purposes.map((coding) => ({ coding: [coding] })) }),
    agent: [
      {
        type: { coding: [{ system: PARTICIPATION, code: 'IRCP' }] },
        role: [{ coding: [{ system: 'urn:spoedkaart:role', code: look.by.role }] }],
        who: { identifier: { system: `urn:spoedkaart:${look.by.kind}`, value: look.by.id } },
        requestor: true,
        ...(grounds.length === 0
          ? {}
          : { policy: grounds.map((ground) => `urn:spoedkaart:ground:${ground}`) }),
      },
      ...(look.by.organisation === null
        ? []
        : [
            {
              type: { coding: [{ system: PARTICIPATION, code: 'CST' }] },
              who: {
                identifier: {
                  system: 'urn:spoedkaart:organisation',
                  value: look.by.organisation,
                },
              },
              requestor: false,
            },
          ]),
    ],
    source: { site: 'Spoedkaart', observer: { display: 'Spoedkaart' } },
    entity: [
      ...look.seen.map((one) => ({
        what: { identifier: { system: 'urn:spoedkaart:case', value: one.case } },
        type: { system: ENTITY, code: '2', display: 'System Object' },
        role: { system: ROLE, code: '4', display: 'Domain Resource' },
        detail: [
          detail('ground', one.ground),
          detail('region', one.region),
          ...(one.facility === null ? [] : [detail('facility', one.facility)]),
        ],
      })),
      ...(look.session === null
        ? []
        : [{ what: { identifier: { system: 'urn:spoedkaart:session', value: look.session } } }]),
      ...(asked === ''
        ? []
        : [
            {
              type: { system: ENTITY, code: '2', display: 'System Object' },
              role: { system: ROLE, code: '24', display: 'Query' },
              query: Buffer.from(asked).toString('base64'),
            },
          ]),
    ],
  } as Resource;
}
