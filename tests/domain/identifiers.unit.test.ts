import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '#domain/apply.ts';
import type { Entry } from '#domain/entries.ts';
import {
  AGB,
  canonical,
  identifiersSchema,
  identify,
  OID,
  OWN,
  profileOf,
  resolveFacility,
  URA,
} from '#domain/identifiers/identifiers.ts';
import { aFacility } from '../builders.ts';
import { aPicture } from '../support/pictures.ts';

const north = aFacility({ id: 'h-1', name: 'Ziekenhuis Noord', shortName: 'Noord' });
const south = aFacility({ id: 'h-2', name: 'Ziekenhuis Zuid', shortName: 'Zuid' });
const agb = { system: AGB, value: '06990001' };
const picture = aPicture([
  { ...north, identifiers: [agb, { system: OID, value: '2.16.1.1' }] },
  { ...south, identifiers: [agb, { system: OID, value: '2.16.1.2' }] },
]);

describe('whom a message speaks for', () => {
  it('is the one location that bears the name', () => {
    const given = [{ system: OID, value: 'urn:oid:2.16.1.2' }];
    expect(resolveFacility(picture, given)).toEqual({ kind: 'found', facility: 'h-2' });
  });

  it('is ambiguous where an organisation has several locations', () => {
    expect(resolveFacility(picture, [agb])).toEqual({
      kind: 'ambiguous',
      facilities: ['h-1', 'h-2'],
    });
  });

  it('is told by a second name that only one of them bears', () => {
    const given = [agb, { system: OID, value: '2.16.1.1' }];
    expect(resolveFacility(picture, given)).toEqual({ kind: 'found', facility: 'h-1' });
  });

  it('is ambiguous when two names contradict each other', () => {
    const given = [
      { system: OID, value: '2.16.1.1' },
      { system: OID, value: '2.16.1.2' },
    ];
    expect(resolveFacility(picture, given).kind).toBe('ambiguous');
  });

  it('is unknown for a name that nobody bears, whatever it is called', () => {
    for (const system of [URA, 'constructor', '__proto__'])
      expect(resolveFacility(picture, [{ system, value: '1' }])).toEqual({ kind: 'unknown' });
  });

  it('is found by the exact name as a last resort only', () => {
    expect(resolveFacility(picture, [], 'Ziekenhuis Zuid')).toEqual({
      kind: 'found',
      facility: 'h-2',
    });
    expect(resolveFacility(picture, [], 'ziekenhuis zuid')).toEqual({ kind: 'unknown' });
    expect(resolveFacility(picture, [agb], 'Ziekenhuis Zuid').kind).toBe('ambiguous');
  });

  it('is found by our own id', () => {
    expect(resolveFacility(picture, [{ system: OWN, value: 'h-1' }])).toEqual({
      kind: 'found',
      facility: 'h-1',
    });
  });
});

describe('an identifier', () => {
  it('has one spelling, whichever its sender uses', () => {
    for (const system of ['AGB', 'urn:oid:2.16.840.1.113883.2.4.6.1', AGB])
      expect(canonical({ system, value: ' 6990001 ' })).toEqual(agb);
  });

  it('is canonical once it was made so', () => {
    const any = fc.record({ system: fc.string(), value: fc.string() });
    fc.assert(
      fc.property(any, (one) => {
        const once = canonical(one);
        expect(canonical(once)).toEqual(once);
      }),
    );
  });

  it('holds no white space in its register and nothing unprintable', () => {
    expect(identifiersSchema.safeParse([{ system: 'a b', value: '1' }]).success).toBe(false);
    expect(identifiersSchema.safeParse([{ system: 'a', value: '1\n2' }]).success).toBe(false);
  });
});

describe('giving a facility its names', () => {
  it('changes nothing else of it, and says each once', () => {
    const decided = identify(picture, {
      facility: 'h-1',
      identifiers: [agb, { system: 'agb', value: '6990001' }],
      ifVersion: null,
    });
    if (!decided.ok) throw new Error(decided.code);
    const [made] = decided.entries;
    const entry = { ...made, seq: picture.seq + 1, at: picture.at, version: 2 } as unknown as Entry;
    const after = apply(picture, entry).facilities['h-1'];
    expect(after).toEqual({ ...picture.facilities['h-1'], version: 2, identifiers: [agb] });
  });

  it('is refused for what is not there and for what has changed', () => {
    const ask = (facility: string, ifVersion: number | null) =>
      identify(picture, { facility, identifiers: [], ifVersion });
    expect(ask('nowhere', null)).toMatchObject({ ok: false, code: 'UNKNOWN_FACILITY' });
    expect(ask('h-1', 99)).toMatchObject({ ok: false, code: 'VERSION_MISMATCH' });
  });

  it('repeats the whole profile', () => {
    expect(profileOf(north).unitKinds).toEqual(north.units.map((unit) => unit.kind));
    expect(profileOf(north)).not.toHaveProperty('claims');
  });
});
