/** Delivery over real HTTP to a receiver that fails in every way; the clockwork is turned by hand. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '#domain/clock.ts';
import { MOST_ATTEMPTS, PAUSE_AFTER_MS } from '#domain/webhooks/schedule.ts';
import type { DeadLetterWire } from '#wire/webhooks.ts';
import { openStores } from '../../db/open.ts';
import { verify } from '../../server/webhooks/signature.ts';
import { inFolder } from '../db/helpers.ts';
import { openHouse, openReceiver, type House } from './house.ts';
import { status } from './receiver.ts';

const lettersOf = async (house: House, id: string) =>
  (await house.send('administrator', 'GET', `/api/v1/webhooks/${id}/dead-letters`))
    .body as DeadLetterWire[];

/** Lets every attempt at the message that waits happen, up to the last one. */
async function exhaust(house: House): Promise<void> {
  for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
    house.hand.turn(house.hand.waits[0] ?? 0);
    await house.settled();
  }
}

describe('what happens is told', () => {
  it('from now on, in order, signed, with id, type, seq and time of the entry', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    await house.observe(3);
    const made = await house.webhook(receiver);
    const seqs = [await house.observe(4), await house.observe(5), await house.observe(6)];
    await receiver.heard(3);
    await house.settled();
    const observed = receiver.told.filter(({ message }) => message.type === 'unit-observed');
    expect(observed.map(({ message }) => message.seq)).toEqual(seqs);
    for (const { headers, body, message } of receiver.told) {
      expect(verify(made.secret, headers, body, house.clock.now)).toBeNull();
      expect(headers['webhook-id']).toBe(message.id);
      expect(headers['content-type']).toBe('application/json');
      expect(message).toMatchObject({ at: message.entry?.at, seq: message.entry?.seq });
    }
    const standing = await house.read(made.id);
    expect(standing).toMatchObject({ state: 'active', delivered: 3, behind: 0, deadLetters: 0 });
    expect(standing.lastDeliveredAt).toBe(new Date(house.clock.now).toISOString());
  });

  it('only what its filter asks for', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    await house.webhook(receiver, 'viewer', { regions: ['noord-nederland'] });
    const wanted = await openReceiver();
    await house.webhook(wanted, 'viewer', { types: ['unit-observed'], regions: ['west'] });
    const seq = await house.observe(4);
    await wanted.heard(1);
    await house.settled();
    expect(wanted.seqs).toEqual([seq]);
    expect(receiver.told).toEqual([]);
  });

  it('a slow receiver delays nobody else, and its attempt ends at the deadline', async () => {
    const [house, slow, quick] = [await openHouse(), await openReceiver(), await openReceiver()];
    slow.answer = () => undefined;
    const held = await house.webhook(slow);
    await house.webhook(quick);
    await house.observe(4);
    await slow.heard(1);
    for (const beds of [5, 6, 7]) await house.observe(beds);
    await quick.heard(4);
    expect(slow.told).toHaveLength(1);
    house.hand.turn(10_000);
    await house.settled();
    expect(await house.read(held.id)).toMatchObject({ lastError: 'TIMEOUT', attempts: 1 });
    expect(slow.told).toHaveLength(1);
  });
});

