import { describe, expect, it } from 'vitest';
import { ApiClient } from '#lib/api/client.ts';

interface Sent {
  url: string;
  init: RequestInit;
  headers: Headers;
}

/** A client whose requests are kept and answered by the test. */
function client(answer: () => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const api = new ApiClient((url, init = {}) => {
    sent.push({ url: url as string, init, headers: new Headers(init.headers) });
    return Promise.resolve().then(answer);
  });
  return { api, sent };
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe('the api client', () => {
  it('answers data with its etag', async () => {
    const { api, sent } = client(() => json(200, { seq: 4 }, { etag: '"7"' }));
    expect(await api.get('/picture')).toEqual({
      ok: true,
      data: { seq: 4 },
      etag: '"7"',
      status: 200,
    });
    expect(sent[0]?.url).toBe('/api/v1/picture');
    expect(sent[0]?.headers.has('Idempotency-Key')).toBe(false);
  });

  it('gives each write its own key and keeps the one that it is given', async () => {
    const { api, sent } = client(() => json(201, {}));
    await api.post('/cases', { a: 1 });
    await api.post('/cases', { a: 1 });
    await api.put('/cases/1', {}, { idempotencyKey: 'mine', ifMatch: '"2"' });
    const keys = sent.map((one) => one.headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[0]).not.toBe(keys[1]);
    expect(keys[2]).toBe('mine');
    expect(sent[2]?.headers.get('If-Match')).toBe('"2"');
    expect(sent[0]?.init.body).toBe('{"a":1}');
  });

  it('answers a refusal with its code', async () => {
    const problem = {
      type: 'x',
      title: 'x',
      status: 409,
      code: 'CLAIM_TAKEN',
      detail: null,
      instance: '/',
    };
    const { api } = client(() => json(409, problem));
    expect(await api.post('/x')).toEqual({ ok: false, problem });
  });

  it('answers a network that failed and a page that is no answer of ours, without an exception', async () => {
    const broken = client(() => Promise.reject(new TypeError('failed')));
    expect(await broken.api.get('/x')).toMatchObject({
      ok: false,
      problem: { code: 'NETWORK', status: 0 },
    });
    const proxy = client(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(await proxy.api.get('/x')).toMatchObject({
      ok: false,
      problem: { code: 'UNEXPECTED', status: 502 },
    });
  });

  it('says when the session is over', async () => {
    const { api } = client(() => json(401, { code: 'UNAUTHENTICATED' }));
    let ended = 0;
    api.onUnauthenticated = () => (ended += 1);
    await api.get('/x');
    expect(ended).toBe(1);
  });

  it('takes an empty answer', async () => {
    const { api } = client(() => new Response(null, { status: 204 }));
    expect(await api.del('/x')).toMatchObject({ ok: true, data: null, status: 204 });
  });
});
