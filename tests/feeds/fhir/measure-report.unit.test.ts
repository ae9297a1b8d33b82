/** Reports of the three guides, read by one parser. Source of the worked example: the capacity model's page on SANER. */
import { describe, expect, it } from 'vitest';
import { itemsOfReport } from '../../../server/feeds/fhir/measure-report.ts';
import { measureReportSchema } from '../../../server/feeds/fhir/resources.ts';
import { Referred } from '../../../server/feeds/fhir/subjects.ts';
import { groupedReport, SANER, sanerReport } from './messages.ts';

const NOBODY = { identifiers: [], name: null };
const read = (report: unknown) => itemsOfReport(measureReportSchema.parse(report), NOBODY);
const figures = (report: unknown, kind: string) =>
  read(report).items.find((item) => item.kind === kind)?.figures;

describe('a SANER report', () => {
  const example = sanerReport([
    { code: 'numTotBeds', count: 420 },
    { code: 'numICUBeds', count: 12 },
    { code: 'numICUBedsOcc', count: 10 },
    { code: 'numICUBedsAvail', count: 'absent' },
  ]);

  it('gives the staffed beds, the occupied ones and no availability where that is absent', () => {
    expect(figures(example, 'icu')).toMatchObject({ staffed: 12, occupied: 10, available: null });
    expect(read(example).observedAt).toBe('2026-11-22T12:05:00.000Z');
  });

  it('adds no total to any unit', () => {
    expect(read(example).items.map((item) => item.kind)).toEqual(['icu']);
  });

  it.each([
    ['the present canonical', `${SANER}/CodeSystem/MeasuredValues`],
    ['the older one', 'http://hl7.org/fhir/us/saner/CodeSystem/PopulationSystem'],
    ["another host's", 'https://example.org/fhir/CodeSystem/MeasuredValues'],
  ])('is matched on its codes under %s', (_name, system) => {
    const report = sanerReport([{ code: 'NUMICUBEDSAVAIL', count: 0 }], {}, system);
    expect(figures(report, 'icu')?.available).toBe(0);
  });

  it('is not believed under a register that nobody knows', () => {
    const report = sanerReport([{ code: 'numICUBeds', count: 3 }], {}, 'https://example.org/codes');
    expect(read(report)).toMatchObject({ items: [], anomalies: ['UNKNOWN_CODE'] });
  });

  it('with a date and no time counts from its receipt', () => {
    const report = sanerReport([{ code: 'numICUBeds', count: 3 }], { date: '2026-11-22' });
    expect(read(report)).toMatchObject({ observedAt: null, anomalies: ['BAD_TIME'] });
  });

  it.each([12.5, -1, 100_000, '12', 'many', {}, [3]])('with a count of %s', (count) => {
    const found = read(sanerReport([{ code: 'numICUBeds', count }])).items[0];
    const whole = count === '12';
    expect(found?.figures.staffed).toBe(whole ? 12 : null);
    expect(found?.anomalies).toEqual(whole ? [] : ['BAD_COUNT']);
  });

  it('that says two things of one figure keeps the last and remarks upon it', () => {
    const report = sanerReport([
      { code: 'numICUBeds', count: 3 },
      { code: 'numICUBeds', count: 4 },
    ]);
    expect(read(report).items[0]).toMatchObject({
      figures: { staffed: 4 },
      anomalies: ['CONTRADICTION'],
    });
  });
});

describe('a US SAFR report', () => {
  it('has one LOINC code a group; staffed is occupied and unoccupied together', () => {
    const report = groupedReport([
      { code: '112575-6', count: 10 },
      { code: '112574-9', count: 2 },
      { code: '112568-1', count: 300 },
      { code: '112579-8', count: 420 },
      { code: '112517-8', count: 5 },
    ]);
    expect(figures(report, 'icu')).toMatchObject({ staffed: 12, occupied: 10, available: 2 });
    expect(figures(report, 'ward')).toMatchObject({ staffed: null, occupied: 300 });
    expect(read(report).items).toHaveLength(2);
  });

  it('adds the adult and the child part of psychiatry, and knows no sum of which a part is unknown', () => {
    const both = groupedReport([
      { code: '112531-9', count: 20 },
      { code: '112530-1', count: 4 },
    ]);
    expect(figures(both, 'psychiatry')?.occupied).toBe(24);
    const half = groupedReport([
      { code: '112531-9', count: 20 },
      { code: '112530-1', count: undefined },
    ]);
    expect(figures(half, 'psychiatry')?.occupied).toBeNull();
  });
});

describe('an NHSN report', () => {
  const system = 'http://hl7.org/fhir/us/nhsn-dqm/CodeSystem/healthcare-capacity-codes';
  it.each(['AdultICU_LOCOccupied', 'AdultICULOCOccupied', 'AdultICUOccupied'])(
    'spells %s, and means the same',
    (code) => {
      expect(figures(groupedReport([{ code, count: 7 }], system), 'icu')?.occupied).toBe(7);
    },
  );
});

describe('whom a report is about', () => {
  it('is found in what is contained in it', () => {
    const contained = [
      { resourceType: 'Location', id: 'a', identifier: [{ system: 'urn:x', value: '7' }] },
    ];
    const referred = new Referred().with(contained);
    expect(referred.identifiers({ reference: '#a' })).toEqual([{ system: 'urn:x', value: '7' }]);
  });

  it('is found up the line of places, and a circle ends', () => {
    const of = (id: string, partOf: string, value?: string) => ({
      fullUrl: `urn:uuid:${id}`,
      resource: {
        resourceType: 'Location',
        id,
        partOf: { reference: `urn:uuid:${partOf}` },
        identifier: value === undefined ? [] : [{ system: 'urn:x', value }],
      },
    });
    const bundle = { resourceType: 'Bundle' as const, type: 'batch' as const };
    const line = new Referred({
      ...bundle,
      entry: [of('bed', 'ward'), of('ward', 'site'), of('site', 'bed', '7')],
    });
    expect(line.identifiers({ reference: 'urn:uuid:bed' })[0]).toEqual({
      system: 'urn:x',
      value: '7',
    });
  });
});