describe('what is not taken', () => {
  it('is tried again after the delay, the same message under the same id, and the line waits', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    receiver.answer = status(503);
    const made = await house.webhook(receiver);
    const first = await house.observe(4);
    const second = await house.observe(5);
    await receiver.heard(1);
    await house.settled();
    expect(await house.read(made.id)).toMatchObject({ lastStatus: 503, lastError: 'STATUS' });
    house.hand.turn(4_999);
    await house.settled();
    expect(receiver.seqs).toEqual([first]);
    house.hand.turn(1);
    await receiver.heard(2);
    receiver.answer = status(200);
    await house.settled();
    house.hand.turn(20_000);
    await receiver.heard(4);
    await house.settled();
    expect(receiver.seqs).toEqual([first, first, first, second]);
    const [one, , three] = receiver.told;
    expect(three?.body).toBe(one?.body);
    expect(three?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
    // Signed anew, so that a receiver with a replay window takes it.
    expect(three?.headers['webhook-timestamp']).not.toBe(one?.headers['webhook-timestamp']);
    expect(await house.read(made.id)).toMatchObject({ failingSince: null, delivered: 2 });
  });

  it('waits as long as the receiver asks', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    receiver.answer = status(429, { 'retry-after': '600' });
    const made = await house.webhook(receiver);
    await house.observe(4);
    await receiver.heard(1);
    await house.settled();
    const { nextAttemptAt } = await house.read(made.id);
    expect(Date.parse(nextAttemptAt ?? '') - house.clock.now).toBe(600_000);
  });

  it.each([
    ['a redirect', status(307, { location: 'http://127.0.0.1:1/elsewhere' }), 'REDIRECT', 307],
    ['a broken connection', (r: { destroy(): unknown }) => void r.destroy(), 'CONNECTION', null],
    ['no success', status(500), 'STATUS', 500],
  ] as const)('%s counts as an attempt in vain', async (_name, answer, error, code) => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    receiver.answer = answer;
    const made = await house.webhook(receiver);
    const seq = await house.observe(4);
    await receiver.heard(1);
    await house.settled();
    expect(await house.read(made.id)).toMatchObject({
      ...{ state: 'active', lastError: error, lastStatus: code, attempts: 1 },
      ...{ seq: seq - 1, delivered: 0 },
    });
    // Not followed, not repeated by itself.
    expect(receiver.told).toHaveLength(1);
  });

  it('an endless answer ends after some kilobytes and counts by its status', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    let ended = false;
    receiver.answer = (response) => {
      response.writeHead(200);
      response.on('close', () => (ended = true));
      const pour = (): void => {
        if (ended) return;
        if (response.write('x'.repeat(4096))) setImmediate(pour);
        else response.once('drain', pour);
      };
      pour();
    };
    const made = await house.webhook(receiver);
    await house.observe(4);
    await receiver.heard(1);
    await house.settled();
    expect(await house.read(made.id)).toMatchObject({ delivered: 1, lastStatus: 200 });
  });

  it('becomes a dead letter after the last attempt, and the line goes on', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    receiver.answer = (response, { message }) =>
      void response.writeHead(message.seq === poisoned ? 500 : 204).end();
    let poisoned = 0;
    const made = await house.webhook(receiver);
    poisoned = house.app.live.picture.seq + 1;
    const began = house.clock.now;
    expect(await house.observe(4)).toBe(poisoned);
    const next = await house.observe(5);
    await receiver.heard(1);
    await house.settled();
    await exhaust(house);
    await receiver.heard(MOST_ATTEMPTS + 1);
    await house.settled();
    expect(receiver.seqs).toEqual([...Array<number>(MOST_ATTEMPTS).fill(poisoned), next]);
    const [letter, ...others] = await lettersOf(house, made.id);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ seq: poisoned, type: 'unit-observed', lastStatus: 500 });
    expect(letter).toMatchObject({ attempts: MOST_ATTEMPTS, lastError: 'STATUS' });
    expect(Date.parse(letter?.firstAt ?? '')).toBe(began);
    expect(Date.parse(letter?.lastAt ?? '')).toBe(house.clock.now);
    expect(await house.read(made.id)).toMatchObject({ state: 'active', deadLetters: 1, seq: next });

    const path = `/api/v1/webhooks/${made.id}/dead-letters/${letter?.id}/sending`;
    const send = () => house.send('administrator', 'POST', path, {});
    expect((await send()).body).toEqual({ delivered: false, status: 500, error: 'STATUS' });
    const [tried] = await lettersOf(house, made.id);
    expect(tried?.attempts).toBe(MOST_ATTEMPTS + 1);
    receiver.answer = status(204);
    expect((await send()).body).toEqual({ delivered: true, status: 204, error: null });
    expect(receiver.told.at(-1)?.message.seq).toBe(poisoned);
    expect(await lettersOf(house, made.id)).toEqual([]);
    expect((await send()).status).toBe(404);
  });

  it('a receiver that is gone stops the webhook; going on tells what it missed', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    receiver.answer = status(410);
    const made = await house.webhook(receiver);
    const seqs = [await house.observe(4)];
    await receiver.heard(1);
    await house.settled();
    expect(await house.read(made.id)).toMatchObject({ state: 'gone', lastError: 'GONE' });
    seqs.push(await house.observe(5));
    await house.settled();
    expect(house.hand.waits).toEqual([]);
    expect(receiver.told).toHaveLength(1);
    receiver.answer = status(204);
    const path = `/api/v1/webhooks/${made.id}/state`;
    await house.send('administrator', 'PUT', path, { state: 'active' });
    await receiver.heard(3);
    await house.settled();
    expect(receiver.seqs.slice(1)).toEqual(seqs);
    expect(await lettersOf(house, made.id)).toEqual([]);
  });

  it('for a day pauses the webhook, visibly, and loses nothing after that', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    receiver.answer = status(500);
    const made = await house.webhook(receiver);
    const seqs: number[] = [];
    for (let beds = 1; beds <= 12; beds += 1) seqs.push(await house.observe(beds));
    await receiver.heard(1);
    await house.settled();
    const began = house.clock.now;
    for (let turns = 0; turns < 200 && house.hand.waits.length > 0; turns += 1) {
      house.hand.turn(house.hand.waits[0] ?? 0);
      await house.settled();
    }
    const standing = await house.read(made.id);
    expect(standing).toMatchObject({
      state: 'failing',
      failingSince: new Date(began).toISOString(),
    });
    expect(house.clock.now - began).toBeGreaterThanOrEqual(PAUSE_AFTER_MS);
    expect(house.clock.now - began).toBeLessThan(PAUSE_AFTER_MS + 121 * MINUTE);
    const dead = (await lettersOf(house, made.id)).map((letter) => letter.seq);
    expect(dead.length).toBeGreaterThan(0);
    receiver.answer = status(204);
    receiver.told.length = 0;
    const path = `/api/v1/webhooks/${made.id}/state`;
    await house.send('administrator', 'PUT', path, { state: 'active' });
    await house.settled();
    const told = receiver.told.filter(({ message }) => message.type === 'unit-observed');
    expect([...dead, ...told.map(({ message }) => message.seq)]).toEqual(seqs);
  });
});

