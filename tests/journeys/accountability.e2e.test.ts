/** Who saw what, and what is held: a case is put on paper; a glass is broken, seen by those whose case it is, and ends by itself. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../support/accessibility.ts';
import { House, photograph } from './house.ts';

const CHAIR = 'chair.west@demo.example';
const LUMC = 'hospital.lumc@demo.example';
const HAGA = 'hospital.haga@demo.example';
const REASON = 'patiënt staat hier aan de balie';
const MINUTE = 60_000;
const SOON = { timeout: 60_000 };

let house: House;
let wanted: { id: string; number: number };
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'haga-leyweg']);
  wanted = await decidedForLumc();
});
afterAll(() => house.tearDown());

async function decidedForLumc(): Promise<{ id: string; number: number }> {
  const opened = await house.api(house.keys.room, 'POST', '/cases', {
    position: { lat: 52.16, lon: 4.5 },
    ageBand: '16-64',
    urgency: 'A1',
    findings: { injuries: ['pelvis'] },
  });
  const id = String(opened.body.id);
  const { seq } = opened.body.ranking as { seq: number };
  const decided = await house.api(house.keys.room, 'POST', `/cases/${id}/decisions`, {
    facility: 'lumc-leiden',
    seq,
    overrideReason: 'CREW_JUDGEMENT',
    note: 'crew kent de route',
  });
  expect(decided.status).toBe(201);
  const { body } = await house.api(house.keys.room, 'GET', `/cases/${id}`);
  return { id, number: Number(body.number) };
}

/** Lines of the table of looks that name emergency access. */
const byGlass = (page: Page) =>
  page.getByRole('table', { name: 'Inzage' }).getByRole('row', { name: /noodtoegang/ });

describe('what is held on a case', () => {
  it(
    'goes on upright A4 by keyboard: what stays, what goes, who saw it, and by what it is checked',
    { timeout: 240_000 },
    async () => {
      const page = await house.enter(CHAIR);
      await page.goto(`${house.url}/access?case=${wanted.id}`);
      await page.getByRole('button', { name: 'Op papier' }).press('Enter');
      await page.getByRole('heading', { name: `Alles over zaak ${wanted.number}` }).waitFor();
      expect(await violations(page)).toEqual([]);
      // The button prints; nothing else does.
      await page.evaluate(() => {
        window.print = () => (document.title = 'printed');
      });
      await page.getByRole('button', { name: 'Printen' }).press('Enter');
      expect(await page.title()).toBe('printed');

      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const boxes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)];
      expect(boxes.length).toBeGreaterThan(0);
      for (const [, width, height] of boxes)
        expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('navigation').isVisible()).toBe(false);
      expect(await page.locator('[data-print="no"]:visible').count()).toBe(0);
      await page
        .locator('.print-head')
        .getByText(/Stand van .*regel .* van het logboek/)
        .waitFor();
      const looks = await page.evaluate(() => ({
        ink: getComputedStyle(document.querySelector('h1') as Element).color,
        head: getComputedStyle(document.querySelector('main thead') as Element).display,
        row: getComputedStyle(document.querySelector('main tbody tr') as Element).breakInside,
        cut: [...document.querySelectorAll('main :is(td, dd, code)')].filter(
          (one) => one.getBoundingClientRect().right > innerWidth + 1,
        ).length,
      }));
      expect(looks).toEqual({
        ink: 'rgb(15, 22, 28)',
        head: 'table-header-group',
        row: 'avoid',
        cut: 0,
      });
      expect(await violations(page)).toEqual([]);

      const text = await page.locator('main').innerText();
      expect(text).toMatch(/exacte plaats\s.*bewaard, hier niet getoond · wordt gewist op/);
      expect(text).toMatch(/toelichting bij het besluit\s.*crew kent de route · wordt gewist op/);
      expect(text).toMatch(/besluit, plek vastgehouden/);
      // That it is being printed stands on the print.
      expect(text).toMatch(/Voorzitter.*\s+afgedrukt\s+coördinerende regio/);
      const [, seq, hash] = /Logboek, laatste regel\s+([\d.]+) · ([0-9a-f]{64})/.exec(text) ?? [];
      const walked = await page.request.get(`${house.url}/api/v1/ledger/verification`);
      // Nobody writes in this house meanwhile.
      expect(await walked.json()).toMatchObject({
        intact: true,
        head: { seq: Number(seq?.replace('.', '')), hash },
      });
      expect(text).toMatch(/Inzageregister, laatste regel\s+\d+ · [0-9a-f]{64}/);
      expect(text).toContain('npm run verify-ledger');
      await page.context().close();
    },
  );

  it('is not given to whoever has no ground for the case', async () => {
    const page = await house.enter(HAGA);
    await page.goto(`${house.url}/access/${wanted.id}`);
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    expect(await page.getByRole('button', { name: 'Printen' }).count()).toBe(0);
    expect(await page.locator('main').innerText()).not.toContain('crew kent de route');
    await page.context().close();
  });
});

