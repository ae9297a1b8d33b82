/** HAVE translated: the standard, and the traps of real files (capacity model, 1.1 and 1.2). */
import { describe, expect, it } from 'vitest';
import { parseXml } from '../../../server/feeds/core/xml.ts';
import { readHave } from '../../../server/feeds/have/read.ts';
import { bed, distributed, document, hospital, NAMES, type Hospital } from './messages.ts';

const read = (xml: string) => {
  const found = readHave(parseXml(xml));
  if (found === null) throw new Error('no HAVE in it');
  return found;
};
const one = (given: Hospital) => read(document(hospital(given)));
const figures = (given: Hospital, kind: string) =>
  one(given).items.find((item) => item.kind === kind)?.figures;

describe('an emergency department', () => {
  it.each([
    ['Normal', 'open'],
    ['Advisory', 'limited'],
    ['Closed', 'closed'],
    ['NotApplicable', null],
    ['Unknown', 'unknown'],
    ['normal', 'unknown'],
  ])('whose traffic is %s is %s', (traffic, status) => {
    expect(figures({ traffic }, 'ed')?.status).toBe(status);
  });

  it('has its reason, its offload delay and the time of the message', () => {
    const ed = `<have:EmergencyDepartmentStatus><have:EMSTraffic><have:EMSTrafficStatus>Advisory</have:EMSTrafficStatus>
      <have:EMSTrafficReason>CT 1 in storing tot 14:30 &amp; druk</have:EMSTrafficReason></have:EMSTraffic>
      <have:EMSAmbulanceStatus><have:EMSOffloadStatus>Delayed</have:EMSOffloadStatus><have:EMSOffloadMinutes>22</have:EMSOffloadMinutes></have:EMSAmbulanceStatus></have:EmergencyDepartmentStatus>`;
    expect(figures({ ed }, 'ed')).toMatchObject({
      status: 'limited',
      reason: 'CT 1 in storing tot 14:30 & druk',
      offloadMinutes: 22,
      observedAt: '2026-11-22T12:05:00.000Z',
    });
  });

  it('keeps no sentence about a person', () => {
    const ed = `<have:EmergencyDepartmentStatus><have:EMSTraffic><have:EMSTrafficStatus>Closed</have:EMSTrafficStatus>
      <have:EMSTrafficReason>dhr. Jansen, BSN 111222333</have:EMSTrafficReason></have:EMSTraffic></have:EmergencyDepartmentStatus>`;
    expect(one({ ed }).items[0]).toMatchObject({
      figures: { reason: null, note: null },
      anomalies: ['PERSON_DATA'],
    });
  });
});

describe('beds', () => {
  it('give what is free and what there is, and never what is staffed or occupied', () => {
    expect(figures({ beds: bed('AdultICU', 'Vacant/Available', 2, '14') }, 'icu')).toMatchObject({
      available: 2,
      physical: 14,
      staffed: null,
      occupied: null,
      status: 'open',
    });
  });

  it.each([
    ['NotAvailable', 0, 'closed', undefined],
    ['Vacant/Available', 0, 'limited', ['INCONSISTENT']],
    ['VacantAvailable', 3, 'open', undefined],
  ])('that are %s with %s free', (word, free, status, flags) => {
    const [item] = one({ beds: bed('AdultICU', word, free) }).items;
    expect([item?.figures.status, item?.flags]).toEqual([status, flags]);
    expect(item?.anomalies).toEqual(word === 'VacantAvailable' ? ['SPELLING'] : []);
  });

  it.each(['12.5', '-1', '99999', 'NaN', 'two'])('of which %s are free are unknown', (free) => {
    const [item] = one({ beds: bed('Burn', 'Vacant/Available', free) }).items;
    expect([item?.figures.available, item?.anomalies]).toEqual([null, ['BAD_COUNT']]);
  });

  it('of adults and of children make one kind of ours, unless one of them is unknown', () => {
    const adult = bed('AdultPsychiatric', 'Vacant/Available', 3);
    const child = bed('PediatricPsychiatric', 'Vacant/Available', 2);
    expect(figures({ beds: adult + child }, 'psychiatry')?.available).toBe(5);
    const unknown = bed('PediatricPsychiatric', 'Vacant/Available', '');
    expect(figures({ beds: adult + unknown }, 'psychiatry')?.available).toBeNull();
  });

  it('that repeat in one element belong together by their order, and to nothing when the numbers differ', () => {
    const capacity = (free: number) =>
      `<have:Capacity><have:AvailableCount>${free}</have:AvailableCount></have:Capacity>`;
    const types = '<have:BedType>AdultICU</have:BedType><have:BedType>Burn</have:BedType>';
    const pair = `<have:BedCapacity>${types}${capacity(2)}${capacity(4)}</have:BedCapacity>`;
    expect(figures({ beds: pair }, 'burns')?.available).toBe(4);
    const odd = `<have:BedCapacity>${types}${capacity(2)}</have:BedCapacity>`;
    expect(one({ beds: odd })).toMatchObject({ items: [], anomalies: ['AMBIGUOUS'] });
  });

  it('of a sub-category are that unit, or nothing when nobody knows which', () => {
    const of = (sub: string) =>
      `<have:BedCapacity><have:BedType>MedicalSurgical</have:BedType><have:SubCategoryBedType>${sub}</have:SubCategoryBedType><have:Capacity><have:AvailableCount>4</have:AvailableCount></have:Capacity></have:BedCapacity>`;
    expect(figures({ beds: of('AOA') }, 'acute-ward')?.available).toBe(4);
    expect(one({ beds: of('3 Noord') })).toMatchObject({
      items: [],
      anomalies: ['UNMAPPED_PLACE'],
    });
  });
});

