/** What goes along: a page on paper, a table as a file; and the tour that shows where everything is. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { TOURS, type TourRole } from '#lib/tour/tours.ts';
import { nl } from '#lib/words/nl/index.ts';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'haga-leyweg', 'erasmus-mc']);
});
afterAll(() => house.tearDown());

/** The size of each page of a PDF, points: A4 is 595 by 842. */
function pagesOf(pdf: Buffer): [number, number][] {
  const boxes = pdf.toString('latin1').matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g);
  return [...boxes].map(([, width, height]) => [
    Math.round(Number(width)),
    Math.round(Number(height)),
  ]);
}
const print = (page: Page) => page.pdf({ preferCSSPageSize: true });

describe('a page on paper', () => {
  it('is the board on A4, on its side, dated and without what is only for hands', async () => {
    const page = await house.enter('chair.west@demo.example');
    await page.getByRole('link', { name: 'LUMC' }).first().waitFor();
    const pages = pagesOf(await print(page));
    expect(pages.length).toBeGreaterThan(0);
    // Board; line and neighbours; level 1 in the land; stops and silence.
    expect(pages.length).toBeLessThanOrEqual(4);
    for (const size of pages) expect(size).toEqual([842, 595]);
    await page.emulateMedia({ media: 'print' });
    const head = page.locator('.print-head');
    await head.getByText(/Stand van .*oudste cijfer .*chair\.west@demo\.example/).waitFor();
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.locator('[data-print="no"]:visible').count()).toBe(0);
    const looks = await page.evaluate(() => ({
      head: getComputedStyle(document.querySelector('main thead') as Element).display,
      row: getComputedStyle(document.querySelector('main tbody tr') as Element).breakInside,
      ink: getComputedStyle(document.querySelector('h1') as Element).color,
      wide: document.documentElement.scrollWidth,
      glyphs: document.querySelectorAll('main tbody svg').length,
    }));
    expect(looks).toMatchObject({ head: 'table-header-group', row: 'avoid' });
    expect(looks.ink).toBe('rgb(15, 22, 28)');
    expect(looks.glyphs).toBeGreaterThan(0);
    // What stands in a figure does not run over what follows it.
    await page.locator('main figure tbody tr').first().waitFor();
    const over = await page.locator('main figure').evaluateAll((figures) =>
      figures.flatMap((figure) => {
        const bottom = figure.getBoundingClientRect().bottom + 1;
        return [...figure.querySelectorAll('*')]
          .filter((part) => part.getBoundingClientRect().bottom > bottom)
          .map((part) => `${part.tagName}.${part.className}`);
      }),
    );
    expect(over).toEqual([]);
  });

  it('is one decision on upright A4, whatever the theme of the screen', async () => {
    const opened = await house.api(house.keys.room, 'POST', '/cases', {
      position: { lat: 52.07, lon: 4.3 },
      ageBand: '16-64',
      urgency: 'A1',
      findings: { injuries: ['pelvis'] },
    });
    const seq = (opened.body as { ranking: { seq: number } }).ranking.seq;
    const decided = await house.api(
      house.keys.room,
      'POST',
      `/cases/${String(opened.body.id)}/decisions`,
      { facility: 'lumc-leiden', seq, overrideReason: 'CREW_JUDGEMENT' },
    );
    const page = await house.enter('chair.west@demo.example');
    await page.goto(`${house.url}/decisions/${String(decided.body.id)}`);
    await page.getByRole('heading', { name: /^Besluit/ }).waitFor();
    for (const size of pagesOf(await print(page))) expect(size).toEqual([595, 842]);
    await page.emulateMedia({ media: 'print' });
    await page
      .locator('.print-head')
      .getByText(/regel .* van het logboek/)
      .waitFor();
    // Nothing of the page lies over the head: not a mark of the timeline either.
    const over = await page.evaluate(() => {
      const box = (document.querySelector('.print-head') as Element).getBoundingClientRect();
      const seen = new Set<string>();
      for (let y = box.top + 1; y < box.bottom; y += 2)
        for (const part of document.elementsFromPoint(box.left + 2, y))
          if (
            part.closest('main') &&
            !part.closest('.print-head') &&
            !part.querySelector('.print-head')
          )
            seen.add(`${part.tagName}.${part.className}`);
      return [...seen];
    });
    expect(over).toEqual([]);
  });
});

describe('a table as a file', () => {
  it('holds what the list shows, with the moment and the entry in each row', async () => {
    const page = await house.enter('viewer@demo.example');
    await page.locator('[data-row="haga-leyweg"]').waitFor();
    await page.getByRole('button', { name: 'Printen of downloaden' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'CSV: Ziekenhuizen' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^spoedkaart-ziekenhuizen-\d{8}-\d{4}\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    const rows: Record<string, string>[] = parse(text, {
      bom: true,
      delimiter: ';',
      columns: true,
    });
    const haga = rows.find((row) => row.Code === 'haga-leyweg');
    expect(haga).toMatchObject({ SEH: 'open', 'IC: vrij': '4', 'IC: bemand': '12' });
    const silent = rows.find((row) => row.Code === 'umcg');
    expect(silent).toMatchObject({ SEH: 'onbekend', 'IC: vrij': '' });
    for (const row of rows) expect(Number(row['Regel in het logboek'])).toBeGreaterThan(0);
  });
});

describe('the tour of the demo', () => {
  const PEOPLE: Record<TourRole, string> = {
    chair: 'chair.west',
    dispatcher: 'dispatch.west',
    hospital: 'hospital.lumc',
    administrator: 'admin',
    viewer: 'viewer',
  };
  it.each(Object.entries(PEOPLE) as [TourRole, string][])(
    '%s: each step points at something that is there, by keyboard, and is offered once',
    async (role, account) => {
      const page = await house.enter(`${account}@demo.example`);
      await page.getByRole('button', { name: 'Rondleiding' }).click();
      const panel = page.getByRole('dialog', { name: 'Rondleiding' });
      for (const stop of TOURS[role]) {
        await panel.getByText(nl.tour.steps[stop.name].question).waitFor();
        await page.locator(`[data-tour-here="${stop.name}"]`).waitFor();
        expect(await panel.getByText(nl.tour.gone).count()).toBe(0);
        await panel.press('ArrowRight');
      }
      await panel.waitFor({ state: 'detached' });
      expect(await page.getByRole('button', { name: 'Rondleiding' }).count()).toBe(0);
      await page.reload();
      await page.getByRole('button', { name: 'Weergave en afmelden' }).waitFor();
      expect(await page.getByRole('button', { name: 'Rondleiding' }).count()).toBe(0);
    },
  );

  it('ends with Escape and leaves the work as it was', async () => {
    const page = await house.enter('viewer@demo.example');
    await page.getByRole('button', { name: 'Rondleiding' }).click();
    const panel = page.getByRole('dialog', { name: 'Rondleiding' });
    await page.locator('[data-tour-here]').waitFor();
    await panel.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.locator('[data-tour-here]').count()).toBe(0);
  });
});
