import { describe, expect, it } from 'vitest';
import type { NewLook, SeenCase } from '../../server/domain/accountability/looks.ts';
import { HOUR, iso, MINUTE } from '../../server/domain/clock.ts';
import type { LookWire, UnusualWire } from '../../server/wire/accountability.ts';
import { createHarness, type Harness, type Who } from './harness.ts';

const DAY = 24 * HOUR;
const PATH = '/api/v1/access-log/unusual';

async function unusual(h: Harness, who: Who, query = ''): Promise<UnusualWire> {
  const { status, body } = await h.send(who, 'GET', `${PATH}${query}`);
  expect(status).toBe(200);
  return body as UnusualWire;
}

const breakGlass = (h: Harness, who: Who, id: string) =>
  h.send(who, 'POST', '/api/v1/break-glass', {
    ...{ case: id, code: 'patient-here', reason: 'staat onverwacht bij ons voor de deur' },
  });

const seen = (id: string, facility: string | null = 'lumc-leiden', region = 'west'): SeenCase => ({
  ...{ case: id, ground: 'coordinating-region', region, facility },
});
const by = (id: string) =>
  ({ id, kind: 'account', role: 'hospital', organisation: 'haga-leyweg' }) as const;
/** Looks of before: the log takes them in order of time only, so they come first. */
const look = (at: number, one: SeenCase, who = 'anna'): NewLook => ({
  ...{ by: by(who), session: null, at: iso(at), action: 'read', seen: [one] },
});

