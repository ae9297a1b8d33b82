import { describe, expect, it } from 'vitest';
import type { NewLook, SeenCase } from '#domain/accountability/looks.ts';
import { onBoth } from './both.ts';
import { cutOnce } from './helpers.ts';

const AT = Date.parse('2026-11-28T10:00:00.000Z');
const time = (minutes: number) => new Date(AT + minutes * 60_000).toISOString();
const seen = (id: string, region = 'west', facility: string | null = null): SeenCase => ({
  ...{ case: id, ground: 'coordinating-region', region, facility },
});
const look = (minutes: number, cases: readonly SeenCase[], change: Partial<NewLook> = {}) => ({
  by: { id: 'a1', kind: 'account', role: 'chair', organisation: 'west' } as const,
  ...{ session: null, at: time(minutes), action: 'read' as const, seen: cases },
  ...change,
});
const ACTIONS = ['read', 'break-glass'] as const;

describe('the access log read from old to new', () => {
  onBoth((kept) => {
    it('tells the numbers of the lines of a time', async () => {
      const { accessLog } = kept.stores;
      expect(await accessLog.stretch(time(0), time(9))).toEqual({ after: 0, upTo: 0 });
      await accessLog.write([0, 1, 1, 1, 2].map((minute) => look(minute, [seen('c')])));
      const of = (from: number, to: number) => accessLog.stretch(time(from), time(to));
      expect(await of(0, 9)).toEqual({ after: 0, upTo: 5 });
      expect(await of(1, 2)).toEqual({ after: 1, upTo: 4 });
      expect(await of(2, 2)).toEqual({ after: 4, upTo: 4 });
      expect(await of(-9, 0)).toEqual({ after: 0, upTo: 0 });
      expect(await of(5, 9)).toEqual({ after: 5, upTo: 5 });
    });

    it('begins behind what was cut', async () => {
      const { accessLog } = kept.stores;
      await cutOnce(accessLog);
      expect(await accessLog.stretch('2010-01-01T00:00:00.000Z', time(0))).toEqual({
        ...{ after: 2, upTo: 3 },
      });
    });

    it('gives lines in order, of the actions and with the cases that were asked for', async () => {
      const { accessLog } = kept.stores;
      const lumc = seen('c2', 'noord', 'lumc-leiden');
      await accessLog.write([
        look(0, [seen('c1'), lumc], { session: 's' }),
        look(1, [seen('c3', 'oost')], { action: 'live' }),
        look(2, [], { action: 'break-glass', asked: { refused: 'UNKNOWN_CASE' } }),
        look(3, [lumc]),
        look(4, [seen('c4')]),
      ]);
      const of = async (scope: Parameters<typeof accessLog.lines>[0]['scope'], upTo = 4) =>
        (await accessLog.lines({ scope, actions: ACTIONS, after: 0, upTo })).map((line) => [
          ...[line.seq, line.whole, line.seen.map(({ case: id }) => id).join()],
        ]);
      expect(await of({ all: true })).toEqual([
        [1, 2, 'c1,c2'],
        [3, 0, ''],
        [4, 1, 'c2'],
      ]);
      expect(await of({ regions: [], facilities: ['lumc-leiden'] }, 9)).toEqual([
        [1, 2, 'c2'],
        [4, 1, 'c2'],
      ]);
      expect(await of({ regions: ['west'], facilities: [] }, 9)).toEqual([
        [1, 2, 'c1'],
        [5, 1, 'c4'],
      ]);
      expect(await of({ regions: [], facilities: [] })).toEqual([]);
      const [first] = await accessLog.lines({
        ...{ scope: { all: true }, actions: ACTIONS, after: 0, upTo: 1 },
      });
      expect(first).toEqual({
        ...{ seq: 1, at: AT, session: 's', action: 'read', whole: 2, seen: [seen('c1'), lumc] },
        by: look(0, []).by,
      });
    });

    it('says when cases were first seen, whoever asks for how many', async () => {
      const { accessLog } = kept.stores;
      await accessLog.write([
        look(0, [seen('c1')], { action: 'live' }),
        look(1, [seen('c2'), seen('c1')]),
      ]);
      const many = Array.from({ length: 1_200 }, (_, n) => `none${n}`);
      const found = await accessLog.firstSeen(['c1', ...many, 'c2']);
      expect([...found].sort()).toEqual([
        ['c1', AT],
        ['c2', AT + 60_000],
      ]);
      expect(await accessLog.firstSeen([])).toEqual(new Map());
    });

    it('finds looks by their numbers, within what the asker may hear of', async () => {
      const { accessLog } = kept.stores;
      await accessLog.write(['c1', 'c2', 'c3'].map((id, n) => look(n, [seen(id, `r${n}`)])));
      const of = async (lines: number[], scope: Parameters<typeof accessLog.query>[0]['scope']) =>
        (await accessLog.query({ scope, lines, limit: 9 })).looks.map(({ seq }) => seq);
      expect(await of([1, 3, 99], { all: true })).toEqual([3, 1]);
      expect(await of([1, 3], { regions: ['r0'], facilities: [] })).toEqual([1]);
      expect(await of([], { all: true })).toEqual([]);
    });
  });
});
