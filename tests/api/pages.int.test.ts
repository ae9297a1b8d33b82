/** Lists in pages: every row once, in order, whatever is added meanwhile; and cursors that nobody makes himself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cursors } from '../../server/access/cursors.ts';
import { aPairedScreen } from '../walls/hands.ts';
import {
  createHarness,
  openHarness,
  problemOf,
  type Harness,
  type Reply,
  type Who,
} from './harness.ts';

const nextOf = ({ headers }: Reply) =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];

interface List {
  who: Who;
  path: string;
  /** Adds a row that stands before or after all others. */
  add: (h: Harness, count: number) => Promise<unknown>;
  rowsOf?: (body: unknown) => { id?: string }[];
}

const inAnHour = (h: Harness) => new Date(h.clock.now + 3_600_000).toISOString();
const post =
  (who: Who, path: string, bodyOf: (h: Harness, count: number) => object) =>
  async (h: Harness, count: number) => {
    h.clock.now += 1_000;
    const reply = await h.send(who, 'POST', `/api/v1${path}`, bodyOf(h, count));
    expect(reply.status).toBe(201);
  };

const LISTS: Record<string, List> = {
  cases: { who: 'dispatcher', path: '/api/v1/cases?open=true', add: (h) => h.openCase() },
  decisions: {
    who: 'dispatcher',
    path: '/api/v1/decisions?overridden=true',
    add: (h) => h.decidedCase(),
    rowsOf: (body) => (body as { decisions: { id: string }[] }).decisions,
  },
  'the ledger': {
    who: 'dispatcher',
    path: '/api/v1/ledger',
    add: (h) => h.openCase(),
    rowsOf: (body) =>
      (body as { entries: { seq: number }[] }).entries.map(({ seq }) => ({ id: String(seq) })),
  },
  keys: {
    who: 'administrator',
    path: '/api/v1/keys',
    add: post('administrator', '/keys', (h, count) => {
      return { name: `key ${count}`, scope: { actions: ['metrics.read'] }, expiresAt: inAnHour(h) };
    }),
  },
  accounts: {
    who: 'administrator',
    path: '/api/v1/accounts',
    add: post('administrator', '/accounts', (_, count) => {
      return { email: `a${count}@test.example`, password: 'a long enough one', role: 'viewer' };
    }),
  },
  connections: {
    who: 'administrator',
    path: '/api/v1/feeds/connections',
    add: post('administrator', '/feeds/connections', (_, count) => {
      const sender = { application: `HIX${count}`, sendingFacility: 'ZH' };
      return { facility: 'lumc-leiden', name: 'HiX', ...sender };
    }),
  },
  'the quarantine': {
    who: 'administrator',
    path: '/api/v1/feeds/quarantine',
    add: (h, count) =>
      h.stores.feeds.hold({
        ...{ id: `m${count}`, key: `k${count}`, feed: 'f', channel: 'fhir' },
        ...{ reason: 'UNKNOWN_FACILITY', identifiers: [], name: null },
        ...{ messageHash: '0'.repeat(64), messageId: null, items: '{"items":[],"principal":null}' },
        // Two of a moment: the id decides.
        lastAt: new Date(h.clock.now + Math.floor(count / 2) * 1_000).toISOString(),
      }),
  },
  screens: {
    who: 'chairWest',
    path: '/api/v1/walls',
    add: (h) => aPairedScreen(h),
  },
  notes: {
    who: 'chairWest',
    path: '/api/v1/regions/west/notes',
    add: post('chairWest', '/regions/west/notes', (_, count) => ({ text: `Notitie ${count}` })),
  },
  handovers: {
    who: 'chairWest',
    path: '/api/v1/regions/west/handovers',
    add: post('chairWest', '/regions/west/handovers', (h, count) => {
      const from = new Date(h.clock.now - 8 * 3_600_000).toISOString();
      return { from, to: new Date(h.clock.now).toISOString(), text: `Dienst ${count}` };
    }),
  },
};

