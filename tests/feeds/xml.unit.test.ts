import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXml, MOST_XML_BYTES, parseXml, XmlError } from '../../server/feeds/core/xml.ts';
import { isCitizenNumber, mayNameSomebody } from '#domain/person-data.ts';
import { keepable } from '../../server/feeds/core/words.ts';
import { dutchMoment, xsdInstant } from '../../server/feeds/core/dutch-time.ts';
import { instantOf } from '../../server/feeds/fhir/resources.ts';

const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof XmlError ? error.code : String(error);
  }
};

describe('XML of strangers', () => {
  it.each([
    [
      'a bomb of entities',
      '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
      'XML_REFUSED',
    ],
    [
      'a file of the machine',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'XML_REFUSED',
    ],
    ['a document type in small letters', '<!doctype a><a/>', 'XML_REFUSED'],
    ['an element that is not closed', '<a><b></a>', 'MALFORMED_XML'],
    ['nothing', '', 'MALFORMED_XML'],
    ['two roots', '<a/><b/>', 'MALFORMED_XML'],
    ['too deep', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`, 'XML_REFUSED'],
    ['too many', `<a>${'<b/>'.repeat(60_000)}</a>`, 'XML_REFUSED'],
  ])('that is %s is refused', (_what, text, code) => {
    expect(codeOf(() => parseXml(text))).toBe(code);
  });

  it('may use the five entities and numbers, and no other', () => {
    expect(parseXml('<a>&lt;&amp;&#65;&#x42;&eacute;&#0;</a>').text).toBe('<&AB&eacute;&#0;');
  });

  it('keeps prefixes apart by what they were declared to mean', () => {
    const root = parseXml('<a xmlns="urn:1"><x:b xmlns:x="urn:2"/><b xmlns=""/></a>');
    expect(root.children.map(({ ns, name }) => [ns, name])).toEqual([
      ['urn:2', 'b'],
      ['', 'b'],
    ]);
  });

  it('is read in the encoding that it declares', () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><a>patiënt</a>';
    expect(parseXml(decodeXml(Buffer.from(text, 'latin1'))).text).toBe('patiënt');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a>é</a>', 'utf16le')]);
    expect(parseXml(decodeXml(utf16)).text).toBe('é');
    expect(codeOf(() => decodeXml(Buffer.from('<a>é</a>', 'latin1')))).toBe('MALFORMED_XML');
    expect(
      codeOf(() => decodeXml(Buffer.from('<?xml version="1.0" encoding="x-user"?><a/>'))),
    ).toBe('XML_REFUSED');
    expect(codeOf(() => decodeXml(new Uint8Array(MOST_XML_BYTES + 1)))).toBe('XML_REFUSED');
  });

  it('never ends otherwise than in an element or a refusal', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({
          unit: fc.constantFrom('<', '>', '/', 'a', '&', ';', '"', '=', '!', '[', ' ', '?'),
        })
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const code = codeOf(() => parseXml(decodeXml(given)));
        expect([null, 'MALFORMED_XML', 'XML_REFUSED']).toContain(code);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('text of feeds', () => {
  const kept = (text: string) => keepable(text, () => undefined);
  it.each([
    'BSN 111222333',
    'pt 1112 22 333 wacht',
    'dhr. Jansen op bed 4',
    'mevr. de Vries',
    'geb. 3 maart',
    'geboren 12-03-1951',
    'bel 06-12345678',
    'j.jansen@example.org',
    'Patient Pietersen',
  ])('that may name somebody is not kept: %s', (text) => {
    expect(kept(text)).toBeNull();
  });

  it.each([
    'CT 1 in storing tot 14:30',
    'geen IC-bedden, 3 wachtend',
    'personeel ziek (4 van 12)',
    'telefoon 1234',
  ])('that names nobody is kept: %s', (text) => {
    expect(kept(text)).toBe(text);
  });

  it('is one line and cut to length', () => {
    expect(kept(' a\n\tb\x00 ')).toBe('a b');
    const anomalies: string[] = [];
    expect(keepable('x'.repeat(900), (one) => anomalies.push(one))).toHaveLength(500);
    expect(anomalies).toEqual(['CUT']);
  });

  it('knows a citizen number by its eleven-test', () => {
    expect(isCitizenNumber('111222333')).toBe(true);
    expect(isCitizenNumber('111222334')).toBe(false);
    expect(mayNameSomebody('nummer 123456789')).toBe(false);
    // A patient is no name.
    expect(mayNameSomebody('De patiënt is bij ons, pt stabiel')).toBe(false);
    expect(mayNameSomebody('patiënt van den Berg, PATIENT JANSEN')).toBe(true);
  });
});

describe('Dutch time', () => {
  const at = (day: number, hour: number, month: number, later = false) => {
    const ms = dutchMoment({ year: 2026, month, day, hour, minute: 30, second: 0 }, later);
    return ms === null ? null : new Date(ms).toISOString();
  };
  it('is an hour ahead in winter and two in summer', () => {
    expect(at(18, 14, 11)).toBe('2026-11-18T13:30:00.000Z');
    expect(at(18, 14, 7)).toBe('2026-07-18T12:30:00.000Z');
  });
  it('has one hour twice in October', () => {
    expect(at(25, 2, 10)).toBe('2026-10-25T00:30:00.000Z');
    expect(at(25, 2, 10, true)).toBe('2026-10-25T01:30:00.000Z');
  });
  it('lacks one in March', () => {
    expect(at(29, 2, 3)).toBe('2026-03-29T01:30:00.000Z');
  });
  it('has no 31st of November', () => {
    expect(at(31, 2, 11)).toBeNull();
    expect(xsdInstant('2026-13-01T00:00:00')).toBeNull();
  });
  it('is of no year that XML and FHIR cannot write', () => {
    for (const read of [xsdInstant, instantOf]) {
      expect(read('0001-01-01T00:00:00Z')).toBe('0001-01-01T00:00:00.000Z');
      for (const no of [
        '0000-01-01T00:00:00Z',
        '9999-12-31T23:59:59-14:00',
        '2026-13-01T00:00:00Z',
      ])
        expect(read(no), no).toBeNull();
    }
    expect(xsdInstant('0000-01-01T00:00:00')).toBeNull();
  });
});
