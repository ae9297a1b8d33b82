import { describe, expect, it } from 'vitest';
import { createHarness, DEN_HAAG_CASE, problemOf } from './harness.ts';

const UNIT = '/api/v1/facilities/lumc-leiden/units/icu';

describe('ETag and If-Match', () => {
  it('let the one who read last write, and tell the other', async () => {
    const h = await createHarness();
    const first = await h.send('hospital', 'PUT', UNIT, { available: 3 });
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toBe(`"${(first.body as { version: number }).version}"`);
    const mine = await h.send('hospital', 'PUT', UNIT, { available: 2 }, { 'if-match': etag });
    expect(mine.status).toBe(200);
    const seq = h.app.live.picture.seq;
    const theirs = await h.send('keyHospital', 'PUT', UNIT, { available: 5 }, { 'if-match': etag });
    expect(theirs.status).toBe(412);
    expect(problemOf(theirs).code).toBe('VERSION_MISMATCH');
    expect(h.app.live.picture.seq).toBe(seq);
  });

  it('take * for whatever there is', async () => {
    const h = await createHarness();
    const reply = await h.send('hospital', 'PUT', UNIT, { available: 3 }, { 'if-match': '*' });
    expect(reply.status).toBe(200);
  });

  it('let one of two writers at the same time through', async () => {
    const h = await createHarness();
    const { headers } = await h.send('hospital', 'PUT', UNIT, { available: 3 });
    const match = { 'if-match': headers.get('etag') ?? '' };
    const writes = [1, 2, 3, 4].map((available) =>
      h.send('hospital', 'PUT', UNIT, { available }, match),
    );
    const statuses = (await Promise.all(writes)).map((reply) => reply.status);
    expect(statuses.sort()).toEqual([200, 412, 412, 412]);
  });

  it('hold for cases, from opening through each revision', async () => {
    const h = await createHarness();
    const opened = await h.send('dispatcher', 'POST', '/api/v1/cases', DEN_HAAG_CASE);
    const path = opened.headers.get('location') ?? '';
    const etag = opened.headers.get('etag') ?? '';
    expect((await h.send('dispatcher', 'GET', path)).headers.get('etag')).toBe(etag);
    const revised = await h.send('dispatcher', 'PUT', path, DEN_HAAG_CASE, { 'if-match': etag });
    expect(revised.status).toBe(200);
    expect(revised.headers.get('etag')).not.toBe(etag);
    const late = await h.send('keyRoom', 'PUT', path, DEN_HAAG_CASE, { 'if-match': etag });
    expect(late.status).toBe(412);
  });
});
