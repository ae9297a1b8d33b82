import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLpz } from '../../../server/feeds/lpz/load.ts';
import { LpzMappingError, readMapping } from '../../../server/feeds/lpz/mapping.ts';
import { readLpz } from '../../../server/feeds/lpz/read.ts';

const EXAMPLE = join(import.meta.dirname, '../../../server/feeds/lpz/mapping.example.json');
const mapping = readMapping(readFileSync(EXAMPLE, 'utf8'));
const AT = '2026-11-22T13:05:00+01:00';

const location = (...beschikbaarheid: unknown[]) => [
  { oid: '2.16.528.1.1', locatie: 'Ziekenhuis Voorbeeld', beschikbaarheid },
];
const read = (...availabilities: unknown[]) => readLpz(location(...availabilities), mapping);
const seh = (more: object = {}) => ({ afdeling: 'SEH', bijgewerktOp: AT, ...more });

describe('an answer of LPZ', () => {
  it('is read by the mapping: a threatening stop is limited, its expected end the end, its reason the reason', () => {
    const answer = read(
      seh({ status: 'Dreigende stop', reden: 'drukte', verwachtEinde: '2026-11-22T14:30:00' }),
    );
    expect(answer?.anomalies).toEqual([]);
    expect(answer?.observedAt).toBe('2026-11-22T12:05:00.000Z');
    expect(answer?.items).toMatchObject([
      {
        place: '[0].beschikbaarheid[0]',
        subject: { identifiers: [{ system: 'urn:ietf:rfc:3986', value: '2.16.528.1.1' }] },
        kind: 'ed',
        figures: {
          ...{ status: 'limited', reason: 'drukte', validUntil: '2026-11-22T13:30:00.000Z' },
          ...{ observedAt: '2026-11-22T12:05:00.000Z', staffed: null, available: null },
        },
      },
    ]);
  });

  it.each([
    ['open', 'open'],
    ['stop', 'closed'],
    ['TIME-OUT', 'closed'],
    [' presentatiestop ', 'closed'],
  ])('%j is %s', (word, status) => {
    expect(read(seh({ status: word }))?.items[0]?.figures.status).toBe(status);
  });

  it('takes open beds for staffed ones, and a real nought for nought', () => {
    const bedden = { geopend: 12, beschikbaar: 0 };
    const answer = read({ afdeling: 'ic', bijgewerktOp: AT, bedden });
    expect(answer?.items[0]).toMatchObject({
      kind: 'icu',
      figures: { staffed: 12, available: 0, occupied: null, status: null },
    });
  });

  it.each([
    ['a department that nobody mapped', { ...seh(), afdeling: 'Poli' }, 'UNKNOWN_CODE'],
    ['no department', { status: 'open', bijgewerktOp: AT }, 'UNKNOWN_CODE'],
    ['a time that was promised and is not there', { afdeling: 'SEH', status: 'open' }, 'BAD_TIME'],
    ['a date without a time', { ...seh(), bijgewerktOp: '2026-11-22' }, 'BAD_TIME'],
  ])('leaves out %s, and counts it', (_what, one, anomaly) => {
    expect(read(one)).toMatchObject({ items: [], anomalies: [anomaly] });
  });

  it('knows departments that are none of ours, without a remark', () => {
    expect(read({ ...seh(), afdeling: 'Verloskamer' })).toMatchObject({ items: [], anomalies: [] });
  });

  it.each([
    ['a word of no mapping', { status: 'code rood' }, { status: null }, 'UNKNOWN_CODE'],
    ['12.5 beds', { bedden: { beschikbaar: 12.5 } }, { available: null }, 'BAD_COUNT'],
    ['beds below nought', { bedden: { geopend: -1 } }, { staffed: null }, 'BAD_COUNT'],
    ['a crowding that is no number', { nedocs: 'NaN' }, { nedocs: null }, 'BAD_COUNT'],
    ['an end that cannot be read', { verwachtEinde: 'straks' }, { validUntil: null }, 'BAD_TIME'],
    [
      'a reason about somebody',
      { reden: 'mw. Jansen, BSN 123456782' },
      { reason: null },
      'PERSON_DATA',
    ],
  ])('makes %s unknown, and says so', (_what, more, figures, anomaly) => {
    const answer = read(seh(more));
    expect(answer?.items).toMatchObject([{ figures, anomalies: [anomaly] }]);
  });

  it('uses neither of two departments that stand for one unit', () => {
    const answer = read(seh({ status: 'open' }), seh({ status: 'stop' }), seh({ status: 'stop' }));
    expect(answer).toMatchObject({ items: [], anomalies: ['AMBIGUOUS'] });
  });

  it.each([
    ['no list', { fout: 'ja' }],
    ['nothing', null],
    ['a text', 'open'],
    ['more locations than there can be', Array.from({ length: 2_001 }, () => ({}))],
  ])('that is %s is none', (_what, answer) => {
    expect(readLpz(answer, mapping)).toBeNull();
  });

  it('passes over a location without its name, and not the others', () => {
    const answer = readLpz(
      [{ beschikbaarheid: [seh()] }, null, ...location(seh({ status: 'open' }))],
      mapping,
    );
    expect(answer).toMatchObject({
      items: [{ kind: 'ed' }],
      anomalies: ['UNKNOWN_CODE', 'UNKNOWN_CODE'],
    });
  });

  it('never throws and never makes up a figure, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.dictionary(fc.constantFrom('oid', 'beschikbaarheid', '__proto__'), fc.jsonValue()),
        ),
        (answer) => {
          const got = readLpz(answer, mapping);
          for (const { figures } of got?.items ?? [])
            for (const count of [figures.staffed, figures.available])
              expect(count === null || (Number.isInteger(count) && count >= 0)).toBe(true);
        },
      ),
      { verbose: 1 },
    );
  });
});

describe('a mapping', () => {
  it('may take the moment of asking for the time, where it says so', () => {
    const polled = readMapping(
      JSON.stringify({
        department: { at: 'naam', words: { SEH: 'ed' } },
        status: { at: 'status', words: { open: 'open' } },
        observedAt: { poll: true },
      }),
    );
    const answer = readLpz(location({ naam: 'SEH', status: 'open' }), polled);
    expect(answer?.items).toMatchObject([{ figures: { status: 'open', observedAt: null } }]);
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['nothing about time', '{"department":{"at":"a","words":{}},"open":"b"}', 'observedAt'],
    ['no figure', '{"department":{"at":"a","words":{}},"observedAt":"t"}', 'maps no figure'],
    [
      'a unit of nobody',
      '{"department":{"at":"a","words":{"x":"icu2"}},"open":"b","observedAt":"t"}',
      'department.words.x',
    ],
    ['a name too many', '{"department":{"at":"a","words":{}},"opne":"b","observedAt":"t"}', 'opne'],
  ])('with %s is refused with the place', (_what, text, place) => {
    expect(() => readMapping(text)).toThrow(LpzMappingError);
    expect(() => readMapping(text)).toThrow(place);
  });

  it('that is not there stops the start, by its name', () => {
    const given = { url: 'https://lpz.example', token: 'a:b', everyMs: 60_000 };
    expect(() => loadLpz({ ...given, mapping: '/nowhere/map.json' })).toThrow(
      /LPZ_MAPPING .*map\.json: cannot be read/,
    );
    expect(loadLpz({ ...given, mapping: EXAMPLE }).mapping).toEqual(mapping);
  });
});
