import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile } from '#domain/occupancy/reconcile.ts';
import { availableOf, countUnit, type BedWord } from '#domain/occupancy/unit-count.ts';
import { foldVisit, type VisitEvent } from '#domain/occupancy/visit.ts';

const at = (n: number) => ({ at: n, order: n });
const admitted = (n: number, place = 'IC^1^1'): VisitEvent => ({
  ...at(n),
  kind: 'admitted',
  place,
});
const moved = (n: number, place: string): VisitEvent => ({ ...at(n), kind: 'moved', place });
const left = (n: number): VisitEvent => ({ ...at(n), kind: 'left' });

describe('a visit', () => {
  it('is where it was moved to, until it leaves', () => {
    expect(foldVisit([admitted(1), moved(2, 'B^1^1')])).toMatchObject({
      present: true,
      place: 'B^1^1',
      since: 2,
    });
    expect(foldVisit([admitted(1), left(3)])).toMatchObject({
      present: false,
      place: null,
      leftAt: 3,
    });
  });

  it('ends in the same place however late its messages come', () => {
    const kinds = fc.constantFrom<VisitEvent['kind']>(
      ...(['admitted', 'moved', 'left', 'admission-cancelled', 'move-cancelled'] as const),
      ...(['departure-cancelled', 'returned'] as const),
    );
    const one = fc.record({ kind: kinds, place: fc.constantFrom('A^1^1', 'B^1^1', null) });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (events, chance) => {
          const real = events.map((event, n) => ({ ...event, ...at(n) }) as VisitEvent);
          const shuffled = real
            .map((event) => ({ event, key: chance.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ event }) => event);
          expect(foldVisit(shuffled)).toEqual(foldVisit(real));
        },
      ),
    );
  });

  it('is not thrown out by the cancel of an admission that it went on from', () => {
    const cancel: VisitEvent = { ...at(3), kind: 'admission-cancelled' };
    expect(foldVisit([admitted(1), cancel])).toMatchObject({ present: false, anomalies: [] });
    expect(foldVisit([admitted(1), moved(2, 'B^1^1'), cancel])).toMatchObject({
      present: true,
      place: 'B^1^1',
      anomalies: ['CANCEL_OF_NOTHING'],
    });
  });

  it('comes back when its departure is cancelled', () => {
    const back: VisitEvent = { ...at(3), kind: 'departure-cancelled', place: 'B^2^1' };
    expect(foldVisit([admitted(1), left(2), back])).toMatchObject({
      present: true,
      place: 'B^2^1',
      anomalies: [],
    });
  });

  it('is moved by an update only where its site says so', () => {
    const update = (moves: boolean): VisitEvent => ({
      ...at(2),
      kind: 'updated',
      place: 'B^1^1',
      moves,
    });
    expect(foldVisit([admitted(1), update(true)]).place).toBe('B^1^1');
    expect(foldVisit([admitted(1), update(false)])).toMatchObject({
      place: 'IC^1^1',
      anomalies: ['IMPOSSIBLE_TRANSITION'],
    });
  });

  it('keeps its bed on leave, unless the bed was given up', () => {
    const leave = (keepsBed: boolean): VisitEvent => ({ ...at(2), kind: 'on-leave', keepsBed });
    expect(foldVisit([admitted(1), leave(true)]).place).toBe('IC^1^1');
    expect(foldVisit([admitted(1), leave(false)])).toMatchObject({ present: true, place: null });
  });

  it('that leaves without having come, or moves without it, is a remark', () => {
    expect(foldVisit([left(1)]).anomalies).toEqual(['LEFT_NOT_ADMITTED']);
    expect(foldVisit([moved(1, 'A^1^1')])).toMatchObject({
      present: true,
      anomalies: ['IMPOSSIBLE_TRANSITION'],
    });
  });
});

describe('what cannot be', () => {
  const back: VisitEvent = { ...at(3), kind: 'departure-cancelled', place: 'B^2^1' };
  const unmoved: VisitEvent = { ...at(3), kind: 'move-cancelled', place: 'B^2^1' };
  it.each<[string, VisitEvent[], string[]]>([
    ['it leaves twice', [admitted(1), left(2), left(3)], ['LEFT_NOT_ADMITTED']],
    ['admitted in a second bed', [admitted(1), admitted(2, 'B^1^1')], ['ADMITTED_TWICE']],
    ['admitted again in its own bed', [admitted(1), admitted(2)], []],
    ['a departure is undone that was none', [admitted(1), back], ['CANCEL_OF_NOTHING']],
    ['a departure is undone of who never came', [back], ['CANCEL_OF_NOTHING']],
    ['a move is undone of who never came', [unmoved], ['CANCEL_OF_NOTHING']],
    [
      'two things',
      [left(1), admitted(2), admitted(4, 'B^1^1')],
      ['LEFT_NOT_ADMITTED', 'ADMITTED_TWICE'],
    ],
  ])('is called by its name: %s', (_what, events, anomalies) => {
    expect(foldVisit(events).anomalies).toEqual(anomalies);
  });
});

const beds = (words: Record<string, BedWord['state']>) =>
  new Map(Object.entries(words).map(([place, state]) => [place, { state, at: 0 }]));
const isBed = (place: string) => !place.endsWith('^');

describe('a unit', () => {
  it('counts beds held, and visits where there is no bed', () => {
    const held = ['A^1^1', 'A^1^1', 'W^^', 'W^^'].map((place) => ({ place, since: 0 }));
    expect(countUnit(held, beds({}), isBed)).toEqual({
      occupied: 3,
      blocked: 0,
      double: ['A^1^1'],
    });
  });

  it('counts a bed that is said to be occupied once, and a blocked one only when nobody is in it', () => {
    const held = [{ place: 'A^1^1', since: 0 }];
    const said = beds({
      'A^1^1': 'occupied',
      'A^2^1': 'occupied',
      'A^3^1': 'blocked',
      'A^4^1': 'free',
      'A^5^1': 'closed',
    });
    expect(countUnit(held, said, isBed)).toEqual({ occupied: 2, blocked: 2, double: [] });
  });

  it('has so many free as are staffed, not held and not blocked; unknown where nobody said how many are staffed', () => {
    const count = { occupied: 8, blocked: 1, double: [] };
    expect(availableOf(12, count)).toBe(3);
    expect(availableOf(4, count)).toBe(0);
    expect(availableOf(null, count)).toBeNull();
  });
});

describe('a census', () => {
  const held = new Map([
    ['a', { place: 'A^1^1', since: 30 }],
    ['b', { place: 'A^2^1', since: 10 }],
    ['c', { place: 'A^3^1', since: 20 }],
  ]);
  it('lets those go who stood there longest', () => {
    expect(reconcile(held, 3, 1)).toEqual({ release: ['b', 'c'], missing: 0 });
  });
  it('adds whom nobody heard of', () => {
    expect(reconcile(held, 3, 5)).toEqual({ release: [], missing: 2 });
    expect(reconcile(held, 3, 3)).toEqual({ release: [], missing: 0 });
  });
});
