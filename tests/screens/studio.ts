/** A frozen country and a browser before it: each page in each size, theme and language, the same bytes each time. */
import pino from 'pino';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startFrozenDemo, type FrozenDemo } from '../../server/demo/frozen.ts';
import { readSettings } from '../../server/settings.ts';
import { SIZES, type Look, type ScreenPage } from './pages.ts';

const PASSWORD = 'only-for-the-screens';
/** Two pictures in a row that are equal: nothing moves any more. */
const MOST_TRIES = 12;
const BETWEEN_TRIES_MS = 120;
/** How far back one looks where a page shows the past. */
const THEN_BEFORE_MS = 3 * 60_000;

export const DARK_DESK: Look = { size: 'desk', theme: 'dark', language: 'nl' };

export class Studio {
  readonly demo: FrozenDemo;
  readonly browser: Browser;
  /** Cookies of who has signed in. */
  readonly #cookies = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

  private constructor(demo: FrozenDemo, browser: Browser) {
    this.demo = demo;
    this.browser = browser;
  }

  static async open(): Promise<Studio> {
    const demo = await startFrozenDemo(readSettings({ PORT: '0', DEMO_PASSWORD: PASSWORD }), {
      log: pino({ level: 'silent' }),
    });
    try {
      return new Studio(demo, await launchBrowser());
    } catch (error) {
      await demo.stop();
      throw error;
    }
  }

  get url(): string {
    return this.demo.server.url;
  }

  /** The first number of the browser's version: pictures of one major version are alike. */
  get major(): string {
    return this.browser.version().split('.')[0] ?? '';
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.demo.stop();
  }

  /** A page of one's own in which the clock stands where the server's does, with who is asked for signed in. */
  async page(
    { account }: Pick<ScreenPage, 'account'>,
    { size, theme, language }: Look = DARK_DESK,
    options: { forcedColors?: 'active' } = {},
  ): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: SIZES[size],
      colorScheme: theme,
      locale: 'nl-NL',
      timezoneId: 'Europe/Amsterdam',
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      ...options,
    });
    if (account !== null) await context.addCookies(await this.#cookiesOf(account));
    const page = await context.newPage();
    await page.clock.setFixedTime(this.demo.at);
    // A place of the same origin where what a device remembers can be set before a page reads it.
    await page.goto(`${this.url}/robots.txt`);
    await remember(page, { theme, language });
    return page;
  }

  #pathOf({ path }: ScreenPage): string {
    const then = new Date(this.demo.at - THEN_BEFORE_MS).toISOString();
    return path
      .replace(':decision', this.demo.decision)
      .replace(':decided', this.demo.decided)
      .replace(':then', then);
  }

  /** Goes to the page and waits until it stands; then acts. */
  async visit(page: Page, one: ScreenPage): Promise<void> {
    await page.goto(`${this.url}${this.#pathOf(one)}`);
    await page.locator(one.shows).first().waitFor();
    await settled(page);
    if (one.act === undefined) return;
    if ('press' in one.act) await page.keyboard.press(one.act.press);
    else await page.locator(one.act.click).first().click();
    await settled(page);
  }

  /** Shows the page that stands there in another look, without leaving it. */
  async look(page: Page, one: ScreenPage, look: Look): Promise<void> {
    await page.setViewportSize(SIZES[look.size]);
    await page.emulateMedia({ colorScheme: look.theme });
    await remember(page, look);
    await this.visit(page, one);
  }

  async #cookiesOf(account: string) {
    const known = this.#cookies.get(account);
    if (known !== undefined) return known;
    const context = await this.browser.newContext();
    const answer = await context.request.post(`${this.url}/api/auth/sign-in/email`, {
      headers: { origin: this.url },
      data: { email: `${account}@demo.example`, password: PASSWORD },
    });
    if (!answer.ok()) throw new Error(`signing in as ${account} was answered ${answer.status()}`);
    const cookies = await context.cookies();
    await context.close();
    this.#cookies.set(account, cookies);
    return cookies;
  }
}

/** What the device is to remember at the next load. */
const remember = (page: Page, chosen: Pick<Look, 'theme' | 'language'>): Promise<void> =>
  page.evaluate(({ theme, language }) => {
    localStorage.setItem('spoedkaart.theme', theme);
    localStorage.setItem('spoedkaart.language', language);
  }, chosen);

/** Software drawing and no hinting, so that machines differ as little as can be. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-lcd-text',
      '--font-render-hinting=none',
      '--force-color-profile=srgb',
      '--hide-scrollbars',
      '--no-first-run',
    ],
  });
}

/** Frames in a row before which the browser had nothing to do: what is drawn in turns is drawn. */
const IDLE_FRAMES = 3;

/** The network is quiet, the letters are there, and nothing waits for its turn to be drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async (frames) => {
    await document.fonts.ready;
    for (let frame = 0; frame < frames; frame += 1)
      await new Promise<void>((done) =>
        requestIdleCallback(() => requestAnimationFrame(() => done())),
      );
  }, IDLE_FRAMES);
}

/** A page that tells its own address tells another port each time: in pictures it is the same one. */
const oneAddress = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.nodeValue ?? '';
      if (text.includes(location.host))
        node.nodeValue = text.replaceAll(location.host, 'spoedkaart.example');
    }
  });

/** What tells who looked before depends on the order in which pages are looked at: it is left out of pictures. */
export const withoutLooks = (page: Page, hides: string): Promise<void> =>
  page.locator(hides).evaluateAll((parts) => {
    for (const part of parts) if (part instanceof HTMLElement) part.hidden = true;
  });

/** A PNG of the page once two in a row are equal. @throws when it never comes to rest. */
export async function photograph(page: Page): Promise<Buffer> {
  await oneAddress(page);
  let before = await shot(page);
  for (let nth = 0; nth < MOST_TRIES; nth += 1) {
    await page.waitForTimeout(BETWEEN_TRIES_MS);
    const now = await shot(page);
    if (now.equals(before)) return now;
    before = now;
  }
  throw new Error(`${page.url()} does not come to rest`);
}

const shot = (page: Page): Promise<Buffer> =>
  page.screenshot({ animations: 'disabled', caret: 'hide' });
