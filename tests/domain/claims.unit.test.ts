import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  holds,
  joinedClaims,
  ownPath,
  ruleFor,
  strangerOf,
  valuesOf,
  type ClaimRule,
} from '#domain/access/claims.ts';
import { oidcRules } from '../../server/access/oidc-rules.ts';

const ORIGIN = 'https://kaart.example.nl';
const word = fc.stringMatching(/^[a-z]{1,6}$/);
/** Whatever a provider could send. */
const anything = fc.jsonValue({ maxDepth: 3 });
const anyClaims = fc.dictionary(fc.oneof(word, fc.constantFrom('__proto__', 'roles')), anything);

describe('values of a claim', () => {
  it.each([
    ['one', { group: 'seh' }, 'group', ['seh']],
    ['several', { groups: ['seh', 'ic'] }, 'groups', ['seh', 'ic']],
    ['one inside another', { realm_access: { roles: ['chair'] } }, 'realm_access.roles', ['chair']],
    ['a name with dots', { 'https://x.nl/role': 'chair' }, 'https://x.nl/role', ['chair']],
    ['numbers and booleans', { of: [7, true] }, 'of', ['7', 'true']],
    ['nothing that is text', { of: [null, {}, [['deep']]] }, 'of', []],
    ['none', {}, 'groups', []],
    ['none of the object itself', {}, 'constructor.name', []],
    ['none behind what is no object', { a: 'text' }, 'a.length', []],
  ])('are %s', (_name, claims, name, values) => {
    expect(valuesOf(claims, name)).toEqual(values);
  });

  it('are text whatever comes, and nothing throws', () => {
    fc.assert(
      fc.property(anyClaims, fc.string(), (claims, name) => {
        for (const value of valuesOf(claims, name)) expect(typeof value).toBe('string');
      }),
    );
  });
});

describe('the rule that counts', () => {
  const rules = fc.array(fc.record({ claim: word, is: word }), { minLength: 1, maxLength: 6 });

  it('is the first that holds, wherever its value stands in the claim', () => {
    fc.assert(
      fc.property(rules, anyClaims, fc.array(word), fc.nat(), (list, claims, others, at) => {
        const rule = list[at % list.length] as ClaimRule;
        const told = { ...claims, [rule.claim]: [...others, rule.is] };
        const found = ruleFor(list, told);
        expect(found).not.toBeNull();
        const before = list.slice(0, list.indexOf(found as ClaimRule));
        expect(before.some((one) => holds(one, told))).toBe(false);
        expect(holds(found as ClaimRule, told)).toBe(true);
      }),
    );
  });

  it('is the first of several that hold, in the order of the file', () => {
    const list = ['kijker', 'beheer', 'lumc'].map((is) => ({ claim: 'roles', is }));
    const roles = ['lumc', 'beheer', 'kijker'];
    expect(ruleFor(list, { roles })?.is).toBe('kijker');
    expect(ruleFor(list.toReversed(), { roles })?.is).toBe('lumc');
    expect(ruleFor(list, { roles: ['lumc', 'beheer'] })?.is).toBe('beheer');
  });

  it('is never found by a part of a value, by another spelling or by another claim', () => {
    const rule = { claim: 'groups', is: 'beheer' };
    for (const claims of [
      { groups: 'beheerders' },
      { groups: ['Beheer'] },
      { groups: 'seh,beheer' },
      { groups: { beheer: true } },
      { groups: [['beheer', 'x']] },
      { roles: ['beheer'] },
    ])
      expect(ruleFor([rule], claims), JSON.stringify(claims)).toBeNull();
  });
});

