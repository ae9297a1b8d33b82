/** Every document of EDXL-HAVE that we say is valid against the schema, whatever the picture; and what the standard forbids is not. */
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from '../../api/harness.ts';
import { bed, document, hospital, NAMES } from './messages.ts';
import { haveFaults } from './schema.ts';

const out = async (h: Harness, query = '') =>
  (await h.send('viewer', 'GET', `/api/v1/exports/have${query}`)).body as string;
const report = (h: Harness, kind: string, body: object) =>
  h.send('hospital', 'PUT', `/api/v1/facilities/lumc-leiden/units/${kind}`, body);
const stop = (h: Harness, scope: string, level: string) =>
  h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', {
    ...{ scope, level, reason: 'crowding' },
    until: new Date(h.clock.now + 3_600_000).toISOString(),
  });
const units = (h: Harness) => h.app.live.picture.facilities['lumc-leiden']?.units ?? [];

describe('what we say in HAVE 1.0', () => {
  const ODD: [string, (h: Harness) => Promise<unknown>][] = [
    ['nothing known', () => Promise.resolve()],
    [
      'everything zero',
      async (h) => {
        for (const { kind } of units(h))
          await report(h, kind, { staffed: 0, physical: 0, occupied: 0, available: 0 });
      },
    ],
    [
      'everything at its most',
      async (h) => {
        for (const { kind } of units(h))
          await report(h, kind, { staffed: 9_999, physical: 9_999, available: 9_999 });
        await report(h, 'ed', { status: 'closed', offloadMinutes: 600, nedocs: 500 });
      },
    ],
    [
      'each status',
      async (h) => {
        const words = ['open', 'limited', 'closed', 'unknown'];
        for (const [n, { kind }] of units(h).entries())
          await report(h, kind, { status: words[n % 4], available: n % 2 });
      },
    ],
    [
      'a stop on everything',
      async (h) => {
        for (const scope of ['ed', 'icu', 'ct', 'facility']) await stop(h, scope, 'stop');
      },
    ],
    ['an impending stop', (h) => stop(h, 'ed', 'impending')],
    [
      'a reason full of signs',
      (h) => report(h, 'ed', { status: 'limited', reason: ']]> <b> & "q" \u0007 é 🚑 --' }),
    ],
    [
      'figures that have all grown old',
      async (h) => {
        await report(h, 'icu', { available: 2 });
        h.clock.now += 86_400_000;
      },
    ],
  ];
  it.each(ODD)('with %s is valid, for the site and for the country', async (_what, make) => {
    const h = await createHarness();
    await make(h);
    expect(await haveFaults(await out(h, '?facility=lumc-leiden'))).toEqual([]);
    expect(await haveFaults(await out(h))).toEqual([]);
  });

  it('has no EMS status where nothing is known, and NotApplicable where there is no department', async () => {
    const h = await createHarness();
    const without = Object.values(h.app.live.picture.facilities).find(
      (one) => one.kind === 'hospital-no-ed',
    );
    expect(await out(h, `?facility=${without?.id ?? ''}`)).toContain('>NotApplicable<');
    expect(await out(h, '?facility=lumc-leiden')).not.toContain('EMSTrafficStatus');
  });
});

describe('the schema', () => {
  it('accepts a whole example with every part that we read', async () => {
    const whole = hospital({
      id: 'urn:oid:2.16.840.1.113883.2.4.6.1/06990001',
      ed: `<have:EmergencyDepartmentStatus><have:EMSTraffic><have:EMSTrafficStatus>Advisory</have:EMSTrafficStatus>
      <have:EMSTrafficReason>CT 2 in onderhoud</have:EMSTrafficReason></have:EMSTraffic>
      <have:EMSCapacity><have:TriageCode><have:TriageCodeValue>Red</have:TriageCodeValue><have:TriageCountQuantity>1</have:TriageCountQuantity></have:TriageCode></have:EMSCapacity>
      <have:EMSAmbulanceStatus><have:EMSOffloadStatus>Delayed</have:EMSOffloadStatus><have:EMSOffloadMinutes>22</have:EMSOffloadMinutes></have:EMSAmbulanceStatus></have:EmergencyDepartmentStatus>`,
      beds: bed('AdultICU', 'Vacant/Available', 2, '14'),
      site: 'Normal',
    });
    expect(await haveFaults(document(whole))).toEqual([]);
  });

  it.each([
    [
      'a status without its slash',
      document(hospital({ beds: bed('AdultICU', 'VacantAvailable', 2) })),
    ],
    ['an unknown traffic status', document(hospital({ traffic: 'Unknown' }))],
    [
      'beds before the department',
      document(
        hospital({
          ed: `<have:HospitalFacilityStatus/>`,
          beds: bed('AdultICU', 'NotAvailable', 0),
        }),
      ),
    ],
    ['no time', document(hospital({ time: null, traffic: 'Normal' }))],
    ['an identifier of another type', document(hospital()).replace('RegistrationID', 'AGB')],
    [
      'no organization around its information',
      document(hospital()).replace(/<\/?have:Organization>/g, ''),
    ],
    [
      'infectious diseases in the plural',
      document(hospital({ site: 'Normal' })).replace(
        '<have:HospitalFacilityStatus>',
        '<have:ServiceCoverageStatus><have:InfectiousDiseases>true</have:InfectiousDiseases></have:ServiceCoverageStatus><have:HospitalFacilityStatus>',
      ),
    ],
    [
      'a fraction of a bed',
      document(hospital({ beds: bed('AdultICU', 'Vacant/Available', '2.5') })),
    ],
    ['lower-case names', document(hospital()).replaceAll('EDXL:HAVE', 'edxl:have')],
    [
      'another address of GML',
      `<have:HospitalStatus ${NAMES.replace('www.opengis', 'opengis')}>${hospital({ organization: '<have:Organization><have:OrganizationInformation><xnl:OrganisationName><xnl:NameElement>x</xnl:NameElement></xnl:OrganisationName></have:OrganizationInformation><have:OrganizationGeoLocation><gml:Point><gml:pos>52.1300 5.2900</gml:pos></gml:Point></have:OrganizationGeoLocation></have:Organization>' })}</have:HospitalStatus>`,
    ],
    [
      'longitude first',
      document(
        hospital({
          organization:
            '<have:Organization><have:OrganizationInformation><xnl:OrganisationName><xnl:NameElement>x</xnl:NameElement></xnl:OrganisationName></have:OrganizationInformation><have:OrganizationGeoLocation><gml:Point><gml:pos>5.2900 52.1300</gml:pos></gml:Point></have:OrganizationGeoLocation></have:Organization>',
        }),
      ),
    ],
  ])('says no to %s', async (_what, xml) => {
    expect(await haveFaults(xml)).not.toEqual([]);
  });
});
