import { describe, expect, it } from 'vitest';
import { createHarness, problemOf, request, type Harness } from '../api/harness.ts';
import { aPairedScreen, enter, Screen } from './hands.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WRONG = 'KKKK 7777';

async function aScreen(h: Harness): Promise<Screen> {
  const screen = new Screen(h);
  await screen.ask();
  return screen;
}
const codeOf = async (reply: ReturnType<typeof enter>) => problemOf(await reply).code;

describe('signing in a wall screen', () => {
  it('a chair enters the code that the screen shows, and the screen is in', async () => {
    const h = await createHarness();
    const screen = await aScreen(h);
    expect(screen.code).toMatch(/^[34679CDFGHJKMNPQRTVWXY]{8}$/);
    expect(await screen.state()).toBe('waiting');
    expect((await screen.me()).status).toBe(401);
    const typed = ` ${screen.code.slice(0, 4).toLowerCase()}-${screen.code.slice(4)} `;
    expect((await enter(h, typed)).status).toBe(201);
    expect(await screen.state()).toBe('paired');
    expect((await screen.me()).body).toMatchObject({
      role: 'machine',
      email: null,
      actions: ['picture.read', 'live.follow', 'ledger.read'],
      wall: { name: 'Meldkamer, linkermuur', setup: { regions: ['west'], secondsPerPage: 20 } },
    });
  });

  it('binds the sign-in to a cookie that scripts cannot read, and keeps neither secret nor code', async () => {
    const h = await createHarness();
    const screen = new Screen(h);
    const reply = await screen.ask();
    expect(reply.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Strict/);
    const kept = h.stores.database.sqlite.serialize().toString('latin1');
    const secret = screen.cookie.split('=')[1] ?? '';
    expect(secret).toHaveLength(43);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(screen.code);
    // Who reads the code off the wall has no use for it: the sign-in is the browser's that asked.
    await enter(h, screen.code);
    expect((await request(h.app, 'GET', '/api/v1/me', undefined, {})).status).toBe(401);
  });

  it('works once, however many enter it at once', async () => {
    const h = await createHarness();
    const screen = await aScreen(h);
    const replies = await Promise.all([1, 2, 3].map(() => enter(h, screen.code)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409, 409]);
    expect(await codeOf(enter(h, screen.code))).toBe('WALL_CODE_NOT_VALID');
  });

  it('says the same of a wrong code, an old one and one that was renewed', async () => {
    const h = await createHarness();
    expect(await codeOf(enter(h, WRONG))).toBe('WALL_CODE_NOT_VALID');
    const screen = await aScreen(h);
    const first = screen.code;
    const { cookie } = screen;
    await screen.ask();
    expect(screen.cookie).toBe(cookie);
    expect(await codeOf(enter(h, first))).toBe('WALL_CODE_NOT_VALID');
    h.clock.now += 10 * MINUTE;
    expect(await screen.state()).toBe('none');
    expect(await codeOf(enter(h, screen.code))).toBe('WALL_CODE_NOT_VALID');
    await screen.ask();
    expect((await enter(h, screen.code)).status).toBe(201);
  });

  it('stops who guesses: ten wrong codes, then also the right one must wait', async () => {
    const h = await createHarness();
    const screen = await aScreen(h);
    for (let n = 0; n < 10; n += 1)
      expect(await codeOf(enter(h, WRONG))).toBe('WALL_CODE_NOT_VALID');
    const refused = await enter(h, screen.code);
    expect([refused.status, problemOf(refused).code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Another chair at the same address is not held up by it.
    expect(await codeOf(enter(h, WRONG, 'chairNation'))).toBe('WALL_CODE_NOT_VALID');
    h.clock.now += 15 * MINUTE;
    await screen.ask();
    expect((await enter(h, screen.code)).status).toBe(201);
  });

  it('gives one address so many codes and no more', async () => {
    const h = await createHarness();
    const statuses = [];
    for (let n = 0; n < 61; n += 1) statuses.push((await new Screen(h).ask()).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
  });

  it('refuses a page of another site that asks in the name of the screen', async () => {
    const h = await createHarness();
    const headers = { origin: 'https://elsewhere.example' };
    const reply = await request(h.app, 'POST', '/api/v1/wall-pairing', {}, headers);
    expect(problemOf(reply).code).toBe('ORIGIN_NOT_TRUSTED');
  });

  it('gives no code to a screen that is signed in', async () => {
    const h = await createHarness();
    const { screen } = await aPairedScreen(h);
    expect(problemOf(await screen.ask()).code).toBe('WALL_SIGNED_IN');
  });

  it('lasts as long as the screen is heard, and thirty days beyond', async () => {
    const h = await createHarness();
    const { screen } = await aPairedScreen(h);
    h.clock.now += 29 * DAY;
    expect((await screen.me()).status).toBe(200);
    h.clock.now += 29 * DAY;
    expect((await screen.me()).status).toBe(200);
    h.clock.now += 31 * DAY;
    expect((await screen.me()).status).toBe(401);
    expect(await screen.state()).toBe('none');
    // Then it asks anew, as another screen.
    const before = screen.cookie;
    expect((await screen.ask()).status).toBe(201);
    expect(screen.cookie).not.toBe(before);
  });

  it('writes pairing, change and sign-out in the ledger, with who did it and without the code', async () => {
    const h = await createHarness();
    const { screen, id } = await aPairedScreen(h);
    const body = {
      name: 'Hal',
      setup: { regions: ['west'], pages: ['nation'], secondsPerPage: 30, skipQuiet: true },
    };
    expect((await h.send('chairWest', 'PUT', `/api/v1/walls/${id}`, body)).status).toBe(200);
    expect((await h.send('administrator', 'DELETE', `/api/v1/walls/${id}`)).status).toBe(200);
    const entries = await h.app.deskParts.ledger.read({ subject: `wall:${id}` });
    expect(entries.map(({ body: one, by }) => [(one as { what: string }).what, by.role])).toEqual([
      ['wall-paired', 'chair'],
      ['wall-changed', 'chair'],
      ['wall-revoked', 'administrator'],
    ]);
    expect(JSON.stringify(entries)).not.toContain(screen.code);
  });
});
