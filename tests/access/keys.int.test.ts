import { describe, expect, it } from 'vitest';
import { createHarness, problemOf, request, type Harness } from '../api/harness.ts';

const UNIT = '/api/v1/facilities/lumc-leiden/units/icu';

async function issue(h: Harness, minutes: number): Promise<{ id: string; key: string }> {
  const reply = await h.send('administrator', 'POST', '/api/v1/keys', {
    name: 'bed system',
    scope: { actions: ['unit.write'], facilities: ['lumc-leiden'] },
    expiresAt: new Date(h.clock.now + minutes * 60_000).toISOString(),
  });
  expect(reply.status).toBe(201);
  return reply.body as { id: string; key: string };
}
const put = (h: Harness, authorization: string, path = UNIT) =>
  request(h.app, 'PUT', path, { available: 1 }, { authorization });

describe('an API key', () => {
  it('does what its scope names, as a machine', async () => {
    const h = await createHarness();
    const { id, key } = await issue(h, 60);
    const written = await put(h, `Bearer ${key}`);
    expect(written.status).toBe(200);
    expect(written.body).toMatchObject({ source: { channel: 'api', by: 'lumc-leiden' } });
    const me = await request(h.app, 'GET', '/api/v1/me', undefined, {
      authorization: `bearer ${key}`,
    });
    expect(me.body).toMatchObject({
      id,
      role: 'machine',
      email: null,
      organisation: 'Leids Universitair Medisch Centrum',
    });
  });

  it('does nothing beyond it', async () => {
    const h = await createHarness();
    const { key } = await issue(h, 60);
    const elsewhere = '/api/v1/facilities/haga-leyweg/units/icu';
    expect((await put(h, `Bearer ${key}`, elsewhere)).status).toBe(403);
    const stop = await request(
      h.app,
      'POST',
      '/api/v1/facilities/lumc-leiden/stops',
      {
        scope: 'ed',
        level: 'stop',
        reason: 'staff',
        until: new Date(h.clock.now + 60_000).toISOString(),
      },
      { authorization: `Bearer ${key}` },
    );
    expect(stop.status).toBe(403);
  });

  it('ends by itself, also when it was used a moment ago', async () => {
    const h = await createHarness();
    const { key } = await issue(h, 1);
    expect((await put(h, `Bearer ${key}`)).status).toBe(200);
    h.clock.now += 60_000;
    const late = await put(h, `Bearer ${key}`);
    expect([late.status, problemOf(late).code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('ends at once when it is revoked, and what it holds open is told', async () => {
    const h = await createHarness();
    const { id, key } = await issue(h, 60);
    expect((await put(h, `Bearer ${key}`)).status).toBe(200);
    const heard: unknown[] = [];
    h.app.access.events.on((event) => heard.push(event));
    expect((await h.send('administrator', 'DELETE', `/api/v1/keys/${id}`)).status).toBe(200);
    expect(heard).toEqual([{ what: 'key-revoked', key: id }]);
    expect((await put(h, `Bearer ${key}`)).status).toBe(401);
  });

  it('is shown once and kept as a hash', async () => {
    const h = await createHarness();
    const { id, key } = await issue(h, 60);
    const [listed] = (await h.send('administrator', 'GET', '/api/v1/keys')).body as Record<
      string,
      unknown
    >[];
    expect(listed).toMatchObject({ id, name: 'bed system', revokedAt: null });
    expect(Object.keys(listed ?? {})).not.toContain('hash');
    expect(JSON.stringify(listed)).not.toContain(key);
    expect(h.stores.database.sqlite.serialize().toString('latin1')).not.toContain(key);
  });

  it.each([
    '',
    'Bearer',
    'Bearer x',
    'Basic YTpi',
    'Bearer spk_',
    'Bearer a b',
    `Bearer spk_${'A'.repeat(43)}`,
  ])('that is none (%j) is nobody, whatever cookie comes with it', async (authorization) => {
    const h = await createHarness();
    const { cookie = '' } = await h.credentials('administrator');
    const reply = await request(h.app, 'GET', '/api/v1/me', undefined, { authorization, cookie });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });
});
