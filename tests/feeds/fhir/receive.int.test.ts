/** FHIR over the API: a real server, the real ledger, answers held against R4. */
import { Fhir } from 'fhir';
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from '../../api/harness.ts';
import { bundleOf, groupedReport, sanerReport, subjectOf } from './messages.ts';

const r4 = new Fhir();
const post = async (h: Harness, body: unknown, type = 'application/fhir+json') => {
  const reply = await h.send('keyHospital', 'POST', '/api/v1/feeds/fhir', body, {
    'content-type': type,
  });
  expect(r4.validate(reply.body as object)).toMatchObject({ valid: true });
  return reply;
};
const icuOf = (h: Harness) =>
  h.app.live.picture.facilities['lumc-leiden']?.units.find((unit) => unit.kind === 'icu')
    ?.observations;
const codes = (body: unknown) =>
  (body as { issue: { details: { coding: { code: string }[] } }[] }).issue.map(
    (issue) => issue.details.coding[0]?.code,
  );
const now = (h: Harness) => new Date(h.clock.now - 60_000).toISOString();
const icu = (h: Harness, count: unknown, over: object = {}) =>
  sanerReport([{ code: 'numICUBedsAvail', count }], { date: now(h), ...over });

describe('a report', () => {
  it('is in the picture when it is answered, derived where it gives no availability', async () => {
    const h = await createHarness();
    const report = sanerReport(
      [
        { code: 'numICUBeds', count: 12 },
        { code: 'numICUBedsOcc', count: 10 },
        { code: 'numICUBedsAvail', count: 'absent' },
      ],
      { date: now(h) },
    );
    const reply = await post(h, report);
    expect(reply.status).toBe(200);
    expect(codes(reply.body)).toEqual(['RECORDED']);
    expect(icuOf(h)).toMatchObject([
      { channel: 'fhir', staffed: 12, occupied: 10, available: 2, flags: ['DERIVED'] },
    ]);
  });

  it('of a real zero is zero', async () => {
    const h = await createHarness();
    await post(h, icu(h, 0));
    expect(icuOf(h)?.[0]?.available).toBe(0);
  });

  it('of somebody unknown waits and changes nothing', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const subject = { identifier: { system: 'AGB', value: '06990001' } };
    const reply = await post(h, icu(h, 3, { subject }));
    expect([reply.status, codes(reply.body)]).toEqual([202, ['UNKNOWN_FACILITY']]);
    expect(h.app.live.picture.seq).toBe(head);
  });

  it("of another's facility is refused", async () => {
    const h = await createHarness();
    const reply = await post(h, icu(h, 3, { subject: subjectOf('haga-leyweg') }));
    expect([reply.status, codes(reply.body)]).toEqual([403, ['FORBIDDEN']]);
  });

  it('that is not final says nothing', async () => {
    const h = await createHarness();
    const reply = await post(h, icu(h, 3, { status: 'pending' }));
    expect([reply.status, codes(reply.body)]).toEqual([200, ['NOT_ACTUAL']]);
    expect(icuOf(h)).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 400, 'MALFORMED_JSON'],
    ['another resource', { resourceType: 'Patient' }, 422, 'UNKNOWN_RESOURCE'],
    ['no resource', [1], 422, 'UNKNOWN_RESOURCE'],
    ['a report without a status', { resourceType: 'MeasureReport', type: 'x' }, 422, 'VALIDATION'],
  ])('that is %s is refused with an OperationOutcome', async (_what, body, status, code) => {
    const h = await createHarness();
    const reply = await post(h, body);
    expect([reply.status, codes(reply.body)[0]]).toEqual([status, code]);
  });

  it('of 5 MB is refused unread, and one without a key too', async () => {
    const h = await createHarness();
    const large = await post(h, { resourceType: 'Bundle', id: 'x'.repeat(5_000_000) });
    expect([large.status, codes(large.body)]).toEqual([413, ['BODY_TOO_LARGE']]);
    const nobody = await h.send(null, 'POST', '/api/v1/feeds/fhir', {});
    expect([nobody.status, codes(nobody.body)]).toEqual([401, ['UNAUTHENTICATED']]);
  });
});

