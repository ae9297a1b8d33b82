/** The first day: from the link that an empty installation prints to a chair who sees the region. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { House, PASSWORD, photograph } from './house.ts';

describe('the first day of an empty installation', () => {
  let house: House;
  let admin: Page;
  let link = '';

  beforeAll(async () => {
    house = await House.build({ empty: true });
    admin = await (await house.newContext()).newPage();
  });
  afterAll(() => house.tearDown());

  const step = (name: string) =>
    admin.getByRole('navigation', { name: 'Stappen' }).getByRole('link', { name });
  const heading = (name: string) => admin.getByRole('heading', { name }).waitFor();

  it('begins with the printed link, and leads the first administrator to the set-up', async () => {
    await admin.goto(house.firstLink);
    await admin.getByLabel('E-mailadres').fill('beheer@regio.example');
    await admin.getByLabel(/wachtwoord/i).fill(PASSWORD);
    await admin.keyboard.press('Enter');
    await heading('Inrichting');
    await admin.getByText('0 van 5 stappen klaar').waitFor();
    await photograph(admin, 'first-day-region');
  });

  it('chooses the region, which is done by being true', async () => {
    await admin.getByRole('checkbox', { name: /^West/ }).check();
    await admin.getByRole('button', { name: 'Opslaan' }).click();
    await admin.getByText('1 van 5 stappen klaar').waitFor();
  });

  it('says on the map that nobody reported yet, and where to begin', async () => {
    await admin.goto(`${house.url}/map`);
    await admin.getByText('Nog geen enkel ziekenhuis gaf iets door').waitFor();
    await admin.getByRole('main').getByRole('link', { name: 'Inrichting' }).click();
    await heading('Ziekenhuizen');
  });

  it('checks a hospital: what cannot be true is said, what is right is confirmed', async () => {
    await step('Ziekenhuizen').click();
    await admin.getByRole('button', { name: /^LUMC/ }).click();
    await admin.getByRole('heading', { name: /Leids Universitair/ }).waitFor();
    const icu = admin.getByRole('group', { name: 'IC', exact: true });
    await icu.getByRole('radio', { name: 'nee' }).click();
    await admin.getByRole('button', { name: 'Klopt zo, bevestigen' }).click();
    await admin
      .getByRole('alert')
      .getByText(/De afdeling staat aan/)
      .waitFor();
    await icu.getByRole('radio', { name: 'ja' }).click();
    await photograph(admin, 'first-day-facility');
    await admin.getByRole('button', { name: 'Klopt zo, bevestigen' }).click();
    await admin.getByText('LUMC is nagekeken.').waitFor();
  });

  it('invites people from a list that is looked at before anything is made', async () => {
    await step('Mensen').click();
    const list = admin.getByLabel(/^Lijst/);
    await list.fill(
      'voorzitter@regio.example;voorzitter;Westen\nlumc@regio.example;ziekenhuis;LUMC',
    );
    await admin.getByRole('button', { name: 'Controleren' }).click();
    await admin.getByText('In 1 regel klopt iets niet.').waitFor();
    expect(await admin.getByRole('button', { name: /accounts? maken/ }).count()).toBe(0);
    await list.fill('voorzitter@regio.example;voorzitter;West\nlumc@regio.example;ziekenhuis;LUMC');
    await admin.getByRole('button', { name: 'Controleren' }).click();
    await admin.getByRole('button', { name: '2 accounts maken' }).click();
    await heading('De links, alleen nu te zien');
    link = (await admin.getByLabel('Link: voorzitter@regio.example').textContent()) ?? '';
    expect(link).toContain(`${house.url}/invitation#token=`);
    await photograph(admin, 'first-day-links');
    await admin.getByRole('button', { name: 'Uitgedeeld, verder' }).click();
  });

  it('gives a hospital a key with a call that works as it stands', async () => {
    await step('Koppelingen').click();
    await admin.getByRole('button', { name: 'Sleutel uitgeven voor LUMC' }).click();
    await heading('Sleutel voor LUMC, alleen nu te zien');
    const call = (await admin.locator('pre').textContent()) ?? '';
    const [, address = ''] = /'(http[^']+)'/.exec(call) ?? [];
    const [, key = ''] = /Bearer ([^']+)/.exec(call) ?? [];
    const [, body = ''] = /-d '([^']+)'/.exec(call) ?? [];
    const path = new URL(address).pathname.replace('/api/v1', '');
    expect((await house.api(key, 'PUT', path, JSON.parse(body))).status).toBe(200);
    await photograph(admin, 'first-day-key');
  });

  it('shows who is still silent, and who no longer is', async () => {
    await step('Nog stil').click();
    await heading('Gaf nog nooit iets door');
    const silent = admin.getByRole('main').getByRole('listitem');
    expect(await silent.filter({ hasText: 'LUMC' }).count()).toBe(0);
    expect(await silent.filter({ hasText: 'Haga' }).count()).toBeGreaterThan(0);
    await photograph(admin, 'first-day-silent');
  });

  it('can be left and taken up where it was', async () => {
    await admin.goto(`${house.url}/map`);
    await admin.getByRole('navigation').getByRole('link', { name: 'Inrichting' }).click();
    await admin.getByText('1 van 5 stappen klaar').waitFor();
    await heading('Ziekenhuizen');
  });

  it('lets the chair choose a password by the link and see the region', async () => {
    const chair = await (await house.newContext()).newPage();
    await chair.goto(link);
    await chair.getByLabel(/wachtwoord/i).fill('een lang genoeg woord');
    await chair.keyboard.press('Enter');
    await chair.waitForURL(/\/region\/west$/);
    await chair.getByRole('heading', { level: 1, name: /^West/ }).waitFor();
    await chair.getByRole('link', { name: 'LUMC' }).first().waitFor();
    expect(await chair.getByText('Nog geen enkel ziekenhuis gaf iets door').count()).toBe(0);
    await photograph(chair, 'first-day-chair');
    const again = await (await house.newContext()).newPage();
    await again.goto(link);
    await again.getByLabel(/wachtwoord/i).fill('een ander lang woord');
    await again.keyboard.press('Enter');
    await again.getByText('Deze link is gebruikt, te oud of onjuist.').waitFor();
  });
});
