/**
 * The kept pictures and what is held against them. Kept are small ones (picture.ts) of each page in three looks, with the major
 * version of the browser that drew them. The same major version must draw the same; another may draw edges a hair otherwise.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, difference, encode, small } from './picture.ts';

export const KEPT = join(import.meta.dirname, 'kept');
/** Ignored by git: full pictures, differences, the report. */
export const OUT = join(import.meta.dirname, '..', '.screens');
const VERSION_FILE = join(KEPT, 'chromium.json');

/** Share of the pixels that may differ, 0 to 1: about one short word, or, drawn by another major version, a line of text. */
export const ALLOWED = { same: 0.0002, other: 0.01 } as const;

export type Verdict = 'same' | 'changed' | 'new' | 'gone';
export interface Judged {
  name: string;
  verdict: Verdict;
  /** Of the pixels, 0 to 1. */
  share: number;
}

/** Major version that drew the kept pictures; null when there are none. */
export function keptMajor(): string | null {
  if (!existsSync(VERSION_FILE)) return null;
  return (JSON.parse(readFileSync(VERSION_FILE, 'utf8')) as { major: string }).major;
}

export const allowedFor = (major: string): number =>
  keptMajor() === major ? ALLOWED.same : ALLOWED.other;

/** Holds a screenshot against the kept picture; what differs is written to `into` as NAME.kept, .now and .difference.png. */
export function judge(name: string, png: Buffer, allowed: number, into = OUT, kept = KEPT): Judged {
  const path = join(kept, `${name}.png`);
  const now = small(png);
  mkdirSync(into, { recursive: true });
  if (!existsSync(path)) {
    writeFileSync(join(into, `${name}.now.png`), encode(now));
    return { name, verdict: 'new', share: 1 };
  }
  const before = decode(readFileSync(path));
  const { share, drawn } = difference(before, now);
  if (share <= allowed) return { name, verdict: 'same', share };
  writeFileSync(join(into, `${name}.kept.png`), encode(before));
  writeFileSync(join(into, `${name}.now.png`), encode(now));
  if (drawn !== null) writeFileSync(join(into, `${name}.difference.png`), encode(drawn));
  return { name, verdict: 'changed', share };
}

/** Kept pictures of which nobody took a new one. */
export function goneOf(names: readonly string[], kept = KEPT): Judged[] {
  if (!existsSync(kept)) return [];
  return readdirSync(kept)
    .filter((file) => file.endsWith('.png'))
    .map((file) => file.slice(0, -'.png'.length))
    .filter((name) => !names.includes(name))
    .map((name) => ({ name, verdict: 'gone', share: 1 }));
}

/** Makes these pictures the kept ones; others of the same pages are removed when `all`. */
export function keep(pictures: ReadonlyMap<string, Buffer>, major: string, all: boolean): void {
  if (all) rmSync(KEPT, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  for (const [name, png] of pictures) writeFileSync(join(KEPT, `${name}.png`), encode(small(png)));
  if (all || keptMajor() === null)
    writeFileSync(VERSION_FILE, `${JSON.stringify({ major }, null, 2)}\n`);
}

/** A page to look at: kept, now and the difference side by side, worst first. Answers its path. */
export function writeReport(judged: readonly Judged[], into = OUT): string {
  const odd = judged
    .filter(({ verdict }) => verdict !== 'same')
    .toSorted((a, b) => b.share - a.share);
  const image = (name: string, what: string) =>
    existsSync(join(into, `${name}.${what}.png`))
      ? `<figure><figcaption>${what}</figcaption><img src="${name}.${what}.png" alt=""></figure>`
      : '';
  const sections = odd.map(
    ({ name, verdict, share }) =>
      `<h2>${name}: ${verdict} (${(share * 100).toFixed(3)} %)</h2><div class="row">${['kept', 'now', 'difference'].map((what) => image(name, what)).join('')}</div>`,
  );
  const path = join(into, 'report.html');
  mkdirSync(into, { recursive: true });
  writeFileSync(
    path,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title>
<style>body{font-family:sans-serif}.row{display:flex;gap:1em;overflow:auto}figure{margin:0}img{max-width:none;outline:solid}</style>
<h1>${odd.length} of ${judged.length} pictures differ</h1>
${sections.join('\n')}
`,
  );
  return path;
}
