/** What docs/api.md and its changelog say is so: versions, routes, codes, limits, and the answer that it shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USUAL_LIMITS } from '../../server/access/request-limiter.ts';
import { PROBLEMS } from '../../server/api/problems.ts';
import { openHarness, type Harness } from './harness.ts';

const read = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', name), 'utf8');
const guide = read('api.md');
const changes = read('api-changelog.md');

let h: Harness;
let document: { info: { version: string }; paths: Record<string, object> };
beforeAll(async () => {
  h = await openHarness();
  document = (await h.send('viewer', 'GET', '/api/v1/openapi.json')).body as typeof document;
});
afterAll(() => h.close());

describe('the changelog of the API', () => {
  it('has an entry for the version of the description, and it is the newest', () => {
    const versions = [...changes.matchAll(/^## (\d+\.\d+\.\d+)$/gm)].map(([, version]) => version);
    expect(versions[0]).toBe(document.info.version);
    expect(new Set(versions).size).toBe(versions.length);
  });
});

describe('the guide of the API', () => {
  it('names routes that there are', () => {
    const known = Object.keys(document.paths).map((path) => path.replace('/api/v1', ''));
    const named = [...guide.matchAll(/`(?:(?:GET|PUT|POST|DELETE) )?(\/[a-z][\w/{}.-]*)/g)]
      .map(([, path]) => path?.replace('/api/v1', '') ?? '')
      .filter((path) => path !== '/live');
    expect(named.length).toBeGreaterThan(15);
    const starts = (path: string) => known.some((one) => `${one}/`.startsWith(`${path}/`));
    const served = (path: string) =>
      starts(path) ||
      known.some((one) => new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
    expect(named.filter((path) => !served(path))).toEqual([]);
  });

  it('names codes that there are, and the limits that hold', () => {
    const codes = [...guide.matchAll(/`([A-Z]+(?:_[A-Z]+)+|BUSY|TIMEOUT|VALIDATION)`/g)]
      .map(([, code]) => code ?? '')
      .filter((code) => !code.startsWith('RATE_LIMIT'));
    expect(codes.filter((code) => !(code in PROBLEMS))).toEqual([]);
    const told = [...guide.matchAll(/^\| `(key|session|dispatch)` +\|[^|]+\| ([\d,]+) /gm)].map(
      ([, policy, limit]) => [policy, Number(limit?.replace(',', ''))],
    );
    expect(Object.fromEntries(told)).toEqual(USUAL_LIMITS);
  });

  it('shows the answer that comes', async () => {
    const shown = JSON.parse(/```json\n([\s\S]+?)```/.exec(guide)?.[1] ?? '') as object;
    const path = '/api/v1/facilities/lumc-leiden/units/icu';
    const reply = await h.send('hospital', 'PUT', path, { staffed: 10_000 });
    expect({ ...(reply.body as object), instance: null }).toEqual({ ...shown, instance: null });
  });

  it('begins with requests that work', async () => {
    const bodies = [...guide.matchAll(/-d '(\{.+\})'/g)].map(([, body]) => body ?? '');
    const [, key = '', unit = ''] = bodies;
    h.clock.now = Math.min(h.clock.now, Date.parse('2026-12-01T00:00:00Z'));
    const issued = await h.send('administrator', 'POST', '/api/v1/keys', key);
    expect(issued.status).toBe(201);
    const mine = { authorization: `Bearer ${(issued.body as { key: string }).key}` };
    const path = '/api/v1/facilities/lumc-leiden/units/icu';
    expect((await h.send(null, 'PUT', path, unit, mine)).status).toBe(200);
    const picture = await h.send(null, 'GET', '/api/v1/picture?region=west', undefined, mine);
    expect(picture.status).toBe(200);
  });
});