describe('who signs in', () => {
  it('is known by a subject only', () => {
    for (const sub of [undefined, '', 7, ['a'], null])
      expect(strangerOf({ sub, email: 'a@b.nl' })).toBeNull();
  });

  it('has an address only where it can be one, in small letters', () => {
    const email = (told: unknown) => strangerOf({ sub: 'a', email: told })?.email;
    expect(email('Desk@LUMC.example')).toBe('desk@lumc.example');
    for (const told of ['desk', 'a b@c.nl', ['a@b.nl'], `${'a'.repeat(250)}@b.nl`, null])
      expect(email(told)).toBeNull();
  });

  it('has a verified one only by the word about that same address', () => {
    expect(strangerOf({ sub: 'a', email: 'a@b.nl', email_verified: true })?.verified).toBe(true);
    // Some providers send booleans as text.
    expect(strangerOf({ sub: 'a', email: 'a@b.nl', email_verified: 'true' })?.verified).toBe(true);
    for (const told of [false, 'false', 1, undefined, ['true']])
      expect(
        strangerOf({ sub: 'a', email: 'a@b.nl', email_verified: told })?.verified,
        String(told),
      ).toBe(false);
    expect(
      strangerOf({ sub: 'a', preferred_username: 'a@b.nl', email_verified: true }),
    ).toMatchObject({ email: 'a@b.nl', verified: false });
  });

  it('is not given a word about an address that stands elsewhere', () => {
    const signed = { sub: 'a', email: 'boss@b.nl' };
    const asked = { sub: 'b', email: 'a@b.nl', email_verified: true, groups: ['x'] };
    const joined = joinedClaims(signed, asked);
    expect(joined).toEqual({ sub: 'a', email: 'boss@b.nl', groups: ['x'] });
    expect(strangerOf(joined)?.verified).toBe(false);
  });
});

describe('the page that one comes back to', () => {
  it('is kept where it is ours', () => {
    for (const path of ['/', '/map', '/map?at=5#x', '/hospital/lumc-leiden'])
      expect(ownPath(path, ORIGIN)).toBe(path);
  });

  const BAD = [
    ...['//evil.example', '/\\evil.example', '/\t/evil.example', '/.//evil.example', '/..//evil'],
    ...['/%2e//evil.example', 'https://evil.example', 'javascript:alert(1)', 'evil', '', '/\\/e'],
    ...['/a/..//evil.example', '/api/auth/oidc/leave', '/x/../api/v1/me', '///evil.example'],
  ];
  it.each(BAD)('is the first page for %j', (path) => {
    expect(ownPath(path, ORIGIN)).toBe('/');
  });

  it('never lies elsewhere', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '\t',
      '\n',
      '@',
      ':',
      '//',
      'evil.nl',
      '%2f',
    );
    const path = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(path, (asked) => {
        const to = ownPath(`/${asked}`, ORIGIN);
        expect(new URL(to, ORIGIN).origin).toBe(ORIGIN);
        expect(to.startsWith('/') && !/^\/[/\\]/.test(to)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the file of the rules', () => {
  const read = (value: unknown) => oidcRules(JSON.stringify(value), 'rules.json');

  it('gives each rule its scope', () => {
    const [rule] = read([
      { claim: 'groups', is: 'seh', role: 'hospital', scope: { facilities: ['lumc-leiden'] } },
    ]);
    expect(rule?.scope).toEqual({ room: null, facilities: ['lumc-leiden'], regions: [] });
  });

  it.each([
    ['an empty list', []],
    ['no list', {}],
    ['a role that is none', [{ claim: 'a', is: 'b', role: 'king' }]],
    ['the role of machines', [{ claim: 'a', is: 'b', role: 'machine' }]],
    ['a rule for everybody', [{ role: 'viewer' }]],
    ['an empty value', [{ claim: 'a', is: '', role: 'viewer' }]],
    ['a word that it does not know', [{ claim: 'a', is: 'b', role: 'viewer', admin: true }]],
  ])('is refused with its name: %s', (_name, value) => {
    expect(() => read(value)).toThrow(/rules\.json \(OIDC_RULES\)/);
  });

  it('is refused where it is no JSON', () => {
    expect(() => oidcRules('{', 'rules.json')).toThrow(/not JSON/);
  });
});
