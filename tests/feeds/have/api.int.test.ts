/** HAVE over the API, in and out. */
import { describe, expect, it } from 'vitest';
import { parseXml } from '../../../server/feeds/core/xml.ts';
import { createHarness, problemOf, type Harness } from '../../api/harness.ts';
import { bed, distributed, document, hospital } from './messages.ts';
import { haveFaults } from './schema.ts';

const post = (h: Harness, xml: string, type = 'application/xml') =>
  h.send('keyHospital', 'POST', '/api/v1/feeds/have', xml, { 'content-type': type });
const lumc = (h: Harness) => {
  const facility = h.app.live.picture.facilities['lumc-leiden'];
  if (facility === undefined) throw new Error('no LUMC');
  return facility;
};
const unit = (h: Harness, kind: string) => lumc(h).units.find((one) => one.kind === kind);
const recent = (h: Harness, minutes = 1) => new Date(h.clock.now - minutes * 60_000).toISOString();
const codes = (body: unknown) =>
  (body as { items: { outcome: string; code: string | null }[] }).items.map(
    ({ outcome, code }) => code ?? outcome,
  );

describe('HAVE in', () => {
  it('is in the picture when it is answered', async () => {
    const h = await createHarness();
    const beds = bed('AdultICU', 'Vacant/Available', 2, '27');
    const reply = await post(h, document(hospital({ traffic: 'Advisory', beds, time: recent(h) })));
    expect([reply.status, codes(reply.body)]).toEqual([200, ['recorded', 'recorded']]);
    expect(unit(h, 'icu')?.observations).toMatchObject([
      { channel: 'have1', available: 2, physical: 27 },
    ]);
    expect(unit(h, 'ed')?.observations).toMatchObject([{ status: 'limited' }]);
  });

  it('that is an exercise touches nothing', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const message = distributed(
      'Exercise',
      hospital({ traffic: 'Closed', site: 'Closed', time: recent(h) }),
    );
    const reply = await post(h, message);
    expect(reply.body).toMatchObject({ actual: false, items: [], anomalies: ['NOT_ACTUAL'] });
    expect(h.app.live.picture.seq).toBe(head);
  });

  it('closes a site while it says so, and opens it when it says otherwise', async () => {
    const h = await createHarness();
    const say = async (site: string) => post(h, document(hospital({ site, time: recent(h, 0) })));
    await say('Evacuating');
    const running = () => lumc(h).stops.filter((stop) => stop.endedAt === null);
    expect(running()).toMatchObject([{ scope: 'facility', level: 'stop' }]);
    const [first] = running();
    await say('Evacuating');
    expect(running()).toEqual([first]);
    h.clock.now += 20 * 60_000;
    await say('Evacuating');
    expect(running()).toHaveLength(1);
    expect(running()[0]?.until).not.toBe(first?.until);
    h.clock.now += 60_000;
    await say('Normal');
    expect(running()).toEqual([]);
  });

  it('of somebody unknown waits', async () => {
    const h = await createHarness();
    const reply = await post(h, document(hospital({ id: 'urn:oid:1.2.3', traffic: 'Closed' })));
    expect([reply.status, codes(reply.body)]).toEqual([202, ['UNKNOWN_FACILITY']]);
  });

  it.each([
    ['no XML', '<a', 'application/xml', 400, 'MALFORMED_XML'],
    ['a document type', '<!DOCTYPE a><a/>', 'text/xml', 422, 'XML_REFUSED'],
    ['no HAVE', '<a/>', 'application/xml', 422, 'NOT_HAVE'],
    ['JSON', '{}', 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['5 MB', `<a>${'x'.repeat(5_000_000)}</a>`, 'application/xml', 413, 'BODY_TOO_LARGE'],
  ])('that is %s is refused', async (_what, body, type, status, code) => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const reply = await post(h, body, type);
    expect([reply.status, problemOf(reply).code]).toEqual([status, code]);
    expect(h.app.live.picture.seq).toBe(head);
  });
});

const out = async (h: Harness, query = '?facility=lumc-leiden') => {
  const reply = await h.send('viewer', 'GET', `/api/v1/exports/have${query}`);
  expect(reply.headers.get('content-type')).toContain('application/xml');
  return reply.body as string;
};
const report = (h: Harness, kind: string, body: object) =>
  h.send('hospital', 'PUT', `/api/v1/facilities/lumc-leiden/units/${kind}`, body);

