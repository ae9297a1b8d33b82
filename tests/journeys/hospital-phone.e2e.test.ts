/** The hospital's desk in one hand: two taps and an undo, with letters twice as large, and without a network. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House, photograph } from './house.ts';

const LUMC = 'hospital.lumc@demo.example';
const PHONE = { width: 390, height: 844 };
/** Smallest side of what a thumb must hit, CSS pixels. */
const TARGET = 44;

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden']);
});
afterAll(() => house.tearDown());

interface Unit {
  kind: string;
  available: number | null;
  status: string;
}
const lumc = async () => {
  const { body } = await house.api(house.keys.hospitals, 'GET', '/facilities/lumc-leiden');
  return body as unknown as { units: Unit[]; stops: { scope: string; level: string }[] };
};
const bays = async () => (await lumc()).units.find((unit) => unit.kind === 'trauma-bay')?.available;
const stops = async () => (await lumc()).stops.map(({ scope, level }) => `${scope} ${level}`);
const soon = { timeout: 10_000 };
const minus = (page: Page) => page.getByRole('button', { name: 'Traumakamer: een vrij minder' });
const undo = (page: Page) => page.getByRole('button', { name: 'Ongedaan maken' });

/** Buttons in sight that are smaller than a thumb. */
const small = (page: Page) =>
  page.evaluate(
    (least) =>
      [...document.querySelectorAll('main button')].flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        // A question mark stands in a line of text.
        const inText =
          one.closest('.help') !== null || one.getAttribute('aria-haspopup') === 'dialog';
        const seen = width > 0 && height > 0;
        return seen && !inText && Math.min(width, height) < least ? [one.textContent.trim()] : [];
      }),
    TARGET,
  );

/** What lies under the bar at the thumb, at every point of it: a button there would be half to be hit. */
const underBar = (page: Page) =>
  page.evaluate(() => {
    const bar = document.querySelector('main > .place')?.getBoundingClientRect();
    if (bar === undefined || bar.height === 0) return ['no bar'];
    const seen = new Set<string>();
    for (let y = bar.top + 1; y < bar.bottom; y += 4)
      for (let x = 2; x < bar.right; x += 8)
        for (const one of document.elementsFromPoint(x, y))
          if (one.closest('main > .all') !== null) seen.add(`${one.tagName}.${one.className}`);
    return [...seen];
  });

describe('the hospital desk on a phone', () => {
  it.each(['100%', '200%'])(
    'takes its commonest acts in two taps with letters of %s',
    async (size) => {
      const page = await house.enter(LUMC, PHONE, 'light');
      // By script, as the browser's own setting: the page lets no style in that is not ours.
      await page.evaluate((large) => (document.documentElement.style.fontSize = large), size);
      await minus(page).waitFor();
      const before = (await bays()) ?? 0;
      await minus(page).click();
      await expect.poll(bays, soon).toBe(before - 1);
      await undo(page).click();
      await expect.poll(bays, soon).toBe(before);

      // One tap sends reason and end along; one more corrects the reason.
      await page.getByRole('button', { name: /^dreigend/ }).click();
      await expect.poll(stops, soon).toEqual(['ed impending']);
      await page.getByRole('button', { name: 'te weinig personeel' }).click();
      await page
        .getByText(/te weinig personeel, tot/)
        .first()
        .waitFor();
      await photograph(page, `hospital-phone-${size.slice(0, -1)}`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wider).toBeLessThanOrEqual(0);
      expect(await small(page)).toEqual([]);
      expect(await underBar(page)).toEqual([]);
      await page.getByRole('button', { name: 'open', exact: true }).click();
      await expect.poll(stops, soon).toEqual([]);

      // Another ward: which one, and how bad.
      await page.getByText('Stop voor een andere afdeling').click();
      await page.getByRole('button', { name: 'IC', exact: true }).click();
      await page.getByRole('button', { name: /^stop/ }).last().click();
      await expect.poll(stops, soon).toEqual(['icu stop']);
      await page.getByRole('button', { name: /Beëindig de stop op IC/ }).click();
      await expect.poll(stops, soon).toEqual([]);
      await page.context().close();
    },
  );

  it('keeps what is entered without a network, says so, and sends it by itself', async () => {
    const page = await house.enter(LUMC, PHONE, 'light');
    await minus(page).waitFor();
    const before = (await bays()) ?? 0;
    await page.context().setOffline(true);
    await minus(page).click();
    await page.getByText(/1 opgave nog niet verzonden, sinds/).waitFor({ timeout: 30_000 });
    await photograph(page, 'hospital-phone-offline');
    expect(await bays()).toBe(before);
    await page.context().setOffline(false);
    await expect.poll(bays, { timeout: 30_000 }).toBe(before - 1);
    await page
      .getByText(/nog niet verzonden, sinds/)
      .waitFor({ state: 'detached', timeout: 30_000 });
    await page.context().close();
  });
});
