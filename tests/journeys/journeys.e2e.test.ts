/** What people come for, from end to end, in a real browser on a real server with a real database. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House, photograph } from './house.ts';

const CHAIR = 'chair.west@demo.example';
const DISPATCH = 'dispatch.west@demo.example';
const LUMC = 'hospital.lumc@demo.example';
const LEIDEN = { lat: 52.16, lon: 4.5 };

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'hmc-westeinde', 'erasmus-mc', 'haga-leyweg']);
});
afterAll(() => house.tearDown());

/** The row of a hospital in the list beside the map, its text as a person reads it. */
const inList = (page: Page, facility: string) =>
  page.locator('tr', { has: page.locator(`[data-row="${facility}"]`) });

/** The row of a hospital in the ranking on the dispatch desk. */
const ranked = (page: Page, facility: string) => page.locator(`li[data-row="${facility}"]`);

/** A severe case near Leiden, entered by a dispatch system; its number for the lane. */
async function openedByASystem(): Promise<{ id: string; number: string }> {
  const opened = await house.api(house.keys.room, 'POST', '/cases', {
    position: LEIDEN,
    ageBand: '16-64',
    urgency: 'A1',
    findings: { vitals: { systolicBloodPressure: 84 } },
  });
  expect(opened.status).toBe(201);
  const id = opened.body.id as string;
  const { body } = await house.api(house.keys.room, 'GET', `/cases/${id}`);
  return { id, number: String(body.number).padStart(4, '0') };
}

describe('journeys', () => {
  it("a hospital's tap appears on the chair's map without a reload", async () => {
    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/map`);
    await inList(chair, 'lumc-leiden').getByText('4/12').first().waitFor();
    let reloads = 0;
    chair.on('load', () => (reloads += 1));

    const hospital = await house.enter(LUMC, { width: 390, height: 844 });
    await hospital.getByRole('button', { name: 'Traumakamer: een vrij minder' }).click();
    await inList(chair, 'lumc-leiden').getByText('3/12').first().waitFor();
    expect(reloads).toBe(0);

    await hospital.getByRole('button', { name: /Ongedaan/ }).click();
    await inList(chair, 'lumc-leiden').getByText('3/12').first().waitFor({ state: 'detached' });
    await chair.context().close();
    await hospital.context().close();
  });

  it('a severe case goes from a click on the map to an acknowledged decision', async () => {
    const dispatcher = await house.enter(DISPATCH);
    const scene = dispatcher.locator('.leaflet-container').first();
    await scene.waitFor();
    const mark = dispatcher.locator('.leaflet-container [title^="Leids Universitair"]').first();
    await mark.waitFor();
    const box = await mark.boundingBox();
    if (box === null) throw new Error('LUMC is not on the map');
    await dispatcher.mouse.click(box.x + box.width / 2 + 22, box.y + box.height / 2 + 6);
    await dispatcher.locator('[data-row]').first().waitFor();

    await dispatcher.keyboard.press('b');
    await dispatcher.keyboard.type('84');
    await dispatcher.keyboard.press('k');
    await dispatcher.getByText('Zwaar letsel').first().waitFor();
    await ranked(dispatcher, 'lumc-leiden').getByText('1', { exact: true }).first().waitFor();
    await photograph(dispatcher, 'dispatch-ranking');

    await dispatcher.getByRole('button', { name: /^Kies LUMC/ }).click();
    await dispatcher
      .getByText(/geen antwoord/)
      .first()
      .waitFor();

    const hospital = await house.enter(LUMC, { width: 390, height: 844 });
    await hospital
      .getByRole('heading', { name: /Zwaar letsel/ })
      .first()
      .waitFor();
    await photograph(hospital, 'hospital-arrival');
    await hospital
      .getByRole('button', { name: /^Gezien/ })
      .first()
      .click();
    await hospital.getByText('Gezien door u').waitFor();
    await dispatcher
      .getByText(/aanvaard/i)
      .first()
      .waitFor();
    await dispatcher.context().close();
    await hospital.context().close();
  });

  it('two dispatchers reach for one bay, and the second is told with the new order', async () => {
    await house.leaveOneBay('lumc-leiden');
    const [first, second] = [await openedByASystem(), await openedByASystem()];

    // The second desk hears nothing for a moment, as happens on a bad line: it decides on what it saw.
    const context = await house.newContext();
    const page = await context.newPage();
    const line = { cut: false };
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (!line.cut) socket.send(message);
      });
    });
    await house.signIn(page, DISPATCH);
    await page.getByRole('button', { name: new RegExp(second.number) }).click();
    await ranked(page, 'lumc-leiden').getByText('1', { exact: true }).first().waitFor();
    line.cut = true;

    const { body: ranking } = await house.api(house.keys.room, 'GET', `/cases/${first.id}/ranking`);
    const taken = await house.api(house.keys.room, 'POST', `/cases/${first.id}/decisions`, {
      facility: 'lumc-leiden',
      seq: ranking.seq,
    });
    expect(taken.status).toBe(201);

    await page.getByRole('button', { name: /^Kies LUMC/ }).click();
    const news = page.getByRole('alert').getByText(/LUMC/).first();
    await news.waitFor();
    await photograph(page, 'dispatch-claim-taken');
    const { body: untouched } = await house.api(house.keys.room, 'GET', `/cases/${second.id}`);
    expect(untouched.decision).toBeNull();
    await context.close();
  });

  it('a decision opens as it was, and is replayed identical', async () => {
    const { id } = await openedByASystem();
    const { body: ranking } = await house.api(house.keys.room, 'GET', `/cases/${id}/ranking`);
    const [best] = ranking.candidates as { facility: string }[];
    const made = await house.api(house.keys.room, 'POST', `/cases/${id}/decisions`, {
      facility: best?.facility,
      seq: ranking.seq,
      at: ranking.at,
    });
    expect(made.status).toBe(201);
    // What comes later must not change what was known then.
    await house.report('lumc-leiden', 'icu', { staffed: 12, available: 0 });

    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/decisions`);
    await chair
      .locator(`a[href$="/decisions/${String(made.body.id)}"]`)
      .first()
      .click();
    await chair
      .getByText(/gelijk herberekend/i)
      .first()
      .waitFor();
    await photograph(chair, 'decision');
    await chair.context().close();
  });

  it('the server is killed and started again, and every screen recovers by itself', async () => {
    const screens = await Promise.all([
      house.enter(CHAIR),
      house.enter(DISPATCH),
      house.enter(LUMC, { width: 390, height: 844 }),
    ]);
    for (const page of screens)
      await page
        .getByText(/live · stand/)
        .first()
        .waitFor({ state: 'attached' });

    await house.killServer();
    for (const page of screens)
      await page.getByText(/Geen verbinding met de server sinds/).waitFor();
    const [map] = screens;
    await photograph(map, 'server-lost');

    await house.startServer();
    for (const page of screens)
      await page
        .getByText(/Geen verbinding met de server sinds/)
        .waitFor({ state: 'detached', timeout: 60_000 });
    await map.goto(`${house.url}/map`);
    await house.report('haga-leyweg', 'trauma-bay', { staffed: 12, available: 7 });
    await inList(map, 'haga-leyweg').getByText('7/12').first().waitFor();
    for (const page of screens) await page.context().close();
  });
});
