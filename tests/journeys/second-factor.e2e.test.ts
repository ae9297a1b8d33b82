/** A second factor in a real browser: set up because the role must, shown at sign-in, lost and taken away; passkeys by a device that the browser plays. */
import { URI, Secret, type TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overflow, violations } from '../support/accessibility.ts';
import { SIZES } from '../screens/pages.ts';
import { House, PASSWORD, photograph } from './house.ts';

let house: House;
/** Passkeys know names and no addresses. */
let home = '';
beforeAll(async () => {
  house = await House.build({ settings: { SECOND_FACTOR_ROLES: 'chair' } });
  home = house.url.replace('127.0.0.1', 'localhost');
});
afterAll(() => house.tearDown());

const CHAIR = 'chair.west@demo.example';
const OTHER_CHAIR = 'chair.nation@demo.example';
const HOSPITAL = 'hospital.lumc@demo.example';
/** What the page said wrong, and what its policy did not let through. */
const faults: string[] = [];

async function browser(): Promise<Page> {
  const page = await (await house.newContext()).newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
  });
  return page;
}

/**
 * A security key in the page, which asks for nothing and always says yes; to what the browser suggests at a field too, so it suggests
 * nothing before `suggests`.
 */
async function withDevice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (localStorage.getItem('suggests') === null)
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  const devices = await page.context().newCDPSession(page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
}

const suggests = (page: Page) => page.evaluate(() => localStorage.setItem('suggests', 'yes'));

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const passwordOf = (page: Page) => page.getByRole('textbox', { name: /wachtwoord/i });
const at = (page: Page, path: string | RegExp) =>
  page.waitForURL(({ pathname }) =>
    typeof path === 'string' ? pathname === path : path.test(pathname),
  );
const alert = (page: Page, text: string | RegExp) =>
  page.getByRole('alert').filter({ hasText: text }).first().waitFor();

async function enter(page: Page, email: string): Promise<void> {
  await page.goto(`${home}/sign-in`);
  await page.getByLabel('E-mailadres').fill(email);
  await page.getByLabel('Wachtwoord').fill(PASSWORD);
  await page.keyboard.press('Enter');
}

/** Nothing for a machine to find fault with, on a small screen and a large one. */
async function isWhole(page: Page, name: string): Promise<void> {
  for (const size of ['phone', 'desk'] as const) {
    await page.setViewportSize(SIZES[size]);
    expect(await violations(page), `${name} ${size}`).toEqual([]);
    expect(await overflow(page), `${name} ${size}`).toBeLessThanOrEqual(0);
    await photograph(page, `factor-${name}-${size}`);
  }
  await page.setViewportSize(SIZES.desk);
}
const focusedName = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name ?? null);

let app: TOTP;
let used = '';
let paper: string[] = [];
/** Holds already and is not used yet: of the half minute after this one. */
const nextCode = () => app.generate({ timestamp: Date.now() + 30_000 });

