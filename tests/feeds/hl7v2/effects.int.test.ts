/** What each event does to the beds that are counted, through the whole of the server. Source: capacity model, 3.3. */
import { describe, expect, it } from 'vitest';
import { createHarness } from '../../api/harness.ts';
import { a20, adt, type Adt } from './messages.ts';

const CONNECTION = {
  ...{ facility: 'lumc-leiden', name: 'HiX', application: 'HIX', sendingFacility: 'ZHX' },
  ...{ certificate: null, ackMode: 'auto' as const, moveOnUpdate: false, bedCodes: {} },
};

/** A site with an ICU of ten beds and an ED. `habits`: what it does in its own way. */
async function site(habits: Partial<typeof CONNECTION> = {}) {
  const h = await createHarness();
  const { feeds } = h.app;
  await feeds.setup.addConnection({ ...CONNECTION, ...habits });
  const places = (['IC', 'SEH'] as const).map((pointOfCare) => ({
    ...{ pointOfCare, room: '', bed: '', ignored: false },
    unit: pointOfCare === 'IC' ? ('icu' as const) : ('ed' as const),
  }));
  await feeds.setup.saveMap('lumc-leiden', places, { icu: 10 });
  let n = 0;
  const line = { certificate: null, connection: null };
  const tell = async (text: string) => {
    const answer = await feeds.adt.handle(Buffer.from(text), line);
    expect(answer).toMatch(/MSA\|AA\|/);
  };
  return {
    tell,
    /** The next event, a minute after the last. */
    event: (event: string, given: Adt = {}) => {
      n += 1;
      const minute = String(n).padStart(2, '0');
      return tell(
        adt({ event, id: `E${n}`, at: `20261122100${minute.slice(1)}00+0100`, ...given }),
      );
    },
    async occupied() {
      await feeds.occupancy.publish();
      const { units } = h.app.live.picture.facilities['lumc-leiden'] ?? { units: [] };
      const of = (kind: string) =>
        units
          .find((unit) => unit.kind === kind)
          ?.observations.find((one) => one.channel === 'hl7v2');
      return {
        icu: of('icu')?.occupied ?? 0,
        ed: of('ed')?.occupied ?? 0,
        free: of('icu')?.available,
      };
    },
    anomalies: () => feeds.feeds().find((one) => one.channel === 'hl7v2')?.anomalies ?? {},
  };
}
const IC_1 = { place: 'IC^1^1' };
const IC_2 = { place: 'IC^2^1' };
const SEH = { place: 'SEH^1^1', patientClass: 'E' };

