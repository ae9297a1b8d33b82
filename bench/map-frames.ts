import pino from 'pino';
import { chromium, type Page } from 'playwright-core';
import { startDemo } from '../server/demo/start.ts';
import { readSettings } from '../server/settings.ts';
import { seedBaseline } from '../seed/baseline.ts';
import type { App } from '../server/app.ts';
import { hospitalKey, observation } from './support/country.ts';
import { ms, type Bench, type Row } from './support/bench.ts';
import { pause, quantile } from './support/stats.ts';

const PASSWORD = 'only-for-the-bench';
const PER_SECOND = 100;
const MEASURED_MS = 15_000;
/** A frame that comes later than this is one that a person sees being missed. */
const VISIBLE_MS = 50;
/** Share of the frames that may come so late beyond those of the idle map: the machine has others to serve too. */
const MOST_LATE = 0.01;

interface Frames {
  /** Milliseconds between animation frames. */
  gaps: number[];
  /** Milliseconds of tasks over 50 ms. */
  long: number[];
}

export const mapFrames: Bench = {
  name: 'map-frames',
  how: `Animation frames of the built map page in Chromium (no GPU) during ${MEASURED_MS / 1000} s of ${PER_SECOND} unit changes a second through the server, beside the same page idle in the same run; a late frame comes more than ${VISIBLE_MS} ms after the one before.`,
  async run() {
    const demo = await startDemo(readSettings({ PORT: '0', DEMO_PASSWORD: PASSWORD }), {
      simulate: false,
      log: pino({ level: 'silent' }),
    });
    const { app, url } = demo.server;
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const signedIn = await context.request.post(`${url}/api/auth/sign-in/email`, {
        headers: { origin: url },
        data: { email: 'chair.nation@demo.example', password: PASSWORD },
      });
      if (!signedIn.ok()) throw new Error(`signing in was answered ${signedIn.status()}`);
      const page = await context.newPage();
      await report(app, 400);
      await page.goto(`${url}/map`);
      await page.waitForSelector('[data-row]', { timeout: 60_000 });
      await page.waitForSelector('.map-mark', { timeout: 60_000 });
      await pause(3_000);
      const idle = await measure(page, async () => pause(MEASURED_MS));
      const before = app.live.picture.seq;
      const busy = await measure(page, async () => flood(app));
      const changes = app.live.picture.seq - before;
      return [row(busy, idle, changes)];
    } finally {
      await browser.close();
      await demo.stop();
    }
  },
};

const units = seedBaseline().filter((one) => one.staffed !== null);
let nth = 0;

/** The next reports, one hospital after another, through the desk as any feed's. */
async function report(app: App, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    const unit = units[(nth * 37) % units.length];
    nth += 1;
    if (unit === undefined) continue;
    const { facility, kind, staffed } = unit;
    const input = observation(staffed ?? 1, nth);
    const command = { facility, kind, input, channel: 'api', ifVersion: null } as const;
    await app.desk.observeUnit({ by: hospitalKey(facility) }, command);
  }
}

/** One change every ten milliseconds, for as long as is measured. */
async function flood(app: App): Promise<void> {
  const started = performance.now();
  let sent = 0;
  while (performance.now() - started < MEASURED_MS) {
    const due = Math.floor(((performance.now() - started) / 1000) * PER_SECOND);
    if (due > sent) await report(app, due - sent);
    sent = due;
    await pause(5);
  }
}

async function measure(page: Page, meanwhile: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const seen = { gaps: [] as number[], long: [] as number[], on: true };
    Object.assign(globalThis, { seen });
    let last: number | null = null;
    const note = (at: number) => {
      if (!seen.on) return;
      if (last !== null) seen.gaps.push(at - last);
      last = at;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    new PerformanceObserver((list) => {
      if (seen.on) seen.long.push(...list.getEntries().map((one) => one.duration));
    }).observe({ entryTypes: ['longtask'] });
  });
  await meanwhile();
  return page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: Frames & { on: boolean } };
    seen.on = false;
    return { gaps: seen.gaps, long: seen.long };
  });
}

const late = ({ gaps }: Frames) => gaps.filter((gap) => gap > VISIBLE_MS).length;

function said(frames: Frames): string {
  const { gaps, long } = frames;
  const at = (share: number) => ms(quantile(gaps, share));
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)}; late ${late(frames)} of ${gaps.length}; long tasks ${long.length}`;
}

function row(busy: Frames, idle: Frames, changes: number): Row {
  const allowed = late(idle) + Math.ceil(MOST_LATE * busy.gaps.length);
  const isEnough = changes >= 0.9 * PER_SECOND * (MEASURED_MS / 1000);
  return {
    what: `frames of the map at ${Math.round(changes / (MEASURED_MS / 1000))} changes a second`,
    ours: said(busy),
    beside: `idle: ${said(idle)}`,
    result: `${late(busy)} late`,
    target: `at most ${allowed} late`,
    met: isEnough && busy.gaps.length > 0 && late(busy) <= allowed,
  };
}
