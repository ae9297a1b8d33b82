/**
 * What the wall shows and for how long: pages made of the picture, one after the other. Pure. Nothing scrolls and nothing is left
 * out: what does not fit on one page gets another.
 */
import type { Picture } from '#domain/picture.ts';
import type { WallSetup } from '#domain/walls/setup.ts';
import { emergencyDepartments, type SeenFacility } from '#lib/map/summary.ts';
import { GRAVITY } from '#lib/status/status.ts';
import { arrivalsOf } from './arrivals.ts';

/** Rows that fit under the head of a page at 24 px and more; up to `tall` they are drawn larger. */
export const ROWS = { most: 10, tall: 7 } as const;

export type Slide =
  | { kind: 'region'; region: string; part: number; parts: number }
  | { kind: 'nation' }
  | { kind: 'incoming'; part: number; parts: number };

/** Equal keys are the same page. */
export function keyOf(slide: Slide): string {
  switch (slide.kind) {
    case 'region':
      return `region/${slide.region}/${slide.part}`;
    case 'nation':
      return 'nation';
    case 'incoming':
      return `incoming/${slide.part}`;
  }
}

/** Hospitals of the region with an emergency department, heaviest first, then by name. */
export function heaviestFirst(seen: readonly SeenFacility[], region: string): SeenFacility[] {
  return seen
    .filter(({ facility }) => facility.region === region)
    .sort(
      (a, b) =>
        GRAVITY[a.ed.glyph] - GRAVITY[b.ed.glyph] ||
        (a.facility.traumaLevel ?? 9) - (b.facility.traumaLevel ?? 9) ||
        (a.facility.shortName < b.facility.shortName ? -1 : 1),
    );
}

/** Pages that so many rows take. */
export const partsOf = (rows: number): number => Math.max(1, Math.ceil(rows / ROWS.most));

/** Whether the rows are drawn smaller, the same on all parts of a page. */
export const areMany = (rows: number, parts: number): boolean =>
  Math.ceil(rows / Math.max(1, parts)) > ROWS.tall;

/** The rows of one part; all parts are about as full. */
export function partOf<T>(rows: readonly T[], part: number, parts: number): T[] {
  const each = Math.ceil(rows.length / Math.max(1, parts));
  return rows.slice(part * each, (part + 1) * each);
}

/** All pages, in their order. A quiet region is left out where that was chosen, but never the last page that is left. */
export function slidesOf(picture: Picture, setup: WallSetup, now: number): Slide[] {
  const seen = emergencyDepartments(picture, now);
  const slides: Slide[] = [];
  const known = setup.regions.filter((id) => Object.hasOwn(picture.regions, id));
  if (setup.pages.includes('region'))
    for (const region of known) {
      const here = seen.filter(({ facility }) => facility.region === region);
      if (setup.skipQuiet && here.every(({ ed }) => ed.glyph === 'open')) continue;
      const parts = partsOf(here.length);
      for (let part = 0; part < parts; part += 1)
        slides.push({ kind: 'region', region, part, parts });
    }
  if (setup.pages.includes('nation')) slides.push({ kind: 'nation' });
  if (setup.pages.includes('incoming')) {
    const coming = arrivalsOf(picture, known, now).length;
    const parts = partsOf(coming);
    if (!setup.skipQuiet || coming > 0)
      for (let part = 0; part < parts; part += 1) slides.push({ kind: 'incoming', part, parts });
  }
  return slides.length === 0 ? [{ kind: 'nation' }] : slides;
}

/** The page on the wall, and since when (milliseconds). */
export interface Turn {
  slide: Slide;
  since: number;
}

/** The page after this one. One that is gone is followed by the first of its kind that is left, else by the first. */
export function after(slides: readonly Slide[], shown: Slide): Slide {
  const index = slides.findIndex((slide) => keyOf(slide) === keyOf(shown));
  const next =
    index >= 0
      ? slides[(index + 1) % slides.length]
      : (slides.find((slide) => slide.kind === shown.kind) ?? slides[0]);
  return next ?? shown;
}

/**
 * What stands on the wall now. A page keeps its time whatever changes in it; after a night asleep, or a clock that was set back,
 * it goes on with the next one and makes up for nothing.
 */
export function turnAt(
  turn: Turn | null,
  slides: readonly Slide[],
  now: number,
  milliseconds: number,
): Turn {
  const first = slides[0] ?? { kind: 'nation' };
  if (turn === null) return { slide: first, since: now };
  const same = slides.find((slide) => keyOf(slide) === keyOf(turn.slide));
  const spent = now - turn.since;
  if (same !== undefined && spent >= 0 && spent < milliseconds) {
    const unchanged = JSON.stringify(same) === JSON.stringify(turn.slide);
    return unchanged ? turn : { slide: same, since: turn.since };
  }
  if (same !== undefined && spent < 0) return { slide: same, since: now };
  return { slide: after(slides, turn.slide), since: now };
}
