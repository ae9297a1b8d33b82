/** Every page at every size: no serious accessibility violation, nothing wider than the screen, and a picture of it to look at. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House, photograph } from './house.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SIZES = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1440, height: 900 },
  wall: { width: 1920, height: 1080 },
} as const;

/** Name, who looks, where, and what must be there before one looks. */
const PAGES = [
  { name: 'map', account: 'chair.nation', path: '/map', shows: '[data-row]' },
  { name: 'region', account: 'chair.west', path: '/region/west', shows: 'main' },
  { name: 'hospital', account: 'hospital.lumc', path: '/hospital/lumc-leiden', shows: 'main' },
  { name: 'dispatch', account: 'dispatch.west', path: '/dispatch', shows: 'main' },
  { name: 'decisions', account: 'chair.west', path: '/decisions', shows: 'main' },
  { name: 'decision', account: 'chair.west', path: '/decisions/made', shows: 'main' },
  { name: 'rules', account: 'viewer', path: '/rules', shows: 'main' },
  { name: 'admin', account: 'admin', path: '/admin', shows: 'main' },
] as const;

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

let house: House;
/** The decision that was made for these pages. */
let made = '';
beforeAll(async () => {
  house = await House.build();
  await house.openHospitals(['lumc-leiden', 'hmc-westeinde', 'haga-leyweg', 'erasmus-mc']);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await house.api(house.keys.hospitals, 'POST', '/facilities/rdgg-delft/stops', {
    scope: 'ed',
    level: 'stop',
    reason: 'crowding',
    until,
  });
  await house.api(house.keys.hospitals, 'POST', '/facilities/lumc-leiden/stops', {
    scope: 'ed',
    level: 'impending',
    reason: 'staff',
    until,
  });
  const opened = await house.api(house.keys.room, 'POST', '/cases', {
    position: { lat: 52.16, lon: 4.5 },
    ageBand: '16-64',
    urgency: 'A1',
    findings: { vitals: { systolicBloodPressure: 84, heartRate: 124 }, injuries: ['pelvis'] },
  });
  const ranking = opened.body.ranking as { seq: number };
  const path = `/cases/${String(opened.body.id)}/decisions`;
  const choice = { facility: 'lumc-leiden', seq: ranking.seq };
  const decided = await house.api(house.keys.room, 'POST', path, choice);
  made = String(decided.body.id);
});
afterAll(() => house.tearDown());

async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    return (await axe.run({ runOnly: { type: 'tag', values: tags } })).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' ')}`);
}

/** Pixels that the page is wider than its screen. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

describe.each(PAGES)('page $name', ({ name, account, path, shows }) => {
  it.each(Object.entries(SIZES))('is whole on a %s', async (size, viewport) => {
    const page = await house.enter(`${account}@demo.example`, viewport);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${house.url}${path.replace('made', made)}`);
    await page.locator(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    await photograph(page, `${name}-${size}-dark`);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    await page.evaluate(() => localStorage.setItem('spoedkaart.theme', 'light'));
    await page.reload();
    await page.locator(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Weergave en afmelden' }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Display and sign out' }).waitFor();
    await photograph(page, `${name}-${size}-light-en`);
    expect(await seriousViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('page first-admin', () => {
  it('is whole without anybody signed in', async () => {
    const context = await house.newContext(SIZES.laptop);
    const page = await context.newPage();
    await page.goto(`${house.url}/first-admin#token=spent`);
    await page.locator('main').waitFor();
    await photograph(page, 'first-admin-laptop-dark');
    expect(await seriousViolations(page)).toEqual([]);
    await context.close();
  });
});

describe('page sign-in', () => {
  it('says that the password is wrong, and is whole', async () => {
    const context = await house.newContext(SIZES.phone);
    const page = await context.newPage();
    await page.goto(`${house.url}/sign-in`);
    await page.getByLabel(/e-mail/i).fill('viewer@demo.example');
    await page.getByLabel(/wachtwoord/i).fill('not-the-password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
    await photograph(page, 'sign-in-phone-dark');
    expect(await seriousViolations(page)).toEqual([]);
    await context.close();
  });
});
