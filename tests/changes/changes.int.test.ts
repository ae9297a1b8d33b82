/** What changed in a region, over HTTP. */
import { describe, expect, it } from 'vitest';
import { iso, MINUTE } from '#domain/clock.ts';
import type { ChangesWire } from '#wire/changes.ts';
import { createHarness, type Harness } from '../api/harness.ts';

const ICU = '/api/v1/facilities/lumc-leiden/units/icu';
const STOPS = '/api/v1/facilities/lumc-leiden/stops';
async function say(h: Harness, available: number): Promise<string> {
  h.clock.now += 5 * MINUTE;
  expect((await h.send('hospital', 'PUT', ICU, { available, staffed: 9 })).status).toBe(200);
  return iso(h.clock.now);
}
const changes = async (h: Harness, query: string) => {
  const { status, body } = await h.send('viewer', 'GET', `/api/v1/regions/west/changes?${query}`);
  expect(status).toBe(200);
  return body as ChangesWire;
};
const icuOf = ({ units }: ChangesWire) =>
  units.find((one) => one.facility === 'lumc-leiden' && one.kind === 'icu');

describe('what changed in a region', () => {
  it('is from what to what, since the report that first said so', async () => {
    const h = await createHarness();
    await say(h, 3);
    const { seq } = h.app.live.picture;
    await say(h, 2);
    const moved = await say(h, 1);
    for (let count = 0; count < 30; count += 1) await say(h, 1);
    const told = await changes(h, `seq=${seq}`);
    expect(told.from.seq).toBe(seq);
    expect(told.seq).toBe(h.app.live.picture.seq);
    expect(icuOf(told)).toMatchObject({ from: 3, to: 1, at: moved });
    expect(told.units.filter((one) => one.from !== one.to)).toHaveLength(1);
    expect(icuOf(await changes(h, `at=${told.from.at}`))).toEqual(icuOf(told));
  });

  it('of a figure that came back, and from the present on, is nothing', async () => {
    const h = await createHarness();
    await say(h, 3);
    const { seq } = h.app.live.picture;
    await say(h, 2);
    await say(h, 3);
    expect(icuOf(await changes(h, `seq=${seq}`))).toMatchObject({ from: 3, to: 3, at: null });
    const none = await changes(h, '');
    expect(none.units.some((one) => one.from !== one.to)).toBe(false);
  });

  it('tells of a bed that was held for a patient when it was', async () => {
    const h = await createHarness();
    await say(h, 3);
    const { seq } = h.app.live.picture;
    h.clock.now += MINUTE;
    await h.decidedCase();
    expect(icuOf(await changes(h, `seq=${seq}`))).toMatchObject({
      from: 3,
      to: 2,
      at: iso(h.clock.now),
    });
  });

  it('has the stops that ran meanwhile, the ended ones with their end', async () => {
    const h = await createHarness();
    await say(h, 3);
    const { seq } = h.app.live.picture;
    h.clock.now += MINUTE;
    const stop = { scope: 'ed', level: 'stop', reason: 'crowding' };
    const until = iso(h.clock.now + 60 * MINUTE);
    const { body } = await h.send('hospital', 'POST', STOPS, { ...stop, until });
    expect((await changes(h, `seq=${seq}`)).stops).toMatchObject([{ ...stop, end: until }]);
    h.clock.now += MINUTE;
    await h.send('hospital', 'DELETE', `${STOPS}/${(body as { id: string }).id}`);
    expect((await changes(h, `seq=${seq}`)).stops).toMatchObject([{ end: iso(h.clock.now) }]);
  });
});
