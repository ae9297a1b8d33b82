/** Spreadsheets that would put a wrong number into the picture: each is refused with its row, and writes nothing. */
import { describe, expect, it } from 'vitest';
import { createHarness, problemOf } from '../../api/harness.ts';
import { HOSTILE_NUMBERS } from '../fuzz/mutate.ts';

const HEAD = 'facility,unit,staffed,occupied,available';

describe('a spreadsheet that cannot be trusted', () => {
  it.each([
    ['a decimal comma between commas', `${HEAD}\nlumc-leiden,icu,12,5,10,2\n`, 'ROW_WIDTH'],
    ['a row that was cut off', `${HEAD}\nlumc-leiden,icu,1`, 'ROW_WIDTH'],
    ['a column twice', 'facility,unit,available,Available\nlumc-leiden,icu,1,9\n', 'DOUBLE_COLUMN'],
    [
      'more rows than are taken',
      `${HEAD}\n${'lumc-leiden,icu,1,1,1\n'.repeat(5_001)}`,
      'TOO_MANY_ROWS',
    ],
  ])('for %s', async (_what, text, code) => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    const reply = await h.send('keyHospital', 'POST', '/api/v1/feeds/csv', text, {
      'content-type': 'text/csv',
    });
    const { faults } = reply.body as { faults: { code: string }[] };
    expect([reply.status, faults.map((one) => one.code)]).toEqual([422, [code]]);
    expect(h.app.live.picture.seq).toBe(head);
  });

  it('for a number that is none', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    // Nothing at all is unknown, and Excel's way to say "this is text" is no number.
    const bad = HOSTILE_NUMBERS.filter((one) => one.trim() !== '');
    const rows = bad.map((one) => `lumc-leiden;icu;${one};;`);
    const text = [HEAD.replaceAll(',', ';'), ...rows, ''].join('\n');
    const reply = await h.send('keyHospital', 'POST', '/api/v1/feeds/csv', text, {
      'content-type': 'text/csv',
    });
    const { faults } = reply.body as { faults: { row: number; code: string }[] };
    expect(faults.map(({ row, code }) => [row, code])).toEqual(
      bad.map((_, n) => [n + 2, 'BAD_COUNT']),
    );
    expect(h.app.live.picture.seq).toBe(head);
  });

  it('for its size', async () => {
    const h = await createHarness();
    const reply = await h.send('keyHospital', 'POST', '/api/v1/feeds/csv', 'x'.repeat(5_000_000), {
      'content-type': 'text/csv',
    });
    expect(problemOf(reply).code).toBe('BODY_TOO_LARGE');
  });

  it('but a blank line is passed over, and rows are counted as the sheet shows them', async () => {
    const h = await createHarness();
    const text = `${HEAD}\n\nlumc-leiden,icu,1,,x\n`;
    const reply = await h.send('keyHospital', 'POST', '/api/v1/feeds/csv?preview=true', text, {
      'content-type': 'text/csv',
    });
    expect((reply.body as { faults: unknown }).faults).toEqual([
      { row: 3, column: 'available', code: 'BAD_COUNT' },
    ]);
  });
});
