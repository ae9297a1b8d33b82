import { describe, expect, it } from 'vitest';
import { MINUTE } from '#domain/clock.ts';
import type { Picture } from '#domain/picture.ts';
import { usualSetup, type WallSetup } from '#domain/walls/setup.ts';
import { emergencyDepartments } from '#lib/map/summary.ts';
import {
  after,
  heaviestFirst,
  keyOf,
  partOf,
  slidesOf,
  turnAt,
  type Turn,
} from '#lib/wall/plan.ts';
import { Facts, NOON } from '../dashboard/facts.ts';

/** `west` with so many hospitals, `oost` with one; all open. */
function land(hospitals: number): Facts {
  const facts = new Facts().region('west').region('oost').facility('o-1', 'oost');
  facts.observed('o-1', 'ed', { status: 'open' });
  for (let n = 1; n <= hospitals; n += 1) {
    const id = `w-${String(n).padStart(2, '0')}`;
    facts.facility(id, 'west').observed(id, 'ed', { status: 'open' });
  }
  return facts;
}
const setup = (change: Partial<WallSetup> = {}): WallSetup => ({
  ...usualSetup(['west', 'oost']),
  ...change,
});
const keys = (picture: Picture, change: Partial<WallSetup> = {}, now = NOON) =>
  slidesOf(picture, setup(change), now).map(keyOf);

describe('the pages of a wall', () => {
  it('are the chosen regions in their order, the nation, and who is on the way', () => {
    const { picture } = land(3);
    expect(keys(picture)).toEqual(['region/west/0', 'region/oost/0', 'nation', 'incoming/0']);
    expect(keys(picture, { regions: ['oost'], pages: ['incoming', 'region'] })).toEqual([
      'region/oost/0',
      'incoming/0',
    ]);
  });

  it('are more when a region has more hospitals than fit, and show each hospital once', () => {
    for (const count of [1, 7, 10, 11, 14, 21]) {
      const { picture } = land(count);
      const here = heaviestFirst(emergencyDepartments(picture, NOON), 'west');
      const slides = slidesOf(picture, setup(), NOON).filter(
        (slide) => slide.kind === 'region' && slide.region === 'west',
      );
      expect(slides).toHaveLength(Math.ceil(count / 10));
      const shown = slides.flatMap((slide) =>
        slide.kind === 'region' ? partOf(here, slide.part, slide.parts) : [],
      );
      expect(shown.map((one) => one.facility.id)).toEqual(here.map((one) => one.facility.id));
    }
  });

  it('put the heaviest hospital first', () => {
    const facts = land(3).stopped('w-03').stopped('w-02', { id: 's2', level: 'impending' });
    const rows = heaviestFirst(emergencyDepartments(facts.picture, NOON), 'west');
    expect(rows.map((one) => one.facility.id)).toEqual(['w-03', 'w-02', 'w-01']);
  });

  it('leave out what is quiet where that was chosen; what is silent is not quiet', () => {
    const { picture } = land(2);
    expect(keys(picture, { skipQuiet: true })).toEqual(['nation']);
    expect(keys(picture, { skipQuiet: true, pages: ['region'] })).toEqual(['nation']);
    const stopped = land(2).stopped('w-01').picture;
    expect(keys(stopped, { skipQuiet: true })).toEqual(['region/west/0', 'nation']);
    // A night later nobody has said anything.
    expect(keys(picture, { skipQuiet: true }, NOON + 600 * MINUTE)).toContain('region/west/0');
  });

  it('pass over a region that is no more', () => {
    expect(keys(land(1).picture, { regions: ['atlantis', 'oost'], pages: ['region'] })).toEqual([
      'region/oost/0',
    ]);
  });
});

describe('the turn of a page', () => {
  const { picture } = land(2);
  const slides = slidesOf(picture, setup(), NOON);
  const TIME = 20_000;
  const walk = (turn: Turn | null, now: number, of = slides) => turnAt(turn, of, now, TIME);

  it('lasts its time, then gives way to the next, round and round', () => {
    let turn = walk(null, NOON);
    const seen: string[] = [];
    for (let second = 0; second < 100; second += 1) {
      turn = walk(turn, NOON + second * 1_000);
      seen.push(keyOf(turn.slide));
    }
    expect(seen.filter((key, index) => key !== seen[index - 1])).toEqual([
      'region/west/0',
      'region/oost/0',
      'nation',
      'incoming/0',
      'region/west/0',
    ]);
    expect(seen.filter((key) => key === 'nation')).toHaveLength(20);
  });

  it('is not cut short by other pages that come or go', () => {
    const turn = walk(null, NOON);
    const fewer = slides.filter((slide) => keyOf(slide) !== 'nation');
    expect(walk(turn, NOON + 5_000, fewer)).toBe(turn);
    expect(keyOf(after(fewer, { kind: 'nation' }))).toBe('region/west/0');
  });

  it('ends at once when its page is gone', () => {
    const turn = { slide: { kind: 'nation' } as const, since: NOON };
    const fewer = slides.filter((slide) => keyOf(slide) !== 'nation');
    expect(walk(turn, NOON + 1_000, fewer)).toEqual({ slide: fewer[0], since: NOON + 1_000 });
  });

  it('goes one page on after a night asleep, and waits for no clock that was set back', () => {
    const turn = walk(null, NOON);
    const morning = NOON + 8 * 60 * MINUTE;
    expect(walk(turn, morning)).toEqual({ slide: slides[1], since: morning });
    expect(walk(turn, NOON - MINUTE)).toEqual({ slide: slides[0], since: NOON - MINUTE });
  });

  it('takes over how many parts its page has now', () => {
    const big = slidesOf(land(12).picture, setup(), NOON);
    const turn = walk(walk(null, NOON), NOON + 1_000, big);
    expect(turn).toEqual({ slide: big[0], since: NOON });
    expect(turn.slide).toMatchObject({ parts: 2 });
  });
});
