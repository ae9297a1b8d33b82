/**
 * Where a list goes on and from when on something is told: a cursor of somebody else, of another list, forged, from the future, below
 * nothing, beyond all numbers, or with something behind it gives no row that the asker may not see, and is never a fault of the server.
 * The routes are read from the description: a new one fails until somebody asks it here.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cursors } from '../../server/access/cursors.ts';
import { aPairedScreen } from '../walls/hands.ts';
import { EVERYBODY, openHarness, type Harness, type Reply, type Who } from './harness.ts';
import { aKey, anAccount, NO_NETWORK, webhookOrder } from './role-hands.ts';
import { stateOf } from './table-state.ts';

const SEED = 20261129;
const SECRET = '5'.repeat(64);

/** Who asks each list that has cursors; the first may see more of it than the others, or as much. */
const LISTS: Record<string, { path: string; who: [Who, ...Who[]] }> = {
  'get /api/v1/cases': {
    path: '/cases',
    who: ['chairNation', 'dispatcher', 'dispatcherNoord', 'hospital'],
  },
  'get /api/v1/access-log': {
    path: '/access-log',
    who: ['chairNation', 'chairWest', 'hospital', 'hospitalHaga'],
  },
  'get /api/v1/access-log/unusual': {
    path: '/access-log/unusual',
    who: ['chairNation', 'chairWest', 'hospital', 'hospitalHaga'],
  },
  'get /api/v1/decisions': {
    path: '/decisions',
    who: ['chairNation', 'dispatcher', 'dispatcherNoord', 'hospital', 'keyRoom'],
  },
  'get /api/v1/ledger': {
    path: '/ledger',
    who: ['chairNation', 'dispatcher', 'viewer', 'hospitalHaga', 'administrator'],
  },
  'get /api/v1/accounts': { path: '/accounts', who: ['administrator'] },
  'get /api/v1/keys': { path: '/keys', who: ['administrator'] },
  'get /api/v1/feeds': { path: '/feeds', who: ['administrator'] },
  'get /api/v1/feeds/quarantine': { path: '/feeds/quarantine', who: ['administrator'] },
  'get /api/v1/walls': { path: '/walls', who: ['chairNation', 'chairWest', 'administrator'] },
  'get /api/v1/feeds/connections': { path: '/feeds/connections', who: ['administrator'] },
  'get /api/v1/exports/fhir/{type}': {
    path: '/exports/fhir/AuditEvent',
    who: ['chairNation', 'dispatcher', 'hospital'],
  },
  'get /api/v1/regions/{region}/notes': {
    path: '/regions/west/notes',
    who: ['chairNation', 'chairWest'],
  },
  'get /api/v1/regions/{region}/handovers': {
    path: '/regions/west/handovers',
    who: ['chairNation', 'chairWest'],
  },
  'get /api/v1/webhooks': { path: '/webhooks', who: ['administrator'] },
  'get /api/v1/webhooks/{webhook}/dead-letters': {
    path: '/webhooks/WEBHOOK/dead-letters',
    who: ['administrator'],
  },
};
/** Who asks what tells the picture, the past or the ledger from a number of an entry or a moment on. */
const SINCE: Record<string, { path: string; names: string[]; who: Who[] }> = {
  'get /api/v1/ledger': { path: '/ledger', names: ['after'], who: ['dispatcherNoord', 'viewer'] },
  'get /api/v1/picture': { path: '/picture', names: ['seq', 'at'], who: ['viewer'] },
  'get /api/v1/snapshot': {
    path: '/snapshot',
    names: ['seq', 'at'],
    who: ['dispatcherNoord', 'viewer'],
  },
  'get /api/v1/regions/{region}/changes': {
    path: '/regions/west/changes',
    names: ['seq', 'at'],
    who: ['chairWest'],
  },
  'get /api/v1/trends': { path: '/trends', names: ['at'], who: ['viewer'] },
  'get /api/v1/trends/recent': {
    path: '/trends/recent?region=west',
    names: ['at'],
    who: ['viewer'],
  },
};

let h: Harness;
let west: string;
let north: string;
let described: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;

