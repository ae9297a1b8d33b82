/** People of an organisation sign in by its own provider, and by a password when that is away. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overflow, violations } from '../support/accessibility.ts';
import { CLIENT, TestProvider } from '../support/sign-in-provider.ts';
import { House, photograph } from './house.ts';

const NAME = 'Meldkamer West';
const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-rules-'));
let provider: TestProvider;
let house: House;
beforeAll(async () => {
  const rulesFile = join(folder, 'rules.json');
  const scope = { room: 'mk-den-haag' };
  writeFileSync(
    rulesFile,
    JSON.stringify([{ claim: 'roles', is: 'centralist', role: 'dispatcher', scope }]),
  );
  provider = await TestProvider.start();
  provider.people.set('anna', { email: 'anna@meldkamer.example', roles: ['centralist'] });
  provider.people.set('bert', { email: 'bert@meldkamer.example', roles: ['monteur'] });
  house = await House.build({
    settings: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_RULES: rulesFile,
      OIDC_SCOPES: 'openid email profile roles',
      OIDC_NAME: NAME,
      OIDC_SIGN_OUT: 'yes',
    },
  });
  provider.sendBackTo(house.url);
});
afterAll(async () => {
  await house.tearDown();
  await provider.stop();
  rmSync(folder, { recursive: true });
});

const newPage = async () => (await house.newContext()).newPage();
const button = (page: Page) => page.getByRole('link', { name: `Aanmelden via ${NAME}` });

/** Leaves by the page of sign-in, and says at the provider who one is. */
async function signInAs(page: Page, subject: string): Promise<void> {
  await page.goto(`${house.url}/sign-in`);
  await button(page).click();
  await page.getByLabel('Wie bent u?').fill(subject);
  await page.getByRole('button', { name: 'Verder' }).click();
}

/** Nothing for a machine to find fault with, at a desk and on a phone. */
async function isWhole(page: Page, name: string): Promise<void> {
  expect(await violations(page)).toEqual([]);
  await photograph(page, name);
  await page.setViewportSize({ width: 360, height: 640 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await photograph(page, `${name}-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });
}

describe('signing in by the provider of one’s organisation', () => {
  it('brings a dispatcher to the desk of the own room, and out again here and there', async () => {
    const page = await newPage();
    await page.goto(`${house.url}/sign-in`);
    await button(page).waitFor();
    expect(await page.getByLabel('Wachtwoord').isVisible()).toBe(true);
    await isWhole(page, 'provider-sign-in');
    await signInAs(page, 'anna');
    await page.waitForURL(`${house.url}/dispatch`);
    await page.getByRole('main').waitFor();
    const me = await page.request.get(`${house.url}/api/v1/me`);
    expect(await me.json()).toMatchObject({
      ...{ email: 'anna@meldkamer.example', role: 'dispatcher', provider: NAME },
      scope: { room: 'mk-den-haag' },
    });
    await page.goto(`${house.url}/account`);
    await page.getByText(`Dit account komt van ${NAME}.`).waitFor();
    await page.getByText('Waar u bent aangemeld').waitFor();
    await isWhole(page, 'provider-account');

    await page.getByRole('banner').getByRole('button', { name: 'Weergave en afmelden' }).click();
    await page.getByRole('menuitem', { name: 'Afmelden' }).click();
    await page.waitForURL((url) => url.origin === provider.issuer);
    await page.getByRole('button', { name: /^yes/i }).click();
    await page.waitForURL((url) => url.href.startsWith(`${house.url}/sign-in`));
    // Signed out there too: it asks anew who one is.
    await button(page).click();
    await page.getByLabel('Wie bent u?').waitFor();
  });

  it('tells plainly who has no role here what to do', async () => {
    const page = await newPage();
    await signInAs(page, 'bert');
    const said = page.getByRole('alert').getByText(/geeft u hier geen rol.*eigen beheerder/);
    await said.waitFor();
    await isWhole(page, 'provider-no-role');
    await page.getByRole('button', { name: 'English' }).click();
    await page
      .getByRole('alert')
      .getByText(/gives you no role here/)
      .waitFor();
  });

  it('shows an administrator which accounts come from there, and what may be decided here', async () => {
    const page = await house.enter('admin@demo.example');
    await page.goto(`${house.url}/admin`);
    const row = page.getByRole('row', { name: /anna@meldkamer/ });
    const there = row.getByRole('cell', { name: 'via aanmelddienst' });
    await there.first().waitFor();
    // How one signs in, and who asks a second factor.
    expect(await there.count()).toBe(2);
    expect(await row.getByRole('button', { name: /Nieuwe link/ }).count()).toBe(0);
    await row.getByRole('button', { name: /^Wijzigen/ }).click();
    await page.getByText(/Hier kiest u alleen of het mag/).waitFor();
    expect(await page.getByLabel(/Nieuw wachtwoord/).count()).toBe(0);
    await isWhole(page, 'provider-admin');
    const may = page.getByRole('checkbox', { name: 'Mag zich aanmelden' });
    await may.uncheck();
    await page.getByRole('button', { name: 'Opslaan' }).click();
    await row.getByText('uit', { exact: true }).waitFor();
    const anna = await newPage();
    await signInAs(anna, 'anna');
    await anna
      .getByRole('alert')
      .getByText(/Uw account is hier gesloten/)
      .waitFor();
  });

  it('that is away is said, and a password works meanwhile', async () => {
    const page = await newPage();
    provider.away = true;
    house.later(2 * 60_000);
    await page.goto(`${house.url}/sign-in`);
    await button(page).click();
    await page
      .getByRole('alert')
      .getByText(/De aanmelddienst antwoordt niet/)
      .waitFor();
    await isWhole(page, 'provider-away');
    await house.signIn(page, 'dispatch.west@demo.example');
    await page.waitForURL(`${house.url}/dispatch`);
    provider.away = false;
  });
});
