/** Nothing jumps when data arrives: the layout shift of each page from its first paint until it stands, on a phone and on a desk. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from './house.ts';

/** Google calls up to 0.1 good; a list that jumps a line on a phone is some 0.03. */
const MOST = 0.02;
const SIZES = { phone: { width: 412, height: 823 }, desk: { width: 1440, height: 900 } } as const;
const WALL = { width: 1920, height: 1080 };
/** Pieces in which a page draws what it does not show at first. */
const MOST_PIECES = 20;

let house: House;
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'hmc-westeinde', 'haga-leyweg', 'erasmus-mc']);
  await house.api(house.keys.hospitals, 'POST', '/facilities/rdgg-delft/stops', {
    scope: 'ed',
    level: 'stop',
    reason: 'crowding',
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
});
afterAll(() => house.tearDown());

/** Counts from the first paint on, as the browser reckons it: what a hand caused within half a second does not count. */
function observe() {
  const told = { sum: 0, moved: [] as string[] };
  Object.assign(globalThis, { shifts: told });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
      sources?: { node: Node | null }[];
    })[]) {
      if (entry.hadRecentInput) continue;
      told.sum += entry.value;
      for (const { node } of entry.sources ?? [])
        told.moved.push(
          `${entry.value.toFixed(3)} ${node instanceof Element ? `${node.tagName} ${node.className}` : (node?.textContent ?? '?')}`,
        );
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

async function shiftOf(page: Page, path: string, shows: string) {
  await page.addInitScript(observe);
  await page.goto(`${house.url}${path}`);
  await page.locator(shows).first().waitFor();
  await page.waitForLoadState('networkidle');
  return page.evaluate(async (pieces) => {
    // Long lists and maps are drawn a piece at each idle moment.
    for (let piece = 0; piece < pieces; piece += 1)
      await new Promise((idle) => requestIdleCallback(idle));
    return Reflect.get(globalThis, 'shifts') as { sum: number; moved: string[] };
  }, MOST_PIECES);
}

describe.each([
  ['map', 'chair.nation', '/map', '[data-row="lumc-leiden"]'],
  ['dispatch', 'dispatch.west', '/dispatch', 'main .findings'],
  ['hospital', 'hospital.lumc', '/hospital/lumc-leiden', 'main .staffed'],
  ['region', 'chair.west', '/region/west', 'main table'],
] as const)('the page %s', (_, account, path, shows) => {
  it.each(['phone', 'desk'] as const)(
    'stays where it is on a %s when its data comes',
    async (on) => {
      const page = await house.enter(`${account}@demo.example`, SIZES[on]);
      const { sum, moved } = await shiftOf(page, path, shows);
      expect(sum, moved.join('; ')).toBeLessThan(MOST);
      await page.context().close();
    },
  );
});

describe('the wall', () => {
  it('stays where it is when its data comes', async () => {
    const page = await house.enter('chair.west@demo.example', WALL);
    const { sum, moved } = await shiftOf(page, '/wall', '[data-slide]');
    expect(sum, moved.join('; ')).toBeLessThan(MOST);
    await page.context().close();
  });
});
