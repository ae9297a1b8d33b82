import { describe, expect, it } from 'vitest';
import type { AudienceEntry } from '../../server/domain/entries.ts';
import type { FacilityWire, PictureWire } from '../../server/wire/views.ts';
import { BY_PROVIDER, OWN_FACTOR, SECOND_STEP } from '../access/page-routes.ts';
import { createHarness } from './harness.ts';

const UNIT = '/api/v1/facilities/lumc-leiden/units/icu';

describe('the picture', () => {
  it('knows no figure before a hospital has spoken', async () => {
    const h = await createHarness();
    const { body } = await h.send('viewer', 'GET', '/api/v1/picture');
    const picture = body as PictureWire;
    expect(picture.regions).toHaveLength(10);
    const units = picture.facilities.flatMap((facility) => facility.units);
    expect(units.length).toBeGreaterThan(500);
    for (const unit of units)
      expect(unit).toMatchObject({
        status: 'unknown',
        trust: 'unknown',
        available: null,
        version: 0,
      });
  });

  it('of a region holds that region only', async () => {
    const h = await createHarness();
    const { body } = await h.send('viewer', 'GET', '/api/v1/picture?region=west');
    const { regions, facilities } = body as PictureWire;
    expect(regions.map((region) => region.id)).toEqual(['west']);
    expect(new Set(facilities.map((facility) => facility.region))).toEqual(new Set(['west']));
  });

  it('is shown as it was known at an earlier time, ages reckoned then', async () => {
    const h = await createHarness();
    await h.send('hospital', 'PUT', UNIT, { available: 4 });
    const seq = h.app.live.picture.seq;
    h.clock.now += 60_000;
    const then = new Date(h.clock.now).toISOString();
    h.clock.now += 3_600_000;
    await h.send('hospital', 'PUT', UNIT, { available: 1 });
    const icu = async (query: string) => {
      const { body } = await h.send('viewer', 'GET', `/api/v1/picture?region=west&${query}`);
      const picture = body as PictureWire;
      const lumc = picture.facilities.find((facility) => facility.id === 'lumc-leiden');
      return {
        at: picture.at,
        seq: picture.seq,
        unit: lumc?.units.find((unit) => unit.kind === 'icu'),
      };
    };
    expect(await icu(`at=${then}`)).toMatchObject({
      at: then,
      seq,
      unit: { available: 4, trust: 'fresh' },
    });
    expect(await icu(`seq=${seq}`)).toMatchObject({ seq, unit: { available: 4, trust: 'fresh' } });
    expect(await icu('')).toMatchObject({ unit: { available: 1 } });
  });

  it('tells a viewer of no inbound patient, others of it without the case that is not theirs', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    const inbound = async (who: 'viewer' | 'hospitalHaga' | 'hospital') => {
      const { body } = await h.send(who, 'GET', '/api/v1/facilities/lumc-leiden');
      return (body as FacilityWire).inbound;
    };
    expect(await inbound('viewer')).toBeNull();
    expect(await inbound('hospitalHaga')).toMatchObject([{ case: null }]);
    expect(await inbound('hospital')).toMatchObject([{ case: id, overdue: false }]);
  });

  it('shows a stop with its note until it ends', async () => {
    const h = await createHarness();
    const until = new Date(h.clock.now + 60_000).toISOString();
    const body = { scope: 'ed', level: 'stop', reason: 'crowding', until, note: 'wachtkamer vol' };
    const made = await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', body);
    expect(made.status).toBe(201);
    const stops = async () =>
      ((await h.send('viewer', 'GET', '/api/v1/facilities/lumc-leiden')).body as FacilityWire)
        .stops;
    expect(await stops()).toMatchObject([body]);
    h.clock.now += 60_001;
    expect(await stops()).toEqual([]);
  });
});

describe('the ledger', () => {
  it('is read in pages that cover every seq', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const seen: number[] = [];
    let after = 0;
    while (after < head) {
      const { body } = await h.send('viewer', 'GET', `/api/v1/ledger?after=${after}&limit=30`);
      const page = body as { entries: AudienceEntry[]; after: number; seq: number };
      expect(page.after).toBe(after);
      seen.push(...page.entries.map((entry) => entry.seq));
      after = page.seq;
    }
    expect(seen).toEqual(Array.from({ length: head }, (_, index) => index + 1));
  });

  it('shows nobody a case, an account or a key that is not theirs', async () => {
    const h = await createHarness();
    const from = h.app.live.picture.seq;
    const { case: id } = await h.decidedCase();
    await h.send('administrator', 'POST', '/api/v1/accounts', {
      email: 'new@test.example',
      password: 'a long enough one',
      role: 'viewer',
    });
    for (const who of ['viewer', 'dispatcherNoord', 'hospitalHaga', 'administrator'] as const) {
      const { body } = await h.send(who, 'GET', `/api/v1/ledger?after=${from}`);
      const { entries, seq } = body as { entries: AudienceEntry[]; seq: number };
      expect(seq).toBe(h.app.live.picture.seq);
      expect(JSON.stringify(entries)).not.toContain(id);
      expect(entries.map((entry) => entry.kind)).not.toContain('access-changed');
    }
    const { body } = await h.send('dispatcher', 'GET', `/api/v1/ledger?after=${from}`);
    expect(JSON.stringify(body)).toContain(id);
  });

  it('is verified over the full entries', async () => {
    const h = await createHarness();
    await h.decidedCase();
    const { seq } = h.app.live.picture;
    const reply = await h.send('chairWest', 'GET', '/api/v1/ledger/verification');
    expect(reply.body).toMatchObject({ intact: true, entries: seq, head: { seq } });
  });
});

describe('places', () => {
  it('are found by what a person types, with what a case needs', async () => {
    const h = await createHarness();
    const { body } = await h.send('dispatcher', 'GET', '/api/v1/places?q=leiden');
    const [first] = body as { id: string; name: string; region: string; municipality: string }[];
    expect(first).toMatchObject({ name: 'Leiden', municipality: 'Leiden', region: 'west' });
    const opened = await h.send('dispatcher', 'POST', '/api/v1/cases', { place: first?.id });
    expect(opened.status).toBe(201);
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 and has every route with its answers and its parameters', async () => {
    const h = await createHarness();
    const { body } = await h.send('viewer', 'GET', '/api/v1/openapi.json');
    const document = body as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object; summary?: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        expect(Object.keys(operation.responses)).toContain('default');
        expect(operation.summary).toBeTruthy();
        return `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
      }),
    );
    const routes = h.app.api.routes.filter((route) => route.method !== 'ALL');
    const ofPages = [...SECOND_STEP, ...BY_PROVIDER, ...OWN_FACTOR].map((name) => {
      const [method = '', path = ''] = name.split(' ');
      return `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
    });
    expect(described.filter((name) => ofPages.includes(name))).toEqual([]);
    expect(new Set([...described, ...ofPages])).toEqual(
      new Set(routes.map(({ method, path }) => `${method} ${path}`)),
    );
  });

  it('as a page asks no other host', async () => {
    const h = await createHarness();
    const reply = await h.send('viewer', 'GET', '/api/v1/docs');
    expect(reply.body).not.toMatch(/(?:src|href)=["']?(?:https?:)?\/\//);
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
