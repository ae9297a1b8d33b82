import { describe, expect, it } from 'vitest';
import type { Answer } from '#lib/api/client.ts';
import { Outbox, type OutboxItem, type Sent, type Store } from '#lib/hospital/outbox.ts';
import { secondsLeft, shareLeft, UNDO_MS } from '#lib/hospital/undo.ts';

function item(over: Partial<OutboxItem> = {}): OutboxItem {
  return {
    key: 'key-1',
    by: 'account-1',
    facility: 'h-1',
    method: 'PUT',
    path: '/facilities/h-1/units/icu',
    body: { available: 1 },
    subject: 'icu',
    at: '2026-11-18T13:00:00.000Z',
    ...over,
  };
}

const memory = (text: string | null = null): Store & { text: string | null } => ({
  text,
  read() {
    return this.text;
  },
  write(next) {
    this.text = next;
  },
});

const yes: Answer<unknown> = { ok: true, data: { version: 2 }, etag: null, status: 200 };
const no = (status: number, code: string): Answer<unknown> => ({
  ok: false,
  problem: { type: 'about:blank', title: code, status, code, detail: null, instance: '/' },
});

function box(store: Store, answers: Answer<unknown>[]) {
  const tried: string[] = [];
  const sent: Sent[] = [];
  const stuck: (string | null)[] = [];
  const outbox = new Outbox({
    store,
    send: (one) => {
      tried.push(one.key);
      return Promise.resolve(answers.shift() ?? yes);
    },
    onSent: (one) => sent.push(one),
    onChange: () => undefined,
    onStuck: (why) => stuck.push(why?.code ?? null),
  });
  return { outbox, tried, sent, stuck };
}

describe('the outbox', () => {
  it('keeps what could not be sent and sends it again with the same key', async () => {
    const store = memory();
    const { outbox, tried, sent } = box(store, [no(0, 'NETWORK'), yes]);
    outbox.add(item());
    await outbox.flush('account-1');
    expect(outbox.of('account-1', 'h-1')).toHaveLength(1);
    await outbox.flush('account-1');
    expect(tried).toEqual(['key-1', 'key-1']);
    expect(sent.map((one) => one.ok)).toEqual([true]);
    expect(outbox.of('account-1', 'h-1')).toEqual([]);
  });

  it('survives a reload', async () => {
    const store = memory();
    const first = box(store, [no(0, 'NETWORK')]);
    first.outbox.add(item());
    await first.outbox.flush('account-1');
    const second = box(memory(store.text), [yes]);
    await second.outbox.flush('account-1');
    expect(second.tried).toEqual(['key-1']);
  });

  it('takes nothing from a store that holds something else', () => {
    expect(box(memory('{"a":'), []).outbox.of('account-1', 'h-1')).toEqual([]);
  });

  it('stops at the first that is not reached, so that the order stays', async () => {
    const { outbox, tried } = box(memory(), [no(503, 'BUSY')]);
    outbox.add(item());
    outbox.add(item({ key: 'key-2', path: '/facilities/h-1/units/ed', subject: 'ed' }));
    await outbox.flush('account-1');
    expect(tried).toEqual(['key-1']);
  });

  it('says why nothing goes, until something does', async () => {
    const { outbox, stuck } = box(memory(), [no(507, 'STORAGE_FULL'), no(0, 'NETWORK'), yes]);
    outbox.add(item());
    for (let n = 0; n < 3; n += 1) await outbox.flush('account-1');
    expect(stuck).toEqual(['STORAGE_FULL', 'NETWORK', null]);
  });

  it('tells of a refusal once and goes on with the next', async () => {
    const { outbox, tried, sent } = box(memory(), [no(422, 'UNTIL_IN_PAST'), yes]);
    outbox.add(item({ method: 'POST', path: '/facilities/h-1/stops', subject: 'stop:ed' }));
    outbox.add(item({ key: 'key-2' }));
    await outbox.flush('account-1');
    expect(tried).toEqual(['key-1', 'key-2']);
    expect(sent.map((one) => one.ok)).toEqual([false, true]);
  });

  it('lets a later figure of a unit take the place of an unsent one, and never a stop', () => {
    const { outbox } = box(memory(), []);
    outbox.add(item());
    outbox.add(item({ key: 'key-2', body: { available: 0 } }));
    outbox.add(
      item({ key: 'key-3', method: 'POST', path: '/facilities/h-1/stops', subject: 'stop:ed' }),
    );
    outbox.add(
      item({ key: 'key-4', method: 'POST', path: '/facilities/h-1/stops', subject: 'stop:ed' }),
    );
    expect(outbox.of('account-1', 'h-1').map((one) => one.key)).toEqual([
      'key-2',
      'key-3',
      'key-4',
    ]);
  });

  it('does not send what another account wrote on the same device', async () => {
    const { outbox, tried } = box(memory(), []);
    outbox.add(item());
    await outbox.flush('account-2');
    expect(tried).toEqual([]);
  });

  it('takes back what was not sent, and says when it is too late', async () => {
    const { outbox } = box(memory(), [no(0, 'NETWORK')]);
    outbox.add(item());
    await outbox.flush('account-1');
    expect(outbox.drop('key-1')).toBe(true);
    expect(outbox.drop('key-1')).toBe(false);
  });
});

describe('undo', () => {
  const one = { at: 1_000, back: () => undefined };

  it('can be had for ten seconds and not longer', () => {
    expect(secondsLeft(one, 1_000)).toBe(10);
    expect(secondsLeft(one, 1_000 + UNDO_MS - 1)).toBe(1);
    expect(secondsLeft(one, 1_000 + UNDO_MS)).toBe(0);
  });

  it('shows the share that is left between one and nothing', () => {
    expect(shareLeft(one, 6_000)).toBe(0.5);
    expect(shareLeft(one, 0)).toBe(1);
    expect(shareLeft(one, 99_000)).toBe(0);
  });
});