describe('a restart', () => {
  it('goes on where it stood: what happened meanwhile is told, and a delay goes on', () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'a.db')}`;
      const clock = { now: Date.now() };
      const receiver = await openReceiver();
      const before = await openHouse({ stores: openStores(url), clock });
      const made = await before.webhook(receiver);
      const first = await before.observe(1);
      await receiver.heard(1);
      await before.settled();
      receiver.answer = status(500);
      const second = await before.observe(2);
      await receiver.heard(2);
      await before.settled();
      const third = await before.observe(3);
      await before.close();

      receiver.answer = status(204);
      const after = await openHouse({ stores: openStores(url), clock });
      await after.settled();
      expect(await after.read(made.id)).toMatchObject({ attempts: 1, seq: second - 1 });
      expect(receiver.seqs).toEqual([first, second]);
      after.hand.turn(5_000);
      await receiver.heard(4);
      await after.settled();
      expect(receiver.seqs).toEqual([first, second, second, third]);
      // The same secret: nothing of it was in the file.
      for (const { headers, body } of receiver.told)
        expect(verify(made.secret, headers, body, clock.now)).toBeNull();
    }));

  it('in the middle of an attempt tells it again, under the same id', () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'a.db')}`;
      const receiver = await openReceiver();
      receiver.answer = () => undefined;
      const before = await openHouse({ stores: openStores(url) });
      await before.webhook(receiver);
      const seq = await before.observe(1);
      await receiver.heard(1);
      await before.close();
      receiver.answer = status(204);
      const after = await openHouse({ stores: openStores(url) });
      await receiver.heard(2);
      await after.settled();
      expect(receiver.seqs).toEqual([seq, seq]);
      expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    }));

  it('after a crash before anything was written tells it once more and no less', () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'a.db')}`;
      const stores = openStores(url);
      const receiver = await openReceiver();
      const before = await openHouse({ stores });
      await before.webhook(receiver);
      // As if the machine went away: what the webhooks write from here on is lost.
      stores.webhooks.saveProgress = () => Promise.resolve();
      const seqs = [await before.observe(1), await before.observe(2)];
      await receiver.heard(2);
      await before.close();
      const after = await openHouse({ stores: openStores(url) });
      await receiver.heard(4);
      await after.settled();
      expect(receiver.seqs).toEqual([...seqs, ...seqs]);
    }));

  it('long after the ledger went on catches up, page by page', () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'a.db')}`;
      const receiver = await openReceiver();
      const before = await openHouse({ stores: openStores(url) });
      const made = await before.webhook(receiver, 'viewer', { types: ['unit-observed'] });
      await before.send('administrator', 'PUT', `/api/v1/webhooks/${made.id}/state`, {
        state: 'paused',
      });
      const seqs: number[] = [];
      for (let beds = 0; beds < 230; beds += 1) seqs.push(await before.observe(beds % 20));
      await before.settled();
      expect(receiver.told).toEqual([]);
      await before.close();
      const after = await openHouse({ stores: openStores(url) });
      await after.send('administrator', 'PUT', `/api/v1/webhooks/${made.id}/state`, {
        state: 'active',
      });
      await after.settled();
      expect(receiver.seqs).toEqual(seqs);
    }));
});

describe('the receiver', () => {
  it('that ends an idle connection just as it is used again is asked once more, at once', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const made = await house.webhook(receiver);
    const first = await house.observe(1);
    await receiver.heard(1);
    await house.settled();
    receiver.answer = (response) => {
      receiver.answer = status(204);
      response.destroy();
    };
    const second = await house.observe(2);
    await receiver.heard(3);
    await house.settled();
    expect(receiver.seqs).toEqual([first, second, second]);
    expect(await house.read(made.id)).toMatchObject({ attempts: 0, lastError: null, delivered: 2 });
  });

  it('that is away is not there, and is told when it is back', async () => {
    const house = await openHouse();
    const first = await openReceiver();
    const { port, url } = first;
    const made = await house.webhook({ url });
    await house.observe(1);
    await first.heard(1);
    await house.settled();
    await first.close();
    const seq = await house.observe(2);
    await house.settled();
    expect(await house.read(made.id)).toMatchObject({ lastError: 'CONNECTION', lastStatus: null });
    const second = await openReceiver(port);
    house.hand.turn(5_000);
    await second.heard(1);
    expect(second.seqs).toEqual([seq]);
  });
});
