/**
 * Each page looks as it did. When a change was meant: `npm run screens -- --keep`, look at what git shows, commit it.
 * When it was not: tests/.screens/report.html shows what is different.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALLOWED,
  allowedFor,
  goneOf,
  judge,
  keptMajor,
  writeReport,
  type Judged,
} from './album.ts';
import { KEPT_LOOKS, nameOf, SCREEN_PAGES } from './pages.ts';
import { difference, small } from './picture.ts';
import { photograph, Studio } from './studio.ts';
import { takeAll } from './take.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
});
afterAll(() => studio.close());

describe('the screens', () => {
  it('look as they were kept', async () => {
    const allowed = allowedFor(studio.major);
    if (keptMajor() !== studio.major)
      console.log(
        `kept pictures are of Chromium ${keptMajor()}, this is ${studio.major}: compared with tolerance`,
      );
    const judged: Judged[] = [];
    await takeAll(studio, SCREEN_PAGES, KEPT_LOOKS, (name, png) => {
      judged.push(judge(name, png, allowed));
    });
    judged.push(...goneOf(judged.map(({ name }) => name)));
    const report = writeReport(judged);
    const odd = judged.filter(({ verdict }) => verdict !== 'same');
    expect(odd, `look at ${report}`).toEqual([]);
  });

  it('would be seen to change by one word, and not by looking twice', async () => {
    const [map] = SCREEN_PAGES;
    const [, desk] = KEPT_LOOKS;
    if (map === undefined || desk === undefined) throw new Error('no page');
    const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-screens-'));
    try {
      const page = await studio.page(map, desk);
      await studio.visit(page, map);
      const allowed = allowedFor(studio.major);
      const before = small(await photograph(page));
      await studio.visit(page, map);
      // Seen as the kept ones are: an edge that is drawn otherwise by a hair on a busy machine is no change.
      const again = difference(before, small(await photograph(page)));
      expect(again.share).toBeLessThanOrEqual(ALLOWED.same);
      await page.evaluate(() => {
        const heading = document.querySelector('h1');
        if (heading !== null) heading.textContent = 'Somewhere it hurts';
      });
      const changed = judge(nameOf(map, desk), await photograph(page), allowed, folder);
      expect(changed.verdict).toBe('changed');
      await page.context().close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
