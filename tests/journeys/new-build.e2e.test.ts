/** A dashboard that is still of an earlier build when the server has a new one: told to reload, and never broken. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../support/accessibility.ts';
import { House, photograph } from './house.ts';

const CHAIR = 'chair.west@demo.example';
const BAR = 'Er is een nieuwe versie';

let house: House;
beforeAll(async () => {
  house = await House.build();
});
afterAll(() => house.tearDown());

/** From here on the server says that it has another build, until a page was loaded from it. */
async function anotherBuild(page: Page, alsoGone = false): Promise<{ loads: () => number }> {
  let loads = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads += 1;
  });
  await page.route('**/_app/version.json', (route) =>
    loads > 0 ? route.continue() : route.fulfill({ json: { version: 'another build' } }),
  );
  if (alsoGone)
    await page.route('**/_app/immutable/**', (route) =>
      loads > 0 ? route.continue() : route.fulfill({ status: 404, body: 'Not found' }),
    );
  return { loads: () => loads };
}

describe('a page of an earlier build', () => {
  it('asks before it reloads under the hands of somebody who types, and loses nothing by it', async () => {
    const page = await house.enter(CHAIR);
    await page.goto(`${house.url}/region/west`);
    const note = page.getByLabel(/Nieuwe notitie/);
    await note.fill('CT van het Haga is stuk');
    const { loads } = await anotherBuild(page);
    await house.killServer();
    await house.startServer();
    await page.getByText(BAR).waitFor({ timeout: 60_000 });
    expect(await note.inputValue()).toBe('CT van het Haga is stuk');
    expect(loads()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await photograph(page, 'new-build-asked');
    const loaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Nu herladen' }).click();
    await loaded;
    await note.waitFor();
    expect(loads()).toBe(1);
    expect(await page.getByText(BAR).count()).toBe(0);
    await page.context().close();
  });

  it('reloads by itself where nobody is at work', async () => {
    const first = await house.enter(CHAIR);
    const page = await first.context().newPage();
    await page.goto(`${house.url}/map`);
    await page.getByRole('navigation').first().waitFor();
    await house.killServer();
    // The earlier server never speaks of another build; a page that asks while there is none is told nothing.
    const { loads } = await anotherBuild(page);
    const loaded = page.waitForEvent('load', { timeout: 60_000 });
    await house.startServer();
    await loaded;
    await page.getByRole('navigation').first().waitFor();
    expect(loads()).toBe(1);
    await first.context().close();
  });

  it('stays as it is while its address is not answered, and reloads once it is', async () => {
    const first = await house.enter(CHAIR);
    const page = await first.context().newPage();
    await page.goto(`${house.url}/map`);
    await page.getByRole('navigation').first().waitFor();
    let asked = 0;
    let away = true;
    await page.route('**/map', (route) => {
      if (!away || route.request().method() !== 'HEAD') return route.continue();
      asked += 1;
      return route.abort('connectionrefused');
    });
    const { loads } = await anotherBuild(page);
    await house.killServer();
    await house.startServer();
    await page.getByText(BAR).waitFor({ timeout: 60_000 });
    expect(asked).toBeGreaterThan(0);
    expect(loads()).toBe(0);
    const loaded = page.waitForEvent('load', { timeout: 60_000 });
    away = false;
    await loaded;
    expect(loads()).toBe(1);
    await first.context().close();
  });

  it('asks at once when a part of it is gone, and not in two minutes', async () => {
    const first = await house.enter(CHAIR);
    const page = await first.context().newPage();
    await page.goto(`${house.url}/map`);
    await page
      .getByText(/live · stand/)
      .first()
      .waitFor();
    let asked = 0;
    await page.route('**/_app/version.json', (route) => {
      asked += 1;
      return route.continue();
    });
    const missed = () =>
      page.evaluate(() => void window.dispatchEvent(new Event('vite:preloadError')));
    // Of this very build: a line that failed for a moment, and no reason to reload.
    await missed();
    await expect.poll(() => asked, { timeout: 30_000 }).toBe(1);
    const { loads } = await anotherBuild(page);
    const loaded = page.waitForEvent('load', { timeout: 60_000 });
    // As often as parts are missed: of those that come while the page still waits for an answer of before nothing new is asked.
    await page.evaluate(
      () => void setInterval(() => window.dispatchEvent(new Event('vite:preloadError')), 500),
    );
    await loaded;
    expect(loads()).toBe(1);
    await page.getByRole('navigation').first().waitFor();
    await first.context().close();
  });

  it('goes to another page although the server no longer has the parts of the old one', async () => {
    const page = await house.enter(CHAIR);
    const { loads } = await anotherBuild(page, true);
    await page.getByRole('link', { name: 'Besluiten' }).first().click();
    await page.getByRole('heading', { name: 'Besluiten' }).first().waitFor();
    // The hint of a hand over the link and the click may each begin the same load; it does not go round.
    expect(loads()).toBeGreaterThan(0);
    expect(loads()).toBeLessThan(3);
    await page.context().close();
  });
});
