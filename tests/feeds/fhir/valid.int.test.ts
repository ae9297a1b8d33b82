/** Every FHIR resource that leaves the server is R4 by an independent validator: of the whole country, of odd pictures, of refusals. */
import { Fhir } from 'fhir';
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness, type Reply } from '../../api/harness.ts';
import { bundleOf, sanerReport, subjectOf } from './messages.ts';

const r4 = new Fhir();
const TYPES = ['Location', 'HealthcareService', 'MeasureReport', 'AuditEvent', 'metadata'];

/**
 * What the validator has against the resource and each one inside it; nothing for valid ones. Warnings about codes of our own beside
 * those of a value set that may be extended are no faults.
 */
function faultsOf({ body }: Reply): unknown[] {
  const { entry = [] } = body as {
    entry?: { resource?: object; response?: { outcome?: object } }[];
  };
  const inside = entry.flatMap(({ resource, response }) => [resource, response?.outcome]);
  return [body as object, ...inside]
    .filter((one) => one !== undefined)
    .flatMap((one) => {
      const { valid, messages } = r4.validate(one, { errorOnUnexpected: true });
      const errors = messages.filter(
        ({ severity }) => severity !== undefined && ['error', 'fatal'].includes(severity),
      );
      return valid ? errors : messages;
    });
}
const read = (h: Harness, path: string) =>
  h.send('chairNation', 'GET', `/api/v1/exports/fhir/${path}`);
const report = (h: Harness, kind: string, body: object) =>
  h.send('hospital', 'PUT', `/api/v1/facilities/lumc-leiden/units/${kind}`, body);
const units = (h: Harness) => h.app.live.picture.facilities['lumc-leiden']?.units ?? [];
const stop = (h: Harness, scope: string, level: string) =>
  h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', {
    ...{ scope, level, reason: 'crowding', until: new Date(h.clock.now + 3_600_000).toISOString() },
  });

describe('what we say in FHIR, of the whole country', () => {
  const ODD: [string, (h: Harness) => Promise<unknown>][] = [
    ['nothing known', () => Promise.resolve()],
    [
      'no bed anywhere',
      async (h) => {
        for (const { kind } of units(h))
          await report(h, kind, { staffed: 0, physical: 0, occupied: 0, available: 0 });
      },
    ],
    [
      'every status and every stop',
      async (h) => {
        const words = ['open', 'limited', 'closed', 'unknown'];
        for (const [n, { kind }] of units(h).entries())
          await report(h, kind, { status: words[n % 4] });
        for (const scope of ['ed', 'icu', 'ct', 'facility']) await stop(h, scope, 'stop');
        await stop(h, 'ward', 'impending');
      },
    ],
    [
      'a closed unit with an end and words of its own',
      (h) =>
        report(h, 'icu', {
          ...{ status: 'closed', reason: 'CT <1> & "2"' },
          validUntil: new Date(h.clock.now + 60_000).toISOString(),
        }),
    ],
    [
      'figures that have grown old',
      async (h) => {
        await report(h, 'icu', { available: 2 });
        h.clock.now += 86_400_000;
      },
    ],
    [
      'a decision, a way round it and an arrival',
      async (h) => {
        const { case: id } = await h.decidedCase();
        await h.send('hospital', 'POST', `/api/v1/cases/${id}/acknowledgement`, {
          answer: 'accepted',
        });
        await h.send('dispatcher', 'POST', `/api/v1/cases/${id}/decisions`, {
          ...{ facility: 'haga-leyweg', seq: h.app.live.picture.seq },
          ...{ overrideReason: 'CREW_JUDGEMENT' },
        });
        await h.send('dispatcher', 'POST', `/api/v1/cases/${id}/status`, { status: 'arrived' });
      },
    ],
  ];
  it.each(ODD)('with %s', async (_what, make) => {
    const h = await createHarness();
    await make(h);
    for (const type of TYPES) {
      const reply = await read(h, type);
      expect([type, reply.status, faultsOf(reply)]).toEqual([type, 200, []]);
    }
  });

  it('holds a decision as it was made, and the one that replaced it', async () => {
    const h = await createHarness();
    await ODD.at(-1)?.[1](h);
    const { entry } = (await read(h, 'AuditEvent')).body as { entry: unknown[] };
    expect(entry).toHaveLength(2);
  });
});

describe('what we answer in FHIR', () => {
  const bad = { ...sanerReport([]), status: 'done' };
  const good = (h: Harness) =>
    sanerReport([{ code: 'numICUBeds', count: 2 }], { date: new Date(h.clock.now).toISOString() });
  it.each([
    ['taken in', (h: Harness) => good(h), 200],
    ['an oddity', (h: Harness) => ({ ...good(h), date: '2026-11-22' }), 200],
    ['nobody knows whom', (h: Harness) => ({ ...good(h), subject: subjectOf('x') }), 202],
    ['not yours', (h: Harness) => ({ ...good(h), subject: subjectOf('haga-leyweg') }), 403],
    ['not final', (h: Harness) => ({ ...good(h), status: 'error' }), 200],
    ['not R4', () => bad, 422],
    ['no such type', () => ({ resourceType: 'Patient' }), 422],
    ['no JSON', () => '{', 400],
    ['a batch of good and bad', (h: Harness) => bundleOf('batch', [good(h), bad, {}]), 200],
    ['a transaction that fails', (h: Harness) => bundleOf('transaction', [good(h), bad]), 422],
    ['a transaction that holds', (h: Harness) => bundleOf('transaction', [good(h)]), 200],
    ['a collection', (h: Harness) => bundleOf('collection', [good(h), bad]), 200],
    ['an empty bundle', () => bundleOf('batch', []), 200],
  ])('to %s is R4', async (_what, message, status) => {
    const h = await createHarness();
    const reply = await h.send('keyHospital', 'POST', '/api/v1/feeds/fhir', message(h));
    expect([reply.status, faultsOf(reply)]).toEqual([status, []]);
  });

  it('to who is not known, may not or asks too much is R4', async () => {
    const h = await createHarness();
    const replies = [
      await h.send(null, 'GET', '/api/v1/exports/fhir/Location'),
      await h.send('viewer', 'GET', '/api/v1/exports/fhir/AuditEvent'),
      await h.send('viewer', 'GET', '/api/v1/exports/fhir/Patient'),
      await h.send('viewer', 'DELETE', '/api/v1/exports/fhir/Location'),
      await h.send('keyHospital', 'POST', '/api/v1/feeds/fhir', 'x'.repeat(5_000_000)),
    ];
    expect(replies.map((one) => one.status)).toEqual([401, 403, 404, 405, 413]);
    for (const reply of replies) {
      expect((reply.body as { resourceType: string }).resourceType).toBe('OperationOutcome');
      expect(faultsOf(reply)).toEqual([]);
    }
  });
});

describe('the validator', () => {
  it('says no to what is not R4', () => {
    const broken = { resourceType: 'Location', status: 'perhaps', operationalStatus: [] };
    const reply: Reply = { status: 200, headers: new Headers(), body: broken };
    expect(faultsOf(reply)).not.toEqual([]);
  });
});
