/** Traps of real messages that no other test here has an example of. Source: capacity model, sections 1 to 3. */
import { describe, expect, it } from 'vitest';
import { parseXml } from '../../server/feeds/core/xml.ts';
import { meaningOf } from '../../server/feeds/fhir/codes.ts';
import { itemOfService } from '../../server/feeds/fhir/healthcare-service.ts';
import { bedOf } from '../../server/feeds/fhir/location.ts';
import { itemsOfReport } from '../../server/feeds/fhir/measure-report.ts';
import {
  healthcareServiceSchema,
  locationSchema,
  measureReportSchema,
} from '../../server/feeds/fhir/resources.ts';
import { Referred } from '../../server/feeds/fhir/subjects.ts';
import { readHave } from '../../server/feeds/have/read.ts';
import { readMessage } from '../../server/feeds/hl7v2/message.ts';
import { groupedReport, sanerReport } from './fhir/messages.ts';
import { bed, document, hospital, NAMES } from './have/messages.ts';
import { adt } from './hl7v2/messages.ts';

const icuOf = (xml: string) =>
  readHave(parseXml(xml))?.items.find((item) => item.kind === 'icu')?.figures;

describe('HAVE 1.0 in the wild', () => {
  const beds = bed('AdultICU', 'Vacant/Available', 2, '14');
  const coverage = (inside: string) =>
    document(hospital({ beds })).replace(
      '<have:LastUpdateTime>',
      `<have:ServiceCoverageStatus>${inside}</have:ServiceCoverageStatus><have:LastUpdateTime>`,
    );

  it.each([
    ['InfectiousDiseases', '<have:InfectiousDiseases>true</have:InfectiousDiseases>'],
    [
      'TraumaCenterIndicator',
      '<have:TraumaCenterIndicator><have:TraumaCenterServices>true</have:TraumaCenterServices></have:TraumaCenterIndicator>',
    ],
  ])('may name %s, which the standard has not, and still gives its beds', (_name, inside) => {
    expect(icuOf(coverage(inside))).toMatchObject({ available: 2, physical: 14 });
  });

  it.each([
    ['another address of GML', 'http://opengis.net/gml', '<gml:pos>52.1300 5.2900</gml:pos>'],
    [
      'coordinates with a comma',
      'http://www.opengis.net/gml',
      '<gml:coordinates>52.1300, 5.2900</gml:coordinates>',
    ],
    ['longitude first', 'http://www.opengis.net/gml', '<gml:pos>5.2900 52.1300</gml:pos>'],
  ])('may write its place with %s: where a site lies is ours to know', (_what, gml, place) => {
    const names = NAMES.replace('http://www.opengis.net/gml', gml);
    const at = `<have:OrganizationGeoLocation><gml:Point>${place}</gml:Point></have:OrganizationGeoLocation></have:Organization>`;
    const xml = document(hospital({ beds }))
      .replace(NAMES, names)
      .replace('</have:Organization>', at);
    expect(icuOf(xml)).toMatchObject({ available: 2 });
  });

  it('gives no staffed and no occupied beds, and what could be freed in a day is not free', () => {
    const later =
      '<have:AdditionalCapacityCount24Hr>5</have:AdditionalCapacityCount24Hr></have:Capacity>';
    const figures = icuOf(document(hospital({ beds: beds.replace('</have:Capacity>', later) })));
    expect(figures).toMatchObject({ available: 2, physical: 14, staffed: null, occupied: null });
  });

  it('has empty elements that are unknown and zeros that are zero', () => {
    expect(icuOf(document(hospital({ beds: bed('AdultICU', '', '') })))).toMatchObject({
      available: null,
      status: null,
    });
    const none = bed('AdultICU', 'NotAvailable', 0);
    expect(icuOf(document(hospital({ beds: none })))).toMatchObject({ available: 0 });
  });
});

const figuresOf = (report: unknown, kind: string) =>
  itemsOfReport(measureReportSchema.parse(report), { identifiers: [], name: null }).items.find(
    (item) => item.kind === kind,
  )?.figures;

