import { describe, expect, it } from 'vitest';
import type { AudienceEntry, Entry } from '#domain/entries.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import type { FacilityState } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';
import { changeWords } from '#lib/board/change-words.ts';
import { ChangeFold, marksOf, weighed } from '#lib/board/changes.ts';
import { SAME_LOOK_MS, startOf } from '#lib/board/looked.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import type { ChangesWire } from '#wire/changes.ts';
import type { StopMark } from '#wire/history.ts';
import { aClaim, aFacility, aStop, minutesAgo, minutesAhead, NOW, SOMEBODY } from '../builders.ts';

const KINDS: UnitKind[] = ['icu', 'trauma-bay', 'ward'];
/** Looked last a quarter of an hour ago: then 3 free on the ICU. */
const told = (over: Partial<ChangesWire> = {}): ChangesWire => ({
  from: { seq: 10, at: minutesAgo(15) },
  seq: 20,
  units: KINDS.map((kind) => ({ facility: 'h-1', kind, from: 3, to: 3, at: null })),
  stops: [],
  ...over,
});
const mark = (over: Partial<StopMark> = {}): StopMark => ({
  id: 'stop-1',
  facility: 'h-1',
  scope: 'ed',
  level: 'stop',
  reason: 'crowding',
  from: minutesAgo(10),
  end: minutesAhead(90),
  ...over,
});
const entry = (kind: string, body: object) =>
  ({
    seq: 21,
    at: minutesAgo(1),
    by: SOMEBODY,
    kind,
    subject: '',
    version: 1,
    also: [],
    body,
  }) as unknown as Entry as AudienceEntry;

/** With `icu` free and everything else as it was. */
const hospital = (icu: number, over: Partial<FacilityState> = {}) => ({
  ...aFacility({
    units: { icu: { available: icu }, 'trauma-bay': { available: 3 }, ward: { available: 3 } },
  }),
  ...over,
});
const figures = (fold: ChangeFold) => fold.changes(NOW).filter((one) => one.what === 'figure');

