import { describe, expect, it } from 'vitest';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import { linesFor, peopleFrom, withServerFaults } from '#lib/setup/people.ts';
import { aFacility } from '../builders.ts';

const region = (id: string, name: string) => ({
  id,
  name,
  networkName: name,
  neighbours: [],
  version: 1,
});
const picture = {
  ...EMPTY_PICTURE,
  regions: { west: region('west', 'West'), zwolle: region('zwolle', 'Zwolle') },
  facilities: {
    lumc: aFacility({ id: 'lumc', name: 'Leids Universitair', shortName: 'LUMC' }),
    haga: aFacility({ id: 'haga', name: 'Haga', shortName: 'Haga' }),
    twin: aFacility({ id: 'twin', name: 'Martini', shortName: 'Tweeling' }),
    other: aFacility({ id: 'other', name: 'Isala', shortName: 'Tweeling' }),
  },
};
const rooms = [{ id: 'mk-den-haag', name: 'Meldkamer Den Haag', regions: ['west'] }];
const read = (text: string) => peopleFrom(text, picture, rooms);
const only = (text: string) => read(text)[0];

describe('a list of people', () => {
  it.each([
    ['a@b.example;voorzitter;West', 'chair', { regions: ['west'] }],
    ['a@b.example;voorzitter;west + Zwolle', 'chair', { regions: ['west', 'zwolle'] }],
    ['a@b.example,chair,nation', 'chair', { regions: 'nation' }],
    ['a@b.example\tMELDKAMER\tmk-den-haag', 'dispatcher', { room: 'mk-den-haag' }],
    ['a@b.example;meldkamer;meldkamer den haag', 'dispatcher', { room: 'mk-den-haag' }],
    ['A@B.example;ziekenhuis;"lumc"', 'hospital', { facilities: ['lumc'] }],
    ['a@b.example;ziekenhuis;LUMC + haga', 'hospital', { facilities: ['lumc', 'haga'] }],
    ['a@b.example;meekijker', 'viewer', {}],
    ['\uFEFFa@b.example; beheerder ;', 'administrator', {}],
  ])('%j is understood', (text, role, scope) => {
    const row = only(text);
    expect(row?.faults).toEqual([]);
    expect(row?.invitee).toMatchObject({ email: 'a@b.example', role, scope });
  });

  it.each([
    ['niemand;voorzitter;West', 'email'],
    ['a@b.example;directeur;West', 'role'],
    ['a@b.example;voorzitter;', 'for-missing'],
    ['a@b.example;ziekenhuis;Atlantis', 'for-unknown'],
    ['a@b.example;ziekenhuis;Tweeling', 'for-ambiguous'],
    ['a@b.example;ziekenhuis;LUMC+Atlantis', 'for-unknown'],
    ['a@b.example;voorzitter;__proto__', 'for-unknown'],
  ])('%j is a fault, said beside its line', (text, fault) => {
    const row = only(text);
    expect(row?.faults).toEqual([fault]);
    expect(row?.invitee).toBeNull();
  });

  it('passes over its head, empty lines and lines whose address is still to be filled in', () => {
    const rows = read('e-mail;rol;voor wie\r\n\r\na@b.example;meekijker;\r\n;ziekenhuis;LUMC\r\n');
    expect(rows.map(({ invitee, faults }) => [invitee?.email ?? null, faults])).toEqual([
      ['a@b.example', []],
      [null, []],
    ]);
  });

  it('names an address that comes twice, whatever its capitals', () => {
    const rows = read('a@b.example;meekijker\nA@b.example;meekijker');
    expect(rows.map((row) => row.faults)).toEqual([[], ['twice']]);
  });

  it('can be begun from the seats that nobody has', () => {
    const seats = [
      { role: 'chair', id: 'west', name: 'West', taken: 'no' },
      { role: 'hospital', id: 'lumc', name: 'LUMC', taken: 'yes' },
      { role: 'hospital', id: 'haga', name: 'Haga', taken: 'no' },
    ] as const;
    const text = linesFor(seats, (role) => (role === 'chair' ? 'voorzitter' : 'ziekenhuis'));
    expect(text).toBe(';voorzitter;West\n;ziekenhuis;Haga');
    expect(read(text).every((row) => row.faults.length === 0)).toBe(true);
  });

  it('shows what the server found at the line that it is about', () => {
    const rows = read('x;meekijker\na@b.example;meekijker\nc@b.example;meekijker');
    const shown = withServerFaults(rows, [{ path: 'people.1.email' }]);
    expect(shown.map((row) => row.faults)).toEqual([['email'], [], ['server']]);
    expect(shown[2]?.invitee).toBeNull();
  });
});
