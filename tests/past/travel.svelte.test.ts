/** Looking back as pages meet it, over a server and clocks in the test's hands. */
import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import { NO_TEXTS, snapshotOf } from '#wire/views.ts';
import { ApiClient } from '#lib/api/client.ts';
import { Travel, type PastView } from '#lib/past/travel.svelte.ts';
import { NOW } from '../builders.ts';

const BEGINS = NOW - 10 * HOUR;

let asked: string[];
let view: PastView | null;
let wall: number;
let device: number;
let frame: (() => void) | null;
/** Holds answers back until it is called. */
let release: (() => void) | null;
let reachable: boolean;
let held: boolean;
let travel: Travel;

/** A ledger with one entry each minute; the entry of minute n has seq n. */
const seqAt = (moment: number) => Math.floor((moment - BEGINS) / MINUTE) + 1;
const timeOf = (seq: number) => BEGINS + (seq - 1) * MINUTE;

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

async function answer(path: string): Promise<Response> {
  const url = new URL(path, 'http://a.example');
  asked.push(`${url.pathname.replace('/api/v1', '')}${url.search}`);
  if (held) await new Promise<void>((go) => (release = go));
  if (!reachable) throw new TypeError('no network');
  if (url.pathname.endsWith('/snapshot')) {
    const at = ms(url.searchParams.get('at') ?? '');
    if (at < BEGINS || at > wall)
      return json(
        { code: 'AT_OUT_OF_RANGE', status: 422, facts: { from: iso(BEGINS), to: iso(wall) } },
        422,
      );
    const seq = seqAt(at);
    const picture = { ...EMPTY_PICTURE, seq, at: iso(timeOf(seq)), policyVersion: seq };
    const options = { now: at, inbound: true, texts: NO_TEXTS };
    return json({ seq, now: iso(at), picture: snapshotOf(picture, options) });
  }
  const after = Number(url.searchParams.get('after'));
  const last = Math.min(seqAt(wall), after + 100);
  const entries = Array.from({ length: last - after }, (_, index) => {
    const seq = after + index + 1;
    const body = { policy: null };
    return { seq, at: iso(timeOf(seq)), kind: 'policy-adopted', version: seq, body };
  });
  return json({ after, seq: last, entries });
}

/** Until everything that was asked is answered and worked in. */
const settled = async () => {
  for (let turn = 0; turn < 40; turn += 1) await new Promise(setImmediate);
  flushSync();
};
const shownSeq = () => view?.picture?.policyVersion ?? null;

beforeEach(() => {
  [asked, view, wall, device, frame, release, reachable, held] = [
    [],
    null,
    NOW,
    0,
    null,
    null,
    true,
    false,
  ];
  const api = new ApiClient((path) => answer(path instanceof Request ? path.url : path.toString()));
  travel = new Travel({
    get: (path, options) => api.get(path, options),
    wallClock: () => wall,
    device: () => device,
    show: (next) => (view = next),
    every: (_milliseconds, call) => {
      frame = call;
      return () => (frame = null);
    },
  });
});

