/** What goes to another system by a webhook is a look at the cases in it: written before it goes, and nothing goes unwritten. */
import { describe, expect, it } from 'vitest';
import { openHouse, openReceiver, type House } from './house.ts';

const transfers = async (house: House) => {
  const { looks } = await house.stores.accessLog.query({ scope: { all: true }, limit: 1_000 });
  return looks.filter(({ action }) => action === 'transfer').reverse();
};

describe('a case that a webhook tells of', () => {
  it('was looked at by the owner of the webhook, once for each message, before the receiver had it', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    const { id: webhook, owner } = await house.webhook(receiver, 'chairWest');
    const { case: id } = await house.decidedCase();
    await house.observe(4);
    await receiver.heard(2);
    await house.settled();
    const ofCase = receiver.told.filter(({ body }) => body.includes(id));
    expect(ofCase.length).toBeGreaterThan(0);
    const looks = await transfers(house);
    expect(looks).toHaveLength(ofCase.length);
    for (const look of looks)
      expect(look).toMatchObject({
        by: { id: owner.id, role: 'chair' },
        session: null,
        asked: { webhook },
        seen: [{ case: id, ground: 'coordinating-region', region: 'west' }],
      });
    expect((await house.stores.accessLog.verify()).intact).toBe(true);
  });

  it('is not sent while that cannot be written, and is sent once it can', async () => {
    const [house, receiver] = [await openHouse(), await openReceiver()];
    await house.webhook(receiver, 'chairWest', { types: ['case-opened'] });
    const { sqlite } = house.stores.database;
    sqlite.exec(
      "create trigger no_room before insert on access_log begin select raise(abort, 'disk'); end",
    );
    const id = await house.openCase();
    await house.settled();
    expect(receiver.told).toEqual([]);
    sqlite.exec('drop trigger no_room');
    house.hand.turn(house.hand.waits[0] ?? 0);
    await receiver.heard(1);
    await house.settled();
    expect(receiver.told[0]?.body).toContain(id);
    expect(await transfers(house)).toHaveLength(1);
  });
});
