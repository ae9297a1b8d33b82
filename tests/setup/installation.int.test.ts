import { describe, expect, it } from 'vitest';
import type { FacilityWire } from '#wire/views.ts';
import { createHarness, problemOf, type Harness } from '../api/harness.ts';

const PROFILE = '/api/v1/facilities/lumc-leiden/profile';
const read = async (h: Harness, id: string) =>
  (await h.send('viewer', 'GET', `/api/v1/facilities/${id}`)).body as FacilityWire;

async function profile(h: Harness, id = 'lumc-leiden') {
  const one = await read(h, id);
  const { shortName, active, traumaLevel, capabilities, rhythmMinutes, ambulanceHours } = one;
  const unitKinds = one.units.map((unit) => unit.kind);
  return { shortName, active, traumaLevel, capabilities, rhythmMinutes, ambulanceHours, unitKinds };
}

describe('the set-up over HTTP', () => {
  it('chooses the regions, and everybody hears so in the picture', async () => {
    const h = await createHarness();
    const body = { homeRegions: ['west', 'brabant'] };
    const reply = await h.send('administrator', 'PUT', '/api/v1/installation', body);
    expect(reply).toMatchObject({ status: 200, body });
    expect(h.app.live.picture.homeRegions).toEqual(body.homeRegions);
    const again = await h.send('administrator', 'GET', '/api/v1/installation');
    const { rooms } = again.body as { rooms: { id: string; regions: string[] }[] };
    expect(rooms.find((room) => room.id === 'mk-den-haag')?.regions).toContain('west');
  });

  it('corrects a profile, which the routing and every page then use', async () => {
    const h = await createHarness();
    const before = await profile(h);
    const body = { ...before, shortName: 'LUMC!', rhythmMinutes: { ed: 15 } };
    const reply = await h.send('administrator', 'PUT', PROFILE, body);
    expect(reply.status).toBe(200);
    expect(await read(h, 'lumc-leiden')).toMatchObject({
      shortName: 'LUMC!',
      rhythmMinutes: { ed: 15 },
      reviewed: { by: expect.any(String) as string },
    });
  });

  it('is conditional: what was changed in between is not overwritten', async () => {
    const h = await createHarness();
    const body = await profile(h);
    const first = await h.send('administrator', 'PUT', PROFILE, body);
    const tag = first.headers.get('etag') ?? '';
    expect((await h.send('administrator', 'PUT', PROFILE, body, { 'if-match': tag })).status).toBe(
      200,
    );
    const late = await h.send('administrator', 'PUT', PROFILE, body, { 'if-match': tag });
    expect(problemOf(late).code).toBe('VERSION_MISMATCH');
  });

  it('says what in a profile cannot be true together, and changes nothing', async () => {
    const h = await createHarness();
    const before = h.app.live.picture.seq;
    const body = { ...(await profile(h)), traumaLevel: 3 };
    const problem = problemOf(await h.send('administrator', 'PUT', PROFILE, body));
    expect(problem).toMatchObject({
      status: 422,
      code: 'PROFILE_CONTRADICTORY',
      facts: { why: 'DESIGNATED_IS_LEVEL_1' },
    });
    expect(h.app.live.picture.seq).toBe(before);
  });

  it('says where what was shipped comes from and how sure it is', async () => {
    const h = await createHarness();
    const path = '/api/v1/facilities/lumc-leiden/provenance';
    const { body } = await h.send('administrator', 'GET', path);
    const { confidence, sources } = body as {
      confidence: Record<string, string>;
      sources: { key: string; what: string }[];
    };
    expect(confidence.traumaLevel).toMatch(/^(high|medium|low|unknown)$/);
    expect(sources.length).toBeGreaterThan(0);
    for (const { key, what } of sources) expect(what, key).not.toBe(key);
  });
});
