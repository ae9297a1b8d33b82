/** Every page in every size, theme and language, of a country that stands still: no accessibility violation of whatever gravity, nothing wider than the screen, no fault. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LANGUAGES,
  SCREEN_PAGES,
  SIZES,
  THEMES,
  type ScreenPage,
  type Size,
} from '../screens/pages.ts';
import { settled, Studio } from '../screens/studio.ts';
import { overflow, sticksOut, violations } from '../support/accessibility.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
});
afterAll(() => studio.close());

/** What is wrong with the page that stands there, each with where it was seen. */
async function wrongs(page: Page, seen: string, only?: string[]): Promise<string[]> {
  const wide = await overflow(page);
  return [
    ...(await violations(page, only)).map((one) => `${seen}: ${one}`),
    ...(wide > 0 ? [`${seen}: ${wide} pixels too wide, ${(await sticksOut(page)).join(' ')}`] : []),
  ];
}

async function inEveryLook(page: Page, one: ScreenPage): Promise<string[]> {
  const found: string[] = [];
  for (const size of Object.keys(SIZES) as Size[])
    for (const language of LANGUAGES) {
      await studio.look(page, one, { size, theme: THEMES[0], language });
      found.push(...(await wrongs(page, `${size} ${THEMES[0]} ${language}`)));
      // The other theme changes colours and nothing else: in place, and the rules that look at colours.
      await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), THEMES[1]);
      found.push(...(await wrongs(page, `${size} ${THEMES[1]} ${language}`, COLOURS)));
    }
  return found;
}
const COLOURS = ['color-contrast', 'link-in-text-block'];

describe('a page', () => {
  it.concurrent.each(SCREEN_PAGES)('$name is whole, however it is looked at', async (one) => {
    const page = await studio.page(one);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    // What the policy of the page does not let through (a script, a style in an attribute, another host) stands there.
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
    });
    expect(await inEveryLook(page, one)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('of signing in says that the password is wrong, and is whole', async () => {
    const page = await studio.page(
      { account: null },
      { size: 'phone', theme: 'dark', language: 'nl' },
    );
    await page.goto(`${studio.url}/sign-in`);
    await page.getByLabel(/e-mail/i).fill('viewer@demo.example');
    await page.getByLabel(/wachtwoord/i).fill('not-the-password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
    await settled(page);
    expect(await wrongs(page, 'sign-in refused')).toEqual([]);
    await page.context().close();
  });
});
