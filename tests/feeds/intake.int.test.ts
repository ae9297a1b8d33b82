/** What feeds say on its way into the ledger: the real desk, the real store. */
import { describe, expect, it } from 'vitest';
import { AGB, OWN } from '#domain/identifiers/identifiers.ts';
import type { Principal } from '#domain/access/table.ts';
import {
  feedCount,
  NO_FIGURES,
  type FeedItem,
  type FeedMessage,
} from '../../server/feeds/core/item.ts';
import { createHarness, problemOf, type Harness } from '../api/harness.ts';

const SENDER: { principal: Principal } = {
  principal: {
    actor: { id: 'key-feed', kind: 'key', role: 'machine', organisation: 'lumc-leiden' },
    role: 'machine',
    scope: { room: null, facilities: ['lumc-leiden'], regions: [], actions: ['unit.write'] },
  },
};
const message = (over: Partial<FeedMessage> = {}): FeedMessage => ({
  ...{ channel: 'fhir', feed: 'key-feed', messageId: 'm-1', hash: 'a'.repeat(64) },
  ...over,
});
const item = (over: Partial<FeedItem> = {}): FeedItem => ({
  place: 'group[0]',
  subject: { identifiers: [{ system: OWN, value: 'lumc-leiden' }], name: null },
  kind: 'icu',
  figures: { ...NO_FIGURES, staffed: 27, available: 4 },
  anomalies: [],
  ...over,
});
const unitOf = (h: Harness, kind: string) =>
  h.app.live.picture.facilities['lumc-leiden']?.units.find((unit) => unit.kind === kind);

describe('the intake', () => {
  it('writes what is new and passes over what it knows', async () => {
    const h = await createHarness();
    const first = await h.app.feeds.intake.take(message(), [item()], SENDER);
    expect(first).toMatchObject([{ outcome: 'recorded', facility: 'lumc-leiden', kind: 'icu' }]);
    const head = h.app.live.picture.seq;
    const again = await h.app.feeds.intake.take(message(), [item()], SENDER);
    expect(again).toMatchObject([{ outcome: 'unchanged' }]);
    expect(h.app.live.picture.seq).toBe(head);
    expect(unitOf(h, 'icu')?.observations).toMatchObject([
      { channel: 'fhir', staffed: 27, available: 4 },
    ]);
  });

  it('takes each item alone', async () => {
    const h = await createHarness();
    const bad = item({ place: 'b', kind: 'psychiatry', figures: { ...NO_FIGURES, available: 1 } });
    const mute = item({ place: 'c', kind: 'nicu', figures: NO_FIGURES });
    const elsewhere = item({
      place: 'd',
      subject: { identifiers: [{ system: OWN, value: 'haga-leyweg' }], name: null },
    });
    const taken = await h.app.feeds.intake.take(
      message(),
      [bad, mute, elsewhere, item({ place: 'e' })],
      SENDER,
    );
    expect(taken.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['ignored', 'UNKNOWN_UNIT'],
      ['ignored', 'NOTHING_SAID'],
      ['refused', 'FORBIDDEN'],
      ['recorded', null],
    ]);
  });

  it('keeps the later of two items of one unit', async () => {
    const h = await createHarness();
    const more = item({ figures: { ...NO_FIGURES, available: 9 } });
    await h.app.feeds.intake.take(message(), [item(), more], SENDER);
    expect(unitOf(h, 'icu')?.observations[0]?.available).toBe(9);
  });

  it('counts what it took, what it could not use and what was odd', async () => {
    const h = await createHarness();
    const odd = item({ anomalies: ['BAD_COUNT'] });
    await h.app.feeds.intake.take(message(), [odd], SENDER);
    const { body } = await h.send('administrator', 'GET', '/api/v1/feeds');
    expect(body).toMatchObject([
      { feed: 'key-feed', channel: 'fhir', facility: 'lumc-leiden', anomalies: { BAD_COUNT: 1 } },
    ]);
    const chairNoord = await h.send('hospitalHaga', 'GET', '/api/v1/feeds');
    expect(chairNoord.body).toEqual([]);
    const metrics = await h.send('administrator', 'GET', '/api/v1/metrics');
    expect(metrics.body).toContain(
      'spoedkaart_feed_items_total{channel="fhir",outcome="recorded"} 1',
    );
  });
});

