/** What an administrator does with webhooks, and whose rights they have. */
import { describe, expect, it } from 'vitest';
import { HOUR } from '#domain/clock.ts';
import { ROTATION_MS } from '#domain/webhooks/schedule.ts';
import { MOST_WEBHOOKS } from '#domain/webhooks/words.ts';
import type { WebhookSecretWire, WebhookWire } from '#wire/webhooks.ts';
import { verify } from '../../server/webhooks/signature.ts';
import { openStores, type SqliteStores } from '../../db/open.ts';
import { openHarness, problemOf } from '../api/harness.ts';
import { openHouse, openReceiver } from './house.ts';

const AT = '/api/v1/webhooks';

describe('a secret', () => {
  it('is shown where it is made and nowhere else, and kept nowhere', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { id, secret } = await house.webhook(receiver);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const elsewhere = [
      await house.send('administrator', 'GET', AT),
      await house.send('administrator', 'GET', `${AT}/${id}`),
      await house.send('administrator', 'GET', '/api/v1/ledger'),
    ];
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const file = house.stores.database.sqlite.serialize();
    for (const held of [secret, secret.slice('whsec_'.length), bytes.toString('hex')]) {
      for (const { body } of elsewhere) expect(JSON.stringify(body)).not.toContain(held);
      expect(file.includes(held)).toBe(false);
    }
    expect(file.includes(bytes)).toBe(false);
  });

  it('that is replaced holds a day longer', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const first = await house.webhook(receiver);
    const rotate = async () =>
      (await house.send('administrator', 'POST', `${AT}/${first.id}/secret`, {}))
        .body as WebhookSecretWire;
    const second = await rotate();
    expect(second.secret).not.toBe(first.secret);
    expect(second.previousSecretUntil).toBe(new Date(house.clock.now + ROTATION_MS).toISOString());
    const believed = async (count: number) => {
      await house.observe(count);
      await receiver.heard(count);
      const { headers, body } = receiver.told[count - 1] ?? { headers: {}, body: '' };
      return [first, second].map(
        ({ secret }) => verify(secret, headers, body, house.clock.now) === null,
      );
    };
    expect(await believed(1)).toEqual([true, true]);
    house.clock.now += ROTATION_MS - 1;
    expect(await believed(2)).toEqual([true, true]);
    house.clock.now += 1;
    expect(await believed(3)).toEqual([false, true]);
  });

  it('is said again when the request is repeated under its key, and made once', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { owner } = await house.webhook(receiver);
    const order = { name: 'twice', url: receiver.url, owner };
    const send = () =>
      house.send('administrator', 'POST', AT, order, { 'idempotency-key': 'once' });
    const [one, two] = [await send(), await send()];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body).toEqual(one.body);
    const all = (await house.send('administrator', 'GET', AT)).body as WebhookWire[];
    expect(all.filter(({ name }) => name === 'twice')).toHaveLength(1);
  });
});

