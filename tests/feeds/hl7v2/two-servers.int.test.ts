/** One hospital's movements that come in at two servers on one database, as a balancer deals them out. */
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectStores, type Stores } from '../../../db/open.ts';
import type { App } from '../../../server/app.ts';
import { postgresForTests } from '../../support/postgres.ts';
import { FACILITY, openApp } from './line-app.ts';
import { a20, adt, type Adt } from './messages.ts';

const postgres = postgresForTests();
const silent = pino({ level: 'silent' });

let stores: Stores[] = [];
let apps: [App, App];
let n = 0;
let now = 0;

beforeEach(async () => {
  const url = await postgres().database();
  n = 0;
  now = Date.now();
  stores = await Promise.all([connectStores(url), connectStores(url)]);
  const [one, other] = stores as [Stores, Stores];
  const first = await openApp(one, silent, () => now);
  apps = [first, await openApp(other, silent, () => now)];
});
afterEach(async () => {
  for (const app of apps) await app.close();
  for (const one of stores) await one.close();
});

/** On a line of its own. */
async function send(nth: 0 | 1, text: string): Promise<string> {
  const line = { certificate: null, connection: null };
  return (await apps[nth].feeds.adt.handle(Buffer.from(text), line)) ?? 'no answer';
}

/** The next event, a second after the last, at one of the servers. */
function event(nth: 0 | 1, what: string, given: Adt = {}): Promise<string> {
  n += 1;
  const second = String(n).padStart(2, '0');
  return send(nth, adt({ event: what, id: `E${n}`, at: `202611221001${second}+0100`, ...given }));
}

/** What the picture says, when one or both have passed on what they counted. */
async function occupied(...passing: (0 | 1)[]): Promise<number | null | undefined> {
  for (const nth of passing) await apps[nth].feeds.occupancy.publish();
  await apps[0].live.refresh();
  const { units } = apps[0].live.picture.facilities[FACILITY] ?? { units: [] };
  return units
    .find((unit) => unit.kind === 'icu')
    ?.observations.find((one) => one.channel === 'hl7v2')?.occupied;
}

describe('one hospital at two servers', () => {
  it('is counted as one, whichever of them hears the next movement', async () => {
    for (let visit = 1; visit <= 6; visit += 1) {
      const nth = visit % 2 === 0 ? 0 : 1;
      const answer = await event(nth, 'A01', { visit: `V${visit}`, place: `IC^${visit}^1` });
      expect(answer).toMatch(/MSA\|AA\|/);
      expect(await occupied(nth)).toBe(visit);
    }
    // Who came in at one goes home at the other.
    await event(0, 'A03', { visit: 'V1', place: 'IC^1^1' });
    expect(await occupied(0)).toBe(5);
    await event(1, 'A02', { visit: 'V2', place: 'ELDERS^1^1', prior: 'IC^2^1' });
    expect(await occupied(1)).toBe(4);
    // What one of them counted before the other heard more is not passed on after it.
    expect(await occupied(0, 1)).toBe(4);
  });

  it('is counted as one when both hear at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, visit) =>
        event(visit % 3 === 0 ? 0 : 1, 'A01', { visit: `V${visit}`, place: `IC^${visit}^1` }),
      ),
    );
    expect(answers.filter((answer) => !answer.includes('MSA|AA|'))).toEqual([]);
    await event(0, 'A03', { visit: 'V7', place: 'IC^7^1' });
    expect(await occupied(0)).toBe(39);
    await event(1, 'A03', { visit: 'V9', place: 'IC^9^1' });
    expect(await occupied(1)).toBe(38);
  });

  it('hears a message again at the other server, and does not count from what that one knew', async () => {
    await event(1, 'A01', { visit: 'V1', place: 'IC^1^1' });
    await occupied(1);
    const again = adt({
      event: 'A01',
      id: 'AGAIN',
      at: '20261122100130+0100',
      visit: 'V2',
      place: 'IC^2^1',
    });
    await send(0, again);
    expect(await occupied(0)).toBe(2);
    expect(await send(1, again)).toMatch(/MSA\|AA\|/);
    expect(await occupied(1)).toBe(2);
  });

  it('knows at both what one was told of its places, its beds and its connections', async () => {
    await event(0, 'A01', { visit: 'V1', place: 'CCU^1^1' });
    await event(1, 'A01', { visit: 'V2', place: 'IC^1^1' });
    expect(await occupied(0, 1)).toBe(1);
    const map = ['IC', 'CCU'].map((pointOfCare) => ({
      ...{ pointOfCare, room: '', bed: '', ignored: false },
      unit: 'icu' as const,
    }));
    await apps[0].feeds.setup.saveMap(FACILITY, map, { icu: 20 });
    await expect.poll(() => occupied(1), { timeout: 30_000 }).toBe(2);
    // A bed that is said to be taken, with nobody in it, at one; and a patient at the other.
    await send(1, a20('CCU^2^1', 'O'));
    await event(0, 'A01', { visit: 'V3', place: 'CCU^3^1' });
    expect(await occupied(0)).toBe(4);
    const [connection] = await apps[0].feeds.setup.connections();
    await apps[0].feeds.setup.revokeConnection(connection?.id ?? '');
    await expect
      .poll(() => event(1, 'A01', { visit: 'V4', place: 'IC^4^1' }), { timeout: 30_000 })
      .not.toMatch(/MSA\|AA\|/);
  });

  it('has one alarm when it falls silent, whichever of them look at the same time', async () => {
    const { seq } = await apps[0].deskParts.ledger.head();
    for (let minute = 0; minute < 12; minute += 1) {
      await event(0, 'A01', {
        visit: `V${minute}`,
        place: `IC^${minute}^1`,
      });
      await occupied(0, 1);
      now += 5 * 60_000;
      for (const app of apps) await app.feeds.watch();
    }
    now += 60 * 60_000;
    for (let look = 0; look < 3; look += 1) await Promise.all(apps.map((app) => app.feeds.watch()));
    const raised = async () =>
      (await apps[0].deskParts.ledger.read({ after: seq })).filter(
        (entry) => entry.kind === 'feed-alarm-raised',
      ).length;
    expect(await raised()).toBe(1);
    // The one whose turn it was goes away: the other sees that the feed speaks again, and when it is silent once more.
    await event(1, 'A01', { visit: 'W', place: 'IC^40^1' });
    await stores[0]?.watchLease?.leave();
    await expect
      .poll(
        async () => {
          await apps[1].feeds.watch();
          return apps[1].live.picture.facilities[FACILITY]?.feedAlarms;
        },
        { timeout: 30_000 },
      )
      .toBeUndefined();
    now += 60 * 60_000;
    await Promise.all(apps.map((app) => app.feeds.watch()));
    expect(await raised()).toBe(2);
  });

  it('erases at neither who came in at the other', async () => {
    await event(0, 'A01', { visit: 'V1', place: 'IC^1^1' });
    expect(await apps[1].feeds.occupancy.eraseDue()).toBe(0);
    await event(1, 'A01', { visit: 'V2', place: 'IC^2^1' });
    expect(await occupied(1)).toBe(2);
  });
});