describe('a message of somebody unknown', () => {
  const stranger = { identifiers: [{ system: AGB, value: '06990001' }], name: null };

  it('waits, once, however often it comes, and changes nothing', async () => {
    const h = await createHarness();
    const head = h.app.live.picture.seq;
    for (const hash of ['b', 'c'])
      await h.app.feeds.intake.take(
        message({ hash: hash.repeat(64) }),
        [item({ subject: stranger })],
        SENDER,
      );
    expect(h.app.live.picture.seq).toBe(head);
    const { body } = await h.send('administrator', 'GET', '/api/v1/feeds/quarantine');
    expect(body).toMatchObject([
      { reason: 'UNKNOWN_FACILITY', count: 2, messageHash: 'c'.repeat(64), kinds: ['icu'] },
    ]);
  });

  it('is taken in when the administrator says who it is, and known from then on', async () => {
    const h = await createHarness();
    await h.app.feeds.intake.take(message(), [item({ subject: stranger })], SENDER);
    const [held] = (await h.send('administrator', 'GET', '/api/v1/feeds/quarantine')).body as {
      id: string;
    }[];
    const path = `/api/v1/feeds/quarantine/${held?.id}/assignment`;
    const body = { facility: 'lumc-leiden' };
    const assigned = await h.send('administrator', 'POST', path, body);
    expect(assigned.body).toMatchObject({ items: [{ outcome: 'recorded' }] });
    expect(unitOf(h, 'icu')?.observations[0]?.available).toBe(4);

    const next = item({ subject: stranger, figures: { ...NO_FIGURES, available: 2 } });
    const taken = await h.app.feeds.intake.take(message(), [next], SENDER);
    expect(taken).toMatchObject([{ outcome: 'recorded', facility: 'lumc-leiden' }]);
    const again = await h.send('administrator', 'POST', path, body);
    expect([again.status, problemOf(again).code]).toEqual([409, 'MESSAGE_SETTLED']);
  });

  it('is taken in with all others of its name once the name stands, and says what became of it', async () => {
    const h = await createHarness();
    for (const [n, name] of ['A', 'B'].entries())
      await h.app.feeds.intake.take(
        message({ hash: name.toLowerCase().repeat(64) }),
        [item({ subject: { ...stranger, name }, figures: { ...NO_FIGURES, available: n + 5 } })],
        SENDER,
      );
    const other = { identifiers: [{ system: AGB, value: '06990002' }], name: null };
    await h.app.feeds.intake.take(message(), [item({ subject: other })], SENDER);
    const all = (path: string, method: string, body?: unknown) =>
      h.send('administrator', method, `/api/v1${path}`, body);
    const name = { system: 'agb', value: '06990001' };
    expect((await all('/feeds/quarantine/replays', 'POST', name)).body).toEqual([]);
    await all('/facilities/lumc-leiden/identifiers', 'PUT', { identifiers: [name] });
    const replayed = await all('/feeds/quarantine/replays', 'POST', name);
    expect(replayed.body).toMatchObject([
      { facility: 'lumc-leiden', items: [{ outcome: 'recorded' }] },
      { facility: 'lumc-leiden', items: [{ outcome: 'recorded' }] },
    ]);
    const listed = (await all('/feeds/quarantine', 'GET')).body as { id: string }[];
    expect(listed).toMatchObject([
      { settledAt: null, outcomes: null },
      { settledTo: 'lumc-leiden', settledBy: 'administrator@test.example', dismissedBecause: null },
      { settledTo: 'lumc-leiden', outcomes: [{ outcome: 'recorded', kind: 'icu' }] },
    ]);
    const waiting = `/feeds/quarantine/${listed[0]?.id ?? ''}`;
    expect((await all(waiting, 'DELETE', { because: 'nonsense' })).status).toBe(422);
    expect((await all(waiting, 'DELETE', { because: 'test' })).status).toBe(200);
    expect((await all('/feeds/quarantine', 'GET')).body).toContainEqual(
      expect.objectContaining({ dismissedBecause: 'test', settledTo: null, outcomes: null }),
    );
  });

  it('is not taken in for a facility that its sender may not speak for', async () => {
    const h = await createHarness();
    await h.app.feeds.intake.take(message(), [item({ subject: stranger })], SENDER);
    const [held] = (await h.send('administrator', 'GET', '/api/v1/feeds/quarantine')).body as {
      id: string;
    }[];
    const path = `/api/v1/feeds/quarantine/${held?.id}/assignment`;
    const body = { facility: 'haga-leyweg', remember: false };
    const assigned = await h.send('administrator', 'POST', path, body);
    expect(assigned.body).toMatchObject({ items: [{ outcome: 'refused', code: 'FORBIDDEN' }] });
  });
});

describe('a count', () => {
  const read = (raw: unknown) => {
    const remarks: string[] = [];
    return [feedCount(raw, (one) => remarks.push(one)), remarks];
  };
  it('is unknown when it is absent, and a real zero when it is zero', () => {
    for (const raw of [null, undefined, '', '  ']) expect(read(raw)).toEqual([null, []]);
    for (const raw of [0, '0', -0]) expect(read(raw)).toEqual([0, []]);
  });
  it.each([-1, 12.5, 10_000, NaN, Infinity, '12,5', '1e3', '0x1f', 'twee', {}, true])(
    'that no bed can have (%s) is unknown and remarked upon',
    (raw) => {
      expect(read(raw)).toEqual([null, ['BAD_COUNT']]);
    },
  );
});
