import { describe, expect, it } from 'vitest';
import { looksAddress, looksFilterFrom, looksQuery, NO_LOOKS_FILTER } from '#lib/access/looks.ts';
import {
  emptyOf,
  evidenceAddress,
  scopeOf,
  sentencesOf,
  showsUnusual,
  unusualQuery,
} from '#lib/access/unusual.ts';
import type { UnusualLookWire } from '#wire/accountability.ts';
import { formats } from '#lib/words/format.ts';
import { en } from '#lib/words/en/index.ts';
import { nl } from '#lib/words/nl/index.ts';

const format = formats.nl;
const t = nl.access.unusual;

const point = (change: Partial<UnusualLookWire>): UnusualLookWire => ({
  ...{ key: 'many-cases 7', kind: 'many-cases', count: 30, floor: 12, lines: [7, 9], moreLines: 0 },
  ...{ from: '2026-11-28T10:00:00.000Z', to: '2026-11-28T10:40:00.000Z', before: null },
  by: { id: 'a', kind: 'account', role: 'hospital', organisation: 'lumc-leiden' },
  ...{ own: null, role: null, outside: null, canAct: null },
  ...change,
});
const said = (change: Partial<UnusualLookWire>) => sentencesOf(point(change), t, format);

describe('what is unusual', () => {
  it('is asked for over the days of the filter, on the Dutch clock', () => {
    expect(unusualQuery(NO_LOOKS_FILTER)).toBe('');
    expect(unusualQuery({ from: '2026-11-27', to: '2026-11-27' }, 'c')).toBe(
      'from=2026-11-26T23%3A00%3A00.000Z&to=2026-11-27T23%3A00%3A00.000Z&cursor=c',
    );
  });

  it('stands above the whole log, and not beside one case or the lines of one point', () => {
    const shows = (change: object) => showsUnusual({ ...NO_LOOKS_FILTER, ...change });
    expect([shows({}), shows({ from: '2026-11-27' })]).toEqual([true, true]);
    expect([shows({ case: '14' }), shows({ lines: '7' })]).toEqual([false, false]);
  });

  it('leads to its lines in the log', () => {
    const address = evidenceAddress(point({}));
    expect(address).toBe('/access?lines=7%2C9');
    const filter = looksFilterFrom(new URL(address, 'http://localhost').searchParams);
    expect(looksQuery(filter, null)).toBe('lines=7%2C9&limit=50');
    expect(looksAddress(NO_LOOKS_FILTER)).toBe('/access');
  });

  it('is told beside what is usual', () => {
    const own = { median: 2.5, limit: 8.5, of: 8 };
    const role = { median: 4, limit: 10, of: 12 };
    expect(said({ own, role, outside: 2, lines: [7, 9], moreLines: 28 })).toEqual([
      '30 verschillende zaken een voor een geopend.',
      'Dit account gewoonlijk ten hoogste 2,5 (midden van 8 weken).',
      'Deze rol gewoonlijk ten hoogste 4 (midden van 12 accounts).',
      'Buiten de uren waarop dit account gewoonlijk kijkt: 2 van 30 regels.',
    ]);
  });

  it('says that it is not known what is usual, and is silent of hours that are usual', () => {
    expect(said({ outside: 0 })).toEqual([
      '30 verschillende zaken een voor een geopend.',
      'Wat dit account gewoonlijk doet, is niet bekend: te weinig weken met inzage.',
    ]);
  });

  it('tells of a broken glass how often it came before, and who could do nothing for a case', () => {
    const glass = { kind: 'glass-unfollowed', count: 1, before: 2 } as const;
    expect(said({ ...glass, canAct: true })).toEqual([
      'Deze organisatie deed daarna niets voor de zaak en kreeg die niet toegewezen; gekeken is tot een dag erna.',
      'In de acht weken ervoor: 2 keer.',
    ]);
    expect(said({ ...glass, canAct: false })[0]).toBe(t.cannotAct);
  });

  it('has words for every kind in both languages', () => {
    for (const { access } of [nl, en])
      for (const say of Object.values(access.unusual.what)) expect(say('3')).toMatch(/\.$/);
  });
});

describe('an empty list', () => {
  it('never says that nothing is unusual where nothing could be compared', () => {
    const of = (lines: number, accounts: number, uncompared: number) =>
      emptyOf({ lines, accounts, uncompared }, t);
    expect([of(0, 0, 0), of(5, 2, 2), of(5, 2, 1), of(5, 2, 0)]).toEqual([
      ...[t.noLines, t.noneUncompared, t.none, t.none],
    ]);
  });

  it('says over what it was made, and of how many too little is known', () => {
    const of = (lines: number, uncompared: number) =>
      scopeOf({ lines, accounts: 12, uncompared, weeks: 8 }, t, format);
    expect(of(0, 0)).toEqual([]);
    expect(of(1_234, 0)).toEqual([
      'Doorzocht: 1.234 regels van 12 accounts, vergeleken met 8 weken ervoor.',
    ]);
    expect(of(5, 3)[1]).toBe(
      'Niet te vergelijken: 3 van 12 accounts. Daarvan is te weinig bekend.',
    );
  });
});
