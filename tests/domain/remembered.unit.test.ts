/** What is remembered of late is what the ledger says, at little memory. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '#domain/apply.ts';
import { MINUTE } from '#domain/clock.ts';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import { Remembered, type Change } from '../../server/desk/remembered.ts';
import { Stream } from '../support/land.ts';
import { ANYBODY, aMove, play, type Move } from '../support/moves.ts';

const moves = fc.array(aMove, { minLength: 5, maxLength: 60, size: 'max' });

function entriesOf(list: readonly Move[]): Entry[] {
  const stream = new Stream();
  list.forEach((move, index) => {
    stream.now += move.wait * MINUTE;
    const decided = play(stream.picture, move, stream.now, index);
    if (decided.ok) stream.append(decided, ANYBODY);
  });
  return stream.entries;
}

function changesOf(entries: readonly Entry[]): Change[] {
  let before: Picture = EMPTY_PICTURE;
  return entries.map((entry) => {
    const change = { entry, before, after: apply(before, entry) };
    before = change.after;
    return change;
  });
}

describe('the changes that are remembered', () => {
  it('are those of the ledger, from wherever one asks, and no fewer than was said', () => {
    fc.assert(
      fc.property(
        moves,
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (list, most, groups) => {
          const all = changesOf(entriesOf(list));
          const remembered = new Remembered(most);
          for (let from = 0, nth = 0; from < all.length; nth += 1) {
            const to = from + (groups[nth % groups.length] ?? 1);
            remembered.add(all.slice(from, to));
            from = to;
          }
          const first = remembered.first ?? Number.NaN;
          const last = all.at(-1)?.entry.seq ?? 0;
          expect(last - first + 1).toBeGreaterThanOrEqual(Math.min(most, all.length));
          expect(last - first + 1).toBeLessThan(2 * most);
          for (let seq = 0; seq <= last; seq += 1) {
            const after = remembered.after(seq);
            if (seq < first - 1) {
              expect(after).toBeNull();
              expect(remembered.pictureAt(seq)).toBeNull();
            } else {
              expect(after).toEqual(all.filter(({ entry }) => entry.seq > seq));
              const there = all.find(({ entry }) => entry.seq === seq)?.after ?? EMPTY_PICTURE;
              expect(remembered.pictureAt(seq)).toEqual(there);
            }
          }
          expect(remembered.pictureAt(last + 1)).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are nothing before the first', () => {
    const remembered = new Remembered(10);
    expect([remembered.first, remembered.after(0), remembered.pictureAt(0)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('keep few of their pictures: a day of cases is not copied for every entry', () => {
    const [entry] = entriesOf([]);
    if (entry === undefined) throw new Error('a land without entries');
    const remembered = new Remembered(5_000);
    let most = 0;
    let before = EMPTY_PICTURE;
    for (let seq = 1; seq <= 12_000; seq += 1) {
      const after = { ...before, seq };
      remembered.add([{ entry: { ...entry, seq }, before, after }]);
      most = Math.max(most, remembered.pictures);
      before = after;
    }
    expect(most).toBeLessThan(500);
  });
});
