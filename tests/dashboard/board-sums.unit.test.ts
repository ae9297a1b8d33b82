import { describe, expect, it } from 'vitest';
import { EMPTY_PICTURE, type FacilityState, type Picture } from '#domain/picture.ts';
import {
  boardHeadline,
  boardRows,
  boardSums,
  shownKinds,
  silentOf,
  stopsNow,
} from '#lib/board/board.ts';
import { levelOneOf, neighboursOf, originOf } from '#lib/board/neighbours.ts';
import { headlineSentence, hurtSentence, scarcitySentence } from '#lib/board/sentences.ts';
import { en } from '#lib/words/en/index.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import { aClaim, aFacility, aStop, minutesAgo, minutesAhead, NOW } from '../builders.ts';

const region = (id: string, neighbours: string[] = []) => ({
  id,
  name: id,
  networkName: id,
  neighbours,
  version: 1,
});

function pictureOf(facilities: FacilityState[]): Picture {
  return {
    ...EMPTY_PICTURE,
    regions: {
      west: region('west', ['oost']),
      oost: region('oost', ['west']),
      noord: region('noord'),
    },
    facilities: Object.fromEntries(facilities.map((one) => [one.id, one])),
  };
}

const full = { available: 1, staffed: 3 };

describe('the rows of a region', () => {
  it('hold its own hospitals only, where it hurts most first, then level 1', () => {
    const facilities = [
      aFacility({ id: 'a', traumaLevel: 2 }),
      aFacility({ id: 'z' }),
      aFacility({ id: 'last', traumaLevel: 2, units: { icu: { available: 1 } } }),
      aFacility({ id: 'full', traumaLevel: 2, units: { icu: { available: 0 } } }),
      aFacility({ id: 'silent', traumaLevel: 2, units: { ed: { observedAt: minutesAgo(40) } } }),
      aFacility({ id: 'soon', traumaLevel: 2, stops: [aStop({ level: 'impending' })] }),
      aFacility({ id: 'stopped', traumaLevel: 2, stops: [aStop()] }),
      aFacility({ id: 'other', region: 'oost' }),
      aFacility({ id: 'no-ed', without: ['ed'] }),
    ];
    expect(boardRows(pictureOf(facilities), 'west', NOW).map((row) => row.id)).toEqual([
      'stopped',
      'soon',
      'silent',
      'full',
      'last',
      'z',
      'a',
    ]);
  });

  it('show the columns that somebody has', () => {
    const rows = boardRows(pictureOf([aFacility({ units: { ccu: {} } })]), 'west', NOW);
    expect(shownKinds(rows)).toEqual(['trauma-bay', 'icu', 'acute-ward', 'ward', 'ccu']);
  });
});

describe('the sums of a region', () => {
  it('leave an unknown unit out of both numbers and say how many are known', () => {
    const facilities = [
      aFacility({ id: 'a', units: { icu: { ...full, observedAt: minutesAgo(4) } } }),
      aFacility({ id: 'b', units: { icu: { available: null, staffed: 10 } } }),
      aFacility({ id: 'c', units: { icu: null } }),
    ];
    const { icu } = boardSums(boardRows(pictureOf(facilities), 'west', NOW), NOW);
    expect(icu).toMatchObject({ free: 1, staffed: 3, known: 1, of: 3, oldest: NOW - 4 * 60_000 });
  });

  it('are unknown, not nothing, when nobody reported', () => {
    const { bays } = boardSums(
      boardRows(pictureOf([aFacility({ units: { 'trauma-bay': null } })]), 'west', NOW),
      NOW,
    );
    expect(bays).toMatchObject({ free: null, staffed: null, known: 0 });
  });

  it('count who is on the way and the first to arrive, the overdue not', () => {
    const claims = [
      aClaim({ id: 'c-1', etaAt: minutesAhead(12) }),
      aClaim({ id: 'c-2', etaAt: minutesAgo(40), expiresAt: minutesAgo(20) }),
      aClaim({ id: 'c-3', arrivedAt: minutesAgo(1) }),
    ];
    const sums = boardSums(boardRows(pictureOf([aFacility({ claims })]), 'west', NOW), NOW);
    expect(sums.inbound).toBe(2);
    expect(sums.firstEta).toBe(NOW + 12 * 60_000);
  });
});

