/** The past as the API tells it: snapshots to go on from, and what happened over a span of time. */
import { describe, expect, it } from 'vitest';
import { applyAsSeen } from '#domain/apply.ts';
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { HistoryWire } from '#wire/history.ts';
import type { SnapshotMessage } from '#wire/live.ts';
import { pictureFrom } from '#wire/views.ts';
import { openStores } from '../../db/open.ts';
import { inFolder } from '../db/helpers.ts';
import { createHarness, EVERYBODY, openHarness, type Harness, type Who } from '../api/harness.ts';

const STOPS = '/api/v1/facilities/lumc-leiden/stops';

const snapshot = async (h: Harness, who: Who, query: string) => {
  const { status, body } = await h.send(who, 'GET', `/api/v1/snapshot?${query}`);
  expect(status).toBe(200);
  return body as SnapshotMessage;
};
const history = async (h: Harness, who: Who = 'viewer', query = '') =>
  (await h.send(who, 'GET', `/api/v1/history?${query}`)).body as HistoryWire;

async function aStop(h: Harness, minutes: number, level = 'stop'): Promise<string> {
  const until = iso(h.clock.now + minutes * MINUTE);
  const body = { scope: 'ed', level, reason: 'crowding', until };
  const made = await h.send('hospital', 'POST', STOPS, body);
  expect(made.status).toBe(201);
  return (made.body as { id: string }).id;
}
const say = (h: Harness, figures: object) =>
  h.send('hospital', 'PUT', '/api/v1/facilities/lumc-leiden/units/ed', figures);

/** From a whole minute on, so that steps are easy to name. */
async function onTheMinute(): Promise<Harness> {
  const h = await createHarness();
  h.clock.now = Math.ceil(h.clock.now / HOUR) * HOUR;
  await say(h, { status: 'open' });
  return h;
}

describe('a snapshot of the past', () => {
  it('and the entries after it make the snapshot of the present, for everybody', async () => {
    const h = await createHarness();
    const start = h.app.live.picture.seq;
    await h.decidedCase();
    await aStop(h, 60);
    const middle = h.app.live.picture.seq - 2;
    h.clock.now += MINUTE;
    await h.decidedCase();
    for (const who of EVERYBODY)
      for (const from of [start, middle]) {
        let picture = pictureFrom((await snapshot(h, who, `seq=${from}`)).picture);
        const { body } = await h.send(who, 'GET', `/api/v1/ledger?after=${from}&limit=1000`);
        const page = body as { entries: AudienceEntry[]; seq: number };
        for (const entry of page.entries) picture = applyAsSeen(picture, entry);
        const head = await snapshot(h, who, `seq=${page.seq}`);
        // A hidden entry moves nothing but the place in the ledger.
        const { seq, at } = head.picture;
        expect({ ...picture, seq, at }).toEqual(pictureFrom(head.picture));
      }
  });

  it('is seen through the rights of today: no case that is not theirs', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    const seq = h.app.live.picture.seq;
    h.clock.now += HOUR;
    await say(h, { status: 'open' });
    for (const who of EVERYBODY) {
      const sees = ['chairWest', 'chairNation', 'dispatcher', 'hospital', 'keyHospital', 'keyRoom'];
      const text = JSON.stringify(await snapshot(h, who, `seq=${seq}`));
      expect([who, text.includes(id)]).toEqual([who, sees.includes(who)]);
    }
  });

  it('says by which moment its ages are to be reckoned', async () => {
    const h = await createHarness();
    await say(h, { status: 'open' });
    const { seq, at } = h.app.live.picture;
    h.clock.now += HOUR;
    await say(h, { status: 'limited' });
    const then = iso(h.clock.now - 10 * MINUTE);
    expect(await snapshot(h, 'viewer', `at=${then}`)).toMatchObject({
      seq,
      now: then,
      picture: { seq, at },
    });
    expect(await snapshot(h, 'viewer', `seq=${seq}`)).toMatchObject({ seq, now: at });
  });

  it('that nobody can have says between which times one can ask', async () => {
    const h = await createHarness();
    const { at: first } = (await h.app.deskParts.ledger.read({ limit: 1 }))[0] ?? { at: '' };
    const { body } = await h.send('viewer', 'GET', '/api/v1/snapshot?at=2020-01-01T00:00:00.000Z');
    expect(body).toMatchObject({
      code: 'AT_OUT_OF_RANGE',
      facts: { from: first, to: iso(h.app.live.now()) },
    });
  });
});

