import pino from 'pino';
import { chromium } from 'playwright-core';
import { startDemo } from '../server/demo/start.ts';
import { readSettings } from '../server/settings.ts';
import type { Bench } from './support/bench.ts';

const PASSWORD = 'only-for-the-bench';
const MOST_BYTES = 200_000;

export const mapPage: Bench = {
  name: 'map-page',
  how: 'Compressed bytes of script that Chromium fetches from the built dashboard to show the map to somebody signed in, with an empty cache, until the map stands and the network is quiet.',
  async run() {
    const demo = await startDemo(readSettings({ PORT: '0', DEMO_PASSWORD: PASSWORD }), {
      simulate: false,
      log: pino({ level: 'silent' }),
    });
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const context = await browser.newContext();
      const signedIn = await context.request.post(`${demo.server.url}/api/auth/sign-in/email`, {
        headers: { origin: demo.server.url },
        data: { email: 'viewer@demo.example', password: PASSWORD },
      });
      if (!signedIn.ok()) throw new Error(`signing in was answered ${signedIn.status()}`);
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.enable');
      const scripts = new Map<string, number>();
      const asked = new Set<string>();
      devtools.on('Network.responseReceived', ({ requestId, type }) => {
        if (type === 'Script') asked.add(requestId);
      });
      devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        if (asked.has(requestId)) scripts.set(requestId, encodedDataLength);
      });
      await page.goto(`${demo.server.url}/map`);
      await page.waitForSelector('.leaflet-container', { timeout: 30_000 });
      await page.waitForLoadState('networkidle');
      const bytes = [...scripts.values()].reduce((sum, one) => sum + one, 0);
      const kilobytes = `${(bytes / 1000).toFixed(0)} kB`;
      return [
        {
          what: 'compressed script of the map page',
          ours: `${kilobytes} in ${scripts.size} files`,
          beside: '',
          result: kilobytes,
          target: `under ${MOST_BYTES / 1000} kB`,
          met: bytes > 0 && bytes < MOST_BYTES,
        },
      ];
    } finally {
      await browser.close();
      await demo.stop();
    }
  },
};
