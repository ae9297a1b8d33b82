import { describe, expect, it } from 'vitest';
import { iso } from '#domain/clock.ts';
import { LiveConnection, type LiveSocket } from '#lib/live/connection.ts';
import type { Follow, FollowReply, Reply } from '#wire/live.ts';
import { NO_TEXTS, snapshotOf } from '#wire/views.ts';
import { Facts, NOON } from './facts.ts';

type Listener = (...what: never[]) => void;

/** A socket whose other end is the test. */
class TestSocket implements LiveSocket {
  connected = false;
  closed = false;
  follows: Follow[] = [];
  answer: Reply<FollowReply> | null = null;
  readonly #listeners = new Map<string, Listener>();
  connect() {}
  disconnect() {
    this.connected = false;
    this.closed = true;
  }
  emit(_event: 'follow', message: Follow, reply?: (answer: Reply<FollowReply>) => void) {
    this.follows.push(message);
    if (this.answer !== null) reply?.(this.answer);
  }
  on(event: string, listener: Listener) {
    this.#listeners.set(event, listener);
  }
  say(event: string, ...what: unknown[]) {
    if (event === 'connect') this.connected = true;
    if (event === 'disconnect') this.connected = false;
    (this.#listeners.get(event) as ((...what: unknown[]) => void) | undefined)?.(...what);
  }
}

function connection() {
  const sockets: TestSocket[] = [];
  const told: string[] = [];
  const live = new LiveConnection(
    () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
    {
      onStatus: (status) => told.push(status),
      onPicture: () => undefined,
      onEntry: () => undefined,
      onRefused: (code) => told.push(`refused ${code}`),
    },
  );
  const last = () => sockets.at(-1) ?? new TestSocket();
  return { live, sockets, told, last };
}

const { picture } = new Facts().region('west').facility('lumc', 'west');
const snapshot = {
  seq: picture.seq,
  now: iso(NOON),
  picture: snapshotOf(picture, { now: NOON, inbound: true, texts: NO_TEXTS }),
};
const entries = (after: number, seq: number) => ({ after, seq, now: iso(NOON), entries: [] });

function connected() {
  const all = connection();
  all.live.start(Date.now());
  all.last().say('connect');
  all.last().say('snapshot', snapshot);
  return all;
}

describe('the live connection', () => {
  it('asks for a snapshot first and is live once it came', () => {
    const { told, last } = connected();
    expect(last().follows).toEqual([{ protocol: 1, pieces: true }]);
    expect(told).toEqual(['connecting', 'live']);
  });

  it('follows anew at a gap, from the last seq that it has', () => {
    const { last } = connected();
    last().say('entries', entries(picture.seq + 5, picture.seq + 6));
    expect(last().follows.at(-1)).toEqual({ after: picture.seq, protocol: 1, pieces: true });
  });

  it('is lost as soon as the connection breaks and goes on from where it was', () => {
    const { live, told, last, sockets } = connected();
    last().say('entries', entries(picture.seq, picture.seq + 2));
    last().say('disconnect');
    expect(told.at(-1)).toBe('lost');
    live.tick(Date.now() + 2_000);
    expect(sockets).toHaveLength(2);
    last().say('connect');
    expect(last().follows).toEqual([{ after: picture.seq + 2, protocol: 1, pieces: true }]);
    last().say('entries', entries(picture.seq + 2, picture.seq + 2));
    expect(told.at(-1)).toBe('live');
  });

  it('calls a silent server lost after 12 seconds, not earlier, and replaces the connection', () => {
    const { live, told, sockets } = connected();
    const now = Date.now();
    live.tick(now + 11_000);
    expect(told.at(-1)).toBe('live');
    live.tick(now + 12_500);
    expect(told.at(-1)).toBe('lost');
    live.tick(now + 13_000);
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('pays no attention to a connection that it gave up', () => {
    const { live, told, sockets, last } = connected();
    last().say('disconnect');
    live.tick(Date.now() + 2_000);
    sockets[0]?.say('entries', entries(picture.seq, picture.seq + 1));
    expect(told.at(-1)).toBe('lost');
    expect(live.replica.seq).toBe(picture.seq);
  });

  it('tries at once when the device wakes, but leaves a live connection alone', () => {
    const { live, sockets, last } = connected();
    live.wake(Date.now());
    expect(sockets).toHaveLength(1);
    last().say('disconnect');
    live.wake(Date.now());
    expect(sockets).toHaveLength(2);
  });

  it('goes on looking for its server when the clock of the device is put back', () => {
    const { live, sockets, last } = connected();
    last().say('disconnect');
    const hourAgo = Date.now() - 3_600_000;
    live.tick(hourAgo);
    live.tick(hourAgo + 2_000);
    expect(sockets).toHaveLength(2);
  });

  it('says that nobody is signed in, by refusal of the connection, of the follow and by announcement', () => {
    const refused = connection();
    refused.live.start(0);
    refused
      .last()
      .say('connect_error', Object.assign(new Error('no'), { data: { code: 'UNAUTHENTICATED' } }));
    expect(refused.told).toContain('refused UNAUTHENTICATED');

    const answered = connection();
    answered.live.start(0);
    answered.last().answer = { ok: false, code: 'UNAUTHENTICATED', message: '' };
    answered.last().say('connect');
    expect(answered.told).toContain('refused UNAUTHENTICATED');

    const ended = connected();
    ended.last().say('refused', { ok: false, code: 'UNAUTHENTICATED', message: '' });
    expect(ended.told).toContain('refused UNAUTHENTICATED');
  });

  it('says that a second factor is missing, and nothing of refusals that another attempt may mend', () => {
    const { live, last, told } = connection();
    live.start(0);
    const refuse = (code: string) =>
      last().say('connect_error', Object.assign(new Error(code), { data: { code } }));
    refuse('INTERNAL');
    expect(told).toEqual(['connecting']);
    refuse('SECOND_FACTOR_NEEDED');
    expect(told).toEqual(['connecting', 'refused SECOND_FACTOR_NEEDED']);
  });

  it('opens the next connection while a server that is about to end goes on, and then lets go of it', () => {
    const { told, sockets, live } = connected();
    sockets[0]?.say('moving');
    expect(sockets).toHaveLength(2);
    sockets[0]?.say('entries', entries(picture.seq, picture.seq + 3));
    expect(live.replica.seq).toBe(picture.seq + 3);
    expect(sockets[0]?.closed).toBe(false);
    sockets[1]?.say('connect');
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets[1]?.follows).toEqual([{ after: picture.seq + 3, protocol: 1, pieces: true }]);
    sockets[1]?.say('entries', entries(picture.seq + 3, picture.seq + 4));
    expect(told).toEqual(['connecting', 'live']);
    // The announcement is used up: the next connection that breaks is lost.
    sockets[1]?.say('disconnect');
    expect(told.at(-1)).toBe('lost');
  });

  it('asks again and again for another server while the old one is there, and holds no refused line', () => {
    const { told, sockets, live } = connected();
    sockets[0]?.say('moving');
    sockets[0]?.say('moving');
    expect(sockets).toHaveLength(2);
    sockets[1]?.say('connect_error', Object.assign(new Error(), { data: { code: 'MOVING' } }));
    expect(sockets[1]?.closed).toBe(true);
    live.tick(Date.now() + 2_000);
    expect(sockets).toHaveLength(3);
    // The old one goes before the new one stands: that was announced.
    sockets[0]?.say('disconnect');
    sockets[2]?.say('connect');
    sockets[2]?.say('snapshot', snapshot);
    expect(told).toEqual(['connecting', 'live']);
  });

  it('calls a server that announced its end lost all the same when nobody is heard for 12 seconds', () => {
    const { told, sockets, live } = connected();
    const now = Date.now();
    sockets[0]?.say('moving');
    sockets[0]?.say('disconnect');
    live.tick(now + 11_000);
    expect(told.at(-1)).toBe('live');
    live.tick(now + 12_500);
    expect(told.at(-1)).toBe('lost');
  });

  it('forgets the picture when it is stopped', () => {
    const { live, told, last } = connected();
    live.stop();
    expect(last().closed).toBe(true);
    expect(live.replica.picture).toBeNull();
    expect(told.at(-1)).toBe('off');
  });
});
