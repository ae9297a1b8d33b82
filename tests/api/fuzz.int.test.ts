/** Whatever comes in, the server answers with something below 500, and a refusal writes nothing. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYBODY, openHarness, problemOf, type Harness, type Reply } from './harness.ts';

let h: Harness;
let caseId: string;
let decision: string;
beforeAll(async () => {
  h = await openHarness();
  ({ case: caseId, decision } = await h.decidedCase());
});
afterAll(() => h.close());

const who = fc.constantFrom(null, ...EVERYBODY);
/** Texts that are known to bring programs down, among any others. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '\ud800',
    '\u0000',
    '../..',
    '%',
    "' or 1=1 --",
    '=1+1',
  ),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e9, 1e308, 2 ** 53));
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const anything = fc.jsonValue({ maxDepth: 4 });

/** A body that is nearly right: known fields with odd values, so that it gets past the first check. */
function nearly(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const odd = Object.fromEntries(
    Object.entries(fields).map(([name, right]) => [
      name,
      fc.oneof({ arbitrary: right, weight: 4 }, { arbitrary: leaf, weight: 1 }),
    ]),
  );
  return fc.oneof({ arbitrary: fc.record(odd, { requiredKeys: [] }), weight: 5 }, anything);
}

const instant = fc
  .integer({ min: -200_000, max: 200_000 })
  .map((seconds) => new Date(h.clock.now + seconds * 1000).toISOString());
const count = fc.integer({ min: -1, max: 10_001 });
const reason = fc.constantFrom('CREW_JUDGEMENT', 'OTHER', 'CAPACITY_WRONG');
const facility = fc.constantFrom('lumc-leiden', 'haga-leyweg', 'nowhere', 'mmt-rotterdam');

const observation = nearly({
  staffed: count,
  physical: count,
  occupied: count,
  available: count,
  status: fc.constantFrom('open', 'limited', 'closed', 'unknown'),
  reason: text,
  validUntil: instant,
  observedAt: instant,
  note: text,
  nedocs: count,
});
const stop = nearly({
  scope: fc.constantFrom('ed', 'ct', 'facility', 'gp-post'),
  level: fc.constantFrom('impending', 'stop'),
  reason: fc.constantFrom('crowding', 'other'),
  until: instant,
  note: text,
});
const caseBody = nearly({
  position: fc.record({
    lat: fc.double({ min: 50, max: 54 }),
    lon: fc.double({ min: 3, max: 7.5 }),
  }),
  ageBand: fc.constantFrom('0', '80+', 'unknown'),
  findings: nearly({
    vitals: nearly({ systolicBloodPressure: count, gcs: fc.integer({ min: 2, max: 16 }) }),
    injuries: fc.array(fc.constantFrom('pelvis', 'amputation', 'nothing')),
    ruledOut: fc.array(fc.constantFrom('pelvis', 'burns')),
    threats: fc.array(fc.constantFrom('airway', 'arrest')),
  }),
  externalRisk: nearly({ model: text, version: text, probability: number }),
  excluded: fc.array(fc.record({ facility, reason })),
  category: fc.constantFrom('OTHER', 'STEMI', 'TBI_SEVERE'),
});
const decided = nearly({
  facility,
  seq: fc.integer({ min: 0, max: 400 }),
  at: instant,
  overrideReason: reason,
  note: text,
});

