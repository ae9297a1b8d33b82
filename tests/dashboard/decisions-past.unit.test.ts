import { describe, expect, it } from 'vitest';
import type { HistoryLine } from '#wire/replay.ts';
import { differenceBetween } from '#lib/decisions/difference.ts';
import {
  addressOf,
  dayStart,
  filterFrom,
  logQuery,
  minutesSeconds,
  NO_FILTER,
  owesReason,
  percent,
} from '#lib/decisions/log.ts';
import { arrivalAfter, lanesOf } from '#lib/decisions/timeline.ts';
import { aFacility, aStop, minutesAgo, rankingOf } from '../builders.ts';

describe('where advice and choice differ', () => {
  const ranking = rankingOf(
    [
      aFacility({ id: 'near', traumaLevel: 1, units: { icu: { available: 0 } } }),
      aFacility({ id: 'far', traumaLevel: 1, stops: [aStop({ level: 'impending' })] }),
    ],
    { near: 15, far: 19 },
  );

  it('adds up: the lines of each column make its sum', () => {
    const found = differenceBetween(ranking, 'near', 'far', 3);
    expect(found).not.toBeNull();
    const lines = found!.lines;
    const sum = lines.at(-1)!;
    const parts = lines.slice(0, -1);
    for (const column of ['advised', 'chosen', 'difference'] as const)
      expect(parts.reduce((total, one) => total + one[column], 0)).toBeCloseTo(sum[column], 5);
    expect(lines[0]).toMatchObject({ code: 'driving', advised: 15, chosen: 19, difference: 4 });
    expect(lines.map((one) => one.code)).toContain('NO_ICU');
  });

  it('gives the penalty that made the difference, with whose it is', () => {
    const line = differenceBetween(ranking, 'near', 'far', 3)!.lines.find(
      (one) => one.code === 'NO_ICU',
    );
    expect(line?.why?.of).toBe('advised');
  });

  it('says that they were equal only when the ranking held them so', () => {
    const times = { a: 15, b: 17.9, c: 18 };
    const three = rankingOf(
      Object.keys(times).map((id) => aFacility({ id, traumaLevel: 1 })),
      times,
    );
    expect(differenceBetween(three, 'a', 'b', 3)?.tied).toBe(true);
    expect(differenceBetween(three, 'a', 'c', 3)?.tied).toBe(false);
  });

  it('is nothing for the same hospital, and for one that was rejected', () => {
    expect(differenceBetween(ranking, 'near', 'near', 3)).toBeNull();
    expect(differenceBetween(ranking, 'near', 'elsewhere', 3)).toBeNull();
    expect(differenceBetween(ranking, null, 'far', 3)).toBeNull();
  });
});

const line = (
  seq: number,
  kind: HistoryLine['kind'],
  over: Partial<HistoryLine> = {},
): HistoryLine => ({
  seq,
  at: minutesAgo(60 - seq),
  kind,
  by: 'mk-den-haag',
  facility: null,
  decision: null,
  step: null,
  answer: null,
  prev: '',
  hash: '',
  ...over,
});

const HISTORY = [
  line(1, 'case-opened'),
  line(2, 'decision-made', { facility: 'h-1', decision: 'd-1' }),
  line(3, 'case-acknowledged', { facility: 'h-1', decision: 'd-1', answer: 'declined', by: 'h-1' }),
  line(4, 'decision-made', { facility: 'h-2', decision: 'd-2' }),
  line(5, 'case-status-changed', { step: 'arrived', by: 'h-2' }),
];

describe('who saw what', () => {
  it('puts the hospital that lost the patient in its own lane', () => {
    const lanes = lanesOf(HISTORY, 'd-2', (id) => id.startsWith('h-'));
    const of = (who: string) =>
      lanes.find((one) => one.who === who)?.moments.map((one) => one.moment.what);
    expect(of('mk-den-haag')).toEqual(['opened', 'decided', 'decided']);
    expect(of('h-1')).toEqual(['announced', 'answered', 'withdrawn']);
    expect(of('h-2')).toEqual(['announced', 'step']);
    expect(lanes.flatMap((one) => one.moments).filter((one) => one.main)).toHaveLength(1);
  });

  it('knows the arrival of the decision that is looked at, and of no other', () => {
    expect(arrivalAfter(HISTORY, 'd-2')).toBe(Date.parse(minutesAgo(55)));
    expect(arrivalAfter(HISTORY, 'd-1')).toBeNull();
    expect(arrivalAfter(HISTORY.slice(0, 4), 'd-2')).toBeNull();
  });
});

describe('the filter of the log', () => {
  it('reckons days on the Dutch clock, in winter and in summer', () => {
    expect(dayStart('2026-11-18')).toBe('2026-11-17T23:00:00.000Z');
    expect(dayStart('2026-07-01')).toBe('2026-06-30T22:00:00.000Z');
    expect(dayStart('2026-10-25', 1)).toBe('2026-10-25T23:00:00.000Z');
    expect(dayStart('18-11-2026')).toBeNull();
  });

  it('asks up to and including the last day', () => {
    const query = new URLSearchParams(
      logQuery({ ...NO_FILTER, from: '2026-11-18', to: '2026-11-18' }),
    );
    expect(query.get('from')).toBe('2026-11-17T23:00:00.000Z');
    expect(query.get('to')).toBe('2026-11-18T23:00:00.000Z');
    expect(query.has('region')).toBe(false);
  });

  it('stands in the address and comes back from it', () => {
    const filter = { ...NO_FILTER, region: 'west', overridden: 'true' as const };
    expect(addressOf(filter)).toBe('/decisions?region=west&overridden=true');
    expect(filterFrom(new URLSearchParams('region=west&overridden=true'))).toEqual(filter);
    expect(filterFrom(new URLSearchParams('overridden=perhaps'))).toEqual(NO_FILTER);
    expect(addressOf(NO_FILTER)).toBe('/decisions');
  });

  it('knows who owes a reason, and divides by nothing without a figure', () => {
    expect(owesReason({ overridden: true, overrideReason: null })).toBe(true);
    expect(owesReason({ overridden: false, overrideReason: null })).toBe(false);
    expect(percent(9, 10)).toBe(90);
    expect(percent(0, 0)).toBeNull();
    expect(minutesSeconds(83_000)).toBe('1:23');
  });
});
