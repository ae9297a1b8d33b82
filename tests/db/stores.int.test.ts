/** The stores beside the ledger on either database: what they keep, replace, count and erase. */
import { describe, expect, it } from 'vitest';
import { FIRST_PULSE } from '#domain/feeds/pulse.ts';
import type { VisitEvent } from '#domain/occupancy/visit.ts';
import type { StopState } from '#domain/picture.ts';
import type { FeedRow } from '../../db/feeds.ts';
import type { Taking } from '../../db/occupancy.ts';
import { onBoth } from './both.ts';
import { SYSTEM } from './helpers.ts';

const T = (minute: number) => new Date(Date.UTC(2026, 10, 18, 13, minute)).toISOString();
const MS = (minute: number) => Date.parse(T(minute));

function taking(
  control: string,
  visit: string,
  event: VisitEvent,
  more: Partial<Taking> = {},
): Taking {
  const visits = [{ visit, event }];
  return { facility: 'f1', control, at: T(0), visits, beds: [], renames: [], ...more };
}

const at = (minute: number) => ({ at: MS(minute), order: MS(minute) });

onBoth((kept) => {
  describe('beds and visits', () => {
    it('are written once, and answered as they stand after each message', async () => {
      const { occupancy } = kept.stores;
      const here = { ...at(1), kind: 'admitted' as const, place: 'A^1^1' };
      const moved: VisitEvent = { ...at(2), kind: 'updated', place: 'A^2^1', moves: true };
      const away: VisitEvent = { ...at(3), kind: 'on-leave', keepsBed: false };
      // In one turn of the loop, the same visit several times and a message twice.
      const taken = await Promise.all([
        occupancy.take(taking('m1', 's1:v1', here)),
        occupancy.take(taking('m2', 's1:v1', moved)),
        occupancy.take(taking('m2', 's1:v1', moved)),
        occupancy.take(taking('m3', 's1:v2', { ...here, place: 'B^1^1' })),
        occupancy.take(taking('m4', 's1:v1', away)),
      ]);
      expect(taken).toEqual([
        { repeated: false, version: 1, visits: [{ visit: 's1:v1', events: [here] }] },
        { repeated: false, version: 2, visits: [{ visit: 's1:v1', events: [here, moved] }] },
        { repeated: true, version: 2, visits: [] },
        {
          repeated: false,
          version: 3,
          visits: [{ visit: 's1:v2', events: [{ ...here, place: 'B^1^1' }] }],
        },
        { repeated: false, version: 4, visits: [{ visit: 's1:v1', events: [here, moved, away] }] },
      ]);
      const again = (await kept.again()).occupancy;
      expect(await again.visits('f1')).toContainEqual({
        visit: 's1:v1',
        events: [here, moved, away],
      });
      expect(await again.take(taking('m1', 's1:v1', here))).toMatchObject({
        repeated: true,
        visits: [],
      });
      expect(await occupancy.version('f1')).toBe(4);
      expect(await occupancy.version('f2')).toBe(0);
      await occupancy.saveStaffed('f1', { icu: 1 });
      expect(await occupancy.version('f1')).toBe(5);
      expect([await again.knows('f1', 's1:v2'), await again.knows('f1', 's1:v9')]).toEqual([
        true,
        false,
      ]);
    });

    it('take a visit to its new name, and keep the newest word of a bed', async () => {
      const { occupancy } = kept.stores;
      const here = { ...at(1), kind: 'admitted' as const, place: 'A^1^1' };
      await occupancy.take(taking('m1', 'old', here));
      const renamed = await occupancy.take(
        taking('m2', 'other', here, { visits: [], renames: [{ from: 'old', to: 'new' }] }),
      );
      expect(renamed.visits).toEqual([
        { visit: 'old', events: [] },
        { visit: 'new', events: [here] },
      ]);
      const bed = (control: string, state: 'free' | 'occupied', minute: number) =>
        occupancy.take(
          taking(control, '', here, {
            visits: [],
            beds: [{ place: 'A^1^1', state, at: MS(minute) }],
          }),
        );
      await Promise.all([bed('b1', 'occupied', 5), bed('b2', 'free', 4)]);
      await bed('b3', 'free', 3);
      expect(await occupancy.beds('f1')).toEqual(
        new Map([['A^1^1', { state: 'occupied', at: MS(5) }]]),
      );
      expect(await occupancy.facilities()).toEqual(['f1']);
    });

    it('are erased when they are named, and a secret when no visit needs it', async () => {
      const { occupancy } = kept.stores;
      const secret = Buffer.from([0, 1, 92, 255]);
      await occupancy.addSecret('f1', { id: 's1', secret, from: T(0) }, T(-1));
      await occupancy.addSecret('f1', { id: 's2', secret, from: T(9) }, T(0));
      // Two that make one in the same instant share it.
      expect(await occupancy.addSecret('f1', { id: 's3', secret, from: T(9) }, T(0))).toHaveLength(
        2,
      );
      expect(await occupancy.secrets('f1')).toEqual([
        { id: 's2', secret, from: T(9) },
        { id: 's1', secret, from: T(0) },
      ]);
      await occupancy.take(taking('m1', 's1:v1', { ...at(1), kind: 'left' }));
      expect(await occupancy.quietVisits(T(1))).toEqual([]);
      expect(await occupancy.quietVisits(T(2))).toEqual([{ facility: 'f1', visit: 's1:v1' }]);
      expect(await occupancy.eraseDue(T(2), [])).toBe(0);
      expect(await occupancy.eraseDue(T(2), [{ facility: 'f1', visit: 's1:v1' }])).toBe(2);
      expect((await occupancy.secrets('f1')).map((one) => one.id)).toEqual(['s2']);
    });

    it('have a map of places that is replaced whole, and keeps what was seen', async () => {
      const { occupancy } = kept.stores;
      const place = (pointOfCare: string) => ({ pointOfCare, room: '', bed: '' });
      await occupancy.sawPlace('f1', place('SEH'), T(1));
      await occupancy.sawPlace('f1', place('SEH'), T(2));
      await occupancy.learnPlace('f1', place('IC'), 'icu');
      await occupancy.savePlaces('f1', [
        { ...place('SEH'), unit: 'ed', ignored: false },
        { ...place('Poli'), unit: null, ignored: true },
      ]);
      await occupancy.learnPlace('f1', place('SEH'), 'icu');
      const row = { facility: 'f1', room: '', bed: '', ignored: false, lastAt: null };
      expect(await occupancy.places('f1')).toEqual([
        { ...row, pointOfCare: 'IC', unit: null, seen: 1 },
        { ...row, pointOfCare: 'Poli', unit: null, ignored: true, seen: 0 },
        { ...row, pointOfCare: 'SEH', unit: 'ed', seen: 2, lastAt: T(2) },
      ]);
      expect(await occupancy.placeSums()).toEqual([
        { facility: 'f1', mapped: 2, unmapped: 1, lastAt: null },
      ]);
      await occupancy.mapPlace('f1', { ...place('IC'), unit: 'icu', ignored: false });
      await occupancy.mapPlace('f1', { ...place('SEH'), unit: null, ignored: false });
      expect(await occupancy.placeSums()).toEqual([
        { facility: 'f1', mapped: 2, unmapped: 1, lastAt: T(2) },
      ]);
      await occupancy.saveStaffed('f1', { icu: 12, ed: 20 });
      await occupancy.saveStaffed('f1', { icu: 10 });
      expect(await occupancy.staffed('f1')).toEqual({ icu: 10 });
    });
  });

  describe('feeds', () => {
    const held = {
      id: 'q1',
      key: 'k1',
      feed: 'feed',
      channel: 'fhir',
      reason: 'UNKNOWN_FACILITY',
      identifiers: [{ system: 'agb', value: '1' }],
      name: null,
      messageHash: 'a'.repeat(64),
      messageId: null,
      items: '[]',
      lastAt: T(1),
    } as const;

    it('hold one row for the same sender until it is settled', async () => {
      const { feeds } = kept.stores;
      const row = { ...held, identifiers: [...held.identifiers] };
      const how = { to: 'f1', because: null, by: 'account-1' };
      expect(await feeds.hold(row)).toBe('q1');
      expect(await feeds.hold({ ...row, id: 'q2', lastAt: T(2) })).toBe('q1');
      expect(await feeds.find('q1')).toMatchObject({ count: 2, firstAt: T(1), lastAt: T(2) });
      expect(await feeds.settle('q1', T(3), how)).toBe(true);
      expect(await feeds.settle('q1', T(3), how)).toBe(false);
      const became = [{ place: 'a', outcome: 'recorded', code: null, kind: 'icu' as const }];
      await feeds.keepOutcomes('q1', became);
      expect(await feeds.find('q1')).toMatchObject({
        ...{ settledTo: 'f1', settledBy: 'account-1', dismissedBecause: null, outcomes: became },
      });
      expect(await feeds.hold({ ...row, id: 'q3', lastAt: T(2) })).toBe('q3');
      expect((await feeds.list()).map((one) => one.id)).toEqual(['q3', 'q1']);
      expect((await feeds.list({ waiting: true })).map((one) => one.id)).toEqual(['q3']);
      const after = { settled: false, lastAt: T(2), id: 'q3' };
      expect((await feeds.list({ after })).map((one) => one.id)).toEqual(['q1']);
      expect(await feeds.eraseDue('2026-12-20T00:00:00.000Z')).toBe(2);
    });

    it('add up the counts of a feed, whose state is as the latest says', async () => {
      const { feeds } = kept.stores;
      const row: FeedRow = {
        feed: 'x',
        channel: 'csv',
        facility: null,
        firstAt: T(0),
        lastAt: T(1),
        lastGoodAt: null,
        messages: 1,
        items: 0,
        lagSeconds: null,
        errors: { MALFORMED: 2 },
        anomalies: {},
        facilities: ['f1', 'f2'],
        pulse: { ...FIRST_PULSE, recent: [[29_000_000, 3]], gaps: [300], lags: [-2] },
      };
      await feeds.addFeeds([row, { ...row, feed: 'B' }]);
      const again = { ...row, lastAt: T(2), facility: 'f1', errors: { MALFORMED: 1, UNIT: 4 } };
      const pulse = { ...row.pulse, recent: [[29_000_001, 1]] as [number, number][], gaps: [60] };
      await feeds.addFeeds([{ ...again, facilities: ['f3'], lastGoodAt: T(2), pulse }]);
      // It was heard before what is known already: counts alone are added.
      const other = (await kept.again()).feeds;
      await other.addFeeds([{ ...row, lastAt: T(0), errors: {}, anomalies: { SILENT: 1 } }]);
      expect(await feeds.feeds()).toEqual([
        { ...row, feed: 'B' },
        {
          ...row,
          ...{ facility: 'f1', lastAt: T(2), lastGoodAt: T(2), messages: 3 },
          ...{ errors: { MALFORMED: 3, UNIT: 4 }, anomalies: { SILENT: 1 } },
          facilities: ['f1', 'f2', 'f3'],
          pulse: {
            ...row.pulse,
            gaps: [60],
            recent: [
              [29_000_000, 6],
              [29_000_001, 1],
            ],
          },
        },
      ]);
    });
  });

  describe('a wall screen', () => {
    it('is signed in by its code once, and revoked once', async () => {
      const { walls } = kept.stores;
      const code = { codeHash: 'c1', codeExpiresAt: T(10) };
      await walls.ask({ id: 'w1', secretHash: 's'.repeat(64), ...code, at: T(0) });
      const order = { codeHash: 'c1', name: 'Muur', setup: { regions: ['west'] }, by: 'chair' };
      expect(await walls.pair({ ...order, at: T(10) })).toBeNull();
      const both = await Promise.all([
        walls.pair({ ...order, at: T(1) }),
        (await kept.again()).walls.pair({ ...order, at: T(1) }),
      ]);
      expect(both.filter((one) => one !== null)).toHaveLength(1);
      expect(await walls.renewCode('w1', 'c2', T(20))).toBe(false);
      expect(await walls.list()).toMatchObject([{ id: 'w1', setup: { regions: ['west'] } }]);
      expect((await walls.findBySecret('s'.repeat(64)))?.paired?.name).toBe('Muur');
      expect((await walls.change('w1', 'Wand', {}))?.name).toBe('Wand');
      expect([await walls.revoke('w1', T(2)), await walls.revoke('w1', T(3))]).toEqual([
        true,
        false,
      ]);
      expect((await walls.find('w1'))?.revokedAt).toBe(T(2));
    });
  });

  describe('the stop log', () => {
    const stop: StopState = {
      id: 'stop-1',
      scope: 'ed',
      level: 'stop',
      reason: 'crowding',
      note: null,
      from: T(0),
      until: T(30),
      by: SYSTEM,
      version: 1,
    } as unknown as StopState;

    it('keeps the nearest end, its counts and how far it has come', async () => {
      const { stopLog } = kept.stores;
      const started = [{ facility: 'f1', region: 'west', stop }];
      const count = { region: 'west', at: MS(1), stops: 1, impending: 0, eds: 9 };
      stopLog.apply({ started, ended: [], counts: [count], seq: 5 });
      stopLog.apply({ started: [], ended: [{ stop: 'stop-1', at: T(20) }], counts: [], seq: 6 });
      // Told a second time, later: as a server does that was behind.
      stopLog.apply({ started, ended: [], counts: [{ ...count, at: MS(3), stops: 2 }], seq: 7 });
      expect(await stopLog.lastSeq()).toBe(7);
      const query = { from: MS(0), to: MS(59), limit: 10 };
      expect(await stopLog.stops(query)).toMatchObject([
        { id: 'stop-1', reason: 'crowding', from: T(0), end: T(20) },
      ]);
      expect(await stopLog.stops({ ...query, region: 'oost' })).toEqual([]);
      expect(await stopLog.counts({ from: MS(2), to: MS(59) })).toEqual([
        count,
        { ...count, at: MS(3), stops: 2 },
      ]);
      expect(await (await kept.again()).stopLog.lastSeq()).toBe(7);
    });
  });

  describe('trends', () => {
    it('give the row that holds at the beginning and those after it', async () => {
      const { trends } = kept.stores;
      const row = (minute: number, available: number | null) => ({
        ...{ facility: 'f1', kind: 'icu' as const, at: MS(minute), available, staffed: 10 },
      });
      trends.apply([row(0, 1), row(15, 2), row(15, 3)], 4);
      trends.apply([row(30, null)], 9);
      const units = [{ facility: 'f1', kind: 'icu' as const }];
      expect(await trends.rows({ units, from: MS(20), to: MS(40) })).toEqual([
        row(15, 3),
        row(30, null),
      ]);
      expect(await trends.last()).toEqual([row(30, null)]);
      const others = [
        { ...row(10, 7), facility: 'f0' },
        { ...row(50, 8), facility: 'f0' },
        { ...row(40, 5), kind: 'ed' as const },
        { ...row(5, 6), kind: 'ward' as const },
        { ...row(20, 4), facility: 'f3', kind: 'ed' as const },
      ];
      trends.apply(others, 9);
      const [, ...lastOfOthers] = others;
      const named = (rows: readonly { facility: string; kind: string }[]) =>
        rows.toSorted((a, b) => `${a.facility} ${a.kind}`.localeCompare(`${b.facility} ${b.kind}`));
      expect(named(await trends.last())).toEqual(named([...lastOfOthers, row(30, null)]));
      expect(await (await kept.again()).trends.lastSeq()).toBe(9);
    });
  });
});
