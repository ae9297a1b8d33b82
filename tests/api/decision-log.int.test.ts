import { describe, expect, it } from 'vitest';
import { csvRows, harmless } from '../../server/api/csv.ts';
import { createHarness } from './harness.ts';

interface Page {
  decisions: { id: string; note: string | null; facility: string }[];
  next: string | null;
}

describe('the decision log', () => {
  it('is read newest first, page by page', async () => {
    const h = await createHarness();
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) made.unshift((await h.decidedCase()).decision);
    const found: string[] = [];
    let cursor = '';
    do {
      const reply = await h.send('dispatcher', 'GET', `/api/v1/decisions?limit=2${cursor}`);
      const page = reply.body as Page;
      found.push(...page.decisions.map((line) => line.id));
      cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    expect(found).toEqual(made);
  });

  it('is filtered by region, facility, time and override', async () => {
    const h = await createHarness();
    const from = new Date(h.clock.now).toISOString();
    await h.decidedCase();
    h.clock.now += 1_000;
    const count = async (query: string) =>
      ((await h.send('dispatcher', 'GET', `/api/v1/decisions?${query}`)).body as Page).decisions
        .length;
    const later = new Date(h.clock.now).toISOString();
    expect(await count('region=west')).toBe(1);
    expect(await count('region=limburg')).toBe(0);
    expect(await count('facility=lumc-leiden')).toBe(1);
    expect(await count('facility=haga-leyweg')).toBe(0);
    expect(await count(`from=${from}&to=${later}`)).toBe(1);
    expect(await count(`from=${later}`)).toBe(0);
    expect(await count('overridden=true')).toBe(1);
    expect(await count('overridden=false')).toBe(0);
  });

  it('shows others nothing', async () => {
    const h = await createHarness();
    await h.decidedCase();
    const reply = await h.send('dispatcherNoord', 'GET', '/api/v1/decisions');
    expect(reply.body).toEqual({ decisions: [], next: null });
  });

  it('as CSV has a header and all pages', async () => {
    const h = await createHarness();
    for (let i = 0; i < 3; i += 1) await h.decidedCase();
    const reply = await h.send('dispatcher', 'GET', '/api/v1/decisions?limit=1', undefined, {
      accept: 'text/csv',
    });
    expect(reply.headers.get('content-type')).toContain('text/csv');
    const lines = (reply.body as string).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^id,seq,at,case,caseNumber,room,/);
    expect(lines).toHaveLength(4);
  });

  it('as CSV of nothing is its header', async () => {
    const h = await createHarness();
    const reply = await h.send('hospital', 'GET', '/api/v1/decisions', undefined, {
      accept: 'text/csv',
    });
    expect(reply.body).toMatch(/^id,seq,at,[^\n]+\r\n$/);
  });

  it('as CSV runs no formula that somebody wrote into a note', async () => {
    const h = await createHarness();
    const { decision } = await h.decidedCase();
    const note = '=HYPERLINK("http://evil.example","klik")';
    await h.send('dispatcher', 'PUT', `/api/v1/decisions/${decision}/override-reason`, {
      overrideReason: 'OTHER',
      note,
    });
    const reply = await h.send('dispatcher', 'GET', '/api/v1/decisions', undefined, {
      accept: 'text/csv',
    });
    expect(reply.body).toContain(`"'=HYPERLINK(""http://evil.example"",""klik"")"`);
  });

  it.each(['=1', '+1', '-1', '@x', '\tx', '\rx', ' =1', '\nx', '"=1', '＝1', '＠x'])(
    'disarms %j',
    (cell) => {
      expect(harmless(cell)).toBe(`'${cell}`);
    },
  );

  it.each([
    ['a;=1', "a;'=1"],
    ['a; \uFF1D1', "a; '\uFF1D1"],
    ['a\n+1', "a\n'+1"],
    ['=1;-2', "'=1;'-2"],
    ['\t=1', "'\t'=1"],
    ['a;"=1', `a;"'=1`],
    ['op tijd, -5 graden', 'op tijd, -5 graden'],
  ])('disarms %j where a spreadsheet splits it', (cell, expected) => {
    expect(harmless(cell)).toBe(expected);
  });

  it('leaves numbers and plain text as they are', () => {
    expect([harmless(-1), harmless('lumc'), harmless(null)]).toEqual([-1, 'lumc', null]);
    expect(csvRows([], false)).toBe('');
  });
});
