/** What no rule of axe can say: the whole way by keyboard, narrow and zoomed screens, forced colours. On every page. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCREEN_PAGES, type ScreenPage } from '../screens/pages.ts';
import { DARK_DESK, Studio } from '../screens/studio.ts';
import { overflow, sticksOut, walkByTab } from '../support/accessibility.ts';

/** Stops of the tab key that are walked; a page of more is a table, whose rows are alike. */
const MOST_STOPS = 80;
/** A step back up by more than this share of the stops means that the order is not the one that is seen: columns cost a step each. */
const STEPS_BACK = 0.15;
/** The screen of 1280 x 1024 zoomed to 400 % (WCAG 1.4.10), and a small phone. */
const NARROW = [
  { width: 320, height: 256 },
  { width: 360, height: 640 },
] as const;

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
});
afterAll(() => studio.close());

async function at(one: ScreenPage, forcedColors?: 'active'): Promise<Page> {
  const options = forcedColors === undefined ? {} : { forcedColors };
  const page = await studio.page(one, DARK_DESK, options);
  await studio.visit(page, one);
  return page;
}

describe.concurrent('every page', () => {
  it.each(SCREEN_PAGES)('$name goes by keyboard, and one sees where one is', async (one) => {
    const page = await at(one);
    const { stops, left } = await walkByTab(page, MOST_STOPS);
    expect(stops.length).toBeGreaterThan(0);
    const nameless = stops.filter(({ name }) => name === '');
    expect(nameless.map(({ what }) => what)).toEqual([]);
    const unseen = stops.filter(({ visible, inView }) => !visible || !inView);
    expect(unseen.map(({ what }) => what)).toEqual([]);
    // It ends, or it goes on to something else each time: nothing holds the key.
    const places = new Set(stops.map(({ what }) => what));
    const question = page.locator('[role="dialog"]:visible');
    const asks = (await question.count()) > 0;
    // But a question does, until it is answered; and Escape takes it away.
    const walked = asks ? stops.slice(0, places.size) : stops;
    if (asks) {
      expect(places.size).toBeGreaterThan(1);
      await page.keyboard.press('Escape');
      await question.waitFor({ state: 'hidden' });
    } else if (!left) expect(places.size).toBeGreaterThan(MOST_STOPS * 0.7);
    const back = walked.filter(({ top }, nth) => top < (walked[nth - 1]?.top ?? 0) - 60);
    expect(back.length).toBeLessThanOrEqual(2 + STEPS_BACK * walked.length);
    await page.context().close();
  });

  it.each(SCREEN_PAGES)('$name fits a screen of 320 pixels and a zoom of 400 %', async (one) => {
    const page = await studio.page(one);
    for (const size of NARROW) {
      await page.setViewportSize(size);
      await studio.visit(page, one);
      const wide = await overflow(page);
      const what = wide > 0 ? await sticksOut(page) : [];
      expect({ wide: Math.max(0, wide), what }, `${size.width} wide`).toEqual({
        wide: 0,
        what: [],
      });
    }
    await page.context().close();
  });

  it.each(SCREEN_PAGES)(
    '$name keeps its rings and what is chosen in forced colours',
    async (one) => {
      const page = await at(one, 'active');
      const { stops } = await walkByTab(page, 12);
      expect(stops.filter(({ outlined }) => !outlined).map(({ what }) => what)).toEqual([]);
      expect(await page.evaluate(alikeThoughChosen)).toEqual([]);
      await page.context().close();
    },
  );
});

describe('what changes while one listens', () => {
  it('is said in a sentence, and once', async () => {
    const page = await at(SCREEN_PAGES[0] as ScreenPage);
    const said = page.locator('[data-announcer]');
    expect(await said.textContent()).toBe('');
    const facility = 'hmc-westeinde';
    const response = await fetch(`${studio.url}/api/v1/facilities/${facility}/stops`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${studio.demo.keys.facilities[facility] ?? ''}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        scope: 'ed',
        level: 'stop',
        reason: 'crowding',
        until: new Date(studio.demo.at + 1_380_000).toISOString(),
      }),
    });
    expect(response.status).toBe(201);
    await said.filter({ hasText: /HMC Westeinde: presentatiestop tot 14:30/ }).waitFor({
      state: 'attached',
    });
    await page.context().close();
  });
});

/** Pressed or selected things that look exactly like a sibling that is not. */
function alikeThoughChosen(): string[] {
  const lookOf = (one: Element): string => {
    const { backgroundColor, color, fontWeight, borderColor, borderWidth, textDecorationLine } =
      getComputedStyle(one);
    return [
      backgroundColor,
      color,
      fontWeight,
      borderColor,
      borderWidth,
      textDecorationLine,
    ].join();
  };
  const chosen = ['aria-pressed', 'aria-selected', 'aria-checked'].flatMap((name) =>
    [...document.querySelectorAll(`[${name}=true]`)].map((one) => ({ one, name })),
  );
  return chosen
    .filter(({ one, name }) =>
      [...(one.parentElement?.children ?? [])].some(
        (other) => other.getAttribute(name) === 'false' && lookOf(other) === lookOf(one),
      ),
    )
    .map(({ one }) => one.outerHTML.slice(0, 120));
}
