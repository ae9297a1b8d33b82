import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '#domain/routing/ranking.ts';
import { NOTE_CODES, PENALTY_CODES, REJECTION_CODES } from '#domain/words.ts';
import { inSentence, type Say } from '#lib/dispatch/facts.ts';
import {
  noteSentence,
  penaltySentence,
  rejectionSentence,
  ruleName,
} from '#lib/dispatch/sentences.ts';
import { formats, LANGUAGES, type Language } from '#lib/words/format.ts';
import { en } from '#lib/words/en/index.ts';
import { nl } from '#lib/words/nl/index.ts';
import { aClaim, aFacility, aStop, NOW, rankingOf } from '../builders.ts';

const said = (language: Language): Say => ({
  format: formats[language],
  words: language === 'nl' ? nl : en,
  now: NOW,
  nameOf: (id) => id.toUpperCase(),
});
const penalty = (code: (typeof PENALTY_CODES)[number], minutes: number, because: Facts) =>
  penaltySentence({ code, minutes, because }, 'nl', said('nl'));
const rejected = (code: (typeof REJECTION_CODES)[number], because: Facts) =>
  rejectionSentence({ code, because }, 'nl', said('nl'));

describe('the sentences of a ranking', () => {
  it('say what a sum needs in a few words', () => {
    const icu = { unitKind: 'icu', status: 'open', available: 1, effectiveAvailable: 1 };
    expect(penalty('NO_ICU', 1, icu).short).toBe('nog 1 IC-bed');
    expect(
      penalty('NO_TRAUMA_BAY', 5, { unitKind: 'trauma-bay', available: 1, effectiveAvailable: 0 })
        .long,
    ).toBe('geen traumakamer vrij, 1 vast voor een ander');
    expect(penalty('INBOUND', 4, { count: 1, each: 4, overdue: 1, claims: [] })).toEqual({
      short: 'al 1 patiënt onderweg',
      long: 'al 1 patiënt onderweg voor dezelfde plek, 4,0 elk, 1 over tijd',
    });
  });

  it('say why a stop at a level-1 site does not count, and until when it runs', () => {
    const stop = aStop({ until: '2026-11-18T13:30:00.000Z' });
    const ranking = rankingOf([aFacility({ stops: [stop] })], { 'h-1': 20 });
    const waived = ranking.candidates[0]?.penalties[0];
    expect(waived).toMatchObject({ code: 'STOP', minutes: 0 });
    expect(penaltySentence(waived!, 'nl', said('nl')).long).toBe(
      'presentatiestop tot 14:30, drukte: telt niet bij zwaar letsel, level 1',
    );
    expect(penaltySentence(waived!, 'en', said('en')).long).toBe(
      'ED stop until 14:30, crowding: does not count for severe trauma at level 1',
    );
  });

  it('name the hospital behind a comparison', () => {
    const because = { level2: 'haga', level2Minutes: 12.4, minutes: 9, withinMinutes: 10 };
    expect(penalty('LEVEL_HIGHER_THAN_NEEDED', 8, because).long).toContain(
      'HAGA (level 2) is 12 min',
    );
  });

  it('tell each rejected hospital why', () => {
    expect(rejected('NO_CAPABILITY', { capability: 'ed', minutes: 3 })).toBe('geen SEH');
    expect(
      rejected('NO_CAPABILITY', { capability: 'traumaLevel', traumaLevel: 3, needed: 2 }),
    ).toBe('level 3: vangt dit letsel niet op');
    expect(
      rejected('CAPABILITY_DOWN', {
        device: 'ct',
        reason: 'equipment',
        until: '2026-11-18T15:00:00.000Z',
      }),
    ).toBe('CT buiten gebruik tot 16:00');
    expect(
      rejected('FACILITY_EVACUATING', {
        arrival: '2026-11-18T22:10:00.000Z',
        from: '07:00',
        to: '23:00',
        days: ['1'],
      }),
    ).toBe('SEH open van 07:00 tot 23:00, aankomst 23:10');
    expect(rejected('TOO_FAR', { unknown: true, limit: null })).toBe('rijtijd niet te bepalen');
    expect(rejected('EXCLUDED_BY_USER', { reason: 'HOSPITAL_REFUSED' })).toBe(
      'uitgesloten voor deze zaak: ziekenhuis weigerde',
    );
  });

  it('are made for every candidate and every rejected hospital of a real ranking', () => {
    const ranking = rankingOf(
      [
        aFacility({ id: 'a', claims: [aClaim()], units: { icu: null } }),
        aFacility({ id: 'b', traumaLevel: 2, stops: [aStop({ level: 'impending' })] }),
        aFacility({ id: 'c', traumaLevel: 3 }),
        aFacility({ id: 'd', stops: [aStop({ scope: 'ct' })] }),
      ],
      { a: 44, b: 12, c: 8, d: 30 },
    );
    for (const language of LANGUAGES) {
      for (const row of ranking.candidates) {
        for (const one of row.penalties)
          expect(penaltySentence(one, language, said(language)).long).toMatch(/\S/);
        for (const note of row.notes)
          expect(noteSentence(note, language, said(language))).toMatch(/\S/);
      }
      for (const row of ranking.rejected)
        expect(rejectionSentence(row, language, said(language))).toMatch(/\S/);
    }
  });

  it('never say undefined, null or nothing, whatever the facts', () => {
    const fact = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.integer({ min: 0, max: 300 }),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.constantFrom('icu', 'trauma-bay', 'airway'), { maxLength: 3 }),
    );
    const names = [
      'reason',
      'until',
      'count',
      'each',
      'stale',
      'unknown',
      'capability',
      'device',
      'onSite',
      'limit',
      'rule',
      'picu',
    ];
    const facts = fc.dictionary(fc.constantFrom(...names), fact, { maxKeys: 8 }).map((one) => {
      // Times are always ISO or absent.
      const { until: _until, ...rest } = one;
      return { ...rest, until: null };
    });
    fc.assert(
      fc.property(facts, fc.constantFrom(...LANGUAGES), (because, language) => {
        const say = said(language);
        const texts = [
          ...PENALTY_CODES.flatMap((code) => {
            const { short, long } = penaltySentence({ code, minutes: 0, because }, language, say);
            return [short, long];
          }),
          ...REJECTION_CODES.map((code) => rejectionSentence({ code, because }, language, say)),
          ...NOTE_CODES.map((code) => noteSentence({ code, because }, language, say)),
        ];
        for (const text of texts) expect(text).not.toMatch(/undefined|\bnull\b|\[object|NaN/);
      }),
    );
  });

  it('say a code as it is when they have no word for it, also one that every object has', () => {
    const because = { reason: 'valueOf' };
    for (const language of LANGUAGES)
      for (const code of REJECTION_CODES)
        expect(rejectionSentence({ code, because }, language, said(language))).not.toContain('=>');
    expect(rejectionSentence({ code: 'EXCLUDED_BY_USER', because }, 'nl', said('nl'))).toContain(
      'valueOf',
    );
  });

  it('have a name for every rule in both languages', () => {
    for (const code of [...PENALTY_CODES, ...REJECTION_CODES])
      expect(ruleName(code, 'nl')).not.toBe(ruleName(code, 'en'));
  });

  it('keep the capitals of an abbreviation inside a sentence', () => {
    expect(inSentence('Traumakamer')).toBe('traumakamer');
    expect(inSentence('IC')).toBe('IC');
  });
});