describe('a list in pages', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await openHarness();
  });
  afterAll(() => h.close());

  it.each(Object.entries(LISTS))('%s: every row once while rows are added', async (_, list) => {
    const { who, path, add, rowsOf = (body) => body as { id: string }[] } = list;
    for (let count = 0; count < 5; count += 1) await add(h, count);
    const whole = await h.send(who, 'GET', path);
    const all = rowsOf(whole.body).map(({ id }) => id);
    expect(all.length).toBeGreaterThanOrEqual(5);

    const found: (string | undefined)[] = [];
    const size = Math.max(2, Math.ceil(all.length / 4));
    let at: string | undefined = `${path}${path.includes('?') ? '&' : '?'}limit=${size}`;
    let pages = 0;
    while (at !== undefined && pages < 50) {
      const page: Reply = await h.send(who, 'GET', at);
      expect(page.status).toBe(200);
      const rows = rowsOf(page.body);
      expect(rows.length).toBeLessThanOrEqual(size);
      found.push(...rows.map(({ id }) => id));
      if (pages === 1) await add(h, 5);
      at = nextOf(page);
      pages += 1;
    }
    expect(pages).toBeGreaterThan(2);
    // What was added while paging may come at the end, as it does in the ledger; nothing is missed and nothing comes twice.
    expect(found.filter((id) => all.includes(id))).toEqual(all);
    expect(new Set(found).size).toBe(found.length);
  });

  it('says `next` in a body that is an object too, and null at the end', async () => {
    const page = await h.send('dispatcher', 'GET', '/api/v1/decisions?limit=1');
    const { next } = page.body as { next: string };
    expect(nextOf(page)).toBe(`/api/v1/decisions?limit=1&cursor=${next}`);
    const last = await h.send('dispatcher', 'GET', '/api/v1/decisions');
    expect([last.body, nextOf(last)]).toEqual([expect.objectContaining({ next: null }), undefined]);
    const { seq } = h.app.live.picture;
    const head = await h.send('viewer', 'GET', `/api/v1/ledger?after=${seq - 1}`);
    expect(head.body).toMatchObject({ seq, next: null });
  });

  it('goes on with the filters it began with', async () => {
    const page = await h.send('dispatcher', 'GET', '/api/v1/decisions?limit=1&region=west');
    expect(nextOf(page)).toContain('region=west');
    const fhir = '/api/v1/exports/fhir/AuditEvent?facility=lumc-leiden';
    expect((await h.send('dispatcher', 'GET', fhir)).status).toBe(200);
  });
});

describe('a cursor', () => {
  it.each([
    ['of another list', (cursor: string) => `/api/v1/cases?cursor=${cursor}`],
    ['of other filters', (cursor: string) => `/api/v1/decisions?overridden=false&cursor=${cursor}`],
    ['that was changed', (cursor: string) => `/api/v1/decisions?cursor=${changed(cursor)}`],
    ['that is none', () => '/api/v1/decisions?cursor=ZDE6NQ'],
    ['with something behind it', (cursor: string) => `/api/v1/decisions?cursor=${cursor}.`],
  ])('%s is refused by name', async (_, pathOf) => {
    const h = await createHarness();
    await h.decidedCase();
    await h.decidedCase();
    const page = await h.send('dispatcher', 'GET', '/api/v1/decisions?limit=1');
    const reply = await h.send('dispatcher', 'GET', pathOf((page.body as { next: string }).next));
    expect(reply.status).toBe(422);
    expect(problemOf(reply)).toMatchObject({ code: 'VALIDATION', errors: [{ path: 'cursor' }] });
  });

  it('of the ledger goes not together with a seq of one’s own', async () => {
    const h = await createHarness();
    const page = await h.send('viewer', 'GET', '/api/v1/ledger?limit=2');
    const { next } = page.body as { next: string };
    const reply = await h.send('viewer', 'GET', `/api/v1/ledger?after=1&cursor=${next}`);
    expect(problemOf(reply)).toMatchObject({ code: 'VALIDATION', errors: [{ path: 'cursor' }] });
  });

  it('is the same for the same place, tells nothing of it, and opens with the own secret only', () => {
    const cursors = new Cursors('a secret');
    const place = ['somebody@test.example', 'id'];
    const cursor = cursors.seal('/accounts?', place);
    expect(cursors.seal('/accounts?', place)).toBe(cursor);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('somebody');
    expect(cursors.open('/accounts?', cursor)).toEqual(place);
    expect(cursors.open('/keys?', cursor)).toBeUndefined();
    expect(new Cursors('another').open('/accounts?', cursor)).toBeUndefined();
    for (const wrong of ['', 'x', cursor.slice(1), `${cursor}A`])
      expect(cursors.open('/accounts?', wrong)).toBeUndefined();
  });
});

/** The last sign but one is another. */
function changed(cursor: string): string {
  const other = cursor.at(-2) === 'A' ? 'B' : 'A';
  return `${cursor.slice(0, -2)}${other}${cursor.at(-1)}`;
}
