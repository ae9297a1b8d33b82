/** What every page shares, in a real browser and under the server's own policy: help, menu and place box by keyboard alone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.build();
});
afterAll(() => house.tearDown());

/** Errors of the page and what its policy refused. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

describe('help', () => {
  it('opens by key, says meaning and source, closes by Escape and gives the focus back', async () => {
    const page = await house.enter('viewer@demo.example');
    const faults = faultsOf(page);
    await page.goto(`${house.url}/rules`);
    await page.getByRole('button', { name: 'Uitleg: Strafminuten' }).focus();
    await page.keyboard.press('Enter');
    const help = page.getByRole('dialog', { name: 'Strafminuten' });
    await help.getByText('alsof het rijtijd was').waitFor();
    expect(await help.getByText('Waar het vandaan komt').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Uitleg: Strafminuten');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the menu', () => {
  it('changes language and theme by key, and both are kept', async () => {
    const page = await house.enter('viewer@demo.example', { width: 390, height: 844 });
    const faults = faultsOf(page);
    const menu = page.getByRole('button', { name: 'Weergave en afmelden' });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'Donker', checked: true }).waitFor();
    await page.keyboard.type('li');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    expect(await focused(page)).toBe('Weergave en afmelden');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'English' }).waitFor();
    await page.keyboard.type('en');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    await page.reload();
    await page.getByRole('button', { name: 'Display and sign out' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the place box of the dispatch desk', () => {
  it('takes the first place for a hand that presses Enter before the list is there', async () => {
    const page = await house.enter('dispatch.west@demo.example');
    const faults = faultsOf(page);
    await page.keyboard.press('n');
    await page.getByRole('combobox', { name: 'Plaats' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('gouda');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Gouda' }).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('leider');
    await page.getByRole('option', { name: 'Leiderdorp' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Leiderdorp' }).waitFor();
    expect(await page.getByRole('listbox').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('goes on for a hand that left the field and was back at once', async () => {
    const page = await house.enter('dispatch.west@demo.example');
    await page.keyboard.press('n');
    const field = page.getByRole('combobox', { name: 'Plaats' });
    await field.waitFor();
    await field.evaluate((input: HTMLInputElement) => {
      input.focus();
      input.blur();
      input.focus();
      input.value = 'leider';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.getByRole('option', { name: 'Leiderdorp' }).waitFor();
    await page.context().close();
  });
});

describe('the gallery', () => {
  it('is no page of what is built', async () => {
    const page = await house.enter('viewer@demo.example');
    await page.goto(`${house.url}/gallery`);
    await page.getByRole('heading', { name: 'Deze pagina bestaat niet' }).waitFor();
    await page.context().close();
  });
});
