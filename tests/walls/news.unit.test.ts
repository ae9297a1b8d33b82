import { describe, expect, it } from 'vitest';
import { iso, MINUTE } from '#domain/clock.ts';
import { arrivalsOf, onTheWayTo } from '#lib/wall/arrivals.ts';
import { MOST_NEWS, moved, newsOf, withNews, type FigureChange } from '#lib/wall/news.ts';
import { Facts, NOON } from '../dashboard/facts.ts';
import { aClaim, aFacility, minutesAgo, minutesAhead, NOW } from '../builders.ts';
import { EMPTY_PICTURE, type FacilityState, type Picture } from '#domain/picture.ts';

const land = () =>
  new Facts()
    .region('west')
    .facility('lumc', 'west')
    .observed('lumc', 'icu', { staffed: 20, available: 3 })
    .observed('lumc', 'trauma-bay', { staffed: 3, available: 2 });

describe('the news at the foot of the wall', () => {
  it('tells a figure that moved, from what to what, also over a night without connection', () => {
    const before = land().picture;
    const morning = NOON + 8 * 60 * MINUTE;
    const facts = land().observed('lumc', 'icu', { staffed: 20, available: 1 }, morning);
    expect(moved(before, facts.picture, morning)).toEqual([
      { what: 'figure', at: morning, facility: 'lumc', kind: 'icu', from: 3, to: 1 },
    ]);
    expect(moved(facts.picture, facts.picture, morning)).toEqual([]);
  });

  it('says nothing of what became unknown: its age tells', () => {
    const before = land().picture;
    const facts = new Facts().region('west').facility('lumc', 'west');
    expect(moved(before, facts.picture, NOON)).toEqual([]);
  });

  it('tells each unit once, the newest first, with the stops that run, of these regions only', () => {
    const facts = land()
      .region('oost')
      .facility('umcg', 'oost')
      .stopped('lumc', { from: iso(NOON - 10 * MINUTE) });
    const change = (at: number, facility: string): FigureChange => {
      return { what: 'figure', at, facility, kind: 'icu', from: 3, to: 1 };
    };
    const news = withNews(
      [change(NOON - 20 * MINUTE, 'lumc'), change(NOON, 'umcg')],
      [change(NOON - MINUTE, 'lumc')],
    );
    expect(news).toHaveLength(2);
    expect(newsOf(facts.picture, ['west'], news, NOON).map((one) => one.what)).toEqual([
      'figure',
      'stop-started',
    ]);
  });

  it('does not grow', () => {
    let news: FigureChange[] = [];
    for (let n = 0; n < 1_000; n += 1)
      news = withNews(news, [
        { what: 'figure', at: n, facility: `f${n}`, kind: 'icu', from: 0, to: 1 },
      ]);
    expect(news).toHaveLength(MOST_NEWS);
    expect(news[0]?.facility).toBe('f999');
  });
});

describe('who is on the way', () => {
  const pictureOf = (facilities: FacilityState[]): Picture => ({
    ...EMPTY_PICTURE,
    facilities: Object.fromEntries(facilities.map((one) => [one.id, one])),
  });
  const claims = [
    aClaim({ id: 'soon', etaAt: minutesAhead(6), expiresAt: minutesAhead(40) }),
    aClaim({ id: 'late', etaAt: minutesAgo(40), expiresAt: minutesAgo(1) }),
    aClaim({ id: 'first', etaAt: minutesAhead(2), expiresAt: minutesAhead(40) }),
    aClaim({ id: 'there', etaAt: minutesAgo(9), arrivedAt: minutesAgo(5) }),
  ];

  it('comes with those that are overdue first, then the next; who arrived is not on the way', () => {
    const picture = pictureOf([
      aFacility({ id: 'a', claims }),
      aFacility({ id: 'b', region: 'oost', claims: [aClaim({ id: 'elsewhere' })] }),
    ]);
    const all = arrivalsOf(picture, ['west'], NOW);
    expect(all.map((one) => [one.id, one.minutes, one.overdue])).toEqual([
      ['late', -40, true],
      ['first', 2, false],
      ['soon', 6, false],
    ]);
    // Nothing about the patient comes along.
    expect(Object.keys(all[0] ?? {}).sort()).toEqual([
      'etaAt',
      'facility',
      'held',
      'id',
      'minutes',
      'overdue',
    ]);
  });

  it('is for one hospital a count, the first that is still expected, and how many are overdue', () => {
    expect(onTheWayTo(aFacility({ claims }), NOW)).toEqual({
      count: 3,
      first: NOW + 2 * MINUTE,
      overdue: 1,
    });
    expect(onTheWayTo(aFacility({ claims: [] }), NOW).first).toBeNull();
  });
});
