/** What the simulated hospitals write, read by programs that are not ours, and whether their movements add up. */
import { createServer, type AddressInfo } from 'node:net';
import { Hl7Message } from '@medplum/core';
import { Fhir } from 'fhir';
import { describe, expect, it } from 'vitest';
import type { ObservationBody } from '../../seed/simulator/actions.ts';
import { adtMessage } from '../../seed/simulator/feeds/adt.ts';
import { bedBundle, measureReport } from '../../seed/simulator/feeds/fhir.ts';
import { framed, MllpLine } from '../../seed/simulator/feeds/mllp-line.ts';
import { Register, type Movement } from '../../seed/simulator/feeds/register.ts';
import { randomStream } from '../../seed/simulator/random.ts';
import type { UnitKind } from '#domain/words.ts';

const UNITS: UnitKind[] = ['ed', 'trauma-bay', 'icu', 'medium-care', 'acute-ward', 'ward'];
const START = Date.parse('2026-11-18T11:00:00.000Z');

/** Where everybody is after the movements: places by visit. Written anew, so that it does not share a mistake. */
function whereabouts(movements: readonly Movement[]): Map<string, string> {
  const where = new Map<string, string>();
  for (const { event, visit, place } of movements)
    if (event === 'A03' || event === 'A11') where.delete(visit);
    else where.set(visit, place);
  return where;
}

const WARDS = { SEH: 'ed', TRK: 'trauma-bay', IC: 'icu', MC: 'medium-care', AOA: 'acute-ward' };
const unitAt = (place: string): string =>
  place.startsWith('KLIN') ? 'ward' : (WARDS[place.split('^')[0] as keyof typeof WARDS] ?? 'none');

describe.each([1, 2, 3])('a register of visits, seed %i', (seed) => {
  const random = randomStream(seed, 'counts');
  const register = new Register('ergens', seed);
  const all: Movement[] = [];

  it('tells movements that lead to every count that it was given, and no bed holds two', () => {
    for (let n = 0; n < 800; n += 1) {
      const counts = UNITS.map((unit) => ({ unit, occupied: random.whole(0, 12) }));
      all.push(...register.tell(counts, START + n * 60_000));
      const places = [...whereabouts(all).values()];
      expect(new Set(places).size).toBe(places.length);
      for (const { unit, occupied } of counts) {
        expect(register.count(unit)).toBe(occupied);
        expect(places.filter((place) => unitAt(place) === unit).length).toBe(occupied);
      }
    }
  });

  it('tells of admissions, transfers, discharges and mistakes, each later than the one before', () => {
    const events = new Set(all.map(({ event }) => event));
    expect([...events].toSorted()).toEqual(
      expect.arrayContaining(['A01', 'A02', 'A03', 'A04', 'A11', 'A13']),
    );
    const times = all.map(({ at }) => at);
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    for (const { event, prior } of all) expect(prior === '').toBe(event !== 'A02');
  });

  it('says something when nothing happened', () => {
    const counts = UNITS.map((unit) => ({ unit, occupied: register.count(unit) }));
    expect(register.tell(counts, START + 900 * 60_000).length).toBeGreaterThan(0);
  });
});

describe('a movement on the wire', () => {
  it('is read by a program that is not ours, and has nothing of a patient', () => {
    const movement = {
      event: 'A02',
      visit: 'V7',
      place: 'IC^I3^1',
      prior: 'SEH^K2^1',
      patientClass: 'I',
      at: START,
    } as const;
    const message = Hl7Message.parse(adtMessage({ facility: 'ergens' }, 'C1', movement));
    const field = (segment: string, n: number) =>
      message.getSegment(segment)?.getField(n)?.toString();
    expect(field('MSH', 9)).toBe('ADT^A02^ADT_A02');
    expect([field('PV1', 3), field('PV1', 6), field('PV1', 19)]).toEqual([
      'IC^I3^1',
      'SEH^K2^1',
      'V7^^^ergens^VN',
    ]);
    expect(field('EVN', 6)).toBe('20261118110000.000+0000');
    expect(message.getSegment('PID')?.toString()).toBe('PID|1');
  });
});

describe('FHIR as it is written', () => {
  const body: ObservationBody = {
    ...{ staffed: 10, physical: 12, occupied: 11, available: 0 },
    ...{ status: 'open', observedAt: '2026-11-18T11:00:00.000Z' },
  };
  const told = [{ unit: 'icu', body } as const];

  it.each([
    ['report', measureReport('ergens', told, 'r1')],
    ['bundle of beds', bedBundle('ergens', told, 'b1')],
  ])('is a valid %s', (_what, text) => {
    expect(new Fhir().validate(JSON.parse(text) as object)).toMatchObject({ valid: true });
  });

  it('has a bed for every place, also for those who lie beyond the last', () => {
    const bundle = JSON.parse(bedBundle('ergens', told, 'b1')) as {
      total: number;
      entry: { resource: { operationalStatus: { code: string } } }[];
    };
    const codes = bundle.entry.map(({ resource }) => resource.operationalStatus.code);
    expect(bundle.total).toBe(12);
    expect(codes.filter((code) => code === 'O').length).toBe(11);
    expect(codes.filter((code) => code === 'U').length).toBe(0);
  });
});

describe('a line that sends', () => {
  it('says that it broke when nobody answered, and sends on a new one afterwards', async () => {
    const got: string[] = [];
    let broken = true;
    const server = createServer((socket) => {
      socket.on('data', (bytes) => {
        got.push(bytes.toString());
        if (broken) socket.destroy();
        else socket.write(framed('MSH|^~\\&|A\rMSA|AA|1\r'));
        broken = false;
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const line = new MllpLine({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    try {
      await expect(line.send('one')).rejects.toThrow('the line broke');
      expect(await line.send('one')).toBe('AA');
      expect(got).toEqual([framed('one').toString(), framed('one').toString()]);
    } finally {
      line.close();
      server.close();
    }
  });
});
