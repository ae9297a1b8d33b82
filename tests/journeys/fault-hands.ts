/** What the journeys under a fault share: a wall that is signed in, a case on the desk, and what the ledger says was decided. */
import type { Locator, Page } from 'playwright-core';
import type { House } from './house.ts';

export const PEOPLE = {
  hospital: 'hospital.lumc@demo.example',
  dispatch: 'dispatch.west@demo.example',
  chair: 'chair.west@demo.example',
};
export const PHONE = { width: 390, height: 844 };
const WALL = { width: 1920, height: 1080 };
/** What is promised, seconds; a machine that is busy gets the same once more. */
const PROMISED = 15;
export const SOON = { timeout: 2 * PROMISED * 1000 };
export const GONE = { state: 'detached' as const, timeout: 60_000 };
export const UNCONFIRMED = /NIET bevestigd: LUMC.*Of het besluit al vastligt is niet bekend/;
const LEIDEN = { lat: 52.16, lon: 4.5 };

/** Seconds until it is seen. */
export async function seen(what: Locator, since: number): Promise<number> {
  await what.first().waitFor(SOON);
  return Math.round((performance.now() - since) / 100) / 10;
}

/** A wall of the region in a browser of its own, signed in by the chair whose page is given. */
export async function aWall(house: House, chair: Page): Promise<Page> {
  const screen = await (await house.newContext(WALL)).newPage();
  await screen.goto(`${house.url}/wall`);
  const code = (await screen.locator('.code [aria-hidden]').textContent()) ?? '';
  const paired = await chair.request.post(`${house.url}/api/v1/walls`, {
    headers: { origin: house.url },
    data: {
      code,
      name: 'Meldkamer',
      setup: { regions: ['west'], pages: ['region'], secondsPerPage: 60, skipQuiet: false },
    },
  });
  if (!paired.ok()) throw new Error(`the wall is not signed in: ${await paired.text()}`);
  await screen.locator('[data-slide="region"]').waitFor();
  return screen;
}

/** A severe case near Leiden, entered by a dispatch system, on the desk, its first choice LUMC. */
export async function caseOnDesk(house: House, desk: Page): Promise<string> {
  const opened = await house.api(house.keys.room, 'POST', '/cases', {
    position: LEIDEN,
    ageBand: '16-64',
    urgency: 'A1',
    findings: { vitals: { systolicBloodPressure: 84 } },
  });
  const id = String(opened.body['id']);
  const { body } = await house.api(house.keys.room, 'GET', `/cases/${id}`);
  const number = String(body['number']).padStart(4, '0');
  await desk.getByRole('button', { name: new RegExp(number) }).click();
  await desk
    .locator('li[data-row="lumc-leiden"]')
    .getByText('1', { exact: true })
    .first()
    .waitFor();
  return id;
}

export const chooseLumc = (desk: Page) => desk.getByRole('button', { name: /^Kies LUMC/ }).click();
export const decided = (desk: Page) => desk.getByText(/Nog geen antwoord/).first();

interface Entry {
  kind: string;
  body?: Record<string, unknown>;
  /** Of a case. */
  shown?: { cases: { id: string; decision: { facility: string } | null }[] };
}

/** The whole ledger, as the room may see it. */
async function entriesOf(house: House): Promise<Entry[]> {
  const all: Entry[] = [];
  const first = '/ledger?limit=1000';
  for (let path: string | null = first; path !== null;) {
    const { body } = await house.api(house.keys.room, 'GET', path);
    all.push(...(body['entries'] as Entry[]));
    const next = body['next'] as string | null;
    path = next === null ? null : `${first}&cursor=${encodeURIComponent(next)}`;
  }
  return all;
}

/** Hospitals that the ledger says were chosen for the case, one for each decision. */
export async function chosen(house: House, id: string): Promise<string[]> {
  const made = (await entriesOf(house)).filter(({ kind }) => kind === 'decision-made');
  return made
    .flatMap(({ shown }) => shown?.cases ?? [])
    .filter((one) => one.id === id)
    .map(({ decision }) => decision?.facility ?? 'none');
}

/** How often a hospital said something of the unit, by the ledger. */
export async function reports(house: House, facility: string, unit: string): Promise<number> {
  const said = (await entriesOf(house)).filter(({ kind }) => kind === 'unit-observed');
  return said.filter(({ body }) => body?.['facility'] === facility && body['kind'] === unit).length;
}
