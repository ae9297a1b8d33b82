/** Looking back, as a chair does it: to an earlier moment, with a colleague, and back to now. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House, photograph } from './house.ts';

const CHAIR = 'chair.west@demo.example';

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'haga-leyweg']);
  await house.api(house.keys.hospitals, 'POST', '/facilities/haga-leyweg/stops', {
    scope: 'ed',
    level: 'stop',
    reason: 'crowding',
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await house.report('lumc-leiden', 'trauma-bay', { staffed: 12, available: 1 });
});
afterAll(() => house.tearDown());

const inList = (page: Page, facility: string) =>
  page.locator('tr', { has: page.locator(`[data-row="${facility}"]`) });
const bays = (page: Page, figure: string) =>
  inList(page, 'lumc-leiden').getByText(figure, { exact: true }).first().waitFor();
const lookedAt = (page: Page) =>
  page
    .getByRole('banner')
    .getByText(/U kijkt naar/)
    .first();

/** What must not move when one looks back: where the parts of the page stand. */
const places = (page: Page) =>
  page.evaluate(() =>
    ['.map', 'aside', 'header', '.bar'].map((part) => {
      const { x, y, width, height } = document.querySelector(part)?.getBoundingClientRect() ?? {};
      return [part, x, y, width, height];
    }),
  );

describe('looking back', () => {
  it('shows the figure of then, marked as past, to whoever has the link, and goes back to now', async () => {
    const chair = await house.enter(CHAIR);
    await chair.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await chair.goto(`${house.url}/map`);
    await bays(chair, '1/12');
    const before = chair.getByRole('button', { name: /^Vorig begin of einde/ });
    await chair.locator('button:not([disabled])[aria-label^="Vorig begin"]').waitFor();
    const still = await places(chair);

    // From mark to mark: the moment at which the stop began, when four bays were free.
    await before.click();
    await lookedAt(chair).waitFor();
    await bays(chair, '4/12');
    expect(await chair.title()).toMatch(/^Verleden .* Kaart/);
    expect(await places(chair)).toEqual(still);
    await photograph(chair, 'map-looking-back');

    // By keys: to the first moment, where nobody had said anything, and not a step before it.
    const slider = chair.getByRole('slider', { name: 'Moment' });
    await slider.focus();
    await chair.keyboard.press('Home');
    await inList(chair, 'lumc-leiden').getByText('nog nooit gemeld').waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toMatch(
      /minuten geleden, 0 presentatiestops/,
    );
    await chair.keyboard.press('ArrowLeft');
    await inList(chair, 'lumc-leiden').getByText('nog nooit gemeld').waitFor();
    await chair.keyboard.press('End');
    await bays(chair, '1/12');
    expect(await lookedAt(chair).isVisible()).toBe(false);

    await before.click();
    await bays(chair, '4/12');
    await chair.getByRole('button', { name: 'Dit moment delen: adres kopiëren' }).click();
    await chair.getByText('Adres gekopieerd').waitFor();
    const link = await chair.evaluate(() => navigator.clipboard.readText());

    const colleague = await house.enter('viewer@demo.example');
    await colleague.goto(link);
    await lookedAt(colleague).waitFor();
    await bays(colleague, '4/12');
    const said = (page: Page) => page.getByRole('banner').locator('b').first().textContent();
    expect(await said(colleague)).toBe(await said(chair));

    // The present went on behind it.
    await house.report('lumc-leiden', 'trauma-bay', { staffed: 12, available: 2 });
    await bays(chair, '4/12');
    await chair.getByRole('button', { name: 'terug naar nu' }).click();
    await bays(chair, '2/12');
    await chair.waitForURL((url) => !url.searchParams.has('at'));
    await colleague.context().close();
    await chair.context().close();
  });

  it('stays with one from map to board, ends where people decide, and says when the server is lost', async () => {
    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/map`);
    await chair.locator('button:not([disabled])[aria-label^="Vorig begin"]').click();
    await lookedAt(chair).waitFor();
    await chair.getByRole('link', { name: 'Regio' }).click();
    await chair.waitForURL(/\/region\/west\?at=/);
    await lookedAt(chair).waitFor();
    await chair.getByRole('heading', { name: 'Stops toen' }).waitFor();
    await photograph(chair, 'board-looking-back');

    await chair.getByRole('link', { name: 'Besluiten' }).click();
    await chair.waitForURL(/\/decisions/);
    expect(await lookedAt(chair).isVisible()).toBe(false);
    await chair.goBack();
    await lookedAt(chair).waitFor();

    await house.killServer();
    await chair.getByText('Dit moment blijft staan').waitFor();
    await chair.getByRole('heading', { name: 'Stops toen' }).waitFor();
    await house.startServer();
    await chair.getByText('Dit moment blijft staan').waitFor({ state: 'detached' });
    await chair.context().close();
  });
});
