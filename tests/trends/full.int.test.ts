/** What is counted while nothing can be written is not lost: a database that refuses, in the middle and at the start. */
import { describe, expect, it } from 'vitest';
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import { openStores, type SqliteStores } from '../../db/open.ts';
import { openHarness, type Harness } from '../api/harness.ts';
import { inFolder } from '../db/helpers.ts';

const TABLES = ['unit_trends', 'stop_log', 'stop_counts'];

/** From here on the database refuses the read models, as a full disk does; or takes them again. */
function fill({ database }: SqliteStores, full: boolean): void {
  for (const table of TABLES)
    database.sqlite.exec(
      full
        ? `create trigger full_${table} before insert on ${table} begin select raise(abort, 'full'); end`
        : `drop trigger full_${table}`,
    );
}

/** All rows of the read models. */
const kept = ({ database }: SqliteStores) =>
  TABLES.map((table) => database.sqlite.prepare(`select * from ${table} order by 1, 2, 3`).all());

const caughtUp = ({ app }: Harness) => Promise.all([app.trends.caughtUp, app.stops.caughtUp]);

/** A figure, a stop and its end, each in a quarter of its own. */
async function anHour(h: Harness, available: number): Promise<void> {
  const facility = '/api/v1/facilities/lumc-leiden';
  const figure = await h.send('hospital', 'PUT', `${facility}/units/icu`, {
    available,
    staffed: 9,
  });
  expect(figure.status).toBe(200);
  h.clock.now += 20 * MINUTE;
  const until = iso(h.clock.now + 2 * HOUR);
  const stop = { scope: 'ed', level: 'stop', reason: 'crowding', until };
  const made = await h.send('hospital', 'POST', `${facility}/stops`, stop);
  expect(made.status).toBe(201);
  h.clock.now += 20 * MINUTE;
  const { id } = made.body as { id: string };
  expect((await h.send('hospital', 'DELETE', `${facility}/stops/${id}`)).status).toBe(200);
  h.clock.now += 20 * MINUTE;
}

/** As a database has it that was filled from the ledger without trouble. */
async function filledAnew(url: string, now: number): Promise<unknown> {
  const stores = openStores(url);
  for (const table of [...TABLES, 'reader_positions'])
    stores.database.sqlite.exec(`delete from ${table}`);
  const h = await openHarness(stores);
  h.clock.now = now;
  await caughtUp(h);
  const rows = kept(stores);
  await h.close();
  return rows;
}

describe('figures and stops while nothing can be written', () => {
  it('are counted when it can be again, none left out', () =>
    inFolder(async (folder) => {
      const url = `file:${folder}/t.db`;
      const stores = openStores(url);
      const h = await openHarness(stores);
      h.clock.now = Math.ceil(h.clock.now / HOUR) * HOUR;
      await anHour(h, 3);
      fill(stores, true);
      const before = kept(stores);
      await anHour(h, 4);
      await anHour(h, 5);
      expect(kept(stores)).toEqual(before);
      const countedUntil = [h.app.trends.countedUntil, h.app.stops.countedUntil];
      for (const until of countedUntil) expect(until).toBeLessThan(h.clock.now - 90 * MINUTE);
      fill(stores, false);
      await caughtUp(h);
      await anHour(h, 6);
      const { now } = h.clock;
      const rows = kept(stores);
      await h.close();
      expect(rows).toEqual(await filledAnew(url, now));
      for (const [at, more] of rows.entries())
        expect(more.length).toBeGreaterThan(before[at]?.length ?? 0);
    }));

  it('are counted after a start at which nothing could be written', () =>
    inFolder(async (folder) => {
      const url = `file:${folder}/t.db`;
      const first = await openHarness(openStores(url));
      first.clock.now = Math.ceil(first.clock.now / HOUR) * HOUR;
      await anHour(first, 3);
      await anHour(first, 4);
      const { now } = first.clock;
      await first.close();

      const stores = openStores(url);
      for (const table of [...TABLES, 'reader_positions'])
        stores.database.sqlite.exec(`delete from ${table}`);
      fill(stores, true);
      const h = await openHarness(stores);
      h.clock.now = now;
      await anHour(h, 5);
      expect(kept(stores)).toEqual(TABLES.map(() => []));
      fill(stores, false);
      await caughtUp(h);
      const later = kept(stores);
      await h.close();
      expect(later.every((rows) => rows.length > 2)).toBe(true);
      expect(later).toEqual(await filledAnew(url, h.clock.now));
    }));
});