describe('looking back', () => {
  it('goes on showing now until the picture of then is there, then shows both of then', async () => {
    held = true;
    travel.lookAt(NOW - HOUR);
    await settled();
    expect([travel.on, travel.loading, view]).toEqual([false, true, null]);
    release?.();
    await settled();
    expect(travel.on).toBe(true);
    expect(view).toMatchObject({ now: NOW - HOUR, picture: { policyVersion: seqAt(NOW - HOUR) } });
  });

  it('opened by a link shows nothing rather than now until it is there', async () => {
    held = true;
    travel.lookAt(NOW - HOUR, { blank: true });
    expect([travel.on, view]).toEqual([true, { picture: null, now: NOW - HOUR }]);
    release?.();
    await settled();
    expect(shownSeq()).toBe(seqAt(NOW - HOUR));
  });

  it('steps a little forward by entries, and back by a snapshot that it keeps', async () => {
    travel.lookAt(NOW - HOUR);
    await settled();
    travel.lookAt(NOW - 55 * MINUTE);
    await settled();
    expect(shownSeq()).toBe(seqAt(NOW - 55 * MINUTE));
    travel.lookAt(NOW - HOUR);
    await settled();
    expect(shownSeq()).toBe(seqAt(NOW - HOUR));
    expect(asked.map((path) => path.split('?')[0])).toEqual(['/snapshot', '/ledger']);
  });

  it('follows a handle that moves faster than the answers come, and asks nothing for where it only passed', async () => {
    held = true;
    for (let hours = 1; hours < 9; hours += 1) travel.lookAt(NOW - hours * HOUR);
    await settled();
    held = false;
    release?.();
    await settled();
    expect(asked).toHaveLength(2);
    expect(view?.now).toBe(NOW - 8 * HOUR);
  });

  it('shows now at once when one goes back, whatever is still under way', async () => {
    held = true;
    travel.lookAt(NOW - HOUR);
    await settled();
    travel.back();
    held = false;
    release?.();
    await settled();
    expect([travel.on, travel.loading, travel.wanted, view]).toEqual([false, false, null, null]);
  });

  it('stays at the first moment, at now, or where it is when a time cannot be shown, and says so', async () => {
    travel.lookAt(BEGINS - HOUR, { blank: true });
    await settled();
    expect([travel.notice, view?.now]).toEqual(['before-first', BEGINS]);
    travel.lookAt(NOW + HOUR);
    await settled();
    expect([travel.notice, travel.on]).toEqual(['in-future', false]);
    travel.lookAt(NaN, { blank: true });
    await settled();
    expect([travel.notice, travel.on]).toEqual(['no-time', false]);
  });

  it('without a server stays at the moment that it had, and says so', async () => {
    travel.lookAt(NOW - HOUR);
    await settled();
    reachable = false;
    travel.lookAt(NOW - 5 * HOUR);
    await settled();
    expect([travel.notice, travel.wanted, travel.shown]).toEqual([
      'unreachable',
      NOW - HOUR,
      NOW - HOUR,
    ]);
    expect(travel.loading).toBe(false);
    reachable = true;
    travel.lookAt(NOW - 5 * HOUR);
    await settled();
    expect([travel.notice, view?.now]).toEqual([null, NOW - 5 * HOUR]);
  });

  it('by a link without a server ends at now and says so', async () => {
    reachable = false;
    travel.lookAt(NOW - HOUR, { blank: true });
    await settled();
    expect([travel.notice, travel.on, view]).toEqual(['unreachable', false, null]);
  });
});

describe('playing', () => {
  const tick = async (milliseconds: number) => {
    device += milliseconds;
    wall += milliseconds;
    frame?.();
    await settled();
  };
  const start = async (moment: number, speed: 1 | 10 | 60 | 300 = 60) => {
    travel.lookAt(moment);
    await settled();
    travel.setSpeed(speed);
    travel.play();
    await settled();
  };

  it('goes through the entries at its speed', async () => {
    await start(NOW - 5 * HOUR);
    for (let second = 1; second <= 5; second += 1) await tick(1_000);
    expect(view?.now).toBe(NOW - 5 * HOUR + 5 * MINUTE);
    expect(shownSeq()).toBe(seqAt(NOW - 5 * HOUR + 5 * MINUTE));
    expect(asked.filter((path) => path.startsWith('/snapshot'))).toHaveLength(1);
  });

  it('waits for what was not read yet instead of showing a moment without its entries', async () => {
    await start(NOW - 5 * HOUR, 300);
    held = true;
    for (let second = 1; second <= 60; second += 1) await tick(1_000);
    const stuck = view?.now ?? 0;
    expect(shownSeq()).toBe(seqAt(stuck));
    await tick(10_000);
    expect(view?.now).toBe(stuck);
    held = false;
    release?.();
    await settled();
    await tick(1_000);
    expect(view?.now).toBe(stuck + 5 * MINUTE);
  });

  it('pauses, takes another speed on the way, and goes on from there', async () => {
    await start(NOW - 5 * HOUR, 10);
    await tick(6_000);
    travel.setSpeed(60);
    await tick(1_000);
    travel.pause();
    await tick(9_000);
    expect([travel.playing, view?.now]).toEqual([false, NOW - 5 * HOUR + 2 * MINUTE]);
    travel.play();
    await tick(1_000);
    expect(view?.now).toBe(NOW - 5 * HOUR + 3 * MINUTE);
  });

  it('that reaches now is live again, and says so', async () => {
    await start(NOW - 10 * MINUTE, 300);
    for (let second = 1; second <= 4; second += 1) await tick(1_000);
    expect([travel.on, travel.playing, travel.notice, view]).toEqual([
      false,
      false,
      'caught-up',
      null,
    ]);
    expect(frame).toBeNull();
  });

  it('pauses where it is when the server is lost, and says so', async () => {
    await start(NOW - 5 * HOUR, 300);
    reachable = false;
    for (let second = 1; second <= 30; second += 1) await tick(1_000);
    expect([travel.playing, travel.notice]).toEqual([false, 'unreachable']);
    expect(shownSeq()).toBe(seqAt(view?.now ?? 0));
  });

  it('stops when somebody takes the handle', async () => {
    await start(NOW - 5 * HOUR);
    travel.lookAt(NOW - 2 * HOUR);
    await settled();
    await tick(5_000);
    expect([travel.playing, view?.now]).toEqual([false, NOW - 2 * HOUR]);
  });
});