describe('the history', () => {
  it('counts emergency departments as the picture of each step has them', async () => {
    const h = await onTheMinute();
    const start = h.clock.now;
    await aStop(h, 10);
    h.clock.now += 30 * MINUTE;
    await say(h, { status: 'limited' });
    h.clock.now += 5 * MINUTE;
    const told = await history(h, 'viewer', `from=${iso(start)}`);
    expect(told).toMatchObject({ stepMinutes: 1, to: iso(h.clock.now), truncated: false });
    const at = (minutes: number) =>
      told.steps.find((step) => step.at === iso(start + minutes * MINUTE));
    expect(at(5)).toMatchObject({ stops: 1, impending: 0 });
    // Ended by itself, and nothing was said since: unknown, and no stop.
    expect(at(11)).toMatchObject({ stops: 0, impending: 0 });
    expect(at(31)).toMatchObject({ stops: 0, impending: 1 });
    for (const step of told.steps) {
      const { picture } = await snapshot(h, 'viewer', `at=${step.at}`);
      const statuses = picture.facilities.map(
        (one) => one.units.find((unit) => unit.kind === 'ed')?.status,
      );
      expect([step.at, step.stops, step.impending]).toEqual([
        step.at,
        statuses.filter((status) => status === 'closed').length,
        statuses.filter((status) => status === 'limited').length,
      ]);
    }
  });

  it('of a region counts and marks that region only', async () => {
    const h = await onTheMinute();
    await aStop(h, 60);
    h.clock.now += 5 * MINUTE;
    const [west, oost] = [
      await history(h, 'viewer', 'region=west'),
      await history(h, 'viewer', 'region=oost'),
    ];
    expect(west.steps.at(-1)).toMatchObject({ stops: 1 });
    expect(west.stops).toHaveLength(1);
    expect(oost.steps.at(-1)).toMatchObject({ stops: 0 });
    expect(oost.stops).toEqual([]);
    expect(oost.steps.at(-1)?.eds).toBeGreaterThan(0);
  });

  it('marks a stop with when it was over: by itself, or ended', async () => {
    const h = await onTheMinute();
    const start = h.clock.now;
    const first = await aStop(h, 10);
    h.clock.now += 20 * MINUTE;
    const second = await aStop(h, 60, 'impending');
    h.clock.now += 5 * MINUTE;
    await h.send('hospital', 'DELETE', `${STOPS}/${second}`);
    h.clock.now += 30 * MINUTE;
    const told = await history(h);
    expect(told.stops).toMatchObject([
      {
        id: first,
        facility: 'lumc-leiden',
        level: 'stop',
        reason: 'crowding',
        end: iso(start + 10 * MINUTE),
      },
      { id: second, level: 'impending', end: iso(start + 25 * MINUTE) },
    ]);
    const late = await history(h, 'viewer', `from=${iso(start + 15 * MINUTE)}`);
    expect(late.stops.map((one) => one.id)).toEqual([second]);
  });

  it('shows a decision to those who may read it, and to nobody else', async () => {
    const h = await createHarness();
    const { decision } = await h.decidedCase();
    h.clock.now += MINUTE;
    for (const who of EVERYBODY) {
      const sees = ['chairWest', 'chairNation', 'dispatcher', 'hospital', 'keyHospital', 'keyRoom'];
      const found = (await history(h, who)).decisions.map((one) => one.id);
      expect([who, found]).toEqual([who, sees.includes(who) ? [decision] : []]);
    }
  });

  it('begins with the ledger, however far back one asks, and has at most some 300 steps', async () => {
    const h = await createHarness();
    h.clock.now += 80 * HOUR;
    await say(h, { status: 'open' });
    const told = await history(h);
    expect(told.stepMinutes).toBe(15);
    expect(told.steps).toHaveLength(72 * 4 + 1);
    const young = await createHarness();
    young.clock.now += 10 * MINUTE;
    const short = await history(young);
    expect(short.from).toBe(short.begins);
    expect(short.stepMinutes).toBe(1);
  });

  it('is the same after a restart, and after it was filled anew', () =>
    inFolder(async (folder) => {
      const url = `file:${folder}/h.db`;
      const first = await openHarness(openStores(url));
      first.clock.now = Math.ceil(first.clock.now / HOUR) * HOUR;
      await say(first, { status: 'open' });
      await aStop(first, 10);
      first.clock.now += 20 * MINUTE;
      await aStop(first, 60, 'impending');
      first.clock.now += 20 * MINUTE;
      await say(first, { status: 'closed' });
      const end = iso(first.clock.now);
      const told = await history(first, 'keyRoom', `to=${end}`);
      const { now } = first.clock;
      await first.close();

      const stores = openStores(url);
      for (const table of ['stop_log', 'stop_counts', 'reader_positions'])
        stores.database.sqlite.exec(`delete from ${table}`);
      for (const from of [stores, null]) {
        const again = await openHarness(from ?? openStores(url));
        again.clock.now = now;
        await again.app.stops.caughtUp;
        expect(await history(again, 'keyRoom', `to=${end}`)).toEqual(told);
        await again.close();
      }
    }));
});
