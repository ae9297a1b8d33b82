/** Conditional reading: 304 only for what is still so, whoever asks and however time goes on. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doWhatIsDue } from '../../server/desk/clerk.ts';
import {
  createHarness,
  openHarness,
  problemOf,
  type Harness,
  type Reply,
  type Who,
} from './harness.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PICTURE = '/api/v1/picture?region=west';
const LUMC = '/api/v1/facilities/lumc-leiden';
const tagOf = ({ headers }: Reply) => headers.get('etag') ?? '';
const again = (h: Harness, who: Who, path: string, tag: string) =>
  h.send(who, 'GET', path, undefined, { 'if-none-match': tag });

describe('If-None-Match', () => {
  it('is answered 304, without a body, while nothing changed', async () => {
    const h = await createHarness();
    const first = await h.send('viewer', 'GET', PICTURE);
    expect(tagOf(first)).toMatch(new RegExp(`^W/"${h.app.live.picture.seq}-[0-9a-f]{32}"$`));
    h.clock.now += 1_000;
    const second = await again(h, 'viewer', PICTURE, tagOf(first));
    expect([second.status, second.body, tagOf(second)]).toEqual([304, '', tagOf(first)]);
    expect(second.headers.get('x-request-id')).not.toBeNull();
    expect(second.headers.get('ratelimit')).not.toBeNull();
    const list = await again(h, 'viewer', PICTURE, `"x", ${tagOf(first)}`);
    expect(list.status).toBe(304);
  });

  it('gets the answer anew when the ledger moved', async () => {
    const h = await createHarness();
    const tags = await Promise.all([PICTURE, LUMC].map((path) => h.send('viewer', 'GET', path)));
    await h.send('hospital', 'PUT', `${LUMC}/units/icu`, { available: 3 });
    for (const [index, path] of [PICTURE, LUMC].entries())
      expect((await again(h, 'viewer', path, tagOf(tags[index] as Reply))).status).toBe(200);
  });

  it('gets it anew when only the clock went on and a figure is trusted less', async () => {
    const h = await createHarness();
    await h.send('hospital', 'PUT', `${LUMC}/units/icu`, { available: 3 });
    const fresh = await h.send('viewer', 'GET', LUMC);
    const { seq } = h.app.live.picture;
    h.clock.now += 20 * MINUTE;
    const later = await again(h, 'viewer', LUMC, tagOf(fresh));
    expect([later.status, h.app.live.picture.seq]).toEqual([200, seq]);
    const trustOf = (reply: Reply) =>
      (reply.body as { units: { kind: string; trust: string }[] }).units.find(
        ({ kind }) => kind === 'icu',
      )?.trust;
    expect([trustOf(fresh), trustOf(later)]).toEqual(['fresh', 'ageing']);
  });

  it('knows no other audience’s tag', async () => {
    const h = await createHarness();
    await h.decidedCase();
    const mine = await h.send('chairWest', 'GET', PICTURE);
    expect((await again(h, 'viewer', PICTURE, tagOf(mine))).status).toBe(200);
    expect((await again(h, 'chairWest', PICTURE, tagOf(mine))).status).toBe(304);
  });

  it('gets it anew when a text was erased, of which the ledger says nothing', async () => {
    const h = await createHarness();
    const id = await h.openCase();
    const choice = {
      facility: 'lumc-leiden',
      seq: h.app.live.picture.seq,
      overrideReason: 'OTHER',
    };
    const path = `/api/v1/cases/${id}/decisions`;
    const made = await h.send('dispatcher', 'POST', path, { ...choice, note: 'belt zelf' });
    const line = `/api/v1/decisions/${(made.body as { id: string }).id}`;
    const before = await h.send('dispatcher', 'GET', line);
    expect(before.body).toMatchObject({ note: 'belt zelf' });
    expect((await again(h, 'dispatcher', line, tagOf(before))).status).toBe(304);
    h.clock.now += 366 * DAY;
    await doWhatIsDue(h.app.deskParts);
    const after = await again(h, 'dispatcher', line, tagOf(before));
    expect([after.status, after.body]).toEqual([200, expect.objectContaining({ note: null })]);
  });

  it('is never answered 304 for a case, whose tag is its version, nor for a ranking', async () => {
    const h = await createHarness();
    const path = `/api/v1/cases/${await h.openCase()}`;
    const first = await h.send('dispatcher', 'GET', path);
    expect((await again(h, 'dispatcher', path, tagOf(first))).status).toBe(200);
    expect((await again(h, 'dispatcher', `${path}/ranking`, '*')).status).toBe(200);
  });

  it('does not hide what is refused', async () => {
    const h = await createHarness();
    const reply = await again(h, 'viewer', '/api/v1/accounts', '*');
    expect([reply.status, problemOf(reply).code]).toEqual([403, 'FORBIDDEN']);
  });

  it('leaves a table in CSV as it is', async () => {
    const h = await createHarness();
    const reply = await h.send('dispatcher', 'GET', '/api/v1/decisions', undefined, {
      accept: 'text/csv',
      'if-none-match': '*',
    });
    expect([reply.status, tagOf(reply)]).toEqual([200, '']);
  });
});

describe('whatever happens', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await openHarness();
  });
  afterAll(() => h.close());

  const paths = [
    PICTURE,
    LUMC,
    '/api/v1/snapshot',
    '/api/v1/cases',
    '/api/v1/decisions',
    '/api/v1/ledger?after=90',
  ];
  const happening = fc.oneof(
    fc.integer({ min: 0, max: 12 * MINUTE }).map((ms) => ({ what: 'wait' as const, ms })),
    fc.integer({ min: 0, max: 5 }).map((available) => ({ what: 'report' as const, available })),
    fc.integer({ min: 1, max: 30 }).map((minutes) => ({ what: 'stop' as const, minutes })),
    fc.constant({ what: 'decide' as const }),
  );

  /** What is said, without the moment at which it is said. */
  const said = ({ body }: Reply) =>
    Array.isArray(body) ? body : { ...(body as object), at: null, now: null };

  it('304 is said of nothing but what would be said again', async () => {
    let unchanged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Who>('viewer', 'dispatcher', 'hospital', 'chairWest'),
        fc.constantFrom(...paths),
        fc.array(happening, { maxLength: 2 }),
        async (who, path, happenings) => {
          const before = await h.send(who, 'GET', path);
          if (before.status !== 200) return;
          for (const one of happenings) await happen(one);
          const conditional = await again(h, who, path, tagOf(before));
          const plain = await h.send(who, 'GET', path);
          const same = JSON.stringify(said(plain)) === JSON.stringify(said(before));
          expect(conditional.status).toBe(same ? 304 : 200);
          unchanged += same ? 1 : 0;
        },
      ),
      { numRuns: 120 },
    );
    expect(unchanged).toBeGreaterThan(10);
  });

  async function happen(one: typeof happening extends fc.Arbitrary<infer T> ? T : never) {
    if (one.what === 'wait') h.clock.now += one.ms;
    else if (one.what === 'report')
      await h.send('hospital', 'PUT', `${LUMC}/units/icu`, { available: one.available });
    else if (one.what === 'decide') await h.decidedCase();
    else {
      const until = new Date(h.clock.now + one.minutes * MINUTE).toISOString();
      const body = { scope: 'ed', level: 'impending', reason: 'crowding', until };
      await h.send('hospital', 'POST', `${LUMC}/stops`, body);
    }
  }
});
