/** What a machine can find out about a page's accessibility, in the page itself. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 A and AA, and what axe knows of good practice beside it: landmarks, headings, one main. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Found {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** Every violation, of whatever gravity: its rule and where. `only`: rules to run instead of all. */
export async function violations(page: Page, only?: readonly string[]): Promise<string[]> {
  await page.evaluate(`if (globalThis.axe === undefined) { ${AXE} }; 0`);
  const found = await page.evaluate(
    async ({ tags, rules }) => {
      const { axe } = globalThis as unknown as {
        axe: { run: (options: object) => Promise<{ violations: Found[] }> };
      };
      const runOnly =
        rules === undefined ? { type: 'tag', values: tags } : { type: 'rule', values: rules };
      return (await axe.run({ runOnly, resultTypes: ['violations'] })).violations;
    },
    { tags: TAGS, rules: only },
  );
  return found.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact ?? 'unknown'}): ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  );
}

/** Pixels that the page is wider than its screen. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** What is wider than the screen although the page is not meant to scroll sideways: what sticks out, for the message. */
export const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const inScroller = (element: Element): boolean => {
      for (let one = element.parentElement; one !== null; one = one.parentElement)
        if (getComputedStyle(one).overflowX !== 'visible') return true;
      return false;
    };
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !inScroller(one))
      .slice(0, 5)
      .map((one) => one.outerHTML.slice(0, 120));
  });

/** One stop of the tab key. */
export interface Stop {
  /** Tag, name and place, for a message. */
  what: string;
  name: string;
  /** Something that was not there before one stood on it: an outline, a border or a shadow. */
  visible: boolean;
  /** The ring is an outline: the one thing that forced colours leave. */
  outlined: boolean;
  /** Distance from the top of the document, pixels. */
  top: number;
  inView: boolean;
}

/** Follows the tab key from the top until it leaves the page or `most` stops were made. */
export async function walkByTab(
  page: Page,
  most: number,
): Promise<{ stops: Stop[]; left: boolean }> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
    // The walk begins at the top whatever the page put the focus on.
    const start = document.createElement('span');
    start.tabIndex = -1;
    start.id = 'walk-start';
    document.body.prepend(start);
    start.focus();
    start.remove();
  });
  const stops: Stop[] = [];
  for (let nth = 0; nth < most; nth += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(stopHere);
    if (stop === null) return { stops, left: true };
    stops.push(stop);
  }
  return { stops, left: false };
}

function stopHere(): Stop | null {
  const active = document.activeElement;
  if (active === null || active === document.body || active === document.documentElement)
    return null;
  const style = getComputedStyle(active);
  const box = active.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const labelled = (active.getAttribute('aria-labelledby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');
  const label =
    active instanceof HTMLInputElement ||
    active instanceof HTMLSelectElement ||
    active instanceof HTMLTextAreaElement
      ? [...(active.labels ?? [])].map((one) => one.textContent).join(' ')
      : (active.textContent ?? '');
  const name = [labelled, active.getAttribute('aria-label'), label, active.getAttribute('title')]
    .find((one) => one?.trim())
    ?.trim();
  return {
    what: `${active.outerHTML.slice(0, 100)} at ${Math.round(box.x)},${Math.round(box.y)}`,
    name: name ?? '',
    visible: outlined || style.boxShadow !== 'none',
    outlined,
    top: box.top + scrollY,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
