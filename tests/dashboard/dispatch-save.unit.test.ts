import { describe, expect, it } from 'vitest';
import type { Answer } from '#lib/api/client.ts';
import { isRetryable, SaveQueue, type Attempt, type SaveState } from '#lib/dispatch/save-queue.ts';

const problem = (code: string, status: number) =>
  ({ type: 'about:blank', title: code, status, code, detail: null, instance: '' }) as const;
const ok = (data: string): Answer<string> => ({ ok: true, data, etag: null, status: 200 });

/** A queue whose clock and server are in the test's hands. */
function rig() {
  const sent: Attempt<string>[] = [];
  const waiting: ((answer: Answer<string>) => void)[] = [];
  const states: SaveState[] = [];
  const saved: string[] = [];
  let timers: (() => void)[] = [];
  let keys = 0;
  let again: string | null = null;
  const queue = new SaveQueue<string, string>({
    send: (attempt) => {
      sent.push(attempt);
      return new Promise((resolve) => waiting.push(resolve));
    },
    onSaved: (_answer, body) => saved.push(body),
    onRefused: async () => ({ again }),
    onState: (state) => states.push(state),
    newKey: () => `key-${++keys}`,
    later: (run) => {
      timers.push(run);
      return () => (timers = timers.filter((one) => one !== run));
    },
  });
  const settle = async (answer: Answer<string>) => {
    waiting.shift()?.(answer);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const elapse = () => {
    const due = timers;
    timers = [];
    for (const run of due) run();
  };
  return {
    queue,
    sent,
    states,
    saved,
    settle,
    elapse,
    setAgain: (body: string | null) => (again = body),
  };
}

describe('saving', () => {
  it('waits for the hand to rest and sends the newest only', async () => {
    const { queue, sent, elapse, settle, saved } = rig();
    queue.put('a');
    queue.put('ab');
    queue.put('abc');
    expect(sent).toEqual([]);
    elapse();
    expect(sent.map((one) => one.body)).toEqual(['abc']);
    await settle(ok('1'));
    expect(saved).toEqual(['abc']);
    expect(queue.state).toBe('saved');
  });

  it('has one request under way, then the newest of what came meanwhile', async () => {
    const { queue, sent, elapse, settle } = rig();
    queue.put('a');
    elapse();
    queue.put('ab');
    queue.put('abc');
    elapse();
    expect(sent).toHaveLength(1);
    await settle(ok('1'));
    expect(sent.map((one) => one.body)).toEqual(['a', 'abc']);
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
    await settle(ok('2'));
    expect(queue.state).toBe('saved');
  });

  it('keeps what could not be sent and sends the same again with the same key', async () => {
    const { queue, sent, elapse, settle, saved } = rig();
    queue.put('a');
    elapse();
    await settle({ ok: false, problem: problem('NETWORK', 0) });
    expect(queue.state).toBe('unsaved');
    queue.put('ab');
    expect(queue.state).toBe('unsaved');
    queue.retry();
    await settle(ok('1'));
    expect(sent.slice(0, 2).map(({ body, key }) => [body, key])).toEqual([
      ['a', 'key-1'],
      ['a', 'key-1'],
    ]);
    expect(sent[2]).toEqual({ body: 'ab', key: 'key-2' });
    await settle(ok('2'));
    expect(saved).toEqual(['a', 'ab']);
    expect(queue.state).toBe('saved');
  });

  it('tries by itself while the server is away', async () => {
    const { queue, sent, elapse, settle } = rig();
    queue.put('a');
    elapse();
    await settle({ ok: false, problem: problem('INTERNAL', 503) });
    elapse();
    expect(sent).toHaveLength(2);
    await settle(ok('1'));
    expect(queue.state).toBe('saved');
  });

  it('stops at a refusal and waits for a change', async () => {
    const { queue, sent, elapse, settle } = rig();
    queue.put('a');
    elapse();
    await settle({ ok: false, problem: problem('POSITION_OUTSIDE_COUNTRY', 422) });
    expect(queue.state).toBe('refused');
    elapse();
    expect(sent).toHaveLength(1);
    queue.put('b');
    elapse();
    await settle(ok('1'));
    expect(queue.state).toBe('saved');
  });

  it('sends at once what a refusal asks for instead', async () => {
    const { queue, sent, elapse, settle, setAgain } = rig();
    setAgain('merged');
    queue.put('mine');
    elapse();
    await settle({ ok: false, problem: problem('VERSION_MISMATCH', 412) });
    expect(sent.map((one) => one.body)).toEqual(['mine', 'merged']);
  });

  it('says whether all is saved', async () => {
    const { queue, settle } = rig();
    queue.put('a');
    const done = queue.flush();
    await settle(ok('1'));
    expect(await done).toBe(true);
  });

  it('tells a server that did not decide from one that refused', () => {
    expect(
      [problem('NETWORK', 0), problem('BUSY', 503), problem('TOO_MANY', 429)].every(isRetryable),
    ).toBe(true);
    expect([problem('INVALID', 422), problem('VERSION_MISMATCH', 412)].some(isRetryable)).toBe(
      false,
    );
  });
});
