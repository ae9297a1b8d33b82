/** What people see while something is broken: which screen says what, and within how many seconds. */
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { startPostgres } from '../support/postgres-server.ts';
import { smallDisk } from '../support/small-disk.ts';
import { violations } from '../support/accessibility.ts';
import {
  aWall,
  caseOnDesk,
  chooseLumc,
  chosen,
  decided,
  GONE,
  PEOPLE,
  PHONE,
  seen,
  SOON,
  UNCONFIRMED,
} from './fault-hands.ts';
import { House, photograph } from './house.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function screens(house: House) {
  await house.openHospitals(['lumc-leiden']);
  const hospital = await house.enter(PEOPLE.hospital, PHONE, 'light');
  const dispatch = await house.enter(PEOPLE.dispatch);
  const chair = await house.enter(PEOPLE.chair);
  const map = await chair.context().newPage();
  await map.goto(`${house.url}/map`);
  const all = { hospital, dispatch, board: chair, map };
  for (const page of Object.values(all))
    await page
      .getByText(/live · stand/)
      .first()
      .waitFor({ state: 'attached' });
  const wall = await aWall(house, chair);
  endings.push(async () => {
    for (const page of [hospital, dispatch, chair, wall]) await page.context().close();
  });
  return { ...all, wall };
}

const minus = (page: Page) => page.getByRole('button', { name: 'Traumakamer: een vrij minder' });
const bays = async (house: House) => {
  const { body } = await house.api(house.keys.hospitals, 'GET', '/facilities/lumc-leiden');
  const { units } = body as unknown as { units: { kind: string; available: number | null }[] };
  return units.find(({ kind }) => kind === 'trauma-bay')?.available ?? null;
};

/**
 * The fault is there: every screen says it, the hospital's entry and the room's decision wait and say so. It is over: nothing says it,
 * the entry is there and so is the decision, once.
 */
async function sees(
  house: House,
  name: string,
  said: RegExp,
  fault: { begin: () => unknown; end: () => unknown },
): Promise<void> {
  const pages = await screens(house);
  await minus(pages.hospital).waitFor();
  const before = (await bays(house)) ?? 0;
  const wanted = await caseOnDesk(house, pages.dispatch);
  await fault.begin();
  const since = performance.now();
  await minus(pages.hospital).click();
  await chooseLumc(pages.dispatch);
  const told: Record<string, number> = {};
  for (const [screen, page] of Object.entries(pages))
    told[screen] = await seen(page.getByText(said), since);
  told['entry'] = await seen(pages.hospital.getByText(/1 opgave nog niet verzonden, sinds/), since);
  told['decision'] = await seen(pages.dispatch.getByText(UNCONFIRMED), since);
  // What nobody wrote down is shown as decided nowhere.
  expect(await decided(pages.dispatch).count()).toBe(0);
  console.log(`${name}, seconds until it is said: ${JSON.stringify(told)}`);
  for (const [screen, page] of Object.entries(pages)) {
    await photograph(page, `fault-${name}-${screen}`);
    expect(await violations(page), screen).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider, screen).toBeLessThanOrEqual(0);
  }
  await fault.end();
  for (const page of Object.values(pages)) await page.getByText(said).first().waitFor(GONE);
  await pages.hospital
    .getByText(/nog niet verzonden, sinds/)
    .first()
    .waitFor(GONE);
  await expect.poll(() => bays(house), SOON).toBe(before - 1);
  await decided(pages.dispatch).waitFor({ timeout: 60_000 });
  await pages.dispatch.getByText(UNCONFIRMED).waitFor(GONE);
  expect(await chosen(house, wanted)).toEqual(['lumc-leiden']);
}

describe('what people see', () => {
  it('when the database is away and the server is there', { timeout: 240_000 }, async () => {
    const postgres = await startPostgres(true);
    endings.push(() => postgres.remove());
    const house = await House.build({ database: await postgres.emptyDatabase() });
    endings.push(() => house.tearDown());
    await sees(house, 'database-away', /De server kan zijn database niet bereiken sinds/, {
      begin: () => postgres.crash(),
      end: () => postgres.start(),
    });
  });

  const disk = smallDisk();
  it.skipIf(disk === null)('when the disk is full', { timeout: 240_000 }, async () => {
    const { folder, fill, empty, remove } = disk as NonNullable<typeof disk>;
    endings.push(remove);
    const house = await House.build({ database: `file:${folder}/house.db` });
    endings.push(() => house.tearDown());
    await sees(house, 'disk-full', /De server kan niets opslaan sinds .*: de schijf is vol/, {
      async begin() {
        fill();
        // Until the little that was left is used up.
        for (let nth = 0; ; nth += 1) {
          const note = `${nth} ${'een lange regel over de bezetting '.repeat(10)}`;
          const figures = { staffed: 9_000, available: nth % 9_000, note };
          const { status } = await house.report('hmc-westeinde', 'ward', figures);
          if (status === 507) return;
        }
      },
      end: empty,
    });
  });
});
