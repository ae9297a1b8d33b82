/** Spreadsheets in and out: the template, the look before anything is written, the folder of a nightly job. */
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeDropped } from '../../../server/feeds/csv/drop-folder.ts';
import { CsvFeed } from '../../../server/feeds/csv/receive.ts';
import { readTable } from '../../../server/feeds/csv/read.ts';
import { createHarness, problemOf, type Harness } from '../../api/harness.ts';
import { inFolder } from '../../db/helpers.ts';

const post = (h: Harness, text: string, query = '') =>
  h.send('keyHospital', 'POST', `/api/v1/feeds/csv${query}`, text, { 'content-type': 'text/csv' });
const icu = (h: Harness) =>
  h.app.live.picture.facilities['lumc-leiden']?.units
    .find((unit) => unit.kind === 'icu')
    ?.observations.find((one) => one.channel === 'csv');
const HEAD = 'facility;unit;staffed;occupied;available;status;reason;validUntil;observedAt';

describe('a spreadsheet', () => {
  it('is looked at before anything is written', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const text = `${HEAD}\nlumc-leiden;icu;12;10;;open;;;\nhaga-leyweg;icu;9;9;0;;;;\n`;
    const seen = await post(h, text, '?preview=true');
    expect(seen.body).toMatchObject({
      preview: true,
      items: [
        { place: 'row 2', outcome: 'recorded' },
        { place: 'row 3', outcome: 'refused', code: 'FORBIDDEN' },
      ],
      faults: [],
    });
    expect(h.app.live.picture.seq).toBe(head);
  });

  it('is taken in, derived where it gives no availability', async () => {
    const h = await createHarness();
    const reply = await post(
      h,
      `\ufeff${HEAD}\r\nlumc-leiden;icu;12;10;;dreigend;CT in storing;;\r\n`,
    );
    expect([reply.status, reply.body]).toMatchObject([
      200,
      { preview: false, items: [{ outcome: 'recorded' }] },
    ]);
    expect(icu(h)).toMatchObject({ staffed: 12, occupied: 10, available: 2, status: 'limited' });
  });

  it('with a fault in any row writes nothing and names each', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const rows = [
      'lumc-leiden;icu;12;10;;;;;',
      'lumc-leiden;icu;12,5;;;;;;',
      'lumc-leiden;beds;1;;;;;;',
      ';icu;1;;;;;;',
      'lumc-leiden;icu;1;;;busy;;;',
      'lumc-leiden;icu;1;;;;;;31-02-2026 10:00',
    ];
    const reply = await post(h, [HEAD, ...rows].join('\n'));
    expect(reply.status).toBe(422);
    expect((reply.body as { faults: unknown[] }).faults).toEqual([
      { row: 3, column: 'staffed', code: 'BAD_COUNT' },
      { row: 4, column: 'unit', code: 'UNKNOWN_UNIT_KIND' },
      { row: 5, column: 'facility', code: 'NO_FACILITY' },
      { row: 6, column: 'status', code: 'BAD_STATUS' },
      { row: 7, column: 'observedAt', code: 'BAD_TIME' },
    ]);
    expect(h.app.live.picture.seq).toBe(head);
  });

  it('that is none is refused', async () => {
    const h = await createHarness();
    for (const text of ['', 'a;b\n1;2\n', '"unclosed'])
      expect(problemOf(await post(h, text)).code).toBe('MALFORMED_CSV');
  });

  it('of SANER is understood, with spaces in its headers and days without times', () => {
    const table = readTable(
      'orgid,collectionDate,numTotBeds,numICUBeds ,numICUBedsOcc,numNICUBeds\n06990001,11/22/2026,420,12,10,\n',
    );
    expect(table).toMatchObject({
      items: [{ kind: 'icu', figures: { staffed: 12, occupied: 10, observedAt: null } }],
      anomalies: ['BAD_TIME'],
    });
  });

  it('says what a Dutch spreadsheet says of a time', () => {
    const table = readTable(`${HEAD}\nlumc-leiden;icu;1;;;;;;22-11-2026 13:05\n`);
    expect(table?.observedAt).toBe('2026-11-22T12:05:00.000Z');
  });

  it('never ends otherwise than in a table or a refusal', () => {
    const cell = fc.string({
      unit: fc.constantFrom(';', ',', '"', '\n', 'a', '1', '-', '.', 'unit', 'facility'),
    });
    fc.assert(
      fc.property(cell, (text) => {
        const table = readTable(text);
        for (const item of table?.items ?? [])
          for (const count of [item.figures.staffed, item.figures.available])
            expect(count === null || (Number.isInteger(count) && count >= 0)).toBe(true);
      }),
    );
  });
});

describe('the template', () => {
  it('has a row for each unit, and comes back unchanged as nothing new', async () => {
    const h = await createHarness();
    await h.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/icu', {
      staffed: 20,
      available: 0,
    });
    const reply = await h.send(
      'hospital',
      'GET',
      '/api/v1/feeds/csv/template?facility=lumc-leiden',
    );
    const rows: Record<string, string>[] = parse(reply.body as string, {
      bom: true,
      columns: true,
      delimiter: ';',
    });
    const units = h.app.live.picture.facilities['lumc-leiden']?.units ?? [];
    expect(rows.map((row) => row.unit)).toEqual(units.map((unit) => unit.kind));
    expect(rows.find((row) => row.unit === 'icu')).toMatchObject({
      staffed: '20',
      available: '0',
      occupied: '',
    });
    const back = await post(h, reply.body as string);
    expect(back.body).toMatchObject({ faults: [], items: [{ kind: 'icu', outcome: 'recorded' }] });
  });
});

describe('the folder of a nightly job', () => {
  it('takes each file once and says beside it what became of it', async () => {
    await inFolder(async (folder) => {
      const h = await createHarness();
      const drop = join(folder, 'drop');
      mkdirSync(drop);
      const put = (name: string, text: string) => {
        writeFileSync(join(drop, name), text);
        utimesSync(join(drop, name), 1, 1);
      };
      put('night.csv', `${HEAD}\nlumc-leiden;icu;12;;3;;;;\nhaga-leyweg;icu;9;;1;;;;\n`);
      put('bad.csv', `${HEAD}\nlumc-leiden;icu;x;;3;;;;\n`);
      put('note.txt', 'no table');
      const { intake, health } = h.app.feeds;
      const feed = new CsvFeed({ intake, health });
      const look = () =>
        takeDropped({
          folder: drop,
          feed,
          facilities: () => Object.keys(h.app.live.picture.facilities),
          clock: Date.now,
        });
      expect(await look()).toEqual(['bad.csv', 'night.csv']);
      expect(await look()).toEqual([]);
      expect(icu(h)?.available).toBe(3);
      expect(readdirSync(join(drop, 'done')).map((name) => name.replace(/^\d+-/, ''))).toEqual([
        'night.csv',
        'night.csv.json',
      ]);
      expect(readdirSync(join(drop, 'refused'))).toHaveLength(2);
      expect(readdirSync(drop).sort()).toEqual(['done', 'note.txt', 'refused']);
    });
  });
});
