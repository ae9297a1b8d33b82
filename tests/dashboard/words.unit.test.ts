import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#domain/clock.ts';
import { dutchClockBy, type TemporalLike } from '#lib/words/dutch-clock.ts';
import { en } from '#lib/words/en/index.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import { NOON } from './facts.ts';

/** Paths of all words; `kind` tells a sentence from a function of facts. */
function paths(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? paths(value, `${prefix}${key}.`)
      : [`${prefix}${key} ${typeof value}`],
  );
}

describe('the dictionaries', () => {
  it('say the same things in both languages', () => {
    expect(paths(en).sort()).toEqual(paths(nl).sort());
  });

  it('leave nothing empty but the unit of a quantity that has none', () => {
    const empty = (words: object): string[] =>
      Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
        if (typeof value === 'object' && value !== null) return empty(value);
        return value === '' && key !== 'unit' ? [key] : [];
      });
    expect([...empty(nl), ...empty(en)]).toEqual([]);
  });
});

describe('ages and times', () => {
  const { nl: dutch, en: english } = formats;

  it('are whole minutes, then hours, then a date', () => {
    expect(dutch.age(NOON - 20_000, NOON)).toBe('nu');
    expect(dutch.age(NOON - 4.9 * MINUTE, NOON)).toBe('4 min');
    expect(dutch.age(NOON - 113 * MINUTE, NOON)).toBe('1:53 u');
    expect(dutch.age(NOON - 25 * HOUR, NOON)).toBe('di 17 nov 13:07');
    expect(english.age(NOON - 113 * MINUTE, NOON)).toBe('1:53 h');
    expect(dutch.age(null, NOON)).toBe('–');
  });

  it('stand on the Dutch clock, with the date when it is another day there', () => {
    expect(dutch.time('2026-11-18T13:30:00.000Z', NOON)).toBe('14:30');
    expect(dutch.time('2026-11-18T23:10:00.000Z', NOON)).toBe('do 19 nov 00:10');
    expect(dutch.clock(NOON)).toBe('14:07:42');
  });

  it('are the same by either way to the Dutch clock, also where it is put forward and back', () => {
    setFlagsFromString('--harmony-temporal');
    const temporal = runInNewContext('Temporal') as TemporalLike | undefined;
    expect(temporal).toBeDefined();
    const byTemporal = dutchClockBy(temporal);
    const byFormatter = dutchClockBy(undefined);
    expect(byFormatter(NOON)).toBe('2026-11-18T14:07:42');
    const forward = Date.parse('2026-03-29T01:00:00.000Z');
    const back = Date.parse('2026-10-25T01:00:00.000Z');
    for (const change of [forward, back])
      for (const after of [-1, 0, 1, 999.5, HOUR - 1, HOUR, -HOUR])
        expect(byTemporal(change + after)).toBe(byFormatter(change + after));
    for (let day = 0; day < 1_000; day += 1) {
      const moment = NOON + day * (25 * HOUR + 61_001);
      expect(byTemporal(moment)).toBe(byFormatter(moment));
    }
    for (const clock of [byTemporal, byFormatter]) expect(() => clock(NaN)).toThrow();
  });

  it('write a number alike with and without a formatter', () => {
    for (const [language, locale] of [
      ['nl', 'nl-NL'],
      ['en', 'en-GB'],
    ] as const) {
      const formatter = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
      for (const value of [
        0, 7, -3, 999, 1_000, -1_234, 12_345, 123_456, -9_876_543_210, 21.94, 0.4,
      ])
        expect(formats[language].count(value)).toBe(formatter.format(value));
    }
  });

  it('have a decimal comma in Dutch, and a mark for unknown that is not 0', () => {
    expect(dutch.decimal(21.94)).toBe('21,9');
    expect(english.decimal(21.94)).toBe('21.9');
    expect(dutch.count(null)).toBe('–');
    expect(dutch.count(0)).toBe('0');
  });

  it('count down to zero and not below', () => {
    expect(dutch.left(NOON + 61_000, NOON)).toBe('2 min');
    expect(dutch.left(NOON - MINUTE, NOON)).toBe('0 min');
  });

  it('become hours when minutes no longer say anything', () => {
    expect(dutch.left(NOON + 90 * MINUTE, NOON)).toBe('90 min');
    expect(dutch.left(NOON + 105 * MINUTE, NOON)).toBe('1:45 u');
    expect(english.left(NOON + 125 * MINUTE, NOON)).toBe('2:05 h');
    expect(dutch.span(34.4)).toBe('34 min');
    expect(dutch.span(null)).toBe('–');
  });

  it('write a minus as a minus', () => {
    expect(dutch.decimal(-5)).toBe('−5,0');
  });

  it('join names as people do', () => {
    expect(dutch.list(['West', 'Oost', 'Zwolle'])).toBe('West, Oost en Zwolle');
    expect(english.list(['West', 'Oost'])).toBe('West and Oost');
    expect(dutch.list(['West'])).toBe('West');
  });
});
