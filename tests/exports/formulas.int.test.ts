/** Every text that somebody can write and that a table of the server holds, through every table: no spreadsheet runs any of it. */
import { expect, it } from 'vitest';
import { createHarness, type Who } from '../api/harness.ts';
import { reviewable } from '../api/role-hands.ts';
import { formulasIn } from './spreadsheet.ts';

const EVIL = [
  '=HYPERLINK("http://evil.example";"klik")',
  '+1+cmd|x',
  '-2+3',
  '@SUM(A1)',
  'a;=1+1',
  'a,=1+1',
  'a;"=1+1"',
  '＝1+1',
];

it('no free text is run by a spreadsheet that opens a table of the server', async () => {
  const h = await createHarness();
  const tables: [Who, string][] = [
    ['dispatcher', '/api/v1/decisions'],
    ['hospital', '/api/v1/access-log'],
    ['administrator', '/api/v1/facilities/lumc-leiden/places.csv'],
    ['hospital', '/api/v1/feeds/csv/template?facility=lumc-leiden'],
  ];
  // Whoever adds a table finds that it is not tried here.
  const description = await h.send('viewer', 'GET', '/api/v1/openapi.json');
  const { paths } = description.body as {
    paths: Record<string, { get?: { responses?: Record<string, { content?: object }> } }>;
  };
  const described = Object.entries(paths).filter(
    ([, { get }]) => 'text/csv' in (get?.responses?.['200']?.content ?? {}),
  );
  expect(described.map(([path]) => path).sort()).toEqual(
    tables.map(([, path]) => path.split('?')[0]?.replace('lumc-leiden', '{facility}')).sort(),
  );

  const shortName = { ...reviewable(h, 'lumc-leiden'), shortName: EVIL[0] ?? '' };
  await h.send('administrator', 'PUT', '/api/v1/facilities/lumc-leiden/profile', shortName);
  const places = EVIL.map((text) => ({ pointOfCare: text, room: text, bed: text, ignored: true }));
  const mapped = await h.send('administrator', 'PUT', '/api/v1/facilities/lumc-leiden/places', {
    ...{ places, staffed: {} },
  });
  expect(mapped.status).toBe(200);
  let written = 0;
  for (const note of EVIL) {
    const { case: id, decision } = await h.decidedCase();
    const path = `/api/v1/decisions/${decision}/override-reason`;
    const explained = await h.send('dispatcher', 'PUT', path, { overrideReason: 'OTHER', note });
    if (explained.status === 200) written += 1;
    await h.send('hospital', 'GET', `/api/v1/cases/${id}`);
  }
  expect(written).toBe(EVIL.length);

  let shown = 0;
  for (const [who, path] of tables) {
    const reply = await h.send(who, 'GET', path, undefined, { accept: 'text/csv' });
    expect(reply.status, path).toBe(200);
    expect(reply.headers.get('content-type'), path).toContain('text/csv');
    const text = reply.body as string;
    expect(text.split('\r\n').length, path).toBeGreaterThan(2);
    expect(formulasIn(text), path).toEqual([]);
    if (text.includes('HYPERLINK')) shown += 1;
  }
  // Of the four two hold free text; the others hold ids and figures.
  expect(shown).toBe(2);
  // And what is put back is what was there.
  const own = '/api/v1/facilities/lumc-leiden/places';
  const before = await h.send('administrator', 'GET', own);
  const file = await h.send('administrator', 'GET', `${own}.csv`);
  const csv = { 'content-type': 'text/csv' };
  const after = await h.send('administrator', 'PUT', `${own}.csv`, file.body, csv);
  expect([after.status, after.body]).toEqual([200, before.body]);
});