describe('HAVE out', () => {
  it('keeps the order, the namespaces and the words of the standard, for the whole country', async () => {
    const h = await createHarness();
    const kinds = lumc(h).units.map((one) => one.kind);
    for (const [n, kind] of kinds.entries())
      await report(h, kind, {
        staffed: 9,
        available: n % 3,
        physical: 12,
        status: n % 2 ? 'closed' : 'limited',
        reason: 'staff',
      });
    await report(h, 'ed', { status: 'limited', reason: 'CT <1> & "2"', offloadMinutes: 22 });
    const xml = await out(h, '');
    const root = parseXml(xml);
    expect(await haveFaults(xml)).toEqual([]);
    expect(root.children).toHaveLength(83);
  });

  it('comes back as what it was', async () => {
    const h = await createHarness();
    await report(h, 'icu', { staffed: 12, available: 2, physical: 27, status: 'open' });
    await report(h, 'medium-care', { available: 4, status: 'open' });
    await report(h, 'ed', { status: 'limited', offloadMinutes: 22 });
    h.clock.now += 60_000;
    await post(h, await out(h));
    const back = (kind: string) =>
      unit(h, kind)?.observations.find((one) => one.channel === 'have1');
    expect(back('icu')).toMatchObject({
      available: 2,
      physical: 27,
      staffed: null,
      status: 'open',
    });
    expect(back('medium-care')).toMatchObject({ available: 4 });
    expect(back('ed')).toMatchObject({ status: 'limited', offloadMinutes: 22 });
  });

  it('leaves a stale figure out and gives the time of the oldest that it holds', async () => {
    const h = await createHarness();
    await report(h, 'icu', { available: 2, status: 'open' });
    h.clock.now += 20 * 60_000;
    const then = h.clock.now;
    await report(h, 'ward', { available: 5, status: 'open' });
    h.clock.now += 5 * 60_000;
    await report(h, 'burns', { available: 1 });
    await report(h, 'medium-care', { available: 1 });
    h.clock.now += 10 * 60_000;
    const xml = await out(h);
    expect(xml).not.toContain('AdultICU');
    expect(xml).toContain(`<have:LastUpdateTime>${new Date(then).toISOString()}`);
  });

  it('of an unknown status says nothing of it', async () => {
    const h = await createHarness();
    expect(await out(h)).not.toContain('EMSTrafficStatus');
  });

  it('goes in EDXL-DE where that is asked, whole and as Actual, and comes back through it', async () => {
    const h = await createHarness();
    await report(h, 'icu', { staffed: 12, available: 2, status: 'open' });
    const [bare, wrapped] = [await out(h), await out(h, '?facility=lumc-leiden&envelope=edxl-de')];
    const root = parseXml(wrapped);
    expect(wrapped).toContain(
      '<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0">',
    );
    expect(root.children.map(({ name }) => name)).toEqual([
      ...['distributionID', 'senderID', 'dateTimeSent', 'distributionStatus', 'distributionType'],
      ...['combinedConfidentiality', 'contentObject'],
    ]);
    expect(wrapped).toMatch(
      /<senderID>spoedkaart@localhost<\/senderID><dateTimeSent>[^Z<]+\+00:00</,
    );
    expect(wrapped).toContain('<distributionStatus>Actual<');
    const inside = (xml: string) =>
      /<have:HospitalStatus[^]*<\/have:HospitalStatus>/.exec(xml)?.[0];
    expect(inside(wrapped)).toBe(inside(bare));
    h.clock.now += 60_000;
    const reply = await post(h, wrapped);
    expect(reply.body).toMatchObject({ actual: true });
    expect(unit(h, 'icu')?.observations.find((one) => one.channel === 'have1')).toMatchObject({
      available: 2,
    });
  });

  it('of an installation that is simulated is an exercise, and touches nothing live', async () => {
    const h = await createHarness({ demo: true });
    await report(h, 'icu', { available: 2, status: 'open' });
    const wrapped = await out(h, '?facility=lumc-leiden&envelope=edxl-de');
    expect(wrapped).toContain('<distributionStatus>Exercise<');
    const head = h.app.live.picture.seq;
    expect((await post(h, wrapped)).body).toMatchObject({ actual: false, items: [] });
    expect(h.app.live.picture.seq).toBe(head);
    const wrong = await h.send('viewer', 'GET', '/api/v1/exports/have?envelope=soap');
    expect(problemOf(wrong).code).toBe('VALIDATION');
  });

  it('calls a site normal only while it reports', async () => {
    const h = await createHarness();
    expect(await out(h)).not.toContain('FacilityStatus>Normal');
    await report(h, 'icu', { available: 2, status: 'open' });
    expect(await out(h)).toContain('<have:FacilityStatus>Normal');
    h.clock.now += 24 * 60 * 60_000;
    expect(await out(h)).not.toContain('FacilityStatus>Normal');
  });
});
