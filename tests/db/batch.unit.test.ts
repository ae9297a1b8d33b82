/** Writes that share a commit: as many as weigh what one may, with a turn for others between two. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Batch } from '../../db/batch.ts';
import { EVENT_LOOP } from '../../db/clockwork.ts';

function batching(most: number) {
  const groups: number[][] = [];
  let turns = 0;
  const clockwork = {
    ...EVENT_LOOP,
    soon: (work: () => void) => {
      turns += 1;
      return EVENT_LOOP.soon(work);
    },
  };
  const write = async (items: readonly number[]) => void groups.push([...items]);
  const batch = new Batch<number>(write, most, clockwork, (item) => item);
  return { batch, groups, turns: () => turns };
}

describe('writes that share a commit', () => {
  it('go together until they weigh what one commit may, and others have a turn in between', async () => {
    const { batch, groups, turns } = batching(10);
    await Promise.all([[4, 5], [3], [9, 9], [1], [1]].map((items) => batch.add(items)));
    expect(groups).toEqual([
      [4, 5, 3],
      [9, 9],
      [1, 1],
    ]);
    expect(turns()).toBe(3);
  });

  it('one that weighs more than a commit may is written all the same', async () => {
    const { batch, groups } = batching(10);
    await batch.add([100]);
    await batch.add([]);
    expect(groups).toEqual([[100]]);
  });

  it('what fails is told to who handed it in, and the next are written', async () => {
    const written: string[] = [];
    const batch = new Batch<string>(async (items) => {
      if (items.includes('bad')) throw new Error('disk full');
      written.push(...items);
    });
    await expect(batch.add(['bad'])).rejects.toThrow('disk full');
    await batch.add(['good']);
    await turn();
    expect(written).toEqual(['good']);
    await batch.idle();
  });
});
