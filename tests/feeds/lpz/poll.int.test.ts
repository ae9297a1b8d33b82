/** LPZ asked over real HTTP, against a stand-in: what it says is in the picture, what nobody knows waits, what fails is asked later. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMapping } from '../../../server/feeds/lpz/mapping.ts';
import { LONGEST_PAUSE_MS, LpzFeed } from '../../../server/feeds/lpz/poll.ts';
import { createHarness, type Harness } from '../../api/harness.ts';
import { startFakeLpz, TOKEN, type FakeLpz } from './fake-lpz.ts';

const MAPPING = readMapping(
  readFileSync(join(import.meta.dirname, '../../../server/feeds/lpz/mapping.example.json'), 'utf8'),
);
const OID_LUMC = '2.16.528.1.1007.99';
const EVERY = 60_000;

let lpz: FakeLpz;
let running: LpzFeed[] = [];
beforeEach(async () => {
  lpz = await startFakeLpz();
});
afterEach(async () => {
  await Promise.all(running.map((feed) => feed.stop()));
  running = [];
  await lpz.stop();
});

/** `turns`: what waits, in the order in which it was put off, with its pause. */
function feedOf(h: Harness, more: { token?: string; url?: string } = {}) {
  const turns: { work: () => void; ms: number }[] = [];
  const faults: unknown[] = [];
  const feed = new LpzFeed({
    ...{ url: lpz.url, token: TOKEN, mapping: MAPPING, everyMs: EVERY, ...more },
    ...{ intake: h.app.feeds.intake, health: h.app.feeds.health },
    facilities: () => Object.keys(h.app.live.picture.facilities),
    later: (work, ms) => {
      turns.push({ work, ms });
      return () => undefined;
    },
    onFault: (fault) => faults.push(fault),
  });
  running.push(feed);
  return { feed, turns, faults };
}

const iso = (h: Harness) => new Date(h.clock.now - 60_000).toISOString();
const says = (h: Harness, oid: string, status: string) => ({
  ...{ oid, locatie: 'Leiden' },
  beschikbaarheid: [
    { afdeling: 'SEH', status, bijgewerktOp: iso(h) },
    { afdeling: 'IC', bedden: { geopend: 20, beschikbaar: 3 }, bijgewerktOp: iso(h) },
  ],
});
const said = (h: Harness, kind: string) =>
  h.app.live.picture.facilities['lumc-leiden']?.units
    .find((unit) => unit.kind === kind)
    ?.observations.find((one) => one.channel === 'lpz');
const health = (h: Harness) => h.app.feeds.feeds().find((one) => one.channel === 'lpz');

async function named(): Promise<Harness> {
  const h = await createHarness();
  const identifiers = [{ system: 'urn:ietf:rfc:3986', value: OID_LUMC }];
  const path = '/api/v1/facilities/lumc-leiden/identifiers';
  expect((await h.send('administrator', 'PUT', path, { identifiers })).status).toBe(200);
  return h;
}

describe('LPZ', () => {
  it('is asked with the token, and what it says is in the picture and in the health of feeds', async () => {
    const h = await named();
    lpz.locations = [says(h, OID_LUMC, 'dreigende stop')];
    expect(await feedOf(h).feed.ask()).toEqual({ ok: true, items: 2 });
    expect(lpz.asked).toEqual([{ path: '/api/external/organization/status', token: TOKEN }]);
    expect(said(h, 'ed')).toMatchObject({ status: 'limited', observedAt: iso(h) });
    expect(said(h, 'icu')).toMatchObject({ staffed: 20, available: 3, physical: null });
    expect(health(h)).toMatchObject({ feed: 'lpz', messages: 1, items: 2, errors: {} });
  });

  it('a location that nobody knows waits, and is taken in when it was placed', async () => {
    const h = await createHarness();
    lpz.locations = [says(h, '2.16.528.1.1007.1', 'stop')];
    await feedOf(h).feed.ask();
    expect(said(h, 'ed')).toBeUndefined();
    const waiting = await h.app.feeds.quarantine.list({ waiting: true, limit: 10 });
    expect(waiting).toMatchObject([
      { channel: 'lpz', reason: 'UNKNOWN_FACILITY', identifiers: [{ value: '2.16.528.1.1007.1' }] },
    ]);
    await h.app.feeds.quarantine.replay(waiting[0]?.id ?? '', 'lumc-leiden', 'test');
    expect(said(h, 'ed')).toMatchObject({ status: 'closed' });
  });

  it.each<[string, string, FakeLpz['answer']]>([
    ['an error of the server', 'HTTP_ERROR', (_request, response) => response.writeHead(503).end()],
    ['no JSON', 'MALFORMED_JSON', (_request, response) => response.end('<html>')],
    ['another shape', 'NOT_LPZ', (_request, response) => response.end('{"a":1}')],
    ['6 MB', 'TOO_LARGE', (_request, response) => response.end(`["${'x'.repeat(6_000_000)}"]`)],
    ['a broken line', 'UNREACHABLE', (request) => request.socket.destroy()],
    [
      'another address',
      'UNREACHABLE',
      (_request, response) => response.writeHead(302, { location: `${lpz.url}/elsewhere` }).end(),
    ],
  ])('%s changes nothing and is counted', async (_what, code, answer) => {
    const h = await named();
    const head = h.app.live.picture.seq;
    lpz.answer = answer;
    expect(await feedOf(h).feed.ask()).toEqual({ ok: false, code });
    expect(h.app.live.picture.seq).toBe(head);
    expect(health(h)).toMatchObject({ errors: { [code]: 1 }, messages: 0, lastGoodAt: null });
    expect(lpz.asked).toHaveLength(1);
  });

  it('says so when the token is refused', async () => {
    const h = await named();
    const { feed } = feedOf(h, { token: 'meldkamer:wrong' });
    expect(await feed.ask()).toEqual({ ok: false, code: 'UNAUTHORIZED' });
    expect(JSON.stringify(h.app.feeds.feeds())).not.toContain('wrong');
  });

  it('is asked again at its pace, later and later while it fails, and at its pace again after that', async () => {
    const h = await named();
    const good = lpz.answer;
    lpz.answer = (_request, response) => response.writeHead(500).end();
    const { feed, turns } = feedOf(h);
    feed.start();
    const pauses: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      await expect.poll(() => turns.length).toBe(turn + 1);
      pauses.push(turns[turn]?.ms ?? 0);
      if (turn === 4) lpz.answer = good;
      turns[turn]?.work();
    }
    expect(pauses).toEqual([
      ...[2 * EVERY, 4 * EVERY, 8 * EVERY, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS],
      EVERY,
    ]);
    await expect.poll(() => turns.length).toBe(7);
  });

  it('ends while a question is under way, and asks no more', async () => {
    const h = await named();
    lpz.answer = () => undefined;
    const { feed, turns, faults } = feedOf(h);
    feed.start();
    await expect.poll(() => lpz.asked.length).toBe(1);
    await feed.stop();
    expect([turns, faults, health(h)]).toEqual([[], [], undefined]);
  });
});