describe('a role that must have a second factor', () => {
  let page: Page;

  it('is led to the set-up and comes nowhere else', async () => {
    page = await browser();
    await enter(page, CHAIR);
    await at(page, '/second-factor');
    await page.getByText('Uw rol vraagt behalve uw wachtwoord een tweede factor.').waitFor();
    for (const path of ['/map', '/region/west', '/account']) {
      await page.goto(`${home}${path}`);
      await at(page, '/second-factor');
      await page.getByRole('heading', { level: 1, name: 'Tweede factor instellen' }).waitFor();
    }
    expect(await page.getByRole('navigation').count()).toBe(0);
    const status = (path: string) => page.evaluate(async (one) => (await fetch(one)).status, path);
    expect(await status('/api/v1/picture?region=west')).toBe(403);
    await page.getByText('Waarmee wilt u').waitFor();
    await isWhole(page, 'choose');
  });

  it('asks the password again, then shows the app its secret in two ways', async () => {
    await passwordOf(page).fill('not the password');
    await page.keyboard.press('Enter');
    await alert(page, 'Dit wachtwoord klopt niet.');
    await passwordOf(page).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /QR-code/ }).waitFor();
    const secret = (await page.getByLabel('Sleutel', { exact: true }).textContent()) ?? '';
    expect(secret).toMatch(/^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/);
    const uri = await page.locator('a[href^="otpauth:"]').getAttribute('href');
    app = URI.parse(uri ?? '') as TOTP;
    expect(app.secret.base32).toBe(Secret.fromBase32(secret.replaceAll(' ', '')).base32);
    await isWhole(page, 'scan');
    await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));
    await photograph(page, 'factor-scan-light');
  });

  it('wants a code that is right, and shows the recovery codes once', async () => {
    const field = page.getByLabel('Voer de code in');
    await field.fill('000000');
    await page.keyboard.press('Enter');
    await alert(page, 'Deze code is onjuist');
    expect(await focusedName(page)).toBe('code');
    used = app.generate();
    // As an app shows it, and somebody types it.
    await field.fill(`${used.slice(0, 3)} ${used.slice(3)}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Uw herstelcodes' }).waitFor();
    paper = await page.locator('main ol li').allTextContents();
    expect(new Set(paper).size).toBe(10);
    for (const code of paper) expect(code).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/);
    await isWhole(page, 'recovery');
    await press(page, 'Ik heb ze bewaard');
    await at(page, /^\/region\//);
    await page.getByRole('navigation').first().waitFor();
  });

  it('may choose a passkey instead, which signs in without a password', async () => {
    const other = await browser();
    await withDevice(other);
    await enter(other, OTHER_CHAIR);
    await at(other, '/second-factor');
    await other.getByRole('radio', { name: /^Passkey/ }).check();
    expect(await other.getByLabel('Naam van de passkey').inputValue()).toBe('Chrome op Linux');
    await isWhole(other, 'choose-passkey');
    await passwordOf(other).fill(PASSWORD);
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'De passkey is gemaakt' }).waitFor();
    await isWhole(other, 'made');
    await press(other, 'Naar Spoedkaart');
    await at(other, '/map');
    await other.context().close();
  });
});

describe('signing in', () => {
  it('takes the password and a code, says what is wrong, and how many tries are left', async () => {
    const page = await browser();
    await enter(page, CHAIR);
    await page.getByRole('heading', { name: 'Tweede stap' }).waitFor();
    expect(await focusedName(page)).toBe('code');
    expect(await page.getByLabel('Code uit uw app').getAttribute('autocomplete')).toBe(
      'one-time-code',
    );
    await isWhole(page, 'second-step');
    // Nobody is in yet.
    const me = () => page.evaluate(async () => (await fetch('/api/v1/me')).status);
    expect(await me()).toBe(401);
    // Not whole: Enter sends nothing.
    await page.keyboard.type('00000');
    await page.keyboard.press('Enter');
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await alert(page, 'Nog 4 pogingen');
    expect(await focusedName(page)).toBe('code');
    await isWhole(page, 'second-step-wrong');
    // That of the set-up was used there.
    await page.keyboard.type(used);
    await page.keyboard.press('Enter');
    // Nobody guessed: it costs no try. The field is empty again once the answer is there.
    const field = page.getByLabel('Code uit uw app');
    await expect.poll(() => field.inputValue(), { timeout: 30_000 }).toBe('');
    await alert(page, 'Nog 4 pogingen');
    await page.keyboard.type(nextCode());
    await page.keyboard.press('Enter');
    await at(page, /^\/region\//);
    expect(await me()).toBe(200);
    await page.context().close();
  });

  it('takes a recovery code once, and wants the password again after five wrong ones', async () => {
    const page = await browser();
    const [code = ''] = paper;
    for (const first of [true, false]) {
      await enter(page, CHAIR);
      await press(page, 'Een herstelcode gebruiken');
      await page.getByLabel('Herstelcode').waitFor();
      expect(await focusedName(page)).toBe('recovery');
      if (first) await isWhole(page, 'second-step-recovery');
      await page.keyboard.type(code.toUpperCase().replaceAll('-', ' '));
      await page.keyboard.press('Enter');
      if (!first) break;
      await at(page, /^\/region\//);
      await page.context().clearCookies();
    }
    for (const left of ['Nog 4', 'Nog 3', 'Nog 2', 'Nog 1']) {
      await alert(page, left);
      await page.keyboard.type('abcd-efgh-jkmn');
      await page.keyboard.press('Enter');
    }
    await alert(page, 'Voer uw wachtwoord opnieuw in');
    expect(await focusedName(page)).toBe('password');
    expect(await page.getByLabel('E-mailadres').inputValue()).toBe(CHAIR);
    await page.context().close();
  });

  it('says from when on one may try again, when there were too many', async () => {
    const page = await browser();
    await page.route('**/api/auth/sign-in/email', (route) =>
      route.fulfill({
        status: 429,
        headers: { 'retry-after': '120', 'content-type': 'application/problem+json' },
        body: JSON.stringify({ code: 'TOO_MANY_ATTEMPTS' }),
      }),
    );
    await enter(page, CHAIR);
    await alert(page, /Vanaf \d\d:\d\d:\d\d kan het weer/);
    await page.context().close();
  });
});

describe("one's own account", () => {
  let page: Page;

  it('gets a passkey with a name, and signs in by it alone', async () => {
    page = await browser();
    await withDevice(page);
    await enter(page, HOSPITAL);
    await at(page, /^\/hospital/);
    await page.goto(`${home}/account`);
    await page.getByText('U hebt geen tweede factor').waitFor();
    await isWhole(page, 'account-none');
    await press(page, 'Passkey toevoegen');
    await page.getByLabel('Naam van de passkey').fill('balie SEH');
    await passwordOf(page).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await press(page, 'Naar mijn account');
    await page.getByText('balie SEH').waitFor();
    await page.getByText('nog niet gebruikt').waitFor();
    await page.getByRole('listitem').getByRole('button', { name: 'Afmelden' }).click();
    await at(page, '/sign-in');
    await press(page, 'Aanmelden met een passkey');
    await at(page, /^\/hospital/);
    await page.goto(`${home}/account`);
    await page
      .getByText(/laatst gebruikt/)
      .first()
      .waitFor();
  });

  it('shows a passkey after the password too, where it has one', async () => {
    await page.getByRole('listitem').getByRole('button', { name: 'Afmelden' }).click();
    await at(page, '/sign-in');
    await enter(page, HOSPITAL);
    await page.getByText('Dit account heeft een passkey').waitFor();
    await isWhole(page, 'second-step-passkey');
    await page.keyboard.press('Enter');
    await at(page, /^\/hospital/);
  });

  it('is suggested its passkey at the field of the address, with nothing typed', async () => {
    await suggests(page);
    await page.goto(`${home}/sign-in`);
    await at(page, /^\/hospital/);
  });

  it('renames and removes it, after the password', async () => {
    await page.goto(`${home}/account`);
    await press(page, 'Naam wijzigen: balie SEH');
    const question = page.getByRole('dialog');
    await question.getByLabel('Naam van de passkey').fill('balie 2');
    await question.getByRole('button', { name: 'Opslaan' }).click();
    await page.getByText('De naam is gewijzigd.').waitFor();
    await press(page, 'Verwijderen: balie 2');
    await question.getByText('alleen uw wachtwoord genoeg').waitFor();
    await question.getByLabel('Uw wachtwoord').fill('not the password');
    await page.keyboard.press('Enter');
    await question.getByRole('alert').filter({ hasText: 'Dit wachtwoord klopt niet.' }).waitFor();
    await isWhole(page, 'account-remove');
    await question.getByLabel('Uw wachtwoord').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('balie 2 is verwijderd.').waitFor();
    await page.getByText('U hebt geen tweede factor').waitFor();
    await page.context().close();
  });

  it('gets new recovery codes; those on the old paper are none', async () => {
    const chair = await browser();
    await enter(chair, CHAIR);
    await press(chair, 'Een herstelcode gebruiken');
    await chair.keyboard.type(paper[1] ?? '');
    await chair.keyboard.press('Enter');
    await at(chair, /^\/region\//);
    await chair.goto(`${home}/account`);
    await chair.getByText('nog 8 herstelcodes').waitFor();
    await isWhole(chair, 'account-app');
    await press(chair, 'Nieuwe herstelcodes');
    const question = chair.getByRole('dialog');
    await question.getByLabel('Uw wachtwoord').fill(PASSWORD);
    await chair.keyboard.press('Enter');
    await chair.getByRole('heading', { name: 'Uw herstelcodes' }).waitFor();
    await chair.getByText('De vorige herstelcodes werken niet meer.').waitFor();
    const fresh = await chair.locator('main ol li').allTextContents();
    expect(fresh).toHaveLength(10);
    expect(fresh).not.toContain(paper[2]);
    await press(chair, 'Ik heb ze bewaard');
    await chair.getByText('nog 10 herstelcodes').waitFor();
    await chair.context().close();
  });
});

describe('an administrator', () => {
  it('sees who has one and takes a lost one away; its owner sets up another', async () => {
    const chair = await browser();
    await withDevice(chair);
    const admin = await browser();
    await enter(admin, 'admin@demo.example');
    await at(admin, '/admin');
    await admin.getByText('Moet een tweede factor hebben: Voorzitter ROAZ.').waitFor();
    const row = admin.getByRole('row', { name: new RegExp(CHAIR.replaceAll('.', '\\.')) });
    await row.getByRole('cell', { name: 'ja', exact: true }).waitFor();
    await isWhole(admin, 'admin');
    await row.getByRole('button', { name: /^Tweede factor weghalen/ }).click();
    const question = admin.getByRole('dialog');
    const act = question.getByRole('button', { name: 'Tweede factor weghalen' });
    expect(await act.isDisabled()).toBe(true);
    await question.getByLabel('Ik heb de eigenaar zelf gesproken').check();
    await isWhole(admin, 'admin-reset');
    await act.click();
    await admin.getByText(`De tweede factor van ${CHAIR} is weg.`).waitFor();
    await row.getByRole('cell', { name: 'nee, moet', exact: true }).waitFor();
    await enter(chair, CHAIR);
    await at(chair, '/second-factor');
    await chair.context().close();
    await admin.context().close();
  });

  it('met no page that its own policy stopped', () => {
    expect(faults).toEqual([]);
  });
});
