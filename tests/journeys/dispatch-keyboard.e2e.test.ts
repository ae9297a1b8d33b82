/** From a new case to a decision by keyboard alone, at a pace that a person keeps, and what else the keys open. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House, photograph } from './house.ts';

const DISPATCH = 'dispatch.west@demo.example';
/** Between two keys of somebody who knows the desk, milliseconds. */
const PACE_MS = 120;
/** The promise: from `n` to a decision. */
const MOST_SECONDS = 15;
/** Of that the system itself may take so much. */
const MOST_WAITING_SECONDS = 4;

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'hmc-westeinde', 'haga-leyweg', 'erasmus-mc']);
});
afterAll(() => house.tearDown());

const ranked = (page: Page, facility: string) => page.locator(`li[data-row="${facility}"]`);

describe('the dispatch desk by keyboard', () => {
  it('goes from n to a decision within fifteen seconds', async () => {
    const page = await house.enter(DISPATCH);
    await page.getByText('Niets wacht op u').waitFor();
    let keys = 0;
    let waited = 0;
    const press = async (...names: string[]) => {
      for (const name of names) {
        keys += 1;
        await page.keyboard.press(name);
      }
    };
    const type = async (text: string) => press(...[...text]);
    const until = async (there: Promise<unknown>) => {
      const began = performance.now();
      await there;
      waited += performance.now() - began;
    };

    await press('n');
    await until(page.getByRole('combobox').first().waitFor());
    await type('voorschot');
    await until(page.locator('[role="option"]').first().waitFor());
    await press('Enter');
    await until(page.locator('li[data-row]').first().waitFor());
    // Mechanism, injuries, signs, treatment.
    await press('i', 'k', 'b');
    await type('84');
    await press('h');
    await type('124');
    await press(' ', 'o');
    await until(page.getByText('Zwaar letsel').first().waitFor());
    await until(page.locator('li[data-row] [aria-current="true"]').first().waitFor());
    await photograph(page, 'dispatch-keyboard');
    await press('Enter');
    await until(
      page
        .getByText(/geen antwoord/)
        .first()
        .waitFor(),
    );

    const seconds = (keys * PACE_MS + waited) / 1000;
    console.log(
      `from n to a decision: ${keys} keys at ${PACE_MS} ms and ${(waited / 1000).toFixed(1)} s of waiting: ${seconds.toFixed(1)} s`,
    );
    expect(waited / 1000).toBeLessThan(MOST_WAITING_SECONDS);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    await page.context().close();
  });

  it('puts two hospitals side by side, and Escape closes them again', async () => {
    const page = await house.enter(DISPATCH);
    const opened = await house.api(house.keys.room, 'POST', '/cases', {
      position: { lat: 52.16, lon: 4.5 },
      ageBand: '16-64',
      urgency: 'A1',
      findings: { vitals: { systolicBloodPressure: 84 } },
    });
    const { body } = await house.api(house.keys.room, 'GET', `/cases/${String(opened.body.id)}`);
    const number = String(body.number).padStart(4, '0');
    await page.getByRole('button', { name: new RegExp(number) }).waitFor();
    // The case that presses most is the first of the lane.
    await page.keyboard.press(']');
    await ranked(page, 'lumc-leiden').waitFor();
    await page.keyboard.press('=');
    await page.getByText('te vergelijken').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('=');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('table').first().waitFor();
    await photograph(page, 'dispatch-compare');
    // Letters typed here are no findings.
    await page.keyboard.press('k');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const pelvis = await house.api(house.keys.room, 'GET', `/cases/${String(opened.body.id)}`);
    expect(JSON.stringify(pelvis.body.findings)).not.toContain('pelvis');
    await page.context().close();
  });

  it('is silent until somebody asks for sound', async () => {
    const page = await house.enter(DISPATCH);
    const bell = page.getByRole('button', { name: /^Geluid bij weigering/ });
    expect(await bell.getAttribute('aria-pressed')).toBe('false');
    await bell.click();
    expect(await bell.getAttribute('aria-pressed')).toBe('true');
    await page.reload();
    await bell.waitFor();
    expect(await bell.getAttribute('aria-pressed')).toBe('true');
    await page.context().close();
  });
});
