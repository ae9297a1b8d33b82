import { describe, expect, it } from 'vitest';
import { Pace } from '../../server/live/pace.ts';

/** A clock that stands until it is moved. */
function desk(costs: readonly number[]) {
  let now = 0;
  let due: { at: number; work: () => void }[] = [];
  const add = (at: number, work: () => void) => {
    const one = { at, work };
    due.push(one);
    return () => void (due = due.filter((other) => other !== one));
  };
  const told: number[] = [];
  const left = [...costs];
  const pace = new Pace(
    {
      soon: (work) => add(now, work),
      after: (milliseconds, work) => add(now + milliseconds, work),
      every: () => () => undefined,
      elapsed: () => now,
    },
    () => {
      pace.done();
      pace.begin();
      told.push(now);
      now += left.shift() ?? 0;
      pace.end();
    },
  );
  return {
    pace,
    told,
    until: (end: number) => {
      for (;;) {
        const [next] = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        due = due.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.work();
      }
      now = Math.max(now, end);
    },
  };
}

describe('when the audiences are told', () => {
  it('is at once when nothing was told just before', () => {
    const { pace, told, until } = desk([10]);
    until(1_000);
    pace.due();
    until(1_000);
    expect(told).toEqual([1_000]);
  });

  it('is after a rest of three times what the last telling took, all that came meanwhile together', () => {
    const { pace, told, until } = desk([20, 20]);
    pace.due();
    until(0);
    for (const at of [25, 40, 60, 79]) {
      until(at);
      pace.due();
    }
    until(79);
    expect(told).toEqual([0]);
    until(500);
    expect(told).toEqual([0, 80]);
  });

  it('is no later than a quarter of a second, however long the last took', () => {
    const { pace, told, until } = desk([2_000, 0]);
    pace.due();
    until(0);
    pace.due();
    until(10_000);
    expect(told).toEqual([0, 2_250]);
  });

  it('is never again once it was called off', () => {
    const { pace, told, until } = desk([]);
    pace.due();
    pace.done();
    until(10_000);
    expect(told).toEqual([]);
  });
});
