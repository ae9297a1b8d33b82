/** A hospital reports by a spreadsheet: the template down, the file up, what becomes of it, and only then the deed. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { header, number, text, workbook, zip } from '../feeds/excel/files.ts';
import { House, photograph } from './house.ts';

const LUMC = 'hospital.lumc@demo.example';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let house: House;
let page: Page;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden']);
  page = await house.enter(LUMC);
});
afterAll(async () => {
  await page.context().close();
  await house.tearDown();
});

const available = async () => {
  const { body } = await house.api(house.keys.hospitals, 'GET', '/facilities/lumc-leiden');
  const { units } = body as unknown as { units: { kind: string; available: number | null }[] };
  return units.find((unit) => unit.kind === 'icu')?.available;
};
const choose = (name: string, mimeType: string, buffer: Buffer) =>
  page.getByLabel(/^Bestand/).setInputFiles({ name, mimeType, buffer });
const icuRow = (free: number) =>
  `${text('A2', 'lumc-leiden')}${text('B2', 'icu')}${number('C2', 12)}${number('D2', free)}`;

describe('a spreadsheet', () => {
  it('is reached from the desk, and its template comes down as a file', async () => {
    await page.getByRole('link', { name: /rekenblad/ }).click();
    await page.waitForURL(/\/spreadsheet$/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Sjabloon voor Excel' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('lumc-leiden.xlsx');
    // A zip begins so.
    expect(readFileSync(await download.path()).toString('latin1', 0, 2)).toBe('PK');
  });

  it('of Excel is looked at first and taken over after a press', async () => {
    await choose('bedden.xlsx', XLSX, zip(workbook([header, icuRow(7)])));
    await page.getByRole('cell', { name: 'wordt overgenomen' }).waitFor();
    await photograph(page, 'spreadsheet-preview');
    expect(await available()).toBe(4);
    await page.getByRole('button', { name: 'Neem 1 rij over' }).click();
    await page.getByText('1 rij overgenomen').waitFor();
    expect(await available()).toBe(7);
  });

  it('with a bed and a half says which cell, and offers nothing to press', async () => {
    await choose('bedden.xlsx', XLSX, zip(workbook([header, icuRow(2.5)])));
    await page.getByText('available: geen heel getal van 0 tot 9999').waitFor();
    await photograph(page, 'spreadsheet-fault');
    expect(await page.getByRole('button', { name: /^Neem/ }).count()).toBe(0);
  });

  it('may be CSV, and what is none is said in words', async () => {
    const csv = 'facility;unit;available\nlumc-leiden;icu;3\n';
    await choose('bedden.csv', 'text/csv', Buffer.from(csv));
    await page.getByRole('button', { name: 'Neem 1 rij over' }).click();
    await page.getByText('1 rij overgenomen').waitFor();
    expect(await available()).toBe(3);
    await choose('bedden.xlsx', XLSX, Buffer.from('no zip'));
    await page.getByText('Dit is geen Excel-bestand.').waitFor();
  });
});
