/**
 * `npm run screens [-- PAGE …]`: every page of a country that stands still, in each size, theme and language.
 *   (nothing)   all pictures, in full, to tests/.screens, and those that README and docs show to docs/screens
 *   --compare   holds the pages against the kept pictures; exit 1 and tests/.screens/report.html when something changed
 *   --keep      makes what the pages look like now the kept pictures (look at what git shows before you commit)
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allowedFor,
  goneOf,
  judge,
  keep,
  keptMajor,
  OUT,
  writeReport,
} from '../tests/screens/album.ts';
import type { Judged } from '../tests/screens/album.ts';
import { EVERY_LOOK, KEPT_LOOKS, SCREEN_PAGES } from '../tests/screens/pages.ts';
import { Studio } from '../tests/screens/studio.ts';
import { takeAll } from '../tests/screens/take.ts';

/** What README and docs show; anything else stays out of the repository. */
const SHOWN: Readonly<Record<string, string>> = {
  'map-desk-dark-nl': 'map',
  'dispatch-case-desk-dark-nl': 'dispatch',
  'region-desk-light-nl': 'region',
  'hospital-phone-light-nl': 'hospital',
  'decisions-desk-light-nl': 'decisions',
  'wall-wall-dark-nl': 'wall',
};
const DOCS = join(import.meta.dirname, '..', 'docs', 'screens');

const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => !SCREEN_PAGES.some((page) => page.name === name));
if (unknown.length > 0) {
  const known = SCREEN_PAGES.map(({ name }) => name).join(', ');
  console.error(`no page ${unknown.join(', ')}; there are ${known}`);
  process.exit(1);
}
const pages = SCREEN_PAGES.filter(({ name }) => names.length === 0 || names.includes(name));
const all = names.length === 0;

const studio = await Studio.open();
try {
  if (words.includes('--compare')) await compare();
  else if (words.includes('--keep')) await keepThese();
  else await showAll();
} finally {
  await studio.close();
}

async function compare(): Promise<void> {
  const allowed = allowedFor(studio.major);
  console.log(`Chromium ${studio.major}, kept pictures of ${keptMajor() ?? 'none'}`);
  const judged: Judged[] = [];
  await takeAll(studio, pages, KEPT_LOOKS, (name, png) => {
    const one = judge(name, png, allowed);
    judged.push(one);
    console.log(`${one.verdict.padEnd(8)} ${(one.share * 100).toFixed(3).padStart(7)} %  ${name}`);
  });
  if (all) judged.push(...goneOf(judged.map(({ name }) => name)));
  const odd = judged.filter(({ verdict }) => verdict !== 'same');
  console.log(`\n${odd.length} of ${judged.length} differ: ${writeReport(judged)}`);
  process.exitCode = odd.length > 0 ? 1 : 0;
}

async function keepThese(): Promise<void> {
  const pictures = new Map<string, Buffer>();
  await takeAll(studio, pages, KEPT_LOOKS, (name, png) => {
    pictures.set(name, png);
  });
  keep(pictures, studio.major, all);
  console.log(`${pictures.size} pictures kept, drawn by Chromium ${studio.major}`);
}

async function showAll(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  mkdirSync(DOCS, { recursive: true });
  await takeAll(studio, pages, EVERY_LOOK, (name, png) => {
    writeFileSync(join(OUT, `${name}.png`), png);
    const shown = SHOWN[name];
    if (shown !== undefined) writeFileSync(join(DOCS, `${shown}.png`), png);
    console.log(
      `tests/.screens/${name}.png${shown === undefined ? '' : ` and docs/screens/${shown}.png`}`,
    );
  });
}
