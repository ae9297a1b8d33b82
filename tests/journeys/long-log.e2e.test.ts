/** A log of five thousand decisions: light on the screen, whole on paper, walked by keys. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../support/accessibility.ts';
import { House } from './house.ts';

const LINES = 5_000;
/** The elements of the page with two hundred lines, which it shows whole, are more than twice as many. */
const MOST_ELEMENTS = 1_800;

/** As the server tells them, each in its own words; case number and line are one. */
const lines = Array.from({ length: LINES }, (_, index) => ({
  id: `d-${index + 1}`,
  seq: LINES - index,
  at: new Date(Date.now() - index * 60_000).toISOString(),
  case: `c-${index + 1}`,
  caseNumber: index + 1,
  room: 'west',
  caseRegion: 'west',
  facility: 'lumc-leiden',
  facilityRegion: 'west',
  facilityLevel: 1,
  facilityDesignated: true,
  category: 'TRAUMA_SEVERE',
  urgency: 'A1',
  red: true,
  rank: 1,
  tie: false,
  advised: 'lumc-leiden',
  overridden: index % 7 === 0,
  overrideReason: index % 7 === 0 ? 'other' : null,
  note: index % 7 === 0 ? 'Een toelichting die op een smal scherm over meer regels gaat.' : null,
  policy: { id: 'rank/1', version: 1 },
  replaces: null,
}));

let house: House;
let page: Page;
beforeAll(async () => {
  house = await House.build();
  page = await house.enter('chair.west@demo.example');
  await page.route('**/api/v1/decisions?*', (route) =>
    route.fulfill({ json: { decisions: lines, next: null } }),
  );
  await page.goto(`${house.url}/decisions`);
  await line(1).waitFor();
});
afterAll(() => house.tearDown());

const line = (number: number) => page.locator(`[role=row][aria-rowindex="${number + 1}"]`);
const focused = () =>
  page.evaluate(
    () => document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex') ?? null,
  );

describe('a log of five thousand decisions', () => {
  it('has few elements and says how many lines it has', async () => {
    expect(await page.locator('main *').count()).toBeLessThan(MOST_ELEMENTS);
    const table = page.getByRole('table', { name: 'Besluiten' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(LINES + 1));
    expect(await violations(page)).toEqual([]);
  });

  it('shows line 4,000 where it is scrolled to, with its head above it', async () => {
    await page.evaluate((share) => {
      const body = document.querySelectorAll('[role=rowgroup]')[1];
      if (!(body instanceof HTMLElement)) throw new Error('no lines');
      const { top, height } = body.getBoundingClientRect();
      scrollTo(0, scrollY + top + height * share - innerHeight / 2);
    }, 3_999 / LINES);
    await line(4_000).waitFor();
    // Lines that are measured on the way may move it a little.
    await line(4_000).scrollIntoViewIfNeeded();
    expect(await line(4_000).getByRole('rowheader').textContent()).toContain('4000');
    expect(await page.getByRole('columnheader', { name: 'Bestemming' }).isVisible()).toBe(true);
    expect(await page.locator('main *').count()).toBeLessThan(MOST_ELEMENTS);
  });

  it('is walked by keys, also to a line that was not drawn', async () => {
    await line(4_000).getByRole('rowheader').getByRole('link').focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(
      () => document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex') === '4002',
    );
    await page.keyboard.press('End');
    await line(LINES).getByRole('link', { name: '5000' }).waitFor();
    await page.waitForFunction(
      () => document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex') === '5001',
    );
    await page.keyboard.press('Home');
    await page.waitForFunction(
      () => document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex') === '2',
    );
    expect(await focused()).toBe('2');
  });

  it('is on paper in whole, and light again afterwards', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.waitForFunction(
      (all) => document.querySelectorAll('[data-line]').length === all,
      LINES,
    );
    // The head stands on every sheet.
    const head = page.locator('[role=rowgroup]').first();
    expect(await head.evaluate((one) => getComputedStyle(one).display)).toBe('table-header-group');
    await page.emulateMedia({ media: 'screen' });
    await page.waitForFunction(
      (most) => document.querySelectorAll('main *').length < most,
      MOST_ELEMENTS,
    );
  });
});