describe('emergency access', () => {
  it(
    'opens one case with a reason, is seen by whose case it is, cannot be hidden, and ends by itself',
    { timeout: 240_000 },
    async () => {
      const [lumc, chair, haga] = [
        await house.enter(LUMC),
        await house.enter(CHAIR),
        await house.enter(HAGA),
      ];
      const number = String(wanted.number);
      const mine = haga.getByText(`U ziet zaak ${number} met noodtoegang tot`);
      await haga.goto(`${house.url}/access`);
      await haga.getByText('U hebt nu geen zaak met noodtoegang open.').waitFor();

      // Asked with what points to a person: refused, and nothing opens.
      await haga.getByRole('button', { name: 'Noodtoegang' }).click();
      const dialog = haga.getByRole('dialog');
      await dialog.getByLabel('Zaak (nummer of id)').fill(number);
      await dialog.getByLabel('Reden').click();
      await haga.getByRole('option', { name: 'de patiënt is hier' }).click();
      const confirm = dialog.getByRole('button', { name: 'Zaak openen' });
      expect(await confirm.isDisabled()).toBe(true);
      await dialog.getByLabel('Toelichting').fill('mevrouw Jansen staat hier');
      await confirm.click();
      await dialog
        .getByText(/persoon/)
        .last()
        .waitFor();
      expect(await mine.count()).toBe(0);
      // And with a true reason: the case, marked, with the time that is left.
      await dialog.getByLabel('Toelichting').fill(REASON);
      await confirm.click();
      await mine.waitFor(SOON);
      await haga.getByText(/^nog (59|60) min$/).waitFor();
      const card = haga.getByRole('article').filter({ hasText: `Zaak ${number}` });
      await card.getByText(/Noodtoegang tot .*: de patiënt is hier · nog (59|60) min/).waitFor();
      expect(await violations(haga)).toEqual([]);
      await photograph(haga, 'glass-opened');

      // Whose case it is sees it the same moment, wherever they are.
      for (const owner of [lumc, chair]) {
        const theirs = owner.getByText(
          new RegExp(`Noodtoegang tot zaak ${number} door Ziekenhuis .*: de patiënt is hier`),
        );
        await theirs.waitFor(SOON);
        await owner.getByRole('link', { name: 'Bekijken' }).first().click();
        await byGlass(owner)
          .filter({ hasText: 'noodtoegang genomen: de patiënt is hier' })
          .waitFor();
      }
      expect(await violations(lumc)).toEqual([]);
      await photograph(lumc, 'glass-seen');

      // Nothing takes the mark away: another page, another load, signing in anew; and no way leads to the log.
      await haga.goto(`${house.url}/hospital/haga-leyweg`);
      await mine.waitFor(SOON);
      expect(await haga.locator('.place').filter({ has: mine }).getByRole('button').count()).toBe(
        0,
      );
      const again = await house.enter(HAGA);
      await again.getByText(`U ziet zaak ${number} met noodtoegang tot`).waitFor(SOON);
      for (const [method, path] of [
        ['DELETE', '/break-glass'],
        ['DELETE', '/access-log'],
        ['PUT', '/access-log'],
        ['DELETE', `/cases/${wanted.id}`],
      ] as const) {
        const answer = await haga.request.fetch(`${house.url}/api/v1${path}`, {
          method,
          headers: { origin: house.url },
        });
        expect([path, answer.status() >= 400]).toEqual([path, true]);
      }

      // The hour is over: the case is gone from there by itself, and the log keeps who it was.
      house.later(60 * MINUTE);
      await mine.waitFor({ state: 'detached', ...SOON });
      await haga.goto(`${house.url}/access`);
      await haga.getByText('U hebt nu geen zaak met noodtoegang open.').waitFor();
      expect((await haga.request.get(`${house.url}/api/v1/cases/${wanted.id}`)).status()).toBe(404);
      await lumc.goto(`${house.url}/access?case=${wanted.id}`);
      const told = byGlass(lumc).filter({ hasText: 'noodtoegang genomen: de patiënt is hier' });
      await told.waitFor();
      expect(await told.innerText()).toMatch(/Ziekenhuis.*account [0-9a-z]{8}/is);

      // Nothing followed on it: whoever answers for the case is pointed at it, and from there to the line.
      await lumc.goto(`${house.url}/access`);
      const point = lumc
        .getByRole('region', { name: 'Opvallend' })
        .getByRole('listitem')
        .filter({ hasText: 'Noodtoegang zonder vervolg' });
      await point.waitFor(SOON);
      expect(await violations(lumc)).toEqual([]);
      await photograph(lumc, 'unusual');
      await point.getByRole('link', { name: 'Toon de regels (1)' }).press('Enter');
      await lumc.getByText('Alleen de regels bij iets opvallends').waitFor();
      await byGlass(lumc).waitFor();
      expect(await lumc.getByRole('table', { name: 'Inzage' }).getByRole('row').count()).toBe(2);
      for (const page of [lumc, chair, haga, again]) await page.context().close();
    },
  );
});
