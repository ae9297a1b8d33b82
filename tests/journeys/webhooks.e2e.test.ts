/** An administrator lets another party's system be told, looks how that goes, and sends again what did not arrive. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '../../db/open.ts';
import { verify } from '../../server/webhooks/signature.ts';
import { overflow, violations } from '../support/accessibility.ts';
import { Receiver, status } from '../webhooks/receiver.ts';
import { House, photograph } from './house.ts';

let house: House;
let receiver: Receiver;
let page: Page;
let secret = '';
beforeAll(async () => {
  [house, receiver] = [await House.build(), await Receiver.open()];
  page = await house.enter('admin@demo.example');
  await page.goto(`${house.url}/admin`);
});
afterAll(async () => {
  await house.tearDown();
  await receiver.close();
});

const section = () => page.getByRole('region', { name: /^Webhooks/ });
const press = (name: string | RegExp) => section().getByRole('button', { name }).click();
const observe = (available: number) =>
  house.report('lumc-leiden', 'icu', { staffed: 12, available });

/** Nothing for a machine to find fault with, at a desk and on a phone. */
async function isWhole(name: string): Promise<void> {
  expect(await violations(page)).toEqual([]);
  await section().scrollIntoViewIfNeeded();
  await photograph(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  await section().getByRole('heading', { level: 2 }).scrollIntoViewIfNeeded();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await photograph(page, `${name}-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });
}

describe('a webhook', () => {
  it('is made in the browser; its secret is shown once and fits what comes', async () => {
    await press('Nieuwe webhook');
    await section().getByLabel('Naam').fill('Beddenbord LUMC');
    await section().getByLabel('Adres').fill('http://receiver.example/in');
    await section().getByLabel('Met de rechten van').selectOption({ label: 'viewer@demo.example' });
    await section().getByLabel('capaciteit gemeld').check();
    await isWhole('webhook-form');
    await press('Maken');
    await section().getByText('Niet alles is goed ingevuld.').waitFor();
    await section().getByLabel('Adres').fill(receiver.url);
    await press('Maken');
    secret = (await section().locator('output').textContent()) ?? '';
    await isWhole('webhook-secret');
    await press('Klaar');
    await section()
      .getByRole('row', { name: /Beddenbord LUMC/ })
      .waitFor();
    expect(await section().textContent()).not.toContain(secret);
    await observe(4);
    await receiver.heard(1);
    const [told] = receiver.told;
    expect(verify(secret, told?.headers ?? {}, told?.body ?? '', Date.now())).toBeNull();
  });

  it('is tried out', async () => {
    await press('Bekijken: Beddenbord LUMC');
    await press('Uitproberen');
    await section().getByText('Uitproberen: bezorgd (204)').waitFor();
    expect(receiver.told.at(-1)?.message.type).toBe('webhook-test');
  });

  it('stops at a receiver that is gone, says so, and goes on when somebody says so', async () => {
    receiver.answer = status(410);
    const before = receiver.told.length;
    await observe(5);
    await receiver.heard(before + 1);
    await section().getByText('gestopt: ontvanger is opgeheven').first().waitFor();
    await isWhole('webhook-gone');
    receiver.answer = status(204);
    await press('Hervatten');
    await receiver.heard(before + 2);
    expect(receiver.told.at(-1)?.message.seq).toBe(receiver.told.at(-2)?.message.seq);
    await section()
      .getByRole('row', { name: /Beddenbord LUMC.*actief/ })
      .waitFor();
  });

  it('shows what was given up, and sends it again', async () => {
    const { seq, at } = receiver.told.at(-1)?.message ?? { seq: 0, at: '' };
    await house.killServer();
    const stores = openStores(house.databaseUrl);
    const [webhook] = await stores.webhooks.list();
    if (webhook === undefined) throw new Error('no webhook');
    const { id, progress } = webhook;
    const letter = {
      ...{ id: 'letter', webhook: id, seq, type: 'unit-observed' as const, entryAt: at },
      ...{ attempts: 8, firstAt: at, lastAt: at, lastStatus: 500, lastError: 'STATUS' as const },
    };
    await stores.webhooks.saveProgress([{ id, progress, letter }]);
    await stores.close();
    await house.startServer();
    await page.reload();
    await press('Bekijken: Beddenbord LUMC');
    await section().getByText('de ontvanger weigerde (500)').waitFor();
    await isWhole('webhook-dead-letter');
    const before = receiver.told.length;
    await press(/^Opnieuw versturen/);
    await section().getByText('Er is niets opgegeven.').waitFor();
    await receiver.heard(before + 1);
    expect(receiver.told.some((one, index) => index >= before && one.message.seq === seq)).toBe(
      true,
    );
  });

  it('gets another secret after a second word, and is removed after one', async () => {
    await press('Nieuw geheim');
    await press('Zeker weten?');
    const next = (await section().locator('output').textContent()) ?? '';
    expect(next).toMatch(/^whsec_/);
    expect(next).not.toBe(secret);
    await press('Klaar');
    await press('Verwijderen');
    await press('Annuleren');
    await press('Verwijderen');
    await press('Zeker weten?');
    await section().getByText('Nog geen webhooks').waitFor();
  });
});