describe('FHIR reports in the wild', () => {
  it('may be under a host of their own: the register’s name counts', () => {
    const system = 'http://lantana.example/fhir/ndms/CodeSystem/MeasuredValues';
    const report = sanerReport([{ code: 'numICUBedsOcc', count: 3 }], {}, system);
    expect(figuresOf(report, 'icu')?.occupied).toBe(3);
  });

  it('may spell a code in capitals', () => {
    const report = sanerReport([{ code: 'NUMICUBEDSAVAIL', count: 3 }]);
    expect(figuresOf(report, 'icu')?.available).toBe(3);
  });

  it('may have a role’s code of SANER itself, which is no figure', () => {
    const system = 'http://hl7.org/fhir/uv/saner/CodeSystem/MeasurePopulationSystem';
    expect(meaningOf({ system, code: 'numerator-complement' })).toBeUndefined();
  });

  it('keep surge beds and patients who wait in the ED apart', () => {
    for (const code of ['112517-8', '112525-1', '112507-9'])
      expect(meaningOf({ system: 'http://loinc.org', code })).toBeNull();
    expect(figuresOf(groupedReport([{ code: '112517-8', count: 5 }]), 'icu')).toBeUndefined();
  });
});

describe('FHIR places and services in the wild', () => {
  const place = (over: object) =>
    bedOf(
      locationSchema.parse({
        ...{ resourceType: 'Location', id: '1', status: 'active' },
        ...over,
      }),
      new Referred(),
    );

  it.each([
    ['C', 'closed'],
    ['K', 'blocked'],
    ['H', 'blocked'],
    ['I', 'blocked'],
    ['O', 'occupied'],
    ['U', 'free'],
    ['x', null],
  ])(
    'a bed that is %s is %s: C is closed and K contaminated, whatever one document says',
    (code, state) => {
      expect(place({ operationalStatus: { code } })?.state).toBe(state);
    },
  );

  it('a suspended bed is blocked, an inactive one is gone', () => {
    expect(place({ status: 'suspended', operationalStatus: { code: 'U' } })?.state).toBe('blocked');
    expect(place({ status: 'inactive' })?.inUse).toBe(false);
  });

  it('a state is one coding: the form of other resources is no R4', () => {
    const concept = { resourceType: 'Location', operationalStatus: [{ coding: [{ code: 'O' }] }] };
    expect(locationSchema.safeParse(concept).success).toBe(false);
  });

  it('a department of part of the day is open within its hours, by the Dutch clock, and says until when', () => {
    const service = healthcareServiceSchema.parse({
      resourceType: 'HealthcareService',
      active: true,
      type: [{ coding: [{ system: 'urn:spoedkaart:unit-kind', code: 'ed' }] }],
      availableTime: [{ availableStartTime: '08:00:00', availableEndTime: '22:00:00' }],
    });
    const at = (time: string) =>
      itemOfService(service, new Referred(), Date.parse(time)).items[0]?.figures;
    expect(at('2026-11-22T20:59:00Z')).toMatchObject({
      status: 'open',
      validUntil: '2026-11-22T21:00:00.000Z',
    });
    expect(at('2026-11-22T21:01:00Z')).toMatchObject({
      status: 'closed',
      validUntil: '2026-11-23T07:00:00.000Z',
    });
  });
});

describe('HL7 v2 in the wild', () => {
  const read = (text: string) => readMessage(Buffer.from(text));

  it('may have a fifth sign in MSH-2, for what was cut off', () => {
    const found = read(adt().replace('MSH|^~\\&|', 'MSH|^~\\&#|'));
    expect(found.header.sendingApplication).toBe('HIX');
    expect(found.visits[0]?.place).toMatchObject({ pointOfCare: 'IC', room: '101', bed: '1' });
  });

  it('deletes with two quotes, which is no place', () => {
    expect(read(adt({ place: '""' })).visits[0]?.place).toBeNull();
    expect(read(adt({ place: 'IC^""^""' })).visits[0]?.place).toMatchObject({ room: '', bed: '' });
  });

  it('may break a line inside a field', () => {
    expect(read(adt({ place: 'IC\\.br\\2^1^1' })).visits[0]?.place?.pointOfCare).toBe('IC 2');
  });

  it('may be in Latin-9, where the euro is', () => {
    const text = adt({ place: '¤^1^1', header: { charset: '8859/15' } });
    const [visit] = readMessage(Buffer.from(text, 'latin1')).visits;
    expect(visit?.place?.pointOfCare).toBe('€');
  });

  it('may say its class in a word, or leave the room out', () => {
    const found = read(
      adt({ patientClass: 'Inpatient', place: 'Renal^^RENAL-04^general-hospital' }),
    );
    expect(found.visits[0]).toMatchObject({
      patientClass: 'Inpatient',
      place: { pointOfCare: 'Renal', room: '', bed: 'RENAL-04' },
    });
  });
});