describe('an event', () => {
  it.each([
    ['A01 holds a bed', [['A01', IC_1]], { icu: 1 }],
    ['A04 of an emergency holds a place of the ED', [['A04', SEH]], { ed: 1 }],
    ['A04 of an outpatient holds nothing', [['A04', { ...SEH, patientClass: 'O' }]], { ed: 0 }],
    [
      'A02 moves, whatever PV1-6 says',
      [
        ['A04', SEH],
        ['A02', { ...IC_1, prior: 'SEH^9^9' }],
      ],
      { icu: 1, ed: 0 },
    ],
    [
      'A03 lets go',
      [
        ['A01', IC_1],
        ['A03', IC_1],
      ],
      { icu: 0 },
    ],
    [
      'A06 moves where it names a bed',
      [
        ['A04', SEH],
        ['A06', IC_1],
      ],
      { icu: 1, ed: 0 },
    ],
    [
      'A06 without a bed moves nothing',
      [
        ['A01', IC_1],
        ['A06', { place: '' }],
      ],
      { icu: 1 },
    ],
    [
      'A07 with a bed moves',
      [
        ['A01', IC_1],
        ['A07', { place: 'SEH^1^1' }],
      ],
      { icu: 0, ed: 1 },
    ],
    [
      'A07 without a bed lets go',
      [
        ['A01', IC_1],
        ['A07', { place: '' }],
      ],
      { icu: 0 },
    ],
    [
      'A08 moves nothing by the standard',
      [
        ['A01', IC_1],
        ['A08', { place: 'SEH^1^1' }],
      ],
      { icu: 1, ed: 0 },
    ],
    [
      'A11 undoes the admission',
      [
        ['A01', IC_1],
        ['A11', IC_1],
      ],
      { icu: 0 },
    ],
    [
      'A12 is back in the old bed',
      [
        ['A04', SEH],
        ['A02', IC_1],
        ['A12', SEH],
      ],
      { icu: 0, ed: 1 },
    ],
    [
      'A13 is there again, perhaps elsewhere',
      [
        ['A01', IC_1],
        ['A03', IC_1],
        ['A13', IC_2],
      ],
      { icu: 1 },
    ],
    [
      'A21 keeps its bed',
      [
        ['A01', IC_1],
        ['A21', IC_1],
      ],
      { icu: 1 },
    ],
    [
      'A21 without a bed lets go',
      [
        ['A01', IC_1],
        ['A21', { place: '' }],
      ],
      { icu: 0 },
    ],
    [
      'A22 is back',
      [
        ['A01', IC_1],
        ['A21', { place: '' }],
        ['A22', IC_1],
      ],
      { icu: 1 },
    ],
    [
      'what is only expected holds nothing',
      [
        ['A05', IC_1],
        ['A14', IC_1],
        ['A15', IC_1],
        ['A16', IC_1],
      ],
      { icu: 0 },
    ],
    [
      'tracking moves nothing',
      [
        ['A01', IC_1],
        ['A09', SEH],
        ['A10', SEH],
      ],
      { icu: 1, ed: 0 },
    ],
  ] as [string, [string, Adt][], object][])('%s', async (_what, events, expected) => {
    const one = await site();
    for (const [event, given] of events) await one.event(event, given);
    expect(await one.occupied()).toMatchObject(expected);
  });

  it('A08 moves at a site that moves by its updates', async () => {
    const one = await site({ moveOnUpdate: true });
    await one.event('A01', IC_1);
    await one.event('A08', { place: 'SEH^1^1' });
    expect(await one.occupied()).toMatchObject({ icu: 0, ed: 1 });
  });

  it('A13 into a bed that is used again counts both and is remarked upon', async () => {
    const one = await site();
    await one.event('A01', IC_1);
    await one.event('A03', IC_1);
    await one.event('A01', { ...IC_1, visit: 'V2' });
    await one.event('A13', IC_1);
    expect(one.anomalies()).toMatchObject({ DOUBLE_OCCUPANCY: 1 });
  });

  it('A11 after a move undoes nothing that it does not name, and is remarked upon', async () => {
    const one = await site();
    await one.event('A01', IC_1);
    await one.event('A02', IC_2);
    await one.event('A11', IC_2);
    expect(one.anomalies()).toMatchObject({ CANCEL_OF_NOTHING: 1 });
  });

  it('A17 swaps two visits', async () => {
    const one = await site();
    await one.event('A01', IC_1);
    await one.event('A04', { ...SEH, visit: 'V2' });
    await one.event('A17', { place: 'SEH^1^1', more: ['PV1|2|I|IC^1^1||||||||||||||||V2'] });
    expect(await one.occupied()).toMatchObject({ icu: 1, ed: 1 });
  });

  it('A20 takes a bed out of what is free, and a site has its own codes', async () => {
    const one = await site({ bedCodes: { 1: 'blocked', 2: 'free' } });
    await one.tell(a20('IC^1^1', 'K', 'B1', '20261122100000+0100'));
    expect((await one.occupied()).free).toBe(9);
    await one.tell(a20('IC^1^1', '2', 'B2', '20261122100100+0100'));
    expect((await one.occupied()).free).toBe(10);
    await one.tell(a20('IC^1^1', '1', 'B3', '20261122100200+0100'));
    expect((await one.occupied()).free).toBe(9);
  });

  it('A40 gives a visit another number and moves nobody', async () => {
    const one = await site();
    await one.event('A01', { ...IC_1, visit: 'V0' });
    const merge = adt({ event: 'A50', id: 'M1', at: '20261122100900+0100' });
    await one.tell(merge.replace('\rPV1', '\rMRG|x||||V0\rPV1'));
    expect(await one.occupied()).toMatchObject({ icu: 1 });
    await one.tell(adt({ event: 'A03', id: 'M2', at: '20261122101000+0100' }));
    expect(await one.occupied()).toMatchObject({ icu: 0 });
  });
});