describe('what is unusual in the access log', () => {
  it('is a glass that was broken and that nothing followed on, for whose case it is', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    expect((await breakGlass(h, 'hospitalHaga', id)).status).toBe(201);
    // While its hour runs nobody is pointed at.
    expect((await unusual(h, 'hospital')).unusual).toEqual([]);
    h.clock.now += HOUR;
    const found = await unusual(h, 'hospital');
    expect(found.unusual).toMatchObject([
      {
        ...{ kind: 'glass-unfollowed', count: 1, canAct: true, before: 0, moreLines: 0 },
        by: { role: 'hospital', organisation: 'haga-leyweg' },
      },
    ]);
    // Nothing of before is known, and that is said.
    expect(found).toMatchObject({ weeks: 0, next: null });
    expect(found.uncompared).toBe(found.accounts);
    expect(JSON.stringify(found)).not.toContain(id);
    // The lines are those of the log.
    const lines = found.unusual[0]?.lines.join() ?? '';
    const { body } = await h.send('hospital', 'GET', `/api/v1/access-log?lines=${lines}`);
    expect((body as { looks: LookWire[] }).looks).toMatchObject([
      { action: 'break-glass', cases: [{ case: id }] },
    ]);
    for (const who of ['chairWest', 'chairNation'] as const)
      expect((await unusual(h, who)).unusual).toHaveLength(1);
    expect((await unusual(h, 'hospitalHaga')).unusual).toEqual([]);
    expect((await h.send('hospitalHaga', 'GET', `/api/v1/access-log?lines=${lines}`)).body).toEqual(
      { looks: [], next: null },
    );
  });

  it('is no glass that care followed on', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    await breakGlass(h, 'hospitalHaga', id);
    h.clock.now += 10 * MINUTE;
    const made = await h.send('dispatcher', 'POST', `/api/v1/cases/${id}/decisions`, {
      ...{ facility: 'haga-leyweg', seq: h.app.live.picture.seq, overrideReason: 'CREW_JUDGEMENT' },
    });
    expect(made.status).toBe(201);
    h.clock.now += HOUR;
    expect((await unusual(h, 'chairWest')).unusual).toEqual([]);
  });

  it('is more than usual, of what the reader may hear of', async () => {
    const h = await createHarness();
    const { now } = h.clock;
    const weeks = Array.from({ length: 8 }, (_, n) => n).flatMap((n) => [
      look(now - 8 * DAY - (7 - n) * 7 * DAY, seen(`w${n}`)),
    ]);
    const many = Array.from({ length: 24 }, (_, n) =>
      // Half of them are of another hospital, in another region.
      look(now - 2 * DAY + n * 1_000, n % 2 === 0 ? seen(`m${n}`) : seen(`m${n}`, 'umcg', 'noord')),
    );
    await h.stores.accessLog.write([...weeks, ...many]);
    const to = `?to=${iso(now)}`;
    const [mine] = (await unusual(h, 'hospital', to)).unusual;
    expect(mine).toMatchObject({ kind: 'many-cases', count: 12, own: { median: 1, of: 8 } });
    const [all] = (await unusual(h, 'chairNation', to)).unusual;
    expect(all).toMatchObject({ kind: 'many-cases', count: 24, lines: { length: 24 } });
    expect((await unusual(h, 'hospitalHaga', to)).unusual).toEqual([]);
  });

  it('is a late look only where the ledger says that the case is over', async () => {
    const h = await createHarness();
    const over = await h.openCase();
    const open = await h.openCase();
    await h.send('dispatcher', 'POST', `/api/v1/cases/${over}/status`, { status: 'cancelled' });
    for (const id of [over, open]) await h.send('chairWest', 'GET', `/api/v1/cases/${id}`);
    h.clock.now += 40 * DAY;
    for (const id of [over, open])
      expect((await h.send('chairWest', 'GET', `/api/v1/cases/${id}`)).status).toBe(200);
    h.clock.now += MINUTE;
    const found = (await unusual(h, 'chairNation')).unusual;
    expect(found).toMatchObject([
      { kind: 'late-looks', count: 1, lines: { length: 1 }, by: { role: 'chair' } },
    ]);
  });

  it('is three refusals in a row, for whom the lines without a case are', async () => {
    const h = await createHarness();
    for (const number of ['990', '991', '992'])
      expect((await breakGlass(h, 'hospitalHaga', number)).status).toBe(404);
    h.clock.now += MINUTE;
    expect((await unusual(h, 'chairNation')).unusual).toMatchObject([
      { kind: 'refusals', count: 3, floor: 3, before: 0 },
    ]);
    expect((await unusual(h, 'hospital')).unusual).toEqual([]);
  });

  it('is reading the log: that is written down before it is told', async () => {
    const h = await createHarness();
    const { case: id } = await h.decidedCase();
    await breakGlass(h, 'hospitalHaga', id);
    h.clock.now += HOUR;
    await unusual(h, 'hospital');
    const { looks } = await h.stores.accessLog.query({ scope: { all: true }, limit: 1 });
    expect(looks).toMatchObject([
      {
        ...{ action: 'read-log', by: { role: 'hospital', organisation: 'lumc-leiden' } },
        ...{ seen: [{ case: id }], asked: { path: PATH } },
      },
    ]);
    h.stores.database.sqlite.exec(
      "create trigger no_room before insert on access_log begin select raise(abort, 'disk'); end",
    );
    h.clock.now += HOUR;
    expect((await h.send('hospital', 'GET', PATH)).status).toBe(503);
    h.stores.database.sqlite.exec('drop trigger no_room');
  });

  it('comes in pages, newest first', async () => {
    const h = await createHarness();
    const { now } = h.clock;
    const hours = [5, 4, 3, 2].flatMap((hour) =>
      Array.from({ length: 12 }, (_, n) =>
        look(
          Math.floor((now - hour * DAY) / HOUR) * HOUR + n * 1_000,
          seen(`h${hour}-${n}`),
          `a${hour}`,
        ),
      ),
    );
    await h.stores.accessLog.write(hours);
    const asked = `?to=${encodeURIComponent(iso(now))}&limit=3`;
    const first = await unusual(h, 'hospital', asked);
    expect(first.unusual.map((one) => one.by.id)).toEqual(['a2', 'a3', 'a4']);
    const second = await unusual(h, 'hospital', `${asked}&cursor=${first.next ?? ''}`);
    expect(second.unusual.map((one) => one.by.id)).toEqual(['a5']);
    expect(second.next).toBe(null);
  });
});
