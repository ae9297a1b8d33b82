/** What cannot be used is answered with a problem of a stable code, and nothing changes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BAD_INPUT, UNIT } from './bad-input-table.ts';
import { BAD_LOOKS } from './bad-looks-table.ts';
import { BAD_MOMENTS } from './bad-moments-table.ts';
import { BAD_SHIFT } from './bad-shift-table.ts';
import { BAD_TRENDS } from './bad-trends-table.ts';
import { BAD_WALLS } from './bad-walls-table.ts';
import { BAD_WEBHOOKS } from './bad-webhooks-table.ts';
import { openHarness, problemOf, type Harness } from './harness.ts';

let h: Harness;
let caseId: string;
beforeAll(async () => {
  h = await openHarness();
  caseId = await h.openCase();
});
afterAll(() => h.close());

describe('bad input', () => {
  it.each(
    Object.entries({
      ...BAD_INPUT,
      ...BAD_LOOKS,
      ...BAD_MOMENTS,
      ...BAD_WALLS,
      ...BAD_SHIFT,
      ...BAD_TRENDS,
      ...BAD_WEBHOOKS,
    }),
  )('%s', async (_name, make) => {
    const {
      who = 'viewer',
      method = 'GET',
      path,
      body,
      headers,
      status,
      code,
      field,
    } = make({
      time: (minutes) => new Date(h.clock.now + minutes * 60_000).toISOString(),
      seq: h.app.live.picture.seq,
      caseId,
    });
    const before = h.app.live.picture.seq;
    const reply = await h.send(who, method, path, body, headers);
    const problem = problemOf(reply);
    expect({ status: reply.status, code: problem.code }).toEqual({ status, code });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(problem.status).toBe(status);
    expect(problem.instance).toContain(reply.headers.get('x-request-id'));
    if (field !== undefined) expect(problem.errors?.map((error) => error.path)).toContain(field);
    expect(h.app.live.picture.seq).toBe(before);
    expect((await h.app.deskParts.ledger.head()).seq).toBe(before);
  });

  it('says which methods there are', async () => {
    const reply = await h.send('viewer', 'PATCH', '/api/v1/facilities/lumc-leiden', {});
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET');
  });

  it('keeps contradictory figures and flags them', async () => {
    const reply = await h.send('hospital', 'PUT', UNIT, {
      staffed: 10,
      occupied: 12,
      physical: 14,
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      staffed: 10,
      occupied: 12,
      flags: ['DERIVED', 'INCONSISTENT'],
    });
  });
});
