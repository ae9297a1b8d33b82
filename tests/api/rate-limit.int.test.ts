/** A key or a session that asks without end is told to wait; a dispatch desk is counted apart. The clock is the test's own. */
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '../../server/settings.ts';
import { createHarness, DEN_HAAG_CASE, problemOf, type Harness, type Reply } from './harness.ts';

const ME = '/api/v1/me';
const limits = { key: 3, session: 2, dispatch: 2 };
/** Somebody's server at the beginning of a minute. */
async function atTheMinute(rateLimits = limits): Promise<Harness> {
  const h = await createHarness({ rateLimits });
  h.clock.now = Math.ceil(h.clock.now / 60_000) * 60_000;
  return h;
}
const policyOf = ({ headers }: Reply) => headers.get('ratelimit-policy');
const standingOf = ({ headers }: Reply) => headers.get('ratelimit');

describe('limits of requests', () => {
  it('stand in every answer, count down, and begin anew after a minute', async () => {
    const h = await atTheMinute();
    const first = await h.send('keyHospital', 'GET', ME);
    expect(policyOf(first)).toBe('"key";q=3;w=60');
    expect(standingOf(first)).toBe('"key";r=2;t=60');
    h.clock.now += 20_500;
    // An answer that refuses counts and tells as well.
    const forbidden = await h.send('keyHospital', 'GET', '/api/v1/accounts');
    expect([forbidden.status, standingOf(forbidden)]).toEqual([403, '"key";r=1;t=40']);
    await h.send('keyHospital', 'GET', ME);
    h.clock.now += 39_499;
    expect((await h.send('keyHospital', 'GET', ME)).status).toBe(429);
    h.clock.now += 1;
    expect(standingOf(await h.send('keyHospital', 'GET', ME))).toBe('"key";r=2;t=60');
  });

  it('answer 429 with our problem, the policy and how long to wait', async () => {
    const h = await atTheMinute();
    for (let count = 0; count < 2; count += 1) await h.send('viewer', 'GET', ME);
    h.clock.now += 1_000;
    const reply = await h.send('viewer', 'GET', ME);
    expect(reply.status).toBe(429);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.headers.get('retry-after')).toBe('59');
    expect(standingOf(reply)).toBe('"session";r=0;t=59');
    expect(problemOf(reply)).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      status: 429,
      facts: { policy: 'session', limit: 2, windowSeconds: 60 },
    });
  });

  it('are each one’s own: by key, by session, and cases apart from the rest', async () => {
    const h = await atTheMinute();
    for (let count = 0; count < 3; count += 1) await h.send('dispatcher', 'GET', ME);
    expect((await h.send('dispatcher', 'GET', ME)).status).toBe(429);
    expect((await h.send('dispatcherNoord', 'GET', ME)).status).toBe(200);
    expect((await h.send('keyRoom', 'GET', ME)).status).toBe(200);
    // The desk of the one who was told to wait goes on.
    const opened = await h.send('dispatcher', 'POST', '/api/v1/cases', DEN_HAAG_CASE);
    expect([opened.status, policyOf(opened)]).toEqual([201, '"dispatch";q=2;w=60']);
  });

  it('write nothing when they refuse', async () => {
    const h = await atTheMinute({ ...limits, key: 1 });
    await h.send('keyHospital', 'GET', ME);
    const { seq } = h.app.live.picture;
    const unit = '/api/v1/facilities/lumc-leiden/units/icu';
    expect((await h.send('keyHospital', 'PUT', unit, { available: 1 })).status).toBe(429);
    expect(h.app.live.picture.seq).toBe(seq);
  });

  it('can be set, and taken away with 0', async () => {
    const { rateLimits } = readSettings({ RATE_LIMIT_KEY: '0', RATE_LIMIT_SESSION: '30' });
    expect(rateLimits).toEqual({ key: 0, session: 30, dispatch: 1_200 });
    expect(() => readSettings({ RATE_LIMIT_KEY: '-1' })).toThrow(SettingsError);
    const h = await atTheMinute(rateLimits);
    expect(policyOf(await h.send('keyHospital', 'GET', ME))).toBeNull();
    expect(policyOf(await h.send('viewer', 'GET', ME))).toBe('"session";q=30;w=60');
  });

  it('leave room for a region’s feed that catches up: every unit of every site in one minute', async () => {
    const h = await createHarness();
    const sites = Object.values(h.app.live.picture.facilities);
    const units = sites.reduce((sum, site) => sum + site.units.length, 0);
    const { requests } = h.app.access;
    let last = await requests.count('key', 'a region');
    for (let count = 1; count < 2 * units; count += 1)
      last = await requests.count('key', 'a region');
    expect(last?.exceeded).toBe(false);
  });
});