describe('what changed since one last looked', () => {
  it('says each unit once, from what it was to what it is, and when it came to that', () => {
    const units = [
      { facility: 'h-1', kind: 'icu' as const, from: 3, to: 1, at: minutesAgo(8) },
      { facility: 'h-1', kind: 'trauma-bay' as const, from: 3, to: 3, at: null },
    ];
    const fold = new ChangeFold(told({ units }), KINDS);
    fold.see([hospital(1)], NOW);
    expect(figures(fold)).toEqual([
      { what: 'figure', facility: 'h-1', kind: 'icu', from: 3, to: 1, at: NOW - 8 * MINUTE },
    ]);
    expect(marksOf(fold.changes(NOW))).toEqual(new Set(['h-1/icu']));
  });

  it('follows the picture: what moves now moved now, what comes back is no change', () => {
    const fold = new ChangeFold(told(), KINDS);
    fold.see([hospital(2)], NOW - MINUTE);
    fold.see([hospital(2)], NOW);
    expect(figures(fold)).toMatchObject([{ from: 3, to: 2, at: NOW - MINUTE }]);
    fold.see([hospital(3)], NOW);
    expect(fold.changes(NOW)).toEqual([]);
  });

  it('is what the board shows: a bed that is held for somebody on the way is not free', () => {
    const fold = new ChangeFold(told(), KINDS);
    fold.see([hospital(3, { claims: [aClaim({ unitKinds: ['icu'] })] })], NOW);
    expect(figures(fold)).toMatchObject([{ kind: 'icu', from: 3, to: 2 }]);
  });

  it('leaves out other regions and units that the board has no column for', () => {
    const fold = new ChangeFold(told(), ['icu']);
    fold.see([hospital(3, { id: 'h-elsewhere' }), hospital(3)], NOW);
    fold.hear([entry('stop-started', { facility: 'h-elsewhere', stop: aStop() })]);
    expect(fold.changes(NOW)).toEqual([]);
  });

  it('takes a stop once, however often it is heard, and marks the department', () => {
    const fold = new ChangeFold(told({ stops: [mark()] }), KINDS);
    const started = entry('stop-started', { facility: 'h-1', stop: aStop() });
    fold.hear([started, started]);
    expect(fold.changes(NOW).map((one) => one.what)).toEqual(['stop-started']);
    expect(marksOf(fold.changes(NOW))).toEqual(new Set(['h-1/ed']));
  });

  it('marks the unit that is out of use, and the department for a device or the whole site', () => {
    const marks = (['icu', 'ct', 'facility'] as const).map((scope) =>
      [...marksOf(new ChangeFold(told({ stops: [mark({ scope })] }), KINDS).changes(NOW))].join(),
    );
    expect(marks).toEqual(['h-1/icu', 'h-1/ed', 'h-1/ed']);
  });

  it('says nothing of a stop that ran already, until it is over: ended, or by itself', () => {
    const fold = new ChangeFold(told({ stops: [mark({ from: minutesAgo(40) })] }), KINDS);
    expect(fold.changes(NOW)).toEqual([]);
    expect(fold.changes(NOW + 91 * MINUTE)).toMatchObject([
      { what: 'stop-ended', at: NOW + 90 * MINUTE },
    ]);
    const endedAt = minutesAgo(1);
    fold.hear([entry('stop-ended', { facility: 'h-1', stop: 'stop-1', endedAt })]);
    expect(fold.changes(NOW)).toMatchObject([{ what: 'stop-ended', at: NOW - MINUTE }]);
  });

  it('tells a stop that gave way to another by the new one alone, and one that came and went in one line', () => {
    const gave = minutesAgo(5);
    const first = mark({ id: 's-1', level: 'impending', end: gave });
    const fold = new ChangeFold(told({ stops: [first, mark({ id: 's-2', from: gave })] }), KINDS);
    expect(fold.changes(NOW)).toMatchObject([{ what: 'stop-started', stop: { id: 's-2' } }]);
    const passed = new ChangeFold(told({ stops: [mark({ end: gave })] }), KINDS);
    expect(passed.changes(NOW).map((one) => one.what)).toEqual(['stop-passed']);
  });

  it('tells who went silent since, by the time of the last report', () => {
    const fold = new ChangeFold(told({ from: { seq: 1, at: minutesAgo(600) } }), KINDS);
    const last = minutesAgo(300);
    const quiet = aFacility({ units: { ed: { observedAt: last }, icu: { available: 3 } } });
    fold.see([quiet], NOW);
    const silent = { what: 'silent', facility: 'h-1', at: NOW - 300 * MINUTE };
    expect(fold.changes(NOW)).toContainEqual(silent);
    const since = new ChangeFold(told(), KINDS);
    since.see([quiet], NOW);
    expect(since.changes(NOW).some((one) => one.what === 'silent')).toBe(false);
  });

  it('is said in words, newest first', () => {
    const stops = [
      mark({ id: 's-1', from: minutesAgo(2), end: minutesAhead(30) }),
      mark({ id: 's-2', scope: 'ct', from: minutesAgo(9), end: minutesAgo(1), reason: null }),
      mark({ id: 's-3', from: minutesAgo(60), end: minutesAgo(3) }),
    ];
    const fold = new ChangeFold(told({ stops }), KINDS);
    fold.see([hospital(1)], NOW - 4 * MINUTE);
    expect(fold.changes(NOW).map((one) => changeWords(one, NOW, nl, formats.nl))).toEqual([
      'CT buiten gebruik van 13:51 tot 13:59: voorbij',
      'presentatiestop tot 14:30, drukte',
      'presentatiestop voorbij',
      'IC 3 → 1',
    ]);
  });

  it('is laid out by weight: departments, bays and intensive care, then the rest by hospital', () => {
    const units = [
      ...(['ward', 'icu', 'ccu', 'trauma-bay'] as const).map((kind, index) => {
        return { facility: 'h-1', kind, from: 3, to: 1, at: minutesAgo(index + 1) };
      }),
      { facility: 'h-2', kind: 'ward' as const, from: 0, to: 1, at: null },
    ];
    const fold = new ChangeFold(told({ units, stops: [mark()] }), [...KINDS, 'ccu']);
    const parts = weighed(fold.changes(NOW));
    expect(parts.departments).toHaveLength(1);
    expect(parts.scarce.map((one) => one.kind)).toEqual(['icu', 'trauma-bay']);
    expect(parts.others.map(({ facility, moves }) => [facility, moves.length])).toEqual([
      ['h-1', 2],
      ['h-2', 1],
    ]);
  });
});

describe('the last look', () => {
  const from = { seq: 5, at: minutesAgo(120) };
  const left = (minutes: number) => ({ seq: 9, at: minutesAgo(minutes), from });

  it('goes on after a reload or a look at a hospital, and begins where one left after longer', () => {
    expect(startOf(left(1), NOW)).toEqual(from);
    expect(startOf(left(30), NOW)).toEqual({ seq: 9, at: minutesAgo(30) });
    expect(startOf(left(SAME_LOOK_MS / MINUTE), NOW)?.seq).toBe(9);
  });

  it('begins at the button once all was seen, and nowhere for who never looked', () => {
    expect(startOf({ seq: 9, at: iso(NOW), from: null }, NOW)).toEqual({ seq: 9, at: iso(NOW) });
    expect(startOf(null, NOW)).toBeNull();
  });
});
