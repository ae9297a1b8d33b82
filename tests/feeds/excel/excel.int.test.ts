/** Excel files in and out: the template and its way back, each cell that cannot be used, and files made to harm. */
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import readXlsxFile from 'read-excel-file/node';
import { takeDropped } from '../../../server/feeds/csv/drop-folder.ts';
import { CsvFeed } from '../../../server/feeds/csv/receive.ts';
import { TEMPLATE_COLUMNS } from '../../../server/feeds/csv/table.ts';
import { partsOf } from '../../../server/feeds/excel/parts.ts';
import { createHarness, type Harness, type Reply, type Who } from '../../api/harness.ts';
import { inFolder } from '../../db/helpers.ts';
import { header, number, text, workbook, zip } from './files.ts';

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** One request whose body or answer is bytes. */
async function bytes(h: Harness, who: Who, path: string, body?: Buffer) {
  const answer = await h.app.fetch(
    new Request(`http://localhost:8080/api/v1/feeds/xlsx${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(await h.credentials(who)), 'content-type': TYPE },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    }),
  );
  return {
    status: answer.status,
    headers: answer.headers,
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}
const post = async (h: Harness, file: Buffer, query = ''): Promise<Reply> => {
  const { status, headers, bytes: answer } = await bytes(h, 'keyHospital', query, file);
  return { status, headers, body: JSON.parse(answer.toString()) };
};
const template = (h: Harness) => bytes(h, 'viewer', '/template?facility=lumc-leiden');
const sheet = (...rows: string[]) => zip(workbook([header, ...rows]));
const row = (staffed: string, rest = '') =>
  `${text('A2', 'lumc-leiden')}${text('B2', 'icu')}${staffed}${rest}`;
const icu = (h: Harness) =>
  h.app.live.picture.facilities['lumc-leiden']?.units
    .find((unit) => unit.kind === 'icu')
    ?.observations.find((one) => one.channel === 'csv');

describe('the Excel template', () => {
  it('has a row for each unit with what is known, and a sheet that says what each column is', async () => {
    const h = await createHarness();
    await h.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/icu', {
      staffed: 20,
      available: 0,
    });
    const { status, headers, bytes: file } = await template(h);
    expect([status, headers.get('content-type')]).toEqual([200, TYPE]);
    expect(headers.get('content-disposition')).toContain('lumc-leiden.xlsx');
    const [capacity, explanation] = await readXlsxFile(file);
    const [head, ...rows] = capacity?.data ?? [];
    expect([capacity?.sheet, head]).toEqual(['Capaciteit', [...TEMPLATE_COLUMNS]]);
    const units = h.app.live.picture.facilities['lumc-leiden']?.units ?? [];
    expect(rows.map(([, unit]) => unit)).toEqual(units.map((unit) => unit.kind));
    // A zero is a zero and what is not known is an empty cell.
    expect(rows.find(([, unit]) => unit === 'icu')?.slice(2, 6)).toEqual([20, null, null, 0]);
    expect(explanation?.data.map(([column]) => column).slice(1, 11)).toEqual([...TEMPLATE_COLUMNS]);
  });

  it('accepts whole numbers and known words only, in Excel itself', async () => {
    const h = await createHarness();
    const parts = partsOf((await template(h)).bytes);
    const xml = parts.get('xl/worksheets/sheet1.xml')?.toString() ?? '';
    expect(xml).toMatch(/<\/sheetData><dataValidations count="2">/);
    expect(xml).toMatch(
      /type="whole" operator="between"[^>]*sqref="C2:C\d+ D2:D\d+ E2:E\d+ F2:F\d+"/,
    );
    expect(xml).toContain('<formula1>"open,dreigend,stop,onbekend"</formula1>');
    expect(parts.get('xl/worksheets/sheet2.xml')?.toString()).not.toContain('dataValidations');
  });

  it('comes back as it was, and gives the same figures', async () => {
    const h = await createHarness();
    await h.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/icu', {
      staffed: 20,
      available: 0,
    });
    const reply = await post(h, (await template(h)).bytes);
    expect([reply.status, reply.body]).toMatchObject([
      200,
      {
        preview: false,
        faults: [],
        items: [
          { kind: 'icu', outcome: 'recorded', place: expect.stringMatching(/^row /) as string },
        ],
      },
    ]);
    expect(icu(h)).toMatchObject({ staffed: 20, available: 0, occupied: null });
  });
});

describe('an Excel file', () => {
  it('is looked at before anything is written', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const file = sheet(row(number('C2', 12), number('D2', 2)));
    expect((await post(h, file, '?preview=true')).body).toMatchObject({
      preview: true,
      faults: [],
    });
    expect(h.app.live.picture.seq).toBe(head);
    expect((await post(h, file)).body).toMatchObject({ items: [{ outcome: 'recorded' }] });
    expect(icu(h)).toMatchObject({ staffed: 12, available: 2 });
  });

  it('has dates as Excel writes them, in Dutch time', async () => {
    const h = await createHarness();
    // 22 November 2026, 13:05 on the wall.
    const serial = 46_348 + (13 * 60 + 5) / 1_440;
    await post(h, sheet(row(number('C2', 12), number('E2', serial, 1))));
    expect(icu(h)?.observedAt).toBe('2026-11-22T12:05:00.000Z');
  });

  it.each([
    ['a bed and a half', row(number('C2', 12.5)), { row: 2, column: 'staffed', code: 'BAD_COUNT' }],
    ['fewer than none', row(number('C2', -3)), { row: 2, column: 'staffed', code: 'BAD_COUNT' }],
    [
      'more than can be',
      row(number('C2', '1E+21')),
      { row: 2, column: 'staffed', code: 'BAD_COUNT' },
    ],
    [
      'a date for a number',
      row(number('C2', 46_348, 1)),
      { row: 2, column: 'staffed', code: 'DATE_FOR_COUNT' },
    ],
    [
      'a day number for a time',
      row(number('C2', 1), number('E2', 46_348)),
      { row: 2, column: 'observedAt', code: 'BAD_TIME' },
    ],
    [
      'yes for a number',
      row('<c r="C2" t="b"><v>1</v></c>'),
      { row: 2, column: 'staffed', code: 'BAD_COUNT' },
    ],
    [
      'an error for a number',
      row('<c r="C2" t="e"><v>#DIV/0!</v></c>'),
      { row: 2, column: 'staffed', code: 'ERROR_CELL' },
    ],
    [
      'a formula',
      row('<c r="C2"><f>1+1</f><v>2</v></c>'),
      { row: 2, column: 'staffed', code: 'FORMULA' },
    ],
    [
      'a formula that fetches',
      row('<c r="C2"><f>WEBSERVICE("http://x")</f><v>2</v></c>'),
      { row: 2, column: 'staffed', code: 'FORMULA' },
    ],
    [
      'an unknown unit',
      `${text('A2', 'lumc-leiden')}${text('B2', 'beds')}${number('C2', 1)}`,
      { row: 2, column: 'unit', code: 'UNKNOWN_UNIT_KIND' },
    ],
  ])('with %s in a cell names the cell and writes nothing', async (_what, cells, fault) => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const good = `${text('A3', 'lumc-leiden')}${text('B3', 'ward')}${number('C3', 4)}`;
    const reply = await post(h, sheet(cells, good));
    expect([reply.status, (reply.body as { faults: unknown }).faults]).toEqual([422, [fault]]);
    expect(h.app.live.picture.seq).toBe(head);
  });

  const LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">]>';
  it.each([
    ['that is none', Buffer.from('facility;unit\n'), 'MALFORMED_XLSX', 400],
    ['that is empty', Buffer.alloc(0), 'MALFORMED_XLSX', 400],
    ['that is cut off', sheet(row(number('C2', 1))).subarray(0, 700), 'MALFORMED_XLSX', 400],
    ['of another kind', zip([{ name: 'word/document.xml', data: '<a/>' }]), 'MALFORMED_XLSX', 400],
    [
      'of Excel 97, or with a password',
      Buffer.from('d0cf11e0a1b11ae1'.padEnd(200, '0'), 'hex'),
      'XLSX_REFUSED',
      422,
    ],
    [
      'with macros',
      zip(workbook([header], { more: [{ name: 'xl/vbaProject.bin', data: 'x' }] })),
      'XLSX_REFUSED',
      422,
    ],
    [
      'with links to other files',
      zip(
        workbook([header], {
          more: [{ name: 'xl/externalLinks/externalLink1.xml', data: '<a/>' }],
        }),
      ),
      'XLSX_REFUSED',
      422,
    ],
    [
      'with a document type',
      zip(
        workbook([header], { more: [{ name: 'xl/sharedStrings.xml', data: `${LAUGHS}<sst/>` }] }),
      ),
      'XLSX_REFUSED',
      422,
    ],
    [
      'that says it unpacks to gigabytes',
      zip(
        workbook([header], {
          more: [{ name: 'xl/media/a.bin', data: 'x', claims: 4_000_000_000 }],
        }),
      ),
      'XLSX_REFUSED',
      422,
    ],
    [
      'that unpacks to more than is read',
      zip(
        workbook([header], { more: [{ name: 'xl/media/a.bin', data: Buffer.alloc(30_000_000) }] }),
      ),
      'XLSX_REFUSED',
      422,
    ],
    [
      'that says it is smaller than it is',
      zip(
        workbook([header], {
          more: [{ name: 'xl/media/a.bin', data: Buffer.alloc(30_000_000), claims: 10 }],
        }),
      ),
      'MALFORMED_XLSX',
      400,
    ],
    [
      'with a locked part',
      zip(workbook([header], { more: [{ name: 'xl/a.xml', data: 'x', flags: 1 }] })),
      'XLSX_REFUSED',
      422,
    ],
    [
      'with a part twice',
      zip([...workbook([header]), ...workbook([header]).slice(-1)]),
      'XLSX_REFUSED',
      422,
    ],
    [
      'with more parts than any',
      zip(Array.from({ length: 300 }, (_, n) => ({ name: `${n}`, data: '' }))),
      'XLSX_REFUSED',
      422,
    ],
    [
      'with a cell at the end of the world',
      zip(workbook([header, number('XFD1048576', 1)])),
      'XLSX_REFUSED',
      422,
    ],
    [
      'with the wrong sheet',
      zip(workbook([text('A1', 'Naam'), text('A2', 'x')])),
      'WRONG_SHEET',
      422,
    ],
    ['with an empty sheet', zip(workbook([])), 'WRONG_SHEET', 422],
    ['of five megabytes', Buffer.alloc(5_000_000), 'BODY_TOO_LARGE', 413],
  ])('%s is refused', async (_what, file, code, status) => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const started = performance.now();
    const reply = await post(h, file);
    expect([(reply.body as { code: string }).code, reply.status]).toEqual([code, status]);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(h.app.live.picture.seq).toBe(head);
  });

  it('with nothing but its own bytes changed never ends otherwise than in an answer', async () => {
    const h = await createHarness();
    const file = sheet(row(number('C2', 12)));
    for (let at = 0; at < file.length; at += 41) {
      const broken = Buffer.from(file);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect((await post(h, broken, '?preview=true')).status).toBeLessThan(500);
    }
  });
});

describe('the folder of a nightly job', () => {
  it('takes Excel files too, and not those that are open in Excel', async () => {
    await inFolder(async (folder) => {
      const h = await createHarness();
      const drop = join(folder, 'drop');
      mkdirSync(drop);
      for (const [name, file] of [
        ['night.xlsx', sheet(row(number('C2', 12), number('D2', 3)))],
        [
          'macro.xlsx',
          zip(workbook([header], { more: [{ name: 'xl/vbaProject.bin', data: 'x' }] })),
        ],
        ['~$night.xlsx', Buffer.from('x')],
      ] as const) {
        writeFileSync(join(drop, name), file);
        utimesSync(join(drop, name), 1, 1);
      }
      const { intake, health } = h.app.feeds;
      const facilities = () => Object.keys(h.app.live.picture.facilities);
      const feed = new CsvFeed({ intake, health });
      expect(await takeDropped({ folder: drop, feed, facilities, clock: Date.now })).toEqual([
        'macro.xlsx',
        'night.xlsx',
      ]);
      expect(icu(h)?.available).toBe(3);
      expect(readdirSync(drop).sort()).toEqual(['done', 'refused', '~$night.xlsx']);
      expect(readdirSync(join(drop, 'refused'))).toHaveLength(2);
    });
  });
});
