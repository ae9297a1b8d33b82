import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, plainJson, sha256 } from '../../db/chain.ts';

describe('canonical form (RFC 8785)', () => {
  it('writes numbers as appendix B does', () => {
    const vectors: [string, string][] = [
      ['0000000000000000', '0'],
      ['8000000000000000', '0'],
      ['0000000000000001', '5e-324'],
      ['8000000000000001', '-5e-324'],
      ['7fefffffffffffff', '1.7976931348623157e+308'],
      ['4340000000000000', '9007199254740992'],
      ['c340000000000000', '-9007199254740992'],
      ['4430000000000000', '295147905179352830000'],
      ['44b52d02c7e14af5', '9.999999999999997e+22'],
      ['44b52d02c7e14af6', '1e+23'],
      ['44b52d02c7e14af7', '1.0000000000000001e+23'],
      ['444b1ae4d6e2ef4e', '999999999999999700000'],
      ['444b1ae4d6e2ef50', '1e+21'],
      ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
      ['3eb0c6f7a0b5ed8d', '0.000001'],
      ['41b3de4355555553', '333333333.3333332'],
      ['41b3de4355555555', '333333333.3333333'],
      ['becbf647612f3696', '-0.0000033333333333333333'],
      ['43143ff3c1cb0959', '1424953923781206.2'],
    ];
    for (const [bits, text] of vectors) {
      expect(canonical(Buffer.from(bits, 'hex').readDoubleBE()), bits).toBe(text);
    }
  });

  it('sorts keys by UTF-16 units and escapes as section 3.2 does', () => {
    const sorted = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonical(sorted)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
    const example = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonical(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(canonical({ 10: 1, 9: 2, b: { z: [], a: {} } })).toBe(
      '{"10":1,"9":2,"b":{"a":{},"z":[]}}',
    );
  });

  it('refuses what is not JSON', () => {
    const wrong = [
      undefined,
      NaN,
      Infinity,
      1n,
      () => 1,
      Symbol('x'),
      [undefined],
      new Date(0),
      '\ud800',
      { '\udc00': 1 },
    ];
    for (const value of wrong) expect(() => canonical(value)).toThrow(TypeError);
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(plainJson({ a: ['\\ud800', '\ud800'] }).text).toBe('{"a":["\\\\ud800","\ufffd"]}');
    for (const value of wrong.slice(0, -2)) {
      expect(() => plainJson(value)).toThrow(TypeError);
      expect(() => plainJson({ 1: 'odd key', a: [value] })).toThrow(TypeError);
    }
    expect(plainJson({ 1: 'a', '\udc00': [-0] }).text).toBe('{"1":"a","\ufffd":[0]}');
  });

  it('round-trips, is the same for any order of keys, and is what the reference package writes', () => {
    const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 });
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        const { value: copy, text } = plainJson(plain);
        expect(canonical(JSON.parse(text))).toBe(text);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(JSON.parse(text)));
        expect(plainJson(reversed(plain)).text).toBe(text);
        expect(text).toBe(canonicalize(JSON.parse(text)));
        expect(JSON.parse(text)).toEqual(wellFormedCopy(plain));
      }),
    );
  });

  it('hashes text as UTF-8', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('é')).toBe(sha256(Buffer.from([0xc3, 0xa9])));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

function wellFormedCopy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).toWellFormed()) as unknown;
}