describe('the headline', () => {
  const headline = (facilities: FacilityState[]) =>
    boardHeadline(boardRows(pictureOf(facilities), 'west', NOW));
  const stopped = aFacility({ id: 'LUMC', stops: [aStop()] });
  const impending = aFacility({ id: 'Haga', stops: [aStop({ level: 'impending' })] });

  it('counts stops and impending stops in words, in both languages', () => {
    const facts = headline([stopped, impending]);
    expect(headlineSentence('West', facts, nl)).toBe('West: één stop, één dreigend');
    expect(headlineSentence('West', facts, en)).toBe('West: one stop, one impending');
  });

  it('says under it where, why and how long, and nothing when there is no stop', () => {
    const why = (facilities: FacilityState[]) =>
      hurtSentence(headline(facilities), NOW, nl, formats.nl);
    const until = minutesAhead(22);
    const busy = aFacility({ id: 'LUMC', stops: [aStop({ reason: 'crowding', until })] });
    const own = aFacility({ id: 'HMC', units: { ed: { status: 'limited' } } });
    expect(why([own, busy])).toBe('Stop bij LUMC (drukte, nog 22 min). Dreigend bij HMC.');
    expect(why([aFacility()])).toBe('');
  });

  it('does not call a region calm whose departments are silent', () => {
    const silent = aFacility({ units: { ed: { observedAt: minutesAgo(40) } } });
    expect(headlineSentence('West', headline([silent]), nl)).toBe('West: één SEH onbevestigd');
    expect(headlineSentence('West', headline([aFacility()]), nl)).toBe('West: geen stops');
  });

  it('names where nothing, one or nobody knows what is left', () => {
    const facts = headline([
      aFacility({ id: 'A', units: { icu: { available: 0 }, 'trauma-bay': { available: 3 } } }),
      aFacility({ id: 'B', units: { icu: { available: 1 }, 'trauma-bay': { available: 3 } } }),
      aFacility({ id: 'C', units: { icu: null, 'trauma-bay': { available: 3 } } }),
    ]);
    expect(scarcitySentence(facts, nl, formats.nl)).toBe(
      'Traumakamers: overal vrij. IC: niets vrij bij A; nog 1 bij B; onbekend bij C.',
    );
  });

  it('names three hospitals at most and counts the others', () => {
    const facts = headline(
      ['A', 'B', 'C', 'D', 'E'].map((id) =>
        aFacility({ id, units: { icu: { available: 0 }, 'trauma-bay': { available: 3 } } }),
      ),
    );
    expect(scarcitySentence(facts, nl, formats.nl)).toBe(
      'Traumakamers: overal vrij. IC: niets vrij bij A, B en 3 andere.',
    );
  });

  it('subtracts what is held for who is on the way', () => {
    const facts = headline([
      aFacility({ id: 'A', units: { icu: { available: 1 } }, claims: [aClaim()] }),
    ]);
    expect(facts.icu.none).toEqual(['A']);
  });
});

describe('beside the table', () => {
  it('neighbours are level 1 or have a bay and an ICU bed, from neighbouring regions only', () => {
    const facilities = [
      aFacility({ id: 'own' }),
      aFacility({ id: 'far-1', region: 'oost', position: { lat: 53, lon: 6 } }),
      aFacility({
        id: 'near-2',
        region: 'oost',
        traumaLevel: 2,
        position: { lat: 52.1, lon: 4.4 },
      }),
      aFacility({ id: 'full-2', region: 'oost', traumaLevel: 2, units: { icu: { available: 0 } } }),
      aFacility({ id: 'north', region: 'noord' }),
    ];
    const picture = pictureOf(facilities);
    const west = picture.regions['west']!;
    const found = neighboursOf(picture, west, new Map(), NOW);
    expect(found.map((one) => one.facility.id)).toEqual(['far-1', 'near-2']);
  });

  const drive = (facility: string, minutes: number) => {
    const range = { minutes, low: minutes - 2, high: minutes + 4, reliable: true };
    return [facility, { facility, engine: 'estimate-graph' as const, ...range }] as const;
  };

  it('the nearest by road stands first, and one whose drive is unknown last', () => {
    const facilities = ['a', 'b', 'c'].map((id) => aFacility({ id, region: 'oost' }));
    const picture = pictureOf([aFacility({ id: 'own' }), ...facilities]);
    const drives = new Map([drive('c', 20), drive('b', 40)]);
    const found = neighboursOf(picture, picture.regions['west']!, drives, NOW);
    expect(found.map((one) => [one.facility.id, one.drive?.minutes ?? null])).toEqual([
      ['c', 20],
      ['b', 40],
      ['a', null],
    ]);
  });

  it('drives are reckoned from the first level-1 centre, wherever it stands in the table', () => {
    const facilities = [
      aFacility({ id: 'b' }),
      aFacility({ id: 'a', traumaLevel: 2, stops: [aStop()] }),
    ];
    expect(originOf(boardRows(pictureOf(facilities), 'west', NOW))?.id).toBe('b');
    expect(originOf([])).toBeNull();
  });

  it('level-1 bays of the country are summed over what is known, the nearest site first', () => {
    const bay = (available: number | null, minutes: number) => ({
      'trauma-bay': { available, staffed: 4, observedAt: minutesAgo(minutes) },
    });
    const picture = pictureOf([
      aFacility({ id: 'here', units: bay(1, 2) }),
      aFacility({ id: 'far', region: 'noord', units: bay(2, 9) }),
      aFacility({ id: 'near', region: 'oost', units: bay(null, 1) }),
      aFacility({ id: 'two', traumaLevel: 2 }),
    ]);
    const drives = new Map([drive('here', 0), drive('far', 90), drive('near', 30)]);
    const { bays, sites } = levelOneOf(picture, drives, NOW);
    expect(bays).toEqual({ free: 3, staffed: 8, known: 2, of: 3, oldest: NOW - 9 * 60_000 });
    expect(sites.map((one) => one.facility.id)).toEqual(['here', 'near', 'far']);
  });

  it('stops come before impending stops before devices, with the share of time that is left', () => {
    const facility = aFacility({
      stops: [
        aStop({ id: 'ct', scope: 'ct' }),
        aStop({ id: 'impending', level: 'impending' }),
        aStop({ id: 'stop', from: minutesAgo(30), until: minutesAhead(30) }),
        aStop({ id: 'over', until: minutesAgo(1) }),
      ],
    });
    const found = stopsNow([facility], NOW);
    expect(found.map((one) => one.id)).toEqual(['stop', 'impending', 'ct']);
    expect(found[0]?.left).toBe(0.5);
  });

  it('the silent are named with since when, who never reported first', () => {
    const rows = boardRows(
      pictureOf([
        aFacility({ id: 'quiet', units: { ed: { observedAt: minutesAgo(40) } } }),
        aFacility({ id: 'never', units: { 'trauma-bay': null } }),
        aFacility({ id: 'fresh' }),
      ]),
      'west',
      NOW,
    );
    expect(silentOf(rows).map((one) => [one.facility.id, one.since])).toEqual([
      ['never', null],
      ['quiet', NOW - 40 * 60_000],
    ]);
  });
});