describe('a webhook', () => {
  it('has the rights of its owner: a case is heard by its hospital and room, by others only that a bay is held', async () => {
    const house = await openHouse();
    const heard = async (who: 'hospital' | 'hospitalHaga' | 'keyRoom' | 'viewer') => {
      const receiver = await openReceiver();
      await house.webhook(receiver, who);
      return receiver;
    };
    const [hospital, other] = [await heard('hospital'), await heard('hospitalHaga')];
    const [room, viewer] = [await heard('keyRoom'), await heard('viewer')];
    const { case: id } = await house.decidedCase();
    await house.settled();
    const types = (one: typeof hospital) => one.told.map(({ message }) => message.type);
    expect(types(room)).toEqual(['case-opened', 'decision-made']);
    expect(types(hospital)).toEqual(['decision-made']);
    expect(types(other)).toEqual(['claims-changed']);
    expect(types(viewer)).toEqual(['claims-changed']);
    for (const { told } of [other, viewer])
      for (const { body } of told) expect(body).not.toContain(id);
    expect(hospital.told[0]?.body).toContain(id);
  });

  it('is told nothing more once its owner is gone, and says so', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const made = await house.webhook(receiver, 'keyHospital');
    await house.observe(1);
    await receiver.heard(1);
    await house.send('administrator', 'DELETE', `/api/v1/keys/${made.owner.id}`);
    await house.settled();
    expect(await house.read(made.id)).toMatchObject({ state: 'ownerless' });
    await house.observe(2);
    await house.settled();
    expect(receiver.told).toHaveLength(1);
    // Going on does not help while the key is gone.
    const path = `${AT}/${made.id}/state`;
    await house.send('administrator', 'PUT', path, { state: 'active' });
    await house.settled();
    expect(await house.read(made.id)).toMatchObject({ state: 'ownerless' });
    expect(receiver.told).toHaveLength(1);
  });

  it('hears by the rights of today: another role changes what is told from then on', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { owner } = await house.webhook(receiver, 'chairWest', { types: ['case-opened'] });
    const first = await house.openCase();
    await receiver.heard(1);
    await house.send('administrator', 'PUT', `/api/v1/accounts/${owner.id}`, { role: 'viewer' });
    await house.openCase();
    await house.settled();
    expect(receiver.told).toHaveLength(1);
    expect(receiver.told[0]?.body).toContain(first);
  });

  it('withholds a dead letter that its owner may not see any more', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { id, owner } = await house.webhook(receiver, 'chairWest', { types: ['case-opened'] });
    await house.openCase();
    await receiver.heard(1);
    await house.settled();
    const { seq } = receiver.told[0]?.message ?? { seq: 0 };
    const at = new Date(house.clock.now).toISOString();
    const row = house.app.webhooks?.find(id);
    if (row == null) throw new Error('no webhook');
    const letter = {
      ...{ id: 'letter', webhook: id, seq, type: 'case-opened' as const, entryAt: at, attempts: 8 },
      ...{ firstAt: at, lastAt: at, lastStatus: 500, lastError: 'STATUS' as const },
    };
    await house.stores.webhooks.saveProgress([{ id, progress: row.progress, letter }]);
    await house.send('administrator', 'PUT', `/api/v1/accounts/${owner.id}`, { role: 'viewer' });
    const path = `${AT}/${id}/dead-letters/letter`;
    const reply = await house.send('administrator', 'POST', `${path}/sending`, {});
    expect(problemOf(reply).code).toBe('NOTHING_TO_SEND');
    expect(receiver.told).toHaveLength(1);
    expect((await house.send('administrator', 'DELETE', path)).status).toBe(200);
    expect((await house.read(id)).deadLetters).toBe(0);
  });

  it('sends no dead letter on behalf of a key that was revoked', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { id, owner } = await house.webhook(receiver, 'keyHospital');
    const seq = await house.observe(1);
    await receiver.heard(1);
    await house.settled();
    const at = new Date(house.clock.now).toISOString();
    const progress = house.app.webhooks?.find(id)?.progress;
    if (progress === undefined) throw new Error('no webhook');
    const letter = {
      ...{ id: 'letter', webhook: id, seq, type: 'unit-observed' as const, entryAt: at },
      ...{ attempts: 8, firstAt: at, lastAt: at, lastStatus: null, lastError: 'TIMEOUT' as const },
    };
    await house.stores.webhooks.saveProgress([{ id, progress, letter }]);
    await house.send('administrator', 'DELETE', `/api/v1/keys/${owner.id}`);
    const path = `${AT}/${id}/dead-letters/letter/sending`;
    const reply = await house.send('administrator', 'POST', path, {});
    expect(problemOf(reply).code).toBe('NOTHING_TO_SEND');
    expect(receiver.told).toHaveLength(1);
  });

  it('that is paused tells nothing, and then all of it', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { id } = await house.webhook(receiver, 'viewer', { types: ['unit-observed'] });
    const set = (state: string) =>
      house.send('administrator', 'PUT', `${AT}/${id}/state`, { state });
    expect((await set('paused')).body).toMatchObject({ state: 'paused' });
    const seqs = [await house.observe(1), await house.observe(2)];
    await house.settled();
    expect(receiver.told).toEqual([]);
    expect((await house.read(id)).behind).toBeGreaterThan(0);
    await set('active');
    await receiver.heard(2);
    expect(receiver.seqs).toEqual(seqs);
  });

  it('takes another address and filter at once, also while it waits', async () => {
    const [house, away, receiver] = [await openHouse(), await openReceiver(), await openReceiver()];
    away.answer = (response) => void response.writeHead(500).end();
    const made = await house.webhook(away);
    const seq = await house.observe(1);
    await away.heard(1);
    await house.settled();
    const reply = await house.send('administrator', 'PUT', `${AT}/${made.id}`, {
      ...{ name: 'elsewhere', url: receiver.url, types: ['unit-observed'] },
    });
    expect(reply.body).toMatchObject({ name: 'elsewhere', types: ['unit-observed'] });
    await receiver.heard(1);
    expect(receiver.seqs).toEqual([seq]);
    expect(away.told).toHaveLength(1);
  });

  it('that asks for other things lets go of a message that it tried in vain', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    receiver.answer = (response) => void response.writeHead(500).end();
    const made = await house.webhook(receiver);
    await house.observe(1);
    await receiver.heard(1);
    await house.settled();
    receiver.answer = (response) => void response.writeHead(204).end();
    const wanted = { name: 'stops', url: receiver.url, types: ['stop-started'] };
    await house.send('administrator', 'PUT', `${AT}/${made.id}`, wanted);
    await house.settled();
    expect(receiver.told).toHaveLength(1);
    expect(await house.read(made.id)).toMatchObject({
      attempts: 0,
      nextAttemptAt: null,
      behind: 0,
    });
  });

  it('that is removed is told nothing more, and its dead letters are gone', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { id } = await house.webhook(receiver);
    expect((await house.send('administrator', 'DELETE', `${AT}/${id}`)).status).toBe(200);
    await house.observe(1);
    await house.settled();
    expect(receiver.told).toEqual([]);
    expect(
      house.stores.database.sqlite.prepare('select count(*) from webhooks').pluck().get(),
    ).toBe(0);
  });

  it('is tried out with a message of its own, in any state', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const made = await house.webhook(receiver);
    await house.send('administrator', 'PUT', `${AT}/${made.id}/state`, { state: 'paused' });
    const test = () => house.send('administrator', 'POST', `${AT}/${made.id}/test`, {});
    expect((await test()).body).toEqual({ delivered: true, status: 204, error: null });
    const [told] = receiver.told;
    expect(told?.message).toMatchObject({ type: 'webhook-test', entry: null });
    expect(verify(made.secret, told?.headers ?? {}, told?.body ?? '', house.clock.now)).toBeNull();
    receiver.answer = (response) => void response.writeHead(410).end();
    expect((await test()).body).toEqual({ delivered: false, status: 410, error: 'GONE' });
    expect(await house.read(made.id)).toMatchObject({ state: 'paused', lastAttemptAt: null });
  });

  it('leaves its changes in the ledger, without its address', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { id } = await house.webhook(receiver);
    await house.send('administrator', 'POST', `${AT}/${id}/secret`, {});
    await house.send('administrator', 'PUT', `${AT}/${id}/state`, { state: 'paused' });
    await house.send('administrator', 'DELETE', `${AT}/${id}`);
    const entries = await house.stores.ledger.read({ subject: `webhook:${id}` });
    const said = entries.map(({ kind, body, by }) =>
      kind === 'access-changed' ? [body.what, by.role] : kind,
    );
    expect(said).toEqual(
      ['webhook-created', 'webhook-secret-changed', 'webhook-changed', 'webhook-removed'].map(
        (what) => [what, 'administrator'],
      ),
    );
    expect(JSON.stringify(entries)).not.toContain(receiver.url);
  });

  it('is one of a bounded number', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { owner } = await house.webhook(receiver);
    const order = { name: 'many', url: receiver.url, filter: { ...NO_FILTER }, owner };
    for (let count = 1; count < MOST_WEBHOOKS; count += 1)
      await house.app.webhooks?.create(order, 'test');
    const body = { name: 'one more', url: receiver.url, owner };
    const reply = await house.send('administrator', 'POST', AT, body);
    expect([reply.status, problemOf(reply).code]).toEqual([409, 'TOO_MANY_WEBHOOKS']);
  });

  it('is seen in the metrics', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    await house.webhook(receiver);
    const paused = await house.webhook(receiver);
    await house.send('administrator', 'PUT', `${AT}/${paused.id}/state`, { state: 'paused' });
    receiver.answer = (response) => void response.writeHead(500).end();
    await house.observe(1);
    await house.settled();
    house.clock.now += HOUR;
    const text = String((await house.send('administrator', 'GET', '/api/v1/metrics')).body);
    expect(text).toContain('spoedkaart_webhooks{state="active"} 1');
    expect(text).toContain('spoedkaart_webhooks{state="paused"} 1');
    expect(text).toContain('spoedkaart_webhook_attempts_total{outcome="status"} 1');
    expect(text).toMatch(/spoedkaart_webhook_behind_entries [1-9]/);
    expect(text).toContain('spoedkaart_webhook_dead_letters 0');
  });
});

describe('a database that keeps no webhooks', () => {
  it('says so, and everything else goes on', async () => {
    const { webhooks: _none, ...stores } = openStores(':memory:');
    const h = await openHarness({ ...stores, webhooks: undefined } as unknown as SqliteStores);
    const reply = await h.send('administrator', 'GET', AT);
    expect([reply.status, problemOf(reply).code]).toEqual([501, 'WEBHOOKS_NOT_KEPT']);
    expect((await h.send('administrator', 'GET', '/api/v1/picture')).status).toBe(200);
    await h.close();
  });
});

const NO_FILTER = { types: null, regions: null, facilities: null };