describe('a bundle', () => {
  it('of a transaction is written whole or not at all', async () => {
    const h = await createHarness();
    const ward = groupedReport([{ code: '112568-1', count: 300 }], undefined, { date: now(h) });
    const bad = icu(h, 3, { subject: subjectOf('haga-leyweg') });
    const head = h.app.live.picture.seq;
    const refused = await post(h, bundleOf('transaction', [icu(h, 3), ward, bad]));
    expect([refused.status, codes(refused.body)]).toEqual([403, ['FORBIDDEN']]);
    const broken = await post(h, bundleOf('transaction', [icu(h, 3), { resourceType: 'Patient' }]));
    expect([broken.status, codes(broken.body)]).toEqual([422, ['UNKNOWN_RESOURCE']]);
    expect(h.app.live.picture.seq).toBe(head);

    const taken = await post(h, bundleOf('transaction', [icu(h, 3), ward]));
    expect(taken.body).toMatchObject({
      type: 'transaction-response',
      entry: [{ response: { status: '200 OK' } }, { response: { status: '200 OK' } }],
    });
    expect(h.app.live.picture.seq).toBe(head + 2);
  });

  it('of a batch is answered entry by entry', async () => {
    const h = await createHarness();
    const entries = [
      icu(h, 3),
      { resourceType: 'Patient' },
      icu(h, 1, { subject: subjectOf('nowhere') }),
      icu(h, 1, { subject: subjectOf('haga-leyweg') }),
    ];
    const reply = await post(h, bundleOf('batch', entries));
    expect(reply.status).toBe(200);
    const { entry } = reply.body as { entry: { response: { status: string } }[] };
    expect(entry.map((one) => one.response.status.slice(0, 3))).toEqual([
      '200',
      '422',
      '202',
      '403',
    ]);
    expect(icuOf(h)?.[0]?.available).toBe(3);
  });

  it('that asks to read or to remove is told that this is not done here', async () => {
    const h = await createHarness();
    const body = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'DELETE', url: 'Location/x' } }],
    };
    const reply = await post(h, body);
    expect(reply.body).toMatchObject({
      entry: [{ response: { status: '405 Method Not Allowed' } }],
    });
  });
});

describe('a service', () => {
  const service = (h: Harness, over: object) => ({
    resourceType: 'HealthcareService',
    type: [{ coding: [{ system: 'urn:spoedkaart:unit-kind', code: 'ed' }] }],
    location: [subjectOf('lumc-leiden')],
    meta: { lastUpdated: now(h) },
    ...over,
  });
  const edOf = (h: Harness) =>
    h.app.live.picture.facilities['lumc-leiden']?.units.find((unit) => unit.kind === 'ed')
      ?.observations[0];

  it('that is not available now is closed until then, and says why', async () => {
    const h = await createHarness();
    const during = { start: now(h), end: new Date(h.clock.now + 3_600_000).toISOString() };
    const reply = await post(
      h,
      service(h, { notAvailable: [{ description: 'CT in storing', during }] }),
    );
    expect(codes(reply.body)).toEqual(['RECORDED']);
    expect(edOf(h)).toMatchObject({ status: 'closed', validUntil: during.end });
    expect(edOf(h)?.reasonText).not.toBeNull();
  });

  it('that will be unavailable later is not closed now', async () => {
    const h = await createHarness();
    const start = new Date(h.clock.now + 3_600_000).toISOString();
    await post(
      h,
      service(h, { active: true, notAvailable: [{ description: 'x', during: { start } }] }),
    );
    expect(edOf(h)?.status).toBe('open');
  });

  it('that is no longer active is closed', async () => {
    const h = await createHarness();
    await post(h, service(h, { active: false }));
    expect(edOf(h)?.status).toBe('closed');
  });
});
