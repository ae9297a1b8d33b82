import { describe, expect, it } from 'vitest';
import { MOST_BEHIND, Standing } from '../../server/standing.ts';

function standing(head: () => Promise<number>, seq = 10_000, patienceMs?: number) {
  const faults: unknown[] = [];
  const made = new Standing({
    head,
    seq: () => seq,
    onFault: (fault) => faults.push(fault),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  return { made, faults };
}

describe('a server', () => {
  it('is ready while its picture keeps up, also with entries that other servers have not seen yet', async () => {
    expect(await standing(async () => 10_007).made.look()).toEqual({
      ...{ ready: true, because: null, behind: 7 },
    });
    expect(await standing(async () => 9_999).made.look()).toMatchObject({ ready: true, behind: 0 });
  });

  it('is not ready while it is far behind', async () => {
    const allowed = standing(async () => 10_000 + MOST_BEHIND);
    expect((await allowed.made.look()).ready).toBe(true);
    const behind = MOST_BEHIND + 1;
    expect(await standing(async () => 10_000 + behind).made.look()).toEqual({
      ...{ ready: false, because: 'behind', behind },
    });
  });

  it('is not ready when the database fails or says nothing', async () => {
    const down = standing(() => Promise.reject(new Error('down')));
    expect(await down.made.look()).toMatchObject({ ready: false, because: 'database' });
    expect(down.faults).toHaveLength(1);
    const silent = standing(() => new Promise(() => undefined), 0, 1);
    expect(await silent.made.look()).toMatchObject({ ready: false, because: 'database' });
  });

  it('is never ready again once it drains', async () => {
    const { made } = standing(async () => 10_000);
    made.drain();
    expect(await made.look()).toEqual({ ready: false, because: 'draining', behind: null });
  });
});
