import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '#domain/clock.ts';
import { BOUNDS, MOST_LINES } from '#domain/unusual/rules.ts';
import type { Line } from '#domain/unusual/tally.ts';
import { usualOf } from '#domain/unusual/usual.ts';
import { actor, found, line, TEN, weekly } from './unusual-looks.ts';

/** Looks of some accounts over some hours, in order. */
const period = fc
  .array(
    fc.record({
      minute: fc.nat(60 * 30),
      who: fc.constantFrom('anna', 'bob', 'cor'),
      id: fc.nat(40),
      action: fc.constantFrom('read', 'past', 'export', 'print', 'break-glass' as const),
      ground: fc.constantFrom('treating-hospital', 'coordinating-region' as const),
    }),
    { maxLength: 120 },
  )
  .map((all) =>
    all
      .toSorted((a, b) => a.minute - b.minute)
      .map(({ minute, who, id, action, ground }) =>
        line(TEN + minute * MINUTE, `c${id}`, { by: actor(who), action, ground }),
      ),
  );
const OLD = new Map(Array.from({ length: 20 }, (_, n) => [`c${n}`, 0] as const));
const figures = fc.array(fc.nat(200), { minLength: 4, maxLength: 8 });

describe('what is pointed at', () => {
  it('rests on lines that are there, of that account, and is never below its floor', () => {
    fc.assert(
      fc.property(period, (lines) => {
        const bySeq = new Map(lines.map((one) => [one.seq, one]));
        const { unusual } = found(lines, [], {}, OLD);
        for (const one of unusual) {
          expect(one.count).toBeGreaterThanOrEqual(one.floor);
          expect(one.lines.length).toBeLessThanOrEqual(MOST_LINES);
          expect(one.lines.length + one.moreLines).toBeGreaterThanOrEqual(one.count);
          for (const seq of one.lines) expect(bySeq.get(seq)?.by.id).toBe(one.by.id);
        }
        expect(new Set(unusual.map(({ key }) => key)).size).toBe(unusual.length);
      }),
    );
  });

  it('does not depend on what other accounts do, where nothing is known of a role', () => {
    fc.assert(
      fc.property(period, (lines) => {
        const of = (all: readonly Line[]) =>
          found(all, [], {}, OLD).unusual.filter(({ by }) => by.id === 'anna');
        expect(of(lines.filter(({ by }) => by.id === 'anna'))).toEqual(of(lines));
      }),
    );
  });

  it('becomes no more by looking the same way every week', () => {
    fc.assert(
      fc.property(period, (lines) => {
        const before = weekly(8, (at) => lines.map((one) => ({ ...one, at: one.at - TEN + at })));
        const compared = ({ kind }: { kind: string }) => kind in BOUNDS;
        expect(found(lines, before, {}, OLD).unusual.filter(compared)).toEqual([]);
      }),
    );
  });
});

describe('a usual figure', () => {
  it('lies within what there was, and its limit above it', () => {
    fc.assert(
      fc.property(figures, (all) => {
        const usual = usualOf(all, 4, 0);
        expect(usual).not.toBe(null);
        const { median = -1, limit = -1 } = usual ?? {};
        expect(median).toBeGreaterThanOrEqual(Math.min(...all));
        expect(median).toBeLessThanOrEqual(Math.max(...all));
        expect(limit).toBeGreaterThanOrEqual(median);
      }),
    );
  });

  it('is not moved out of the others by one wild week', () => {
    fc.assert(
      fc.property(figures, fc.nat(1_000_000), (all, wild) => {
        const { median = -1 } = usualOf([...all, wild], 4, 0) ?? {};
        expect(median).toBeLessThanOrEqual(Math.max(...all));
      }),
    );
  });
});