describe('a whole site', () => {
  it.each([
    ['Evacuating', true],
    ['Closed', true],
    ['Normal', false],
    ['Compromised', false],
  ])('that is %s', (site, closed) => {
    expect(one({ site }).sites).toMatchObject([{ closed }]);
  });
});

describe('the ways a message comes', () => {
  it.each([
    ['Actual', true],
    ['Exercise', false],
    ['System', false],
    ['Test', false],
    ['actual', false],
  ])('in a distribution whose status is %s', (status, actual) => {
    const message = read(distributed(status, hospital({ traffic: 'Closed' })));
    expect([message.actual, message.items.length]).toEqual([actual, 1]);
  });

  it('in an Atom entry, without the wrapper that the standard wants', () => {
    const information = `<have:OrganizationInformation><xpil:Identifiers><xpil:Identifier><xpil:IdentifierElement>urn:oid:2.16.1.1</xpil:IdentifierElement></xpil:Identifier></xpil:Identifiers></have:OrganizationInformation>`;
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content><status:report xmlns:status="http://example.org/status" ${NAMES}>${hospital({ organization: information, traffic: 'Normal' })}</status:report></content></entry></feed>`;
    expect(read(atom)).toMatchObject({
      items: [{ subject: { identifiers: [{ system: 'oid', value: 'urn:oid:2.16.1.1' }] } }],
      anomalies: ['SPELLING'],
    });
  });

  it('in whatever prefix its namespace has, and not in another namespace', () => {
    const plain = document(hospital({ traffic: 'Normal' }));
    expect(read(plain.replace(/\bhave(?=[:=])/g, 'x')).items).toHaveLength(1);
    const foreign = plain.replace('EDXL:HAVE:1.0', 'EDXL:OTHER');
    expect(readHave(parseXml(foreign))).toBeNull();
  });

  it('without a time of its own counts from its receipt, and local time is Dutch', () => {
    expect(one({ traffic: 'Normal', time: null })).toMatchObject({
      observedAt: null,
      anomalies: ['BAD_TIME'],
    });
    expect(one({ traffic: 'Normal', time: '2026-07-01T12:00:00' }).observedAt).toBe(
      '2026-07-01T10:00:00.000Z',
    );
  });

  it('of version 2 in either case: identity and colour, nothing else', () => {
    for (const ns of [
      'urn:oasis:names:tc:emergency:edxl:have:2.0',
      'urn:oasis:names:tc:emergency:EDXL:HAVE:2.0',
    ]) {
      const facility = `<h:facility><h:facilityInformation><h:facilityID>lumc-leiden</h:facilityID></h:facilityInformation><h:facilityColourStatus><h:colourCode><ct:Value xmlns:ct="urn:ct">Yellow</ct:Value></h:colourCode></h:facilityColourStatus></h:facility>`;
      expect(read(`<h:HAVE xmlns:h="${ns}">${facility}</h:HAVE>`)).toMatchObject({
        version: 2,
        items: [{ kind: 'ed', figures: { status: 'limited', available: null } }],
      });
    }
  });
});
