/** Real lines: an independent client over TCP, the real store, answers that mean durable. */
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Hl7Message } from '@medplum/core';
import { Hl7Client } from '@medplum/hl7';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openStores } from '../../../db/open.ts';
import { frame, FrameReader } from '../../../server/feeds/hl7v2/mllp.ts';
import { startMllp, type MllpServer } from '../../../server/feeds/hl7v2/server.ts';
import { openHarness, type Harness } from '../../api/harness.ts';
import { inFolder } from '../../db/helpers.ts';
import { a20, adt, PLANTED } from './messages.ts';
import { NO_TRACES } from '../../../server/watch/traces.ts';

const open: { stop: () => Promise<unknown> | void }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

interface Site {
  h: Harness;
  server: MllpServer;
  client: Hl7Client;
}

const CONNECTION = {
  ...{
    id: 'conn-1',
    facility: 'lumc-leiden',
    name: 'HiX',
    application: 'HIX',
    sendingFacility: 'ZHX',
  },
  ...{
    certificate: null,
    ackMode: 'auto' as const,
    moveOnUpdate: false,
    bedCodes: {},
    revokedAt: null,
  },
  createdAt: '2026-11-01T00:00:00.000Z',
};

async function site(h?: Harness): Promise<Site> {
  const harness = h ?? (await openHarness());
  if (h === undefined) open.push({ stop: () => harness.close() });
  const { occupancy } = harness.stores;
  await occupancy.saveConnection(CONNECTION);
  await occupancy.savePlaces('lumc-leiden', [
    { pointOfCare: 'IC', room: '', bed: '', unit: 'icu', ignored: false },
    { pointOfCare: 'IC', room: '199', bed: '', unit: null, ignored: true },
    { pointOfCare: 'SEH', room: '', bed: '', unit: 'ed', ignored: false },
  ]);
  await occupancy.saveStaffed('lumc-leiden', { icu: 10 });
  await harness.app.feeds.reloadConnections();
  await harness.app.feeds.occupancy.remap('lumc-leiden');
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const server = await startMllp({
    traces: NO_TRACES,
    feed: harness.app.feeds.adt,
    port: 0,
    host: '127.0.0.1',
    onFault,
  });
  open.push({ stop: () => server.close() });
  const client = new Hl7Client({ host: '127.0.0.1', port: server.port });
  open.push({ stop: () => client.close() });
  return { h: harness, server, client };
}

/** Sends by the independent client; the answer's code. */
const send = async ({ client }: Site, text: string) => {
  const answer = await client.sendAndWait(Hl7Message.parse(text));
  return answer.getSegment('MSA')?.getField(1)?.toString();
};
const icu = ({ h }: Site) =>
  h.app.live.picture.facilities['lumc-leiden']?.units
    .find((unit) => unit.kind === 'icu')
    ?.observations.find((one) => one.channel === 'hl7v2');
const published = async (one: Site) => {
  await one.h.app.feeds.occupancy.publish();
  return icu(one);
};

