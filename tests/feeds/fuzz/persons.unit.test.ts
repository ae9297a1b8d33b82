/** What is somebody's and what is a bed's: numbers, dates and titles where a name belongs. */
import { describe, expect, it } from 'vitest';
import { isCitizenNumber, isSomebodysName } from '#domain/person-data.ts';
import { randomStream } from '../../../seed/simulator/random.ts';
import { keepableIdentifiers, keepableName } from '../../../server/feeds/core/words.ts';
import { keepablePlace, PlaceMap } from '../../../server/feeds/core/place-map.ts';
import { needlesOf, person } from './persons.ts';

const row = { facility: 'x', ignored: false, seen: 0, lastAt: null };

describe('a name where a bed, a ward or a hospital belongs', () => {
  it.each([
    ...['111222333', '19510312', '1951-03-12', '12-03-1951', '12031951', 'dhr. Jansen'],
    ...['BSN 111222333', 'jan@example.nl', '0612345678', 'x 111222333 y'],
  ])('%s is somebody’s', (name) => {
    expect(isSomebodysName(name)).toBe(true);
  });

  it.each([
    ...['B4-12-03', '2.16.840.1.113883.2.4.6.1', '06990001', '00015823', 'IC', '101', '123456789'],
    ...['lumc-leiden', 'RENAL-04', '20991301', 'ZHX|HIX', ''],
  ])('%s is not', (name) => {
    expect(isSomebodysName(name)).toBe(false);
  });

  it('leaves a patient in the unit and nothing of the name', () => {
    const map = new PlaceMap([{ ...row, pointOfCare: 'IC', room: '', bed: '', unit: 'icu' }]);
    const kept = keepablePlace('IC^111222333^19510312', map);
    expect([kept, map.unitOf(kept ?? '')]).toEqual(['IC^^', 'icu']);
    expect(keepablePlace('111222333^^', map)).toBeNull();
  });

  it('stays where somebody mapped just that by hand', () => {
    const place = { pointOfCare: 'IC', room: '', bed: '111222333', unit: 'icu' as const };
    const key = 'IC^^111222333';
    expect(keepablePlace(key, new PlaceMap([{ ...row, ...place }]))).toBe(key);
  });

  it('does not wait in the quarantine', () => {
    const agb = { system: 'http://fhir.nl/fhir/NamingSystem/agb-z', value: '06990001' };
    const names = [
      { system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '123456789' },
      { system: 'urn:oid:2.16.840.1.113883.2.4.6.3', value: '1' },
      { system: 'urn:xpil:NationalID', value: '111222333' },
      { system: 'urn:x', value: 'x'.repeat(2_000) },
      agb,
    ];
    expect(keepableIdentifiers(names)).toEqual([agb]);
    expect(keepableName('mevr. De Vries')).toBeNull();
    expect(keepableName('Ziekenhuis Voorbeeld, locatie Noord')).toContain('Voorbeeld');
  });

  it('of the planted persons is somebody’s by its numbers', () => {
    for (let n = 0; n < 200; n += 1) {
      const one = person(randomStream(n, 'person'));
      expect(isCitizenNumber(one.citizenNumber)).toBe(true);
      const [, , ...numbers] = needlesOf(one);
      for (const number of numbers)
        expect([number, isSomebodysName(number)]).toEqual([number, true]);
    }
  });
});
