/** The figures of a region's board, as a chair reads them: the line of a unit, its numbers and files, and who is near. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House, photograph } from './house.ts';

const CHAIR = 'chair.west@demo.example';

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'haga-leyweg']);
  await house.report('lumc-leiden', 'icu', { staffed: 27, available: 4 });
  await house.api(house.keys.hospitals, 'POST', '/facilities/haga-leyweg/stops', {
    scope: 'ed',
    level: 'stop',
    reason: 'crowding',
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
});
afterAll(() => house.tearDown());

describe('the board of a region', () => {
  it('has the stopped hospital on top with why, and its minutes in the sum of today', async () => {
    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/region/west`);
    await chair.getByText(/^\s*Stop bij .*\(drukte, nog \d+ min\)/).waitFor();
    const first = chair.locator('main table').first().locator('tbody tr').first();
    expect(await first.innerText()).toMatch(/stop tot/);
    const today = chair.locator('section', { hasText: /^Stops sinds/ }).locator('table');
    await today.getByText('loopt').waitFor();
    expect(await today.locator('tfoot').innerText()).toMatch(/Samen\s+1\s+\d+ min\s+0 min/);
  });

  it('shows one unit over a day by keyboard alone, in numbers too, and as files', async () => {
    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/region/west`);
    const panel = chair.getByRole('region', { name: /^Verloop Uitleg/ });
    await panel.locator('canvas').waitFor();

    await panel.getByLabel(/^Regio of ziekenhuis/).focus();
    await chair.keyboard.press('Enter');
    await chair.keyboard.type('LUMC');
    await chair.keyboard.press('Enter');
    await panel.getByText('IC, LUMC, laatste 24 uur.').waitFor();
    await panel.getByText(/^\s*IC, LUMC.*Nu 4 vrij van 27 bemand\./).waitFor();
    const now = panel.locator('tbody tr').first();
    expect(await now.innerText()).toMatch(/^\d\d:\d\d\s+4\s+27$/);
    // Nobody had said anything an hour ago: that is no 0.
    expect(await panel.locator('tbody tr').last().innerText()).toMatch(/–\s+–$/);
    await photograph(chair, 'board-trend');

    for (const [item, begins] of [
      ['Grafiek als PNG', '\x89PNG'],
      ['Grafiek als SVG', '<svg xmlns'],
      ['Cijfers als CSV', ''],
    ] as const) {
      await panel.getByRole('button', { name: 'Verloop meenemen' }).click();
      const coming = chair.waitForEvent('download');
      await chair.getByRole('menuitem', { name: item }).click();
      const file = readFileSync(await (await coming).path());
      expect(file.length).toBeGreaterThan(500);
      expect(file.toString('latin1').startsWith(begins)).toBe(true);
    }
  });

  it('says how far the neighbours and the level-1 centres are by road', async () => {
    const chair = await house.enter(CHAIR);
    await chair.goto(`${house.url}/region/west`);
    const neighbours = chair.locator('table', { hasText: 'Buren die opvangen' });
    await neighbours
      .locator('td', { hasText: /\d+–\d+ min/ })
      .first()
      .waitFor();
    expect(await neighbours.innerText()).toContain('schatting over het wegennet');
    const nation = chair.locator('table', { hasText: 'Level 1 in het land' });
    expect(await nation.locator('tbody tr').first().innerText()).toMatch(/hier/);
  });
});
