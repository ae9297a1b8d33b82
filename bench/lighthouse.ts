import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig, type Result, type RunnerResult } from 'lighthouse';
import pino from 'pino';
import { startFrozenDemo, type FrozenDemo } from '../server/demo/frozen.ts';
import { readSettings } from '../server/settings.ts';
import type { Bench, Row } from './support/bench.ts';

const PASSWORD = 'only-for-the-bench';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const LEAST_SCORE = 95;
/** One run says little: the processor is a shared one. The median is told. */
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const MOST_RUNS = RUNS + 3;
/** For whoever mends: only what is named so (`map, phone`; parts of it will do), and a folder for the reports and traces. */
const ONLY = process.env.BENCH_ONLY ?? '';
const REPORTS = process.env.BENCH_REPORTS;

const PAGES = [
  { name: 'map', account: 'chair.nation', path: '/map' },
  { name: 'dispatch', account: 'dispatch.west', path: '/dispatch' },
  { name: 'hospital', account: 'hospital.lumc', path: '/hospital/lumc-leiden' },
] as const;
const FORMS = ['phone', 'desktop'] as const;

/** What is told of one run; milliseconds, and CLS without a unit. */
interface Told {
  scores: Record<(typeof CATEGORIES)[number], number>;
  firstPaint: number;
  largestPaint: number;
  blocking: number;
  shift: number;
  /** Audits that cost points, for whoever mends. */
  poor: string[];
}

export const lighthouseBench: Bench = {
  name: 'lighthouse',
  how: "Lighthouse's own presets (phone: slow 4G and a processor four times slower; desktop) on the built dashboard before the demo that stands still, signed in, with an empty cache; the run with the median performance of three. Best practices are without HTTPS, which a loopback address does not need.",
  async run() {
    const demo = await startFrozenDemo(readSettings({ PORT: '0', DEMO_PASSWORD: PASSWORD }), {
      log: pino({ level: 'silent' }),
    });
    try {
      const rows: Row[] = [];
      for (const page of PAGES) {
        const cookie = await signIn(demo, page.account);
        for (const form of FORMS) {
          const what = `${page.name}, ${form}`;
          if (!what.includes(ONLY)) continue;
          const told: Told[] = [];
          for (let run = 0; told.length < RUNS && run < MOST_RUNS; run += 1) {
            const one = await look(
              `${demo.server.url}${page.path}`,
              cookie,
              form,
              `${what} ${run}`,
            );
            if (one !== null) told.push(one);
          }
          rows.push(rowOf(what, told));
        }
      }
      return rows;
    } finally {
      await demo.stop();
    }
  },
};

async function signIn(demo: FrozenDemo, account: string): Promise<string> {
  const answer = await fetch(`${demo.server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: demo.server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${account}@demo.example`, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`signing in was answered ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ');
}

async function look(
  url: string,
  cookie: string,
  form: (typeof FORMS)[number],
  name: string,
): Promise<Told | null> {
  const chrome = await launch({
    chromePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
  });
  try {
    const answer = await lighthouse(
      url,
      {
        port: chrome.port,
        onlyCategories: [...CATEGORIES],
        extraHeaders: { cookie },
        logLevel: 'error',
      },
      form === 'desktop' ? desktopConfig : undefined,
    );
    if (answer === undefined) throw new Error('Lighthouse told nothing');
    const { runtimeError } = answer.lhr;
    // Chromium loses the beginning of a trace now and then; that is no measurement, and not one of a bad page.
    if (runtimeError?.code === 'NO_NAVSTART') return null;
    if (runtimeError !== undefined) throw new Error(runtimeError.message);
    if (REPORTS !== undefined) writeReport(REPORTS, name, answer);
    return toldOf(answer.lhr);
  } finally {
    chrome.kill();
  }
}

function writeReport(folder: string, name: string, { lhr, artifacts }: RunnerResult): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name.replaceAll(/\W+/g, '-'));
  writeFileSync(`${file}.report.json`, JSON.stringify(lhr));
  writeFileSync(`${file}.trace.json`, JSON.stringify(artifacts.Trace));
}

function toldOf(result: Result): Told {
  const score = (name: (typeof CATEGORIES)[number]) =>
    Math.round((result.categories[name]?.score ?? 0) * 100);
  const value = (audit: string) => result.audits[audit]?.numericValue ?? NaN;
  return {
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    },
    firstPaint: value('first-contentful-paint'),
    largestPaint: value('largest-contentful-paint'),
    blocking: value('total-blocking-time'),
    shift: value('cumulative-layout-shift'),
    poor: Object.values(result.audits)
      .filter((audit) => audit.score !== null && audit.score < 0.9)
      .map((audit) => `${audit.id} ${audit.displayValue ?? ''}`.trim()),
  };
}

function rowOf(what: string, told: readonly Told[]): Row {
  const sorted = told.toSorted((a, b) => a.scores.performance - b.scores.performance);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was looked at');
  const met = Math.min(...Object.values(middle.scores)) >= LEAST_SCORE;
  if (!met) console.error(`${what}: ${middle.poor.join(', ')}`);
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  const { scores, firstPaint, largestPaint, blocking, shift } = middle;
  return {
    what: `Lighthouse, ${what}`,
    ours: `first paint ${seconds(firstPaint)}, largest ${seconds(largestPaint)}, blocked ${Math.round(blocking)} ms, shift ${shift.toFixed(3)}`,
    beside: '',
    result: CATEGORIES.map((name) => scores[name]).join(' / '),
    target: `${LEAST_SCORE} each: performance, accessibility, best practices`,
    met,
  };
}