const part = text.map(encodeURIComponentSafely);
function encodeURIComponentSafely(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

type Shot = { method: string; path: string; body?: unknown };
const shot = (method: string, path: fc.Arbitrary<string>, body?: fc.Arbitrary<unknown>) =>
  fc.record({
    method: fc.constant(method),
    path,
    ...(body === undefined ? {} : { body }),
  }) as fc.Arbitrary<Shot>;
const one = (path: () => string) => fc.constant(null).map(path);

const shots = fc.oneof(
  shot(
    'PUT',
    one(() => '/facilities/lumc-leiden/units/icu'),
    observation,
  ),
  shot(
    'PUT',
    fc.tuple(part, part).map(([a, b]) => `/facilities/${a}/units/${b}`),
    observation,
  ),
  shot(
    'POST',
    one(() => '/facilities/lumc-leiden/stops'),
    stop,
  ),
  shot(
    'DELETE',
    part.map((id) => `/facilities/lumc-leiden/stops/${id}`),
  ),
  shot(
    'POST',
    one(() => '/cases'),
    caseBody,
  ),
  shot(
    'PUT',
    one(() => `/cases/${caseId}`),
    caseBody,
  ),
  shot(
    'POST',
    one(() => `/cases/${caseId}/decisions`),
    decided,
  ),
  shot(
    'POST',
    one(() => `/cases/${caseId}/acknowledgement`),
    nearly({ answer: fc.constant('declined'), reason: text }),
  ),
  shot(
    'PUT',
    one(() => `/decisions/${decision}/override-reason`),
    nearly({ overrideReason: reason, note: text }),
  ),
  shot(
    'POST',
    one(() => '/keys'),
    nearly({ name: text, scope: anything, expiresAt: instant }),
  ),
  shot(
    'POST',
    one(() => '/first-admin'),
    nearly({ token: text, email: text, password: text }),
  ),
  shot(
    'GET',
    part.map((id) => `/cases/${id}`),
  ),
  shot(
    'GET',
    part.map((id) => `/decisions/${id}/replay`),
  ),
  shot(
    'GET',
    part.map((id) => `/${id}`),
  ),
  shot(
    'GET',
    fc.tuple(part, part).map(([a, b]) => `/picture?region=${a}&seq=${b}`),
  ),
  shot(
    'GET',
    part.map((at) => `/picture?at=${at}`),
  ),
  shot(
    'GET',
    fc.tuple(part, part).map(([a, b]) => `/ledger?after=${a}&limit=${b}`),
  ),
  shot(
    'GET',
    fc.tuple(part, part, part).map(([a, b, c]) => `/decisions?facility=${a}&cursor=${b}&from=${c}`),
  ),
  shot(
    'GET',
    part.map((q) => `/places?q=${q}`),
  ),
);

function expectAnswered(reply: Reply): void {
  expect(reply.status).toBeLessThan(500);
  if (reply.status < 400) return;
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(problemOf(reply).code).toMatch(/^[A-Z_]+$/);
}

describe('any request', () => {
  it('is answered below 500, and writes nothing when it is refused', async () => {
    await fc.assert(
      fc.asyncProperty(who, shots, async (someone, { method, path, body }) => {
        const before = (await h.app.deskParts.ledger.head()).seq;
        const reply = await h.send(someone, method, `/api/v1${path}`, body);
        expectAnswered(reply);
        const after = (await h.app.deskParts.ledger.head()).seq;
        if (reply.status >= 400 || method === 'GET') expect(after).toBe(before);
      }),
      { numRuns: 600 },
    );
  });

  it('with any bytes as body and any headers is answered below 500', async () => {
    const header = fc.string({ unit: fc.constantFrom(...'abc "*,=-W/0123'), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, header, header, async (body, key, match) => {
        const headers = { 'idempotency-key': key, 'if-match': match };
        const path = '/api/v1/facilities/lumc-leiden/units/icu';
        expectAnswered(await h.send('hospital', 'PUT', path, body.toWellFormed(), headers));
        expectAnswered(await h.send('hospital', 'PUT', path, { available: 1 }, headers));
      }),
      { numRuns: 150 },
    );
  });

  it('nested beyond reason is refused', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const bodies = [deep, `{"findings": ${deep}}`, `{"scope": ${deep}}`];
    for (const body of bodies)
      for (const path of ['/cases', '/keys', '/accounts'])
        for (const someone of ['dispatcher', 'administrator'] as const)
          expectAnswered(await h.send(someone, 'POST', `/api/v1${path}`, body));
  });
});
