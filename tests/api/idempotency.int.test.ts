import { describe, expect, it } from 'vitest';
import { createHarness, DEN_HAAG_CASE, problemOf } from './harness.ts';

const UNIT = '/api/v1/facilities/lumc-leiden/units/icu';
const key = (name: string) => ({ 'idempotency-key': name });

describe('Idempotency-Key', () => {
  it('writes an observation once and answers the same', async () => {
    const h = await createHarness();
    const first = await h.send('hospital', 'PUT', UNIT, { available: 3, staffed: 9 }, key('a'));
    const seq = h.app.live.picture.seq;
    h.clock.now += 60_000;
    const again = await h.send('hospital', 'PUT', UNIT, { staffed: 9, available: 3 }, key('a'));
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(h.app.live.picture.seq).toBe(seq);
  });

  it('refuses the same key with another body', async () => {
    const h = await createHarness();
    await h.send('hospital', 'PUT', UNIT, { available: 3 }, key('a'));
    const other = await h.send('hospital', 'PUT', UNIT, { available: 4 }, key('a'));
    expect(other.status).toBe(409);
    expect(problemOf(other).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('belongs to its caller and its route', async () => {
    const h = await createHarness();
    const seq = h.app.live.picture.seq;
    const ed = '/api/v1/facilities/lumc-leiden/units/ed';
    for (const [who, path] of [
      ['hospital', UNIT],
      ['keyHospital', UNIT],
      ['hospital', ed],
    ] as const)
      expect((await h.send(who, 'PUT', path, { available: 3 }, key('a'))).status).toBe(200);
    expect(h.app.live.picture.seq).toBe(seq + 3);
  });

  it('without a key each request is a new command', async () => {
    const h = await createHarness();
    const seq = h.app.live.picture.seq;
    await h.send('hospital', 'PUT', UNIT, { available: 3 });
    await h.send('hospital', 'PUT', UNIT, { available: 3 });
    expect(h.app.live.picture.seq).toBe(seq + 2);
  });

  it('opens a case once, also when the two come at the same time', async () => {
    const h = await createHarness();
    await h.credentials('dispatcher');
    const send = () => h.send('dispatcher', 'POST', '/api/v1/cases', DEN_HAAG_CASE, key('one'));
    const [first, second] = await Promise.all([send(), send()]);
    const later = await send();
    expect([first.status, second.status, later.status]).toEqual([201, 201, 201]);
    const ids = [first, second, later].map((reply) => (reply.body as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
    expect(Object.keys(h.app.live.picture.cases)).toEqual([ids[0]]);
    expect(later.body).toEqual(first.body);
    expect(later.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('a refused command is decided anew', async () => {
    const h = await createHarness();
    const until = new Date(h.clock.now + 60_000).toISOString();
    const body = { scope: 'ed', level: 'stop', reason: 'staff', until };
    const path = '/api/v1/facilities/lumc-leiden/stops';
    h.clock.now += 120_000;
    expect((await h.send('hospital', 'POST', path, body, key('s'))).status).toBe(422);
    h.clock.now -= 120_000;
    expect((await h.send('hospital', 'POST', path, body, key('s'))).status).toBe(201);
  });

  it('gives a machine key again without keeping it', async () => {
    const h = await createHarness();
    const expiresAt = new Date(h.clock.now + 3_600_000).toISOString();
    const body = { name: 'feed', scope: { actions: ['metrics.read'] }, expiresAt };
    const send = () => h.send('administrator', 'POST', '/api/v1/keys', body, key('k'));
    const [first, again] = [await send(), await send()];
    expect(again.body).toEqual(first.body);
    const { key: secret } = first.body as { key: string };
    expect(secret).toMatch(/^spk_[A-Za-z0-9_-]{43}$/);
    expect((await h.stores.apiKeys.list()).length).toBe(1);
    const everything = h.stores.database.sqlite.serialize().toString('latin1');
    expect(everything).not.toContain(secret);
  });
});
