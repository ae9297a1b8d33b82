/** The chair's shift: a silent hospital is asked and answers with one tap; the handover is written, saved and found again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../support/accessibility.ts';
import { House, photograph } from './house.ts';

const CHAIR = 'chair.west@demo.example';
const LUMC = 'hospital.lumc@demo.example';

let house: House;
beforeAll(async () => {
  house = await House.build();
  // Its emergency department was never heard of: silent. What it said of one unit can be confirmed.
  await house.report('lumc-leiden', 'icu', { staffed: 12, available: 4 });
});
afterAll(() => house.tearDown());

describe('the shift of a chair', () => {
  it('asks a silent hospital, which answers with one tap', async () => {
    const hospital = await house.enter(LUMC);
    await hospital.getByRole('button', { name: 'Klopt nog' }).first().waitFor();
    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/region/west`);
    await chair.getByRole('button', { name: 'Vraag om bevestiging: LUMC' }).click();
    await chair.getByText(/^gevraagd om/).waitFor();
    await photograph(chair, 'shift-ask');
    expect(await violations(chair)).toEqual([]);
    const line = hospital.getByText(/ROAZ .*West.* vraagt: klopt uw stand nog\?/);
    await line.waitFor();
    await photograph(hospital, 'shift-asked');
    expect(await violations(hospital)).toEqual([]);
    await hospital.getByRole('button', { name: 'Klopt nog' }).first().click();
    await line.waitFor({ state: 'detached' });
    await chair.getByText(/^gevraagd om/).waitFor({ state: 'detached' });
    await hospital.context().close();
    await chair.context().close();
  });

  it('keeps what changed in sight through a reload, until it was seen', async () => {
    const page = await house.enter(CHAIR);
    await page.goto(`${house.url}/region/west`);
    await page.getByRole('heading', { name: /^Veranderd sinds/ }).waitFor();
    await house.report('lumc-leiden', 'icu', { staffed: 12, available: 1 });
    const changed = page.getByText(/LUMC\s+IC 4 → 1/);
    await changed.waitFor();
    await page.reload();
    await changed.waitFor();
    expect(await violations(page)).toEqual([]);
    await photograph(page, 'shift-changed');
    await page.getByRole('button', { name: 'Gezien' }).press('Enter');
    await changed.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('Niets veranderd.').waitFor();
    await page.context().close();
  });

  it('is handed over in words that are checked, saved, and there after a reload', async () => {
    const page = await house.enter(CHAIR);
    await page.goto(`${house.url}/region/west`);
    await page.getByLabel(/Nieuwe notitie/).fill('CT van het Haga is stuk');
    await page.getByRole('button', { name: 'Bewaar' }).click();
    await page.getByText('CT van het Haga is stuk').waitFor();

    await page.getByRole('button', { name: '8 uur' }).click();
    const text = page.getByLabel('Tekst van de overdracht');
    await text.waitFor();
    const draft = await text.inputValue();
    expect(draft).toContain('CT van het Haga is stuk');
    expect(await violations(page)).toEqual([]);
    await text.fill(`${draft}\n\nmevr. Jansen ligt nog op de SEH`);
    await page.getByRole('button', { name: 'Leg vast' }).click();
    await page.getByText(/lijkt op een persoonsgegeven/).waitFor();
    await text.fill(`${draft}\n\nVerder een rustige nacht.`);
    await page.getByRole('button', { name: 'Leg vast' }).click();
    await page.getByRole('button', { name: 'Druk af' }).waitFor();

    await page.reload();
    const earlier = page.getByRole('button', { name: /voorzitter/ });
    await earlier.waitFor();
    expect(await violations(page)).toEqual([]);
    await earlier.press('Enter');
    await page.getByText('Verder een rustige nacht.').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('heading', { name: 'Notities' }).isVisible()).toBe(false);
    expect(await page.getByText('Verder een rustige nacht.').isVisible()).toBe(true);
    await photograph(page, 'shift-handover-printed');
    await page.context().close();
  });
});
