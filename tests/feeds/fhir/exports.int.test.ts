/** Everything that we say in FHIR is R4, and says no more than the caller may see. */
import { Fhir } from 'fhir';
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness, type Who } from '../../api/harness.ts';

const r4 = new Fhir();
interface Bundle {
  total?: number;
  link?: { url: string }[];
  entry: { resource: Record<string, unknown> & { id: string } }[];
}

const read = async (h: Harness, path: string, who: Who = 'chairWest') => {
  const reply = await h.send(who, 'GET', `/api/v1/exports/fhir/${path}`);
  expect(r4.validate(reply.body as object, { errorOnUnexpected: true })).toMatchObject({
    valid: true,
  });
  expect(reply.headers.get('content-type')).toBe('application/fhir+json');
  return reply.body as Bundle;
};
const resource = (bundle: Bundle, id: string) =>
  bundle.entry.find((one) => one.resource.id === id)?.resource;
const report = (h: Harness, kind: string, figures: object) =>
  h.send('hospital', 'PUT', `/api/v1/facilities/lumc-leiden/units/${kind}`, figures);

describe('what we say in FHIR', () => {
  it.each(['metadata', 'Location', 'HealthcareService', 'MeasureReport'])(
    '%s is R4',
    async (path) => {
      const h = await createHarness();
      await report(h, 'icu', { staffed: 20, occupied: 20, available: 0, status: 'open' });
      await report(h, 'ed', { status: 'closed', reason: 'CT in storing' });
      await read(h, path);
    },
  );

  it('has no number for what is unknown and a zero for a zero', async () => {
    const h = await createHarness();
    await report(h, 'icu', { staffed: 20, available: 0 });
    const bundle = await read(h, 'MeasureReport?facility=lumc-leiden');
    const { group } = bundle.entry[0]?.resource as unknown as {
      group: {
        code: { coding: { code: string }[] };
        population: { code: { coding: { code: string }[] }; count?: number; _count?: object }[];
      }[];
    };
    const icu = group.find((one) => one.code.coding[0]?.code === 'icu');
    const of = (code: string) =>
      icu?.population.find((one) => one.code.coding.some((coding) => coding.code === code));
    expect(of('numICUBeds')?.count).toBe(20);
    expect(of('numICUBedsAvail')?.count).toBe(0);
    expect(of('occupied')).not.toHaveProperty('count');
    expect(of('occupied')?._count).toBeDefined();
  });

  it('is understood by our own parser', async () => {
    const h = await createHarness();
    await report(h, 'icu', { staffed: 20, available: 3 });
    const bundle = await read(h, 'MeasureReport?facility=lumc-leiden');
    h.clock.now += 120_000;
    const again = { ...bundle.entry[0]?.resource, date: new Date(h.clock.now).toISOString() };
    const reply = await h.send('keyHospital', 'POST', '/api/v1/feeds/fhir', again);
    expect(reply.status).toBe(200);
    const icu = h.app.live.picture.facilities['lumc-leiden']?.units.find((u) => u.kind === 'icu');
    expect(icu?.observations.find((one) => one.channel === 'fhir')).toMatchObject({
      staffed: 20,
      available: 3,
    });
  });

  it('says since when and until when a unit is not available, and of an impending stop nothing', async () => {
    const h = await createHarness();
    const until = new Date(h.clock.now + 3_600_000).toISOString();
    const stop = { scope: 'ed', level: 'stop', reason: 'crowding', until };
    await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', stop);
    await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', {
      ...stop,
      scope: 'icu',
      level: 'impending',
    });
    const bundle = await read(h, 'HealthcareService?facility=lumc-leiden');
    expect(resource(bundle, 'lumc-leiden.ed')).toMatchObject({
      notAvailable: [{ description: 'crowding', during: { end: until } }],
    });
    expect(resource(bundle, 'lumc-leiden.icu')).not.toHaveProperty('notAvailable');
    const places = await read(h, 'Location?facility=lumc-leiden');
    expect(resource(places, 'lumc-leiden.ed')).toMatchObject({ operationalStatus: { code: 'C' } });
  });

  it('gives decisions to whom may see them, without anything of the patient', async () => {
    const h = await createHarness();
    const { decision, case: id } = await h.decidedCase();
    const seen = await read(h, 'AuditEvent');
    expect(seen.entry.map((one) => one.resource.id)).toEqual([decision]);
    expect(JSON.stringify(seen)).toContain(id);
    expect(JSON.stringify(seen)).not.toMatch(/systolic|16-64|52\.07/);
    expect((await read(h, 'AuditEvent', 'hospitalHaga')).entry).toEqual([]);
    const viewer = await h.send('viewer', 'GET', '/api/v1/exports/fhir/AuditEvent');
    expect(viewer.status).toBe(403);
  });

  it('answers a type that is not said with an OperationOutcome', async () => {
    const h = await createHarness();
    const reply = await h.send('viewer', 'GET', '/api/v1/exports/fhir/Patient');
    expect([reply.status, (reply.body as { resourceType: string }).resourceType]).toEqual([
      404,
      'OperationOutcome',
    ]);
  });
});
