/** What people see when the way to the server fails: a server that is killed beside another, an answer that is lost, a slow line. */
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { violations } from '../support/accessibility.ts';
import { startBalancer } from '../support/balancer.ts';
import { startPostgres } from '../support/postgres-server.ts';
import {
  aWall,
  caseOnDesk,
  chooseLumc,
  chosen,
  decided,
  GONE,
  PEOPLE,
  PHONE,
  reports,
  seen,
  SOON,
  UNCONFIRMED,
} from './fault-hands.ts';
import { House, photograph } from './house.ts';

const LOST = /Geen verbinding met de server sinds/;
const FRESH = /live · stand \d+ s oud/;
const DECISIONS = '**/api/v1/cases/*/decisions';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A row of the wall, and how many beds of intensive care it says are free. */
const icu = (page: Page, figure: string) =>
  page.getByRole('row', { name: /LUMC/ }).getByText(figure).first();

describe('one of two servers is killed', () => {
  it(
    'is said by the desk and the wall, which are whole again on the other',
    { timeout: 240_000 },
    async () => {
      const postgres = await startPostgres(true);
      endings.push(() => postgres.remove());
      const balancer = await startBalancer();
      endings.push(() => balancer.close());
      const database = await postgres.emptyDatabase();
      const house = await House.build({ database, publicUrl: balancer.url });
      endings.push(() => house.tearDown());
      const first = house.url;
      const other = await house.addServer();
      balancer.serve([first]);
      await balancer.sees([first]);
      house.url = balancer.url;
      await house.openHospitals(['lumc-leiden']);
      const desk = await house.enter(PEOPLE.dispatch);
      const chair = await house.enter(PEOPLE.chair);
      const wall = await aWall(house, chair);
      await icu(wall, '4/12').waitFor();
      const wanted = await caseOnDesk(house, desk);
      let reloads = 0;
      for (const page of [desk, wall]) page.on('load', () => (reloads += 1));

      await house.killServer();
      const killed = performance.now();
      const told = {
        desk: await seen(desk.getByText(LOST), killed),
        wall: await seen(wall.getByText(LOST), killed),
      };
      // Nothing that is old is called live, and how old it is stands beside it.
      for (const page of [desk, wall]) {
        expect(await page.getByText(FRESH).count()).toBe(0);
        await page
          .getByText(/Wat u ziet is \d+ s oud en wordt niet bijgewerkt/)
          .first()
          .waitFor();
        expect(await violations(page)).toEqual([]);
      }
      await photograph(desk, 'fault-killed-desk');
      await photograph(wall, 'fault-killed-wall');
      // What happens meanwhile is written on the other server.
      house.url = other;
      await house.report('lumc-leiden', 'icu', { staffed: 12, available: 7 });
      expect(await icu(wall, '7/12').count()).toBe(0);
      house.url = balancer.url;

      balancer.serve([first, other]);
      const served = performance.now();
      for (const page of [desk, wall]) await page.getByText(LOST).first().waitFor(GONE);
      const back = Math.round((performance.now() - served) / 100) / 10;
      console.log(
        `killed, seconds until it is said: ${JSON.stringify(told)}; whole again: ${back}`,
      );
      await icu(wall, '7/12').waitFor(SOON);
      await desk.getByText(FRESH).first().waitFor(SOON);
      // The case is still on the desk, and is decided at the other server.
      await chooseLumc(desk);
      await decided(desk).waitFor(SOON);
      expect(await chosen(house, wanted)).toEqual(['lumc-leiden']);
      expect(reloads).toBe(0);
      for (const page of [desk, chair, wall]) await page.context().close();
    },
  );
});

describe('on one server', () => {
  it(
    'a decision whose answer is lost is called unconfirmed, and is there once',
    { timeout: 240_000 },
    async () => {
      const house = await House.build();
      endings.push(() => house.tearDown());
      await house.openHospitals(['lumc-leiden']);
      const context = await house.newContext();
      const desk = await context.newPage();
      const line = { cut: false };
      await desk.routeWebSocket(/socket\.io/, (socket) => {
        const server = socket.connectToServer();
        // Heartbeats pass, so that it is the answer alone that is missed; what was decided is not heard either.
        server.onMessage((message) => {
          if (!line.cut || !String(message).includes('decision-made')) socket.send(message);
        });
      });
      await house.signIn(desk, PEOPLE.dispatch);
      const wanted = await caseOnDesk(house, desk);
      const keys: (string | undefined)[] = [];
      await desk.route(DECISIONS, async (route) => {
        keys.push(route.request().headers()['idempotency-key']);
        // The server has it; the page never hears so.
        if (keys.length === 1) await route.fetch();
        if (line.cut) await route.abort();
        else await route.continue();
      });
      line.cut = true;
      await chooseLumc(desk);
      await desk.getByText(UNCONFIRMED).waitFor(SOON);
      expect(await chosen(house, wanted)).toEqual(['lumc-leiden']);
      expect(await violations(desk)).toEqual([]);
      await photograph(desk, 'fault-answer-lost');
      await expect.poll(() => keys.length, SOON).toBeGreaterThan(1);

      line.cut = false;
      await desk.getByText(UNCONFIRMED).waitFor(GONE);
      await decided(desk).waitFor(SOON);
      expect(new Set(keys).size).toBe(1);
      expect(await chosen(house, wanted)).toEqual(['lumc-leiden']);
      await context.close();

      await slowLine(house);
    },
  );
});

/** Each way of the slow line, milliseconds: long beside the four seconds after which the page says that something is under way. */
const SLOW_MS = 10_000;

/** A line of 50 kB/s with ten seconds of delay: what was entered waits in sight, arrives once, and the page can be used meanwhile. */
async function slowLine(house: House): Promise<void> {
  const phone = await house.enter(PEOPLE.hospital, PHONE, 'light');
  const minus = phone.getByRole('button', { name: 'Traumakamer: een vrij minder' });
  await minus.waitFor();
  const before = await reports(house, 'lumc-leiden', 'trauma-bay');
  const network = await phone.context().newCDPSession(phone);
  await network.send('Network.enable');
  const slow = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000 };
  await network.send('Network.emulateNetworkConditions', { ...slow, latency: SLOW_MS });
  await minus.click();
  const since = performance.now();
  const waits = await seen(phone.getByText(/1 opgave nog niet verzonden, sinds/), since);
  // The live stream goes on: no bar calls the server lost, and every figure keeps its age or says that it is on its way.
  expect(await phone.getByText(LOST).count()).toBe(0);
  const details = await phone.getByRole('group').locator('.detail').allTextContents();
  expect(details.length).toBeGreaterThan(1);
  for (const detail of details)
    expect(detail).toMatch(/nu|\d+ min|nog niet opgegeven|nog niet verzonden/);
  expect(details.filter((detail) => /nog niet verzonden/.test(detail))).toHaveLength(1);
  await minus.click();
  // Between the two there may be a moment with nothing to say, so it is the ledger that tells when all is in.
  await expect
    .poll(() => reports(house, 'lumc-leiden', 'trauma-bay'), { timeout: 120_000 })
    .toBe(before + 2);
  const arrived = Math.round((performance.now() - since) / 100) / 10;
  console.log(`slow line, seconds until it is said: ${waits}; all arrived: ${arrived}`);
  await phone
    .getByText(/nog niet verzonden, sinds/)
    .first()
    .waitFor(GONE);
  expect(await reports(house, 'lumc-leiden', 'trauma-bay')).toBe(before + 2);
  await phone.context().close();
}
