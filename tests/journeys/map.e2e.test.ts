/** The map as a chair uses it: nearer and farther, an address that is shared, the reach of the level-1 centres. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.build();
});
afterAll(async () => {
  await house.tearDown();
});

describe('the map', () => {
  it('shows regions, then hospitals, brings a shared address back, and says who is out of reach', async () => {
    await house.openHospitals(['lumc-leiden', 'haga-leyweg', 'erasmus-mc']);
    const chair = await house.enter('chair.nation@demo.example');
    await chair.goto(`${house.url}/map`);
    const block = chair.locator('.map-region-block', { hasText: 'West' }).first();
    await block.waitFor();

    // The parts of a region's pressure, by keyboard.
    const parts = chair.getByRole('button', { name: /^Druk in West/ });
    await parts.focus();
    await chair.keyboard.press('Enter');
    await chair.getByText(/De weging is een voorstel/).waitFor();

    // A region, and in it its hospitals by name; the address follows.
    await chair.locator('tbody').getByRole('button', { name: 'West', exact: true }).click();
    await chair.locator('.map-mark .label', { hasText: 'LUMC' }).first().waitFor();
    await chair.waitForURL(/region=west/);
    await chair.locator('[data-row="lumc-leiden"]').click();
    await chair.waitForURL(/facility=lumc-leiden/);

    // Somebody else opens the same address, with a part that means nothing.
    const shared = `${chair.url()}&unit=icu&sort=whatever`;
    const other = await chair.context().newPage();
    await other.goto(shared);
    await other.getByText(/niet begrepen en weggelaten: sort=whatever/).waitFor();
    expect(await other.getByLabel('Cijfers van').inputValue()).toBe('icu');
    const row = other.locator('[data-row="lumc-leiden"]');
    await row.waitFor();
    expect(await row.getAttribute('aria-pressed')).toBe('true');

    // Going back leaves the page and not one of its choices.
    await chair.goBack();
    expect(new URL(chair.url()).searchParams.get('region')).toBeNull();

    await other.getByRole('button', { name: 'Lagen' }).click();
    await other.getByLabel('Bereik van level 1').click();
    await other.getByText(/% van de inwoners binnen 45 min/).waitFor();
    expect(await other.locator('path.map-reach').count()).toBeGreaterThan(1000);

    // What lies over the map goes along in its address, and is drawn for who opens it without a click.
    await other.waitForURL(/layers=reach/);
    await other.getByLabel('Rijtijd naar het gekozen ziekenhuis').click();
    await other.waitForURL(/layers=reach,roads/);
    const third = await chair.context().newPage();
    await third.goto(other.url());
    await third.locator('path.map-reach').first().waitFor({ state: 'attached' });
    await third.getByRole('button', { name: 'Lagen' }).click();
    await third.getByText(/% van de inwoners binnen 45 min/).waitFor();
    expect(await third.getByLabel('Bereik van level 1').getAttribute('aria-checked')).toBe('true');
  });
});