beforeAll(async () => {
  h = await openHarness(undefined, SECRET, undefined, {
    webhooks: { poster: NO_NETWORK },
    rateLimits: { key: 0, session: 0, dispatch: 0 },
  });
  west = (await h.decidedCase()).case;
  await h.decidedCase();
  const position = { lat: 53.2194, lon: 6.5665 };
  const opened = await h.send('dispatcherNoord', 'POST', '/api/v1/cases', { position });
  north = (opened.body as { id: string }).id;
  const made = await h.send('dispatcherNoord', 'POST', `/api/v1/cases/${north}/decisions`, {
    ...{ facility: 'umcg', seq: h.app.live.picture.seq, overrideReason: 'CREW_JUDGEMENT' },
  });
  expect(made.status).toBe(201);
  for (const who of ['dispatcher', 'hospital'] as const)
    await h.send(who, 'GET', `/api/v1/cases/${west}`);
  await h.send('dispatcherNoord', 'GET', `/api/v1/cases/${north}`);
  for (const count of [1, 2, 3]) {
    await anAccount(h);
    await aKey(h);
    await aPairedScreen(h);
    h.clock.now += 1_000;
    await h.send('chairWest', 'POST', '/api/v1/regions/west/notes', { text: `Notitie ${count}` });
    await h.send('chairWest', 'POST', '/api/v1/regions/west/handovers', {
      from: new Date(h.clock.now - 8 * 3_600_000).toISOString(),
      ...{ to: new Date(h.clock.now).toISOString(), text: `Dienst ${count}` },
    });
    await h.send('administrator', 'POST', '/api/v1/feeds/connections', {
      ...{
        facility: 'lumc-leiden',
        name: 'HiX',
        application: `HIX${count}`,
        sendingFacility: 'ZH',
      },
    });
  }
  await aPairedScreen(h, 'administrator', { regions: ['noord-nederland'] });
  const hook = await h.send('administrator', 'POST', '/api/v1/webhooks', await webhookOrder(h));
  LISTS['get /api/v1/webhooks/{webhook}/dead-letters'] = {
    path: `/webhooks/${(hook.body as { id: string }).id}/dead-letters`,
    who: ['administrator'],
  };
  for (const who of EVERYBODY) await h.credentials(who);
  const reply = await h.send('viewer', 'GET', '/api/v1/openapi.json');
  described = (reply.body as { paths: typeof described }).paths;
}, 60_000);
afterAll(() => h.close());

const routesWith = (names: readonly string[]) =>
  Object.entries(described)
    .flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { parameters = [] }]) =>
        parameters.some((one) => one.in === 'query' && names.includes(one.name))
          ? [`${method} ${path}`]
          : [],
      ),
    )
    .sort();
const get = (who: Who | null, path: string, query: Record<string, string> = {}) => {
  const search = new URLSearchParams(query).toString();
  const sign = path.includes('?') ? '&' : '?';
  return h.send(who, 'GET', `/api/v1${path}${search === '' ? '' : sign + search}`);
};
/** The rows of an answer, by what tells one from another. */
function rowsOf({ body }: Reply): string[] {
  const { decisions, entries, looks, unusual, entry } = body as Record<
    string,
    { id?: string; seq?: number }[]
  >;
  const rows = Array.isArray(body)
    ? (body as { id?: string; seq?: number }[])
    : (decisions ?? entries ?? looks ?? unusual ?? entry ?? []);
  return rows.map(({ id, seq, ...rest }) => {
    const resource = (rest as { resource?: { id?: string } }).resource;
    return String(id ?? seq ?? resource?.id ?? JSON.stringify(rest));
  });
}
const REFUSED = [400, 403, 404, 422];
function expectRefused(reply: Reply, what: string): void {
  expect(REFUSED, `${what} ${JSON.stringify(reply.body).slice(0, 300)}`).toContain(reply.status);
  const { code, resourceType } = reply.body as { code?: string; resourceType?: string };
  expect(resourceType === 'OperationOutcome' || /^[A-Z_]+$/.test(code ?? ''), what).toBe(true);
}

/** Where a list could be said to go on: numbers and rows that no list has. */
const POSITIONS: unknown[] = [
  ...[-1, 0, 1, 2.5, 1e9, 2 ** 53, -(2 ** 53), 1e308, null, true, '', 'x', '\u0000', '💥'],
  ...[[], [-1], [1e308], [''], ['\uffff'], ['a', 'b', 'c', 'd'], [[]], [null], {}],
  ...[
    { at: '9999-12-31T23:59:59.999Z', id: 'x' },
    { settled: true, lastAt: '', id: '' },
  ],
  ...['9999-12-31T23:59:59.999Z x', 'zzzz', `${2 ** 60}:x`, '-1:x', '1:', ':'],
];

it('every list with cursors is asked, and everything that is told from a number or a moment on', () => {
  expect(Object.keys(LISTS).sort()).toEqual(routesWith(['cursor']));
  expect(Object.keys(SINCE).sort()).toEqual(routesWith(['after', 'seq', 'at', 'since', 'before']));
});

