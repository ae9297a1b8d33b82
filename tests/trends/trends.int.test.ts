/** Trends and driving times as the API tells them, and the log that they are kept in. */
import { describe, expect, it } from 'vitest';
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import type { TravelTimesWire } from '#wire/travel.ts';
import type { RecentWire, TrendsWire } from '#wire/trends.ts';
import { openStores, type SqliteStores } from '../../db/open.ts';
import { TREND_DAYS_KEPT, type TrendRow } from '../../db/trends.ts';
import { createHarness, openHarness, type Harness } from '../api/harness.ts';
import { inFolder } from '../db/helpers.ts';

const ICU = '/api/v1/facilities/lumc-leiden/units/icu';
const say = async (h: Harness, available: number) =>
  expect((await h.send('hospital', 'PUT', ICU, { available, staffed: 9 })).status).toBe(200);
const trends = async (h: Harness, query: string) => {
  const { status, body } = await h.send('keyRoom', 'GET', `/api/v1/trends?unit=icu&${query}`);
  expect(status).toBe(200);
  return body as TrendsWire;
};
const LUMC = 'facility=lumc-leiden';

/** 3 from the hour on, 1 from twenty minutes past; the clock stands at twenty to, when a figure is not yet stale. */
async function anHour(h: Harness): Promise<number> {
  const start = Math.ceil(h.clock.now / HOUR) * HOUR;
  h.clock.now = start;
  await say(h, 3);
  h.clock.now = start + 20 * MINUTE;
  await say(h, 1);
  h.clock.now = start + 40 * MINUTE;
  return start;
}
const freeAt = ({ steps }: TrendsWire, moments: number[]) =>
  moments.map((moment) => steps.find((step) => step.at === iso(moment))?.available);

describe('a trend', () => {
  it('has the figure that was known at each quarter, and a gap before anybody said anything', async () => {
    const h = await createHarness();
    const start = await anHour(h);
    const told = await trends(h, LUMC);
    expect(told).toMatchObject({ to: iso(start + 40 * MINUTE), stepMinutes: 15, region: null });
    const quarters = [-15, 0, 15, 30, 40].map((minutes) => start + minutes * MINUTE);
    expect(freeAt(told, quarters)).toEqual([null, 3, 3, 1, 1]);
    expect(told.steps).toHaveLength(24 * 4 + 1);
  });

  it('is as the picture of each step has it', async () => {
    const h = await createHarness();
    const start = await anHour(h);
    h.clock.now = start + 9 * HOUR;
    await say(h, 2);
    const told = await trends(h, `${LUMC}&hours=24`);
    for (const step of told.steps.filter((one) => one.at >= iso(start))) {
      const { body } = await h.send('viewer', 'GET', `/api/v1/picture?region=west&at=${step.at}`);
      const { facilities } = body as { facilities: { id: string; units: object[] }[] };
      const units = facilities.find((one) => one.id === 'lumc-leiden')?.units as {
        kind: string;
        trust: string;
        effectiveAvailable: number | null;
      }[];
      const icu = units.find((one) => one.kind === 'icu');
      const free = icu?.trust === 'stale' ? null : icu?.effectiveAvailable;
      expect([step.at, step.available]).toEqual([step.at, free]);
    }
  });

  it('of a region sums what is known and says how much that is', async () => {
    const h = await createHarness();
    await anHour(h);
    const last = (await trends(h, 'region=west')).steps.at(-1);
    expect(last).toMatchObject({ available: 1, staffed: 9, known: 1 });
    expect(last?.of).toBeGreaterThan(5);
    const other = (await trends(h, 'region=oost')).steps.at(-1);
    expect(other).toMatchObject({ available: null, staffed: null, known: 0 });
  });

  it('of an earlier moment ends there and knows nothing of what came later', async () => {
    const h = await createHarness();
    const start = await anHour(h);
    const then = start + 10 * MINUTE;
    const told = await trends(h, `${LUMC}&at=${iso(then)}`);
    expect(told.steps.at(-1)).toMatchObject({ at: iso(then), available: 3 });
  });

  it('comes for all units of a region at once over six hours', async () => {
    const h = await createHarness();
    await anHour(h);
    const { body } = await h.send('viewer', 'GET', '/api/v1/trends/recent?region=west');
    const { moments, units } = body as RecentWire;
    const line = units.find((one) => one.facility === 'lumc-leiden' && one.unit === 'icu');
    expect(line?.available).toHaveLength(moments.length);
    expect(line?.available.slice(-4)).toEqual([3, 3, 1, 1]);
    expect(units.every((one) => one.available.length === moments.length)).toBe(true);
  });
});

const rowsOf = (stores: SqliteStores) =>
  stores.database.sqlite
    .prepare('select * from unit_trends order by facility, unit_kind, at_ms')
    .all();

describe('the log of figures', () => {
  it('is the same after a restart, and after it was filled anew from the ledger', () =>
    inFolder(async (folder) => {
      const url = `file:${folder}/t.db`;
      const first = await openHarness(openStores(url));
      await anHour(first);
      first.clock.now += 10 * HOUR;
      await say(first, 4);
      first.clock.now += HOUR;
      await say(first, 5);
      const { now } = first.clock;
      const told = await trends(first, LUMC);
      const followed = rowsOf(first.stores);
      expect(followed.length).toBeGreaterThan(4);
      await first.close();

      const emptied = openStores(url);
      emptied.database.sqlite.exec('delete from unit_trends; delete from reader_positions');
      for (const stores of [emptied, openStores(url)]) {
        const again = await openHarness(stores);
        again.clock.now = now;
        await again.app.trends.caughtUp;
        expect(rowsOf(stores)).toEqual(followed);
        expect(await trends(again, LUMC)).toEqual(told);
        await again.close();
      }
    }));

  it('lets go of what is older than it keeps, but not of the row that still holds there', async () => {
    const stores = openStores(':memory:');
    const day = 24 * HOUR;
    const row = (days: number, available: number): TrendRow => {
      return { facility: 'a', kind: 'icu', at: days * day, available, staffed: 9 };
    };
    const unit = { facility: 'a', kind: 'icu' } as const;
    stores.trends.apply([row(1, 1), row(2, 2), row(50, 3)], 1);
    stores.trends.apply([row(TREND_DAYS_KEPT + 10, 4)], 2);
    const found = await stores.trends.rows({ units: [unit], from: 0, to: 1_000 * day });
    expect(found.map((one) => one.available)).toEqual([2, 3, 4]);
    await stores.close();
  });
});

describe('driving times', () => {
  it('come as a range from one hospital to all others, with the engine that they are from', async () => {
    const h = await createHarness();
    const { body } = await h.send('viewer', 'GET', '/api/v1/travel-times?from=lumc-leiden');
    const { engine, to } = body as TravelTimesWire;
    expect(engine).toMatch(/^estimate/);
    expect(to.some((one) => one.facility === 'lumc-leiden')).toBe(false);
    const near = to.find((one) => one.facility === 'haga-leyweg');
    expect(near?.low).toBeLessThan(near?.high ?? 0);
    expect(to.length).toBeGreaterThan(80);
  });
});
