import { describe, expect, it } from 'vitest';
import { HOUR, iso } from '#domain/clock.ts';
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

  it('gets another secret without a gap: the one before goes on for as long as was chosen', async () => {
    const h = await createHarness();
    const { id, key } = await issue(h, 600);
    const rotate = (body: object, headers = {}) =>
      h.send('administrator', 'POST', `/api/v1/keys/${id}/rotation`, body, headers);
    const sent = await rotate({ overlapHours: 2 }, { 'idempotency-key': 'r1' });
    expect(sent.status).toBe(201);
    const made = sent.body as { id: string; key: string };
    expect(made).toMatchObject({
      ...{ id, name: 'bed system', scope: { actions: ['unit.write'] } },
      rotatedAt: iso(h.clock.now),
      // As long as before.
      expiresAt: iso(h.clock.now + 600 * 60_000),
      previous: { prefix: key.slice(0, 10), until: iso(h.clock.now + 2 * HOUR) },
    });
    expect(made.key).not.toBe(key);
    // Sent again it is the same secret, and nothing is rotated once more.
    expect((await rotate({ overlapHours: 2 }, { 'idempotency-key': 'r1' })).body).toEqual(made);
    for (const each of [key, made.key]) expect((await put(h, `Bearer ${each}`)).status).toBe(200);
    const [listed] = (await h.send('administrator', 'GET', '/api/v1/keys')).body as object[];
    expect(listed).toMatchObject({ previous: { until: iso(h.clock.now + 2 * HOUR) } });
    expect(JSON.stringify(listed)).not.toContain(made.key);
    const third = await rotate({});
    expect([third.status, problemOf(third).code]).toEqual([409, 'KEY_ROTATING']);

    h.clock.now += 2 * HOUR;
    expect((await put(h, `Bearer ${key}`)).status).toBe(401);
    expect((await put(h, `Bearer ${made.key}`)).status).toBe(200);
    const [after] = (await h.send('administrator', 'GET', '/api/v1/keys')).body as object[];
    expect(after).toMatchObject({ previous: null });
    const entries = await h.app.deskParts.ledger.read({ subject: `key:${id}` });
    expect(entries.map(({ body }) => (body as { what: string }).what)).toEqual([
      'key-issued',
      'key-rotated',
    ]);
  });

  it('ends its secret before when told, and with it what came by that', async () => {
    const h = await createHarness();
    const { id, key } = await issue(h, 60);
    const path = `/api/v1/keys/${id}/rotation`;
    const { key: next } = (await h.send('administrator', 'POST', path, {})).body as { key: string };
    const heard: unknown[] = [];
    h.app.access.events.on((event) => heard.push(event));
    expect((await put(h, `Bearer ${key}`)).status).toBe(200);
    expect((await h.send('administrator', 'DELETE', path)).status).toBe(200);
    expect(heard).toEqual([{ what: 'key-rotated', key: id }]);
    expect((await put(h, `Bearer ${key}`)).status).toBe(401);
    expect((await put(h, `Bearer ${next}`)).status).toBe(200);
    // Revoking ends both.
    await h.send('administrator', 'POST', path, {});
    expect((await h.send('administrator', 'DELETE', `/api/v1/keys/${id}`)).status).toBe(200);
    expect((await put(h, `Bearer ${next}`)).status).toBe(401);
    const over = await h.send('administrator', 'POST', path, {});
    expect([over.status, problemOf(over).code]).toEqual([409, 'KEY_OVER']);
    const none = await h.send('administrator', 'POST', '/api/v1/keys/none/rotation', {});
    expect([none.status, problemOf(none).code]).toEqual([404, 'UNKNOWN_KEY']);
  });

  it('never lasts longer by its secret before than it would have, nor is rotated twice at once', async () => {
    const h = await createHarness();
    const { id, key } = await issue(h, 60);
    const path = `/api/v1/keys/${id}/rotation`;
    const both = await Promise.all([
      h.send('administrator', 'POST', path, { overlapHours: 48 }),
      h.send('administrator', 'POST', path, { overlapHours: 48 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    h.clock.now += 60 * 60_000 - 1;
    expect((await put(h, `Bearer ${key}`)).status).toBe(200);
    h.clock.now += 1;
    expect((await put(h, `Bearer ${key}`)).status).toBe(401);
    const far = iso(h.clock.now + 800 * 24 * HOUR);
    const late = await h.send('administrator', 'POST', path, { expiresAt: far });
    expect(problemOf(late).code).toBe('UNTIL_TOO_FAR');
    const odd = await h.send('administrator', 'POST', path, { overlapHours: -1 });
    expect(odd.status).toBe(422);
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
