/** The wall: signed in by a code, read by nobody's hand, and there again by itself whatever happened at night. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../support/accessibility.ts';
import { House, photograph } from './house.ts';

const CHAIR = 'chair.west@demo.example';
const WALL = { width: 1920, height: 1080 };
const CODE = '.code [aria-hidden]';

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'hmc-westeinde', 'haga-leyweg']);
  await house.api(house.keys.hospitals, 'POST', '/facilities/rdgg-delft/stops', {
    scope: 'ed',
    level: 'stop',
    reason: 'crowding',
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
});
afterAll(() => house.tearDown());

/** A screen that shows its code, in a browser of its own that keeps the page. */
async function aScreen(): Promise<{ context: BrowserContext; screen: Page; code: string }> {
  const context = await house.newContext(WALL, 'dark', true);
  const screen = await context.newPage();
  await screen.goto(`${house.url}/wall`);
  const code = (await screen.locator(CODE).textContent()) ?? '';
  return { context, screen, code };
}

/** The chair enters a code on the page of screens, and looks away. */
async function enterCode(code: string, name: string): Promise<void> {
  const chair = await house.enter(CHAIR);
  await chair.getByRole('link', { name: 'Schermen' }).click();
  await chair.getByRole('button', { name: 'Scherm aanmelden' }).click();
  await chair.getByLabel('Code op het scherm').fill(code.toLowerCase());
  await chair.getByLabel('Naam van het scherm').fill(name);
  await chair.getByLabel('Tijd per pagina').selectOption('10');
  await chair.getByRole('button', { name: 'Aanmelden', exact: true }).click();
  await chair.getByText(`${name} is aangemeld.`).waitFor();
  await chair.context().close();
}

/** Texts under 24 px as the frame is drawn, and boxes whose text does not fit. */
const unreadable = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('.wall *')) {
      if (element.closest('.visually-hidden, .map-region-name') !== null) continue;
      const texts = [...element.childNodes].filter(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      if (texts.length === 0) continue;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if (size < 24) found.push(`${size}: ${element.textContent}`);
      const { right, bottom } = element.getBoundingClientRect();
      if (element.closest('footer, .map') === null && (right > innerWidth || bottom > innerHeight))
        found.push(`outside: ${element.textContent}`);
    }
    return found;
  });

describe('the wall', () => {
  it('shows a code, and the region when a chair has entered it', async () => {
    const { context, screen, code } = await aScreen();
    expect(code).toMatch(/^\w{4} \w{4}$/);
    await screen.getByText(`${new URL(house.url).host}, pagina Schermen`).waitFor();
    expect(await violations(screen)).toEqual([]);
    await photograph(screen, 'wall-pairing');

    await enterCode(code, 'Meldkamer');
    await screen.locator('[data-slide="region"]').waitFor();
    await screen.getByRole('heading', { name: 'West' }).waitFor();
    // The stop is the heaviest, and stands first.
    const first = screen.getByRole('row').nth(1);
    await first.getByText('stop tot').waitFor();
    expect(await first.getByRole('rowheader').textContent()).toContain('RdGG');
    expect(await violations(screen)).toEqual([]);
    expect(await unreadable(screen)).toEqual([]);
    await photograph(screen, 'wall-region');

    // It goes round by itself.
    for (const slide of ['nation', 'incoming']) {
      await screen.locator(`[data-slide="${slide}"]`).waitFor({ timeout: 20_000 });
      expect(await violations(screen)).toEqual([]);
      expect(await unreadable(screen)).toEqual([]);
      await photograph(screen, `wall-${slide}`);
    }
    // Whatever address it is sent to, it is a wall and nothing else.
    await screen.goto(`${house.url}/map`);
    await screen.locator('[data-slide]').waitFor();
    await context.close();
  });

  it('says that the server is lost, and is there again without a touch', async () => {
    const { context, screen, code } = await aScreen();
    await enterCode(code, 'Nacht');
    await screen.locator('[data-slide="region"]').waitFor();
    let reloads = 0;
    screen.on('load', () => (reloads += 1));

    await house.killServer();
    await screen.getByRole('heading', { name: /Geen verbinding met de server sinds/ }).waitFor();
    // What was known stays in sight and grows old.
    expect(await screen.locator('[data-slide]').count()).toBe(1);
    await photograph(screen, 'wall-lost');

    await house.startServer();
    await screen
      .getByRole('heading', { name: /Geen verbinding/ })
      .waitFor({ state: 'detached', timeout: 30_000 });
    await house.report('lumc-leiden', 'icu', { staffed: 12, available: 7 });
    await screen.locator('[data-slide="region"]').waitFor({ timeout: 40_000 });
    await screen.getByRole('row', { name: /LUMC/ }).getByText('7/12').waitFor();
    expect(reloads).toBe(0);

    // Another build on the server that comes back: the wall loads it by itself.
    await context.route('**/_app/version.json', (route) =>
      route.fulfill({ json: { version: 'another build' } }),
    );
    const loaded = screen.waitForEvent('load', { timeout: 40_000 });
    await house.killServer();
    await screen.getByRole('heading', { name: /Geen verbinding/ }).waitFor();
    await house.startServer();
    await loaded;
    await screen.locator('[data-slide]').waitFor();
    await context.close();
  });

  it('starts without a server, and goes on when there is one', async () => {
    const { context, screen, code } = await aScreen();
    await enterCode(code, 'Stroom');
    await screen.locator('[data-slide]').waitFor();
    // The page has kept itself.
    await screen.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

    await house.killServer();
    await screen.reload();
    await screen.getByRole('heading', { name: 'Geen verbinding met de server' }).waitFor();
    expect(await violations(screen)).toEqual([]);
    await photograph(screen, 'wall-started-without-server');
    // A desk keeps its page in the same way.
    const desk = await context.newPage();
    await desk.goto(`${house.url}/dispatch`);
    await desk.getByRole('heading', { name: 'Geen verbinding met de server' }).waitFor();
    await desk.close();
    expect(
      await screen.evaluate(async () => {
        const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const kept = (await Promise.all(stores.map((store) => store.keys()))).flat();
        return kept.filter((one) => one.url.includes('/api/')).length;
      }),
    ).toBe(0);

    await house.startServer();
    await screen.locator('[data-slide]').waitFor({ timeout: 30_000 });
    await context.close();
  });

  it('follows at once what a chair chooses, and shows a code again when it is signed out', async () => {
    const { context, screen, code } = await aScreen();
    await enterCode(code, 'Hal');
    await screen.locator('[data-slide]').waitFor();
    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/walls`);
    const change = chair.getByRole('button', { name: 'Wijzigen: Hal' });
    await change.waitFor();
    expect(await violations(chair)).toEqual([]);
    await change.click();
    for (const page of [/^Regio elke/, /^Onderweg/])
      await chair.getByRole('checkbox', { name: page }).uncheck();
    expect(await violations(chair)).toEqual([]);
    await chair.getByRole('button', { name: 'Opslaan' }).click();
    await screen.locator('[data-slide="nation"]').waitFor({ timeout: 5_000 });
    await chair.getByRole('button', { name: 'Afmelden: Hal' }).click();
    await chair.getByRole('button', { name: 'Scherm afmelden' }).click();
    await chair.getByText('Hal is afgemeld.').waitFor();
    await screen.locator(CODE).waitFor();
    expect(await screen.locator(CODE).textContent()).not.toBe(code);
    await chair.context().close();
    await context.close();
  });
});
