/** The house in which journeys take place: a real server on a real file, a real browser, and the hands of its users. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export const PASSWORD = 'journeys-only';
const SCREENS = join(import.meta.dirname, '..', '.screens');
const READY_WITHIN_MS = 60_000;

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

export class House {
  readonly #folder = mkdtempSync(join(tmpdir(), 'spoedkaart-journeys-'));
  #child: ChildProcess | null = null;
  readonly #others: ChildProcess[] = [];
  /** How far its servers' clocks are ahead of the machine's. */
  #aheadMs = 0;
  #browser: Browser | null = null;
  #port = 0;
  keys = { hospitals: '', room: '' };
  url = '';

  /** Link for the first administrator, in an empty house. */
  firstLink = '';
  readonly #empty: boolean;
  readonly #publicUrl: string | null;
  readonly #settings: Readonly<Record<string, string>>;
  /** Address of the database, for what stands there while the server is away. */
  readonly databaseUrl: string;

  private constructor(
    empty: boolean,
    database: string | null,
    publicUrl: string | null,
    settings: Readonly<Record<string, string>>,
  ) {
    this.#empty = empty;
    this.#publicUrl = publicUrl;
    this.#settings = settings;
    this.databaseUrl = database ?? `file:${join(this.#folder, 'house.db')}`;
  }

  /**
   * `empty`: as a fresh installation, nobody in it; otherwise with the demo's accounts. `database`: address of one that is there; else
   * a file of its own. `publicUrl`: address of a balancer, by which people come in. `settings`: others of the server.
   */
  static async build({
    empty = false,
    database = null,
    publicUrl = null,
    settings = {},
  }: {
    empty?: boolean;
    database?: string | null;
    publicUrl?: string | null;
    settings?: Readonly<Record<string, string>>;
  } = {}): Promise<House> {
    const house = new House(empty, database, publicUrl, settings);
    house.#port = await freePort();
    await house.startServer();
    house.#browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    return house;
  }

  /** Starts on the same port and the same database each time. */
  async startServer(): Promise<void> {
    const { child, url } = await this.#start(this.#port);
    this.#child = child;
    this.url = url;
  }

  /** One more server on the same database; its address. */
  async addServer(): Promise<string> {
    const { child, url } = await this.#start(await freePort());
    this.#others.push(child);
    return url;
  }

  /** Time passes for the server of this house: its clock, and by it those of its pages, go ahead. */
  later(ms: number): void {
    this.#aheadMs += ms;
    this.#child?.stdin?.write(`${this.#aheadMs}\n`);
  }

  #start(port: number): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'server-child.ts'),
        String(port),
        this.databaseUrl,
        this.#empty ? 'empty' : 'demo',
        JSON.stringify(this.#settings),
      ],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          ...process.env,
          ...(this.#publicUrl === null ? {} : { PUBLIC_URL: this.#publicUrl }),
        },
      },
    );
    let said = '';
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`the server did not start:\n${said}`)),
        READY_WITHIN_MS,
      );
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        const keys = /^keys (.*)$/m.exec(said)?.[1];
        if (keys) this.keys = JSON.parse(keys) as typeof this.keys;
        const link = /^link (.*)$/m.exec(said)?.[1];
        if (link) this.firstLink = link;
        const url = /^ready (.*)$/m.exec(said)?.[1];
        if (!url) return;
        clearTimeout(late);
        if (this.#aheadMs > 0) child.stdin.write(`${this.#aheadMs}\n`);
        resolve({ child, url });
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`the server ended (${code}):\n${said}`));
      });
    });
  }

  /** As a power cut would: no time to say goodbye. */
  async killServer(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    this.#child = null;
  }

  async tearDown(): Promise<void> {
    await this.#browser?.close();
    for (const child of [this.#child, ...this.#others]) {
      if (child === null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A browser of one's own, signed in by the sign-in page, standing where the role lands. */
  async enter(
    email: string,
    size = { width: 1440, height: 900 },
    theme: 'dark' | 'light' = 'dark',
  ): Promise<Page> {
    const context = await this.newContext(size, theme);
    const page = await context.newPage();
    await this.signIn(page, email);
    return page;
  }

  async signIn(page: Page, email: string): Promise<void> {
    await page.goto(`${this.url}/sign-in`);
    await page.getByLabel(/e-mail/i).fill(email);
    await page.getByLabel(/wachtwoord/i).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/sign-in' && url.pathname !== '/');
  }

  async newContext(
    viewport = { width: 1440, height: 900 },
    colorScheme: 'dark' | 'light' = 'dark',
    /** Lets the page keep itself for when there is no network. */
    offline = false,
  ): Promise<BrowserContext> {
    if (this.#browser === null) throw new Error('no browser');
    return this.#browser.newContext({
      viewport,
      colorScheme,
      locale: 'nl-NL',
      timezoneId: 'Europe/Amsterdam',
      reducedMotion: 'reduce',
      serviceWorkers: offline ? 'allow' : 'block',
    });
  }

  /** A hospital's or dispatch room's system. */
  async api(key: string, method: string, path: string, body?: unknown): Promise<Reply> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (text === '') throw new Error(`${method} ${path}: ${answer.status} without a word`);
    return { status: answer.status, body: JSON.parse(text) as Record<string, unknown> };
  }

  /** One observation by a hospital's system. */
  report(facility: string, kind: string, figures: Record<string, unknown>): Promise<Reply> {
    const path = `/facilities/${facility}/units/${kind}`;
    return this.api(this.keys.hospitals, 'PUT', path, { status: 'open', ...figures });
  }

  /** One trauma bay is free, whatever is claimed already. */
  async leaveOneBay(facility: string): Promise<void> {
    const { body } = await this.api(this.keys.hospitals, 'GET', `/facilities/${facility}`);
    const bay = (
      body.units as { kind: string; available: number; effectiveAvailable: number }[]
    ).find((unit) => unit.kind === 'trauma-bay');
    if (bay === undefined) throw new Error(`${facility} has no trauma bay`);
    const claimed = bay.available - bay.effectiveAvailable;
    await this.report(facility, 'trauma-bay', { staffed: 12, available: claimed + 1 });
  }

  /** Everything that a severe case needs, in the hospitals named: open, fresh, with room. */
  async openHospitals(facilities: readonly string[]): Promise<void> {
    for (const facility of facilities)
      for (const kind of ['ed', 'trauma-bay', 'icu'])
        await this.report(facility, kind, { staffed: 12, available: 4 });
  }
}

/** Writes what the page looks like now to an ignored folder. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: 'disabled' });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
