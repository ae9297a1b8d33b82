/** A hospital is connected: its first message comes from nobody we know, an administrator says who it is, and the map moves. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGB } from '#domain/identifiers/identifiers.ts';
import { sanerReport } from '../feeds/fhir/messages.ts';
import { House } from './house.ts';

const HAGA = 'haga-leyweg';
const UNKNOWN = '06999901';

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals([HAGA]);
});
afterAll(() => house.tearDown());

/** The ICU of the hospital behind that number, as its system tells it by FHIR now. */
function report(free: number) {
  const now = new Date().toISOString();
  const counts = [
    { code: 'numICUBeds', count: 14 },
    { code: 'numICUBedsAvail', count: free },
  ];
  const subject = { identifier: { system: AGB, value: UNKNOWN } };
  const body = sanerReport(counts, { subject, date: now, period: { start: now, end: now } });
  return house.api(house.keys.hospitals, 'POST', '/feeds/fhir', body);
}
const figureOf = (page: Page) => page.locator('tr', { has: page.locator(`[data-row="${HAGA}"]`) });

describe('a hospital that is connected by FHIR', () => {
  it('waits for a name, is assigned and taken in, and the figure on the map is its own', async () => {
    const chair = await house.enter('chair.west@demo.example');
    await chair.goto(`${house.url}/map?region=west&unit=icu&facility=${HAGA}`);
    await figureOf(chair).getByText('4/12').waitFor();

    expect((await report(9)).status).toBe(202);
    await figureOf(chair).getByText('4/12').waitFor();

    const admin = await house.enter('admin@demo.example');
    await admin.goto(`${house.url}/feeds`);
    await admin.getByRole('tab', { name: 'Wacht op toewijzing (1)' }).click();
    await admin.getByRole('heading', { name: `AGB ${UNKNOWN}` }).waitFor();
    // By keyboard alone.
    await admin.getByRole('button', { name: `Toewijzen: AGB ${UNKNOWN}` }).focus();
    await admin.keyboard.press('Enter');
    await admin.getByLabel('Van welk ziekenhuis is dit?').focus();
    await admin.keyboard.type('Haga');
    await admin
      .getByRole('option', { name: /^Haga\b(?! Zoe)/ })
      .first()
      .waitFor();
    await admin.keyboard.press('Enter');
    await admin.getByRole('button', { name: 'Toewijzen en verwerken' }).focus();
    await admin.keyboard.press('Enter');
    await admin.getByText('Verwerkt voor Haga: 1 van 1 opgenomen.').waitFor();

    await figureOf(chair).getByText('9/14').waitFor();

    // What happened stays with the message, and the next one finds its way.
    await admin.getByRole('radio', { name: 'Ook afgehandeld' }).click();
    await admin.getByText('verwerkt voor Haga', { exact: true }).waitFor();
    await admin.getByText('IC: opgenomen').waitFor();
    expect((await report(2)).status).toBe(200);
    await figureOf(chair).getByText('2/14').waitFor();
    await admin.getByRole('tab', { name: 'Kenmerken' }).click();
    await admin.getByLabel('Ziekenhuis').fill('Haga');
    await admin.keyboard.press('Enter');
    await admin.getByRole('cell', { name: UNKNOWN, exact: true }).waitFor();
  });
});
