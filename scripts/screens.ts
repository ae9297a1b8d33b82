/**
 * `npm run screens`: runs the demo, signs in as each role and writes the screenshots that README and docs show to docs/screens/.
 * With a page's name as argument, that one only.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { startDemo } from '../server/demo/start.ts';
import { readSettings } from '../server/settings.ts';

interface Screen {
  name: string;
  account: string;
  path: string;
  width: number;
  height: number;
  scheme: 'dark' | 'light';
}

const SCREENS: readonly Screen[] = [
  { name: 'map', account: 'chair.nation', path: '/map', width: 1440, height: 900, scheme: 'dark' },
  {
    name: 'dispatch',
    account: 'dispatch.west',
    path: '/dispatch',
    width: 1440,
    height: 900,
    scheme: 'dark',
  },
  {
    name: 'region',
    account: 'chair.west',
    path: '/region/west',
    width: 1440,
    height: 900,
    scheme: 'light',
  },
  {
    name: 'hospital',
    account: 'hospital.lumc',
    path: '/hospital/lumc-leiden',
    width: 390,
    height: 844,
    scheme: 'light',
  },
  {
    name: 'decisions',
    account: 'chair.west',
    path: '/decisions',
    width: 1440,
    height: 900,
    scheme: 'light',
  },
];

const FOLDER = join(import.meta.dirname, '..', 'docs', 'screens');
const PASSWORD = 'only-for-the-screens';
/** The simulation has told every figure once, and some patients are on their way. */
const LIVELY_SEQ = 1_500;
const LIVELY_WITHIN_MS = 120_000;

const wanted = process.argv[2];
const demo = await startDemo(readSettings({ PORT: '0', DEMO_PASSWORD: PASSWORD, DEMO_SPEED: '4' }));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  await lively(demo.server.url);
  mkdirSync(FOLDER, { recursive: true });
  for (const screen of SCREENS)
    if (wanted === undefined || wanted === screen.name)
      await take(browser, demo.server.url, screen);
} finally {
  await browser.close();
  await demo.stop();
}

async function lively(url: string): Promise<void> {
  const late = Date.now() + LIVELY_WITHIN_MS;
  for (;;) {
    const health = (await (await fetch(`${url}/api/v1/health`)).json()) as { seq: number };
    if (health.seq >= LIVELY_SEQ) return;
    if (Date.now() > late) throw new Error('the simulation did not come to life');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function take(one: Browser, url: string, screen: Screen): Promise<void> {
  const { width, height, scheme } = screen;
  const context = await one.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    reducedMotion: 'reduce',
  });
  await context.addInitScript((theme) => localStorage.setItem('spoedkaart.theme', theme), scheme);
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel(/e-mail/i).fill(`${screen.account}@demo.example`);
  await page.getByLabel(/wachtwoord/i).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((at) => at.pathname !== '/sign-in');
  await page.goto(`${url}${screen.path}`);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: join(FOLDER, `${screen.name}.png`), animations: 'disabled' });
  console.log(`docs/screens/${screen.name}.png`);
  await context.close();
}