describe('a line', () => {
  it('turns movements into occupied and free beds', async () => {
    const one = await site();
    expect(await send(one, adt({ id: '1', visit: 'V1', place: 'IC^101^1' }))).toBe('AA');
    expect(await send(one, adt({ id: '2', visit: 'V2', place: 'IC^102^1' }))).toBe('AA');
    expect(await send(one, a20('IC^103^1', 'K', '3'))).toBe('AA');
    expect(await published(one)).toMatchObject({
      occupied: 2,
      available: 7,
      staffed: 10,
      flags: ['DERIVED'],
      status: null,
    });
    expect(
      await send(one, adt({ event: 'A03', id: '4', visit: 'V1', at: '20261122111500+0100' })),
    ).toBe('AA');
    expect(await published(one)).toMatchObject({ occupied: 1, available: 8 });
  });

  it('answers a repeat and counts it once', async () => {
    const one = await site();
    for (let n = 0; n < 3; n += 1) expect(await send(one, adt({ id: '1' }))).toBe('AA');
    expect((await published(one))?.occupied).toBe(1);
    const [feed] = one.h.app.feeds.feeds();
    expect(feed?.messages).toBe(1);
  });

  it('ends in the same count whatever order the messages come in', async () => {
    const messages = [
      adt({
        event: 'A01',
        id: '1',
        at: '20261122100000+0100',
        place: 'SEH^1^1',
        patientClass: 'E',
      }),
      adt({
        event: 'A02',
        id: '2',
        at: '20261122101000+0100',
        place: 'IC^101^1',
        prior: 'SEH^1^1',
      }),
      adt({ event: 'A02', id: '3', at: '20261122102000+0100', place: 'IC^102^1' }),
      adt({ event: 'A12', id: '4', at: '20261122103000+0100', place: 'IC^101^1' }),
    ];
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ];
    for (const order of orders) {
      const one = await site();
      for (const n of order) expect(await send(one, messages[n] ?? '')).toBe('AA');
      expect((await published(one))?.occupied).toBe(1);
      const [ed] =
        one.h.app.live.picture.facilities['lumc-leiden']?.units.filter(
          (unit) => unit.kind === 'ed',
        ) ?? [];
      expect(ed?.observations.find((o) => o.channel === 'hl7v2')?.occupied).toBe(0);
    }
  });

  it('keeps the order of a sender whose clock is some minutes ahead', async () => {
    const one = await site();
    const { clock } = one.h;
    const ahead = (minutes: number) =>
      `${new Date(clock.now + minutes * 60_000)
        .toISOString()
        .replace(/[-:TZ]/g, '')
        .slice(0, 14)}+0000`;
    // Just within what is taken for a fast clock, then just beyond it.
    await send(one, adt({ id: '1', at: ahead(1.9) }));
    await send(one, adt({ id: '2', event: 'A03', at: ahead(2.1) }));
    expect((await published(one))?.occupied).toBe(0);
    expect(one.h.app.feeds.feeds()[0]?.anomalies).toEqual({ CLOCK_SKEW: 1 });
  });

  it('accepts what it does not use, and remarks upon it', async () => {
    const one = await site();
    expect(await send(one, adt({ id: '1', event: 'A03' }))).toBe('AA');
    expect(await send(one, adt({ id: '2', event: 'A99' }))).toBe('AA');
    expect(await send(one, adt({ id: '3', place: 'NOORD^3^2' }))).toBe('AA');
    expect(await send(one, adt({ id: '4', visit: 'V8', place: 'IC^199^1' }))).toBe('AA');
    const [feed] = one.h.app.feeds.feeds();
    expect(feed?.anomalies).toMatchObject({
      LEFT_NOT_ADMITTED: 1,
      UNKNOWN_CODE: 1,
      UNMAPPED_PLACE: 1,
    });
    const places = await one.h.stores.occupancy.places('lumc-leiden');
    expect(places.find((place) => place.pointOfCare === 'NOORD')).toMatchObject({
      seen: 1,
      unit: null,
    });
    expect((await published(one))?.occupied ?? 0).toBe(0);
  });

  it.each([
    ['a test message', adt({ header: { processing: 'T' } }), 'AR'],
    ['no ADT', adt({ header: { type: 'ORU^R01' } }), 'AR'],
    ['another version', adt({ header: { version: '3.0' } }), 'AR'],
    ['a stranger', adt({ header: { application: 'OTHER' } }), 'AR'],
  ])('with %s', async (_what, text, code) => {
    const one = await site();
    const head = one.h.app.live.picture.seq;
    expect(await send(one, text)).toBe(code);
    expect([await published(one), one.h.app.live.picture.seq]).toEqual([undefined, head]);
  });

  it('of a stranger is shown to the administrator by its hash', async () => {
    const one = await site();
    await send(one, adt({ header: { application: 'OTHER' } }));
    const { body } = await one.h.send('administrator', 'GET', '/api/v1/feeds/quarantine');
    expect(body).toMatchObject([{ channel: 'hl7v2', identifiers: [{ value: 'OTHER|ZHX' }] }]);
  });

  it('holds its count against a census', async () => {
    const one = await site();
    for (const n of [1, 2, 3])
      await send(
        one,
        adt({ id: `${n}`, visit: `V${n}`, place: `IC^10${n}^1`, at: `2026112210150${n}+0100` }),
      );
    const { occupancy } = one.h.app.feeds;
    const message = { channel: 'hl7v2', feed: 'x', messageId: null, hash: 'a'.repeat(64) } as const;
    const principal = {
      actor: { id: 'x', kind: 'feed', role: 'machine', organisation: null },
      role: 'machine',
      scope: {
        room: null,
        facilities: ['lumc-leiden'],
        regions: [],
        actions: ['unit.write' as const],
      },
    } as const;
    const count = (icus: number) =>
      occupancy.census('lumc-leiden', { icu: icus }, message, {
        ...principal,
        scope: {
          ...principal.scope,
          facilities: ['lumc-leiden'],
          regions: [],
          actions: ['unit.write'],
        },
      });
    expect(await count(1)).toEqual({ icu: 2 });
    expect(icu(one)?.occupied).toBe(1);
    expect(await count(4)).toEqual({ icu: -3 });
    expect(icu(one)?.occupied).toBe(4);
    expect(await count(2)).toEqual({ icu: 2 });
    expect(icu(one)?.occupied).toBe(2);
  });
});