it('a cursor gives no row that is not the asker’s', { timeout: 120_000 }, async () => {
  console.info('foreign cursors: seed', SEED);
  const before = stateOf(h);
  const ours = new Cursors(SECRET);
  const sealed = Object.values(LISTS).map(({ path }) => ours.seal(`/api/v1${path}?`, ['x']));
  const given: string[] = [];
  let pages = 0;
  for (const [route, { path, who }] of Object.entries(LISTS)) {
    const name = `/api/v1${path}?`;
    const limit: Record<string, string> = path.includes('/exports/') ? {} : { limit: '1' };
    const [most] = who;
    // Real ones of who sees most, one a page.
    const mine: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined && mine.length < 40;) {
      const page: Reply = await get(most, path, { ...limit, ...(cursor === '' ? {} : { cursor }) });
      expect(page.status, route).toBe(200);
      cursor = /[?&]cursor=([^&>]+)/.exec(page.headers.get('link') ?? '')?.[1];
      if (cursor !== undefined) mine.push(cursor);
    }
    expect((await get(null, path, { cursor: mine[0] ?? 'x' })).status).toBe(401);
    for (const one of who) {
      const full = new Set(rowsOf(await get(one, path)));
      const isOwn = (reply: Reply, what: string) => {
        if (reply.status !== 200) return expectRefused(reply, what);
        pages += 1;
        // The log of looks grows by being looked at.
        const rows = path === '/access-log' ? [] : rowsOf(reply);
        for (const row of rows) expect(full, what).toContain(row);
        if (one === 'dispatcher' || one === 'hospital')
          expect(JSON.stringify(reply.body), what).not.toContain(north);
        if (one === 'dispatcherNoord') expect(JSON.stringify(reply.body), what).not.toContain(west);
      };
      for (const cursor of mine)
        isOwn(await get(one, path, { cursor }), `${route} ${one} of ${most}`);
      for (const position of POSITIONS) {
        const cursor = ours.seal(name, position);
        isOwn(await get(one, path, { cursor }), `${route} ${one} at ${JSON.stringify(position)}`);
      }
    }
    const theirs = new Cursors('another installation').seal(name, ['x']);
    const last = mine.at(-1) ?? ours.seal(name, ['x']);
    const forged = [
      ...given.slice(-3),
      ...sealed.filter((cursor) => cursor !== ours.seal(name, ['x'])),
      ...[theirs, `${last}x`, `${last}=`, `${last} `, ` ${last}`, last.slice(0, -1), last.slice(1)],
      ...[`${last}${last}`, last.toUpperCase(), `${last}&x`, `${last}\u0000`, `${last},${last}`],
      ...['-1', '0', '1', '99999999999', '1e999', 'NaN', 'null', '{}', '%00', 'x'.repeat(1_000)],
      ...[
        'x'.repeat(5_000),
        '__proto__',
        "' or 1=1 --",
        '',
        Buffer.from('[0]').toString('base64url'),
      ],
      ...fc.sample(fc.string({ unit: 'binary', minLength: 1 }), { seed: SEED, numRuns: 5 }),
      ...fc.sample(fc.base64String({ minLength: 44 }), { seed: SEED, numRuns: 5 }),
    ];
    for (const cursor of forged) {
      const reply = await get(most, path, { cursor: cursor.toWellFormed() });
      expectRefused(reply, `${route} ${cursor}`);
      expect(JSON.stringify(reply.body), route).toContain('cursor');
    }
    given.push(...mine);
  }
  const after = stateOf(h);
  // That somebody looked is written down.
  const moved = Object.keys(after).filter((table) => after[table] !== before[table]);
  expect(moved.filter((table) => !table.startsWith('access_log'))).toEqual([]);
  expect(given.length).toBeGreaterThan(30);
  expect(pages).toBeGreaterThan(100);
});

function tellsNothingOfOthers(who: Who, reply: Reply, what: string): void {
  expect(reply.status, what).toBeLessThan(500);
  const text = JSON.stringify(reply.body);
  for (const one of who === 'dispatcherNoord' ? [west] : [west, north])
    expect(text.includes(one), `${what}: ${who} hears of a case`).toBe(false);
}

it(
  'what is told from a number or a moment on tells nothing of others, and nothing that is to come',
  { timeout: 60_000 },
  async () => {
    const { seq } = h.app.live.picture;
    const future = [seq + 1, seq + 1_000, 2 ** 53 - 1, 2 ** 53, 1e15].map(String);
    const wrong = [
      '-1',
      '1.5',
      '1e999',
      'NaN',
      'x',
      `${seq}x`,
      `${seq};`,
      '0x',
      '{}',
      '%00',
      '\u0000',
      '9'.repeat(400),
    ];
    const moments = [
      '9999-12-31T23:59:59.999Z',
      '2026-02-30T00:00:00Z',
      '-000001-01-01T00:00:00Z',
      'now',
      '0',
    ];
    const chance = fc.sample(fc.string({ unit: 'binary', minLength: 1 }), {
      seed: SEED,
      numRuns: 10,
    });
    for (const [route, { path, names, who }] of Object.entries(SINCE))
      for (const one of who)
        for (const name of names) {
          const isNumber = name !== 'at';
          for (const value of isNumber ? [...future, ...wrong] : moments) {
            const reply = await get(one, path, { [name]: value });
            expectRefused(reply, `${route} ${one} ${name}=${value}`);
          }
          // Nothing is from the beginning on, and chance may say a number.
          for (const value of ['', ' ', ...chance])
            tellsNothingOfOthers(
              one,
              await get(one, path, { [name]: value.toWellFormed() }),
              route,
            );
          if (!isNumber) continue;
          for (let at = 0; at <= seq; at += Math.max(1, Math.floor(seq / 12))) {
            tellsNothingOfOthers(one, await get(one, path, { [name]: String(at) }), route);
          }
        }
  },
);
