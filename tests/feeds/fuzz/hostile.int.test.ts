/** Messages made to harm: each is refused at once or read as harmless text, the server stands, and no figure moves that nobody said. */
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from '../../api/harness.ts';
import { sanerReport } from '../fhir/messages.ts';
import { bed, distributed, document, hospital } from '../have/messages.ts';
import { HOSTILE_NUMBERS } from './mutate.ts';

const post = async (h: Harness, dialect: 'have' | 'fhir', body: string) => {
  const type = dialect === 'have' ? 'application/xml' : 'application/fhir+json';
  const started = performance.now();
  const reply = await h.send('keyHospital', 'POST', `/api/v1/feeds/${dialect}`, body, {
    'content-type': type,
  });
  return { ...reply, ms: performance.now() - started };
};
const icu = (h: Harness) =>
  h.app.live.picture.facilities['lumc-leiden']?.units.find((one) => one.kind === 'icu')
    ?.observations[0];
const recent = (h: Harness) => new Date(h.clock.now - 1_000).toISOString();

const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY ${'bcdefghij'[n]} "${`&${'abcdefghi'[n]};`.repeat(10)}">`,
).join('')}]>`;
const inReason = (text: string) =>
  document(
    hospital({
      ed: `<have:EmergencyDepartmentStatus><have:EMSTraffic><have:EMSTrafficStatus>Closed</have:EMSTrafficStatus><have:EMSTrafficReason>${text}</have:EMSTrafficReason></have:EMSTraffic></have:EmergencyDepartmentStatus>`,
    }),
  ).replace(/^<\?xml[^>]*>/, '');

describe('harmful XML', () => {
  it.each([
    ['a billion laughs', `${LAUGHS}${inReason('&j;')}`, 422],
    [
      'a file of the server',
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${inReason('&e;')}`,
      422,
    ],
    [
      'an address to be fetched',
      `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">${inReason('x')}`,
      422,
    ],
    [
      'a parameter entity in capitals of no standard',
      `<!doctype x [<!ENTITY % p "x"> %p;]>${inReason('x')}`,
      422,
    ],
    [
      'an instruction to include another document',
      `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>`,
      422,
    ],
    ['a hundred thousand elements inside one another', '<a>'.repeat(100_000), 400],
    ['closed ones too', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`, 422],
    ['a hundred thousand elements side by side', `<a>${'<b/>'.repeat(100_000)}</a>`, 422],
    [
      'a hundred thousand attributes',
      `<a ${Array.from({ length: 50_000 }, (_, n) => `a${n}=""`).join(' ')}/>`,
      422,
    ],
    ['five megabytes', `<a>${'x'.repeat(5_000_000)}</a>`, 413],
  ])('with %s', async (_what, xml, status) => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const reply = await post(h, 'have', xml);
    expect([status, 400]).toContain(reply.status);
    expect(reply.ms).toBeLessThan(5_000);
    expect(JSON.stringify(reply.body)).not.toContain('root:');
    expect(h.app.live.picture.seq).toBe(head);
  });

  it('with an entity that nobody declared keeps it as it is written', async () => {
    const h = await createHarness();
    expect((await post(h, 'have', inReason('&j;'))).status).toBe(200);
    expect(JSON.stringify(h.app.live.picture.facilities['lumc-leiden'])).not.toContain('haha');
  });

  it.each(HOSTILE_NUMBERS)('with %j beds knows nothing of them', async (count) => {
    const h = await createHarness();
    const escaped = count.replaceAll('&', '&amp;');
    const beds = bed('AdultICU', 'Vacant/Available', escaped, '14');
    const reply = await post(h, 'have', distributed('Actual', hospital({ beds, time: recent(h) })));
    expect(reply.status).toBe(200);
    expect(icu(h)).toMatchObject({ available: count === '-0' ? 0 : null, physical: 14 });
  });
});

describe('harmful JSON', () => {
  const good = (h: Harness, count: unknown) =>
    JSON.stringify(
      sanerReport(
        [
          { code: 'numICUBeds', count: 14 },
          { code: 'numICUBedsAvail', count },
        ],
        { date: recent(h) },
      ),
    );

  it.each([
    ['NaN', 'NaN', 400],
    ['Infinity', '-Infinity', 400],
    ['a bed and a half', '12.5', 200],
    ['fewer than none', '-3', 200],
    ['more than fit', '1e400', 200],
    ['more than can be counted', '99999999999999999999', 200],
    ['a word', '"many"', 200],
    ['an object', '{"valueOf":1}', 200],
    ['a list', '[2]', 200],
    ['yes', 'true', 200],
  ])('with %s for beds', async (_what, count, status) => {
    const h = await createHarness();
    const reply = await post(h, 'fhir', good(h, 4711).replace('4711', count));
    expect(reply.status).toBe(status);
    // The rest of the report still counts; what is derived is derived of what is known, and here nothing is.
    expect([icu(h)?.staffed ?? null, icu(h)?.available ?? null]).toEqual([
      status === 200 ? 14 : null,
      null,
    ]);
  });

  it('with a key twice says the last, as every reader of JSON does', async () => {
    const h = await createHarness();
    await post(h, 'fhir', good(h, 4711).replace('"count":4711', '"count":9,"count":2'));
    expect(icu(h)?.available).toBe(2);
  });

  it.each([
    ['lists inside one another', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, [422]],
    [
      'objects inside one another, inside a report',
      `{"resourceType":"MeasureReport","contained":${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}}`,
      [422],
    ],
    ['the prototype of everything', '{"__proto__":{"resourceType":"Bundle"}}', [422]],
    ['five megabytes', JSON.stringify({ a: 'x'.repeat(5_000_000) }), [413]],
    ['nothing', '', [400]],
    ['a number alone', '12', [422]],
    ['a byte order mark and nothing else', '\ufeff', [400]],
  ])('with %s', async (_what, body, statuses) => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const reply = await post(h, 'fhir', body);
    expect(statuses).toContain(reply.status);
    expect(reply.ms).toBeLessThan(5_000);
    expect(h.app.live.picture.seq).toBe(head);
  });
});