describe('what is acknowledged', () => {
  it('is there after a restart, with nothing of a person in any file or log', async () => {
    await inFolder(async (folder) => {
      const lines: string[] = [];
      const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
      const url = `file:${join(folder, 'x.db')}`;
      const first = await openHarness(openStores(url), undefined, log);
      const one = await site(first);
      for (const n of [1, 2])
        await send(one, adt({ id: `${n}`, visit: `V${n}`, place: `IC^10${n}^1` }));
      await send(one, adt({ id: '9', place: 'NOORD^3^2', header: { application: 'OTHER' } }));
      await one.client.close();
      await one.server.close();
      await first.close();
      open.length = 0;

      const again = await openHarness(openStores(url));
      open.push({ stop: () => again.close() });
      const back = await site(again);
      expect((await published(back))?.occupied ?? icu(back)?.occupied).toBe(2);
      await send(back, adt({ id: '3', event: 'A03', visit: 'V1', at: '20261122111500+0100' }));
      expect((await published(back))?.occupied).toBe(1);

      const everything = [
        ...readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1')),
        ...lines,
      ].join('');
      for (const planted of PLANTED) expect(everything).not.toContain(planted);
      expect(everything).not.toContain('ACC9');
    });
  });
});

describe('a hostile line', () => {
  /** Raw bytes; what came back until the server or we end it. */
  const raw = async ({ server }: Site, chunks: readonly Buffer[], answers: number) => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const reader = new FrameReader();
    const got: string[] = [];
    socket.on('data', (data: Buffer) => {
      for (const one of reader.push(data)) got.push(one.ok ? one.bytes.toString() : one.code);
      if (got.length >= answers) socket.end();
    });
    for (const chunk of chunks) socket.write(chunk);
    if (answers === 0) socket.end();
    await once(socket, 'close');
    return got.map((text) => /MSA\|(\w\w)/.exec(text)?.[1]);
  };

  it('may send its message byte by byte, several at once, and noise', async () => {
    const one = await site();
    const stream = Buffer.concat([
      Buffer.from('noise'),
      frame(adt({ id: '1' })),
      frame(adt({ id: '2', visit: 'V2', place: 'IC^2^1' })),
    ]);
    const bytes = [...stream].map((byte) => Buffer.from([byte]));
    expect(await raw(one, bytes, 2)).toEqual(['AA', 'AA']);
    expect((await published(one))?.occupied).toBe(2);
  });

  it('gets an error for what cannot be read, and is served on', async () => {
    const one = await site();
    const bad = [frame('PID|1'), frame(''), frame('x'.repeat(2_000_000)), frame('MSH|^~\\&|A')];
    expect(await raw(one, [...bad, frame(adt())], 5)).toEqual(['AE', 'AE', 'AE', 'AE', 'AA']);
  });

  it('gets a commit answer where its header asks for one', async () => {
    const one = await site();
    expect(await raw(one, [frame(adt({ header: { accept: 'AL' } }))], 1)).toEqual(['CA']);
  });

  it('that ends in the middle of a message changes nothing', async () => {
    const one = await site();
    await raw(one, [frame(adt()).subarray(0, 80)], 0);
    expect(await published(one)).toBeUndefined();
  });
});
