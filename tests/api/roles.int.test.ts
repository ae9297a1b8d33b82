/** Every role over every route: a new route without a row here fails. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileOf } from '#domain/identifiers/identifiers.ts';
import type { ProfileInput } from '#domain/installation/profile.ts';
import { aPairedScreen, Screen, SETUP } from '../walls/hands.ts';
import { EVERYBODY, openHarness, type Harness, type Who } from './harness.ts';

const COLUMNS = [null, ...EVERYBODY] as const;

interface Row {
  /** Status for: nobody, then everybody in the order of EVERYBODY. */
  expected: number[];
  /** A request of its own for each who asks, on what was made for it. */
  ask: (h: Harness, who: Who | null) => Promise<{ path: string; body?: unknown }>;
}

const LUMC = '/facilities/lumc-leiden';
const at = (path: string, body?: unknown) => async () => ({ path, body });
const inAnHour = (h: Harness) => new Date(h.clock.now + 3_600_000).toISOString();

//               nobody admin chairW chairN disp dispN hosp haga viewer keyH keyR
const ALL = [401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200];
const OWN_UNIT = [401, 403, 403, 403, 403, 403, 200, 403, 403, 200, 403];
const SEES_CASE = [401, 404, 200, 200, 200, 404, 200, 404, 404, 200, 200];
const OWN_ROOM = [401, 404, 403, 403, 200, 404, 403, 404, 404, 403, 200];
const READS_LOG = [401, 403, 200, 200, 200, 200, 200, 200, 403, 200, 200];
const READS_DECISION = [401, 403, 200, 200, 200, 404, 200, 404, 403, 200, 200];
const ADMINISTERS = [401, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403];
const MANAGES_WALLS = [401, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403];
const READS_MAP = [401, 200, 200, 200, 403, 403, 200, 403, 403, 403, 403];
/** The walk sends JSON. */
const NO_JSON = [401, ...Array.from({ length: 10 }, () => 415)];
const KEEPS_SHIFT = [401, 403, 200, 200, 403, 403, 403, 403, 403, 403, 403];
const created = (row: number[]) => row.map((status) => (status === 200 ? 201 : status));

let counter = 0;
const order = () => ({
  email: `somebody${(counter += 1)}@test.example`,
  password: 'a long enough one',
  role: 'viewer',
});
const anAccount = async (h: Harness) => {
  const made = await h.app.access.accounts.create({
    ...order(),
    role: 'viewer',
    scope: { room: null, facilities: [], regions: [] },
  });
  return typeof made === 'string' ? made : made.id;
};
const aKey = async (h: Harness) => {
  const scope = { actions: ['picture.read' as const], facilities: [], room: null };
  const issued = await h.app.access.keys.issue({
    name: 'x',
    scope,
    expiresAt: inAnHour(h),
    createdBy: 't',
  });
  return issued.stored.id;
};
const aStop = async (h: Harness) => {
  const body = { scope: 'ed', level: 'stop', reason: 'crowding', until: inAnHour(h) };
  const reply = await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', body);
  return (reply.body as { id: string }).id;
};

const WEBHOOK_URL = 'https://receiver.example/in';
const webhookOrder = async (h: Harness) => ({
  name: 'a webhook',
  url: WEBHOOK_URL,
  owner: { kind: 'account', id: await anAccount(h) },
});
/** One at a time: an installation has only so many. */
const aWebhook = async (h: Harness) => {
  const hooks = h.app.webhooks;
  for (const { id } of hooks?.list() ?? []) await hooks?.remove(id);
  const made = await h.send('administrator', 'POST', '/api/v1/webhooks', await webhookOrder(h));
  return (made.body as { id: string }).id;
};
/** Nothing leaves the machine. */
const DELIVERED = { error: null, status: 204, retryAfterMs: null };
const NO_NETWORK = { post: async () => DELIVERED, close: () => undefined };

/** The profile as it stands: confirming it changes nothing else. */
function reviewable(h: Harness, id: string): ProfileInput {
  const facility = h.app.live.picture.facilities[id];
  if (facility === undefined) throw new Error(`no ${id}`);
  const { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours } =
    profileOf(facility);
  return { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours };
}

const TABLE: Record<string, Row> = {
  'GET /health': { expected: ALL.with(0, 200), ask: at('/health') },
  'POST /first-admin': {
    expected: COLUMNS.map(() => 403),
    ask: at('/first-admin', { token: 'x', email: 'a@b.example', password: 'a long enough one' }),
  },
  'GET /me': { expected: ALL, ask: at('/me') },
  'GET /picture': { expected: ALL, ask: at('/picture?region=west') },
  'GET /snapshot': { expected: ALL, ask: at('/snapshot?seq=90') },
  'GET /history': { expected: ALL, ask: at('/history') },
  'GET /regions/:region/changes': { expected: ALL, ask: at('/regions/west/changes?seq=90') },
  'GET /trends': { expected: ALL, ask: at('/trends?region=west&unit=icu') },
  'GET /trends/recent': { expected: ALL, ask: at('/trends/recent?region=west') },
  'GET /travel-times': { expected: ALL, ask: at('/travel-times?from=lumc-leiden') },
  'GET /facilities/:facility': { expected: ALL, ask: at('/facilities/lumc-leiden') },
  'GET /map-settings': { expected: ALL, ask: at('/map-settings') },
  'GET /reach': { expected: ALL, ask: at('/reach') },
  'GET /facilities/:facility/isochrones': {
    expected: ALL,
    ask: at('/facilities/lumc-leiden/isochrones'),
  },
  'GET /places': { expected: ALL, ask: at('/places?q=leiden') },
  'GET /openapi.json': { expected: ALL, ask: at('/openapi.json') },
  'GET /docs': { expected: ALL, ask: at('/docs') },
  'GET /ledger': { expected: ALL, ask: at('/ledger?after=90') },
  'GET /ledger/verification': {
    expected: [401, 200, 200, 200, 200, 200, 200, 200, 403, 403, 403],
    ask: at('/ledger/verification'),
  },
  'POST /feeds/fhir': {
    // A hospital's account and its key may send; the body is another matter.
    expected: [401, 403, 403, 403, 403, 403, 422, 422, 403, 422, 403],
    ask: at('/feeds/fhir', { resourceType: 'Basic' }),
  },
  'GET /feeds/connections': { expected: ADMINISTERS, ask: at('/feeds/connections') },
  'POST /feeds/connections': {
    expected: created(ADMINISTERS),
    ask: async () => ({
      path: '/feeds/connections',
      body: {
        facility: 'lumc-leiden',
        name: 'HiX',
        application: `HIX${(counter += 1)}`,
        sendingFacility: 'ZHX',
      },
    }),
  },
  'DELETE /feeds/connections/:connection': {
    expected: ADMINISTERS.with(1, 404),
    ask: at('/feeds/connections/none'),
  },
  'GET /facilities/:facility/places': { expected: READS_MAP, ask: at(`${LUMC}/places`) },
  'PUT /facilities/:facility/places': {
    expected: ADMINISTERS,
    ask: at('/facilities/lumc-leiden/places', { places: [] }),
  },
  'GET /feeds/places': { expected: READS_MAP.with(7, 200), ask: at('/feeds/places') },
  'POST /facilities/:facility/places/mapping': {
    expected: ADMINISTERS,
    ask: at('/facilities/lumc-leiden/places/mapping', { pointOfCare: 'IC', unit: 'icu' }),
  },
  'GET /facilities/:facility/places.csv': { expected: READS_MAP, ask: at(`${LUMC}/places.csv`) },
  'POST /facilities/:facility/places.csv': { expected: NO_JSON, ask: at(`${LUMC}/places.csv`, {}) },
  'PUT /facilities/:facility/places.csv': { expected: NO_JSON, ask: at(`${LUMC}/places.csv`, {}) },
  'POST /facilities/:facility/census': {
    expected: OWN_UNIT,
    ask: at('/facilities/lumc-leiden/census', { occupied: { icu: 3 } }),
  },
  'POST /feeds/have': {
    // The walk sends JSON.
    expected: [401, 415, 415, 415, 415, 415, 415, 415, 415, 415, 415],
    ask: at('/feeds/have', {}),
  },
  'POST /feeds/csv': {
    // The walk sends JSON.
    expected: [401, 415, 415, 415, 415, 415, 415, 415, 415, 415, 415],
    ask: at('/feeds/csv', {}),
  },
  'GET /feeds/csv/template': {
    expected: ALL,
    ask: at('/feeds/csv/template?facility=lumc-leiden'),
  },
  'POST /feeds/xlsx': {
    // The walk sends JSON.
    expected: [401, 415, 415, 415, 415, 415, 415, 415, 415, 415, 415],
    ask: at('/feeds/xlsx', {}),
  },
  'GET /feeds/xlsx/template': {
    expected: ALL,
    ask: at('/feeds/xlsx/template?facility=lumc-leiden'),
  },
  'GET /exports/have': { expected: ALL, ask: at('/exports/have?region=west') },
  'GET /exports/fhir/metadata': { expected: ALL, ask: at('/exports/fhir/metadata') },
  'GET /exports/fhir/:type': { expected: ALL, ask: at('/exports/fhir/Location?region=west') },
  'GET /feeds': {
    expected: [401, 200, 200, 200, 403, 403, 200, 200, 403, 403, 403],
    ask: at('/feeds'),
  },
  'GET /feeds/quarantine': { expected: ADMINISTERS, ask: at('/feeds/quarantine') },
  'POST /feeds/quarantine/:message/assignment': {
    expected: ADMINISTERS.with(1, 404),
    ask: at('/feeds/quarantine/none/assignment', { facility: 'lumc-leiden' }),
  },
  'DELETE /feeds/quarantine/:message': {
    expected: ADMINISTERS.with(1, 404),
    ask: at('/feeds/quarantine/none', { because: 'test' }),
  },
  'POST /feeds/quarantine/replays': {
    expected: ADMINISTERS,
    ask: at('/feeds/quarantine/replays', { system: 'agb', value: '06990001' }),
  },
  'POST /feeds/:channel/:feed/end': {
    expected: ADMINISTERS.with(1, 404),
    ask: at('/feeds/fhir/none/end', {}),
  },
  'PUT /facilities/:facility/identifiers': {
    expected: ADMINISTERS,
    ask: at('/facilities/lumc-leiden/identifiers', { identifiers: [] }),
  },
  'GET /metrics': { expected: ADMINISTERS, ask: at('/metrics') },
  'PUT /facilities/:facility/units/:kind': {
    expected: OWN_UNIT,
    ask: at('/facilities/lumc-leiden/units/icu', { staffed: 20, occupied: 12 }),
  },
  'POST /facilities/:facility/stops': {
    expected: created(OWN_UNIT),
    ask: async (h) => ({
      path: '/facilities/lumc-leiden/stops',
      body: { scope: 'ct', level: 'stop', reason: 'equipment', until: inAnHour(h) },
    }),
  },
  'DELETE /facilities/:facility/stops/:stop': {
    expected: OWN_UNIT,
    ask: async (h) => ({ path: `/facilities/lumc-leiden/stops/${await aStop(h)}` }),
  },
  'POST /cases': {
    expected: [401, 403, 403, 403, 201, 201, 403, 403, 403, 403, 201],
    ask: at('/cases', { position: { lat: 52.16, lon: 4.49 } }),
  },
  'GET /cases': { expected: READS_LOG, ask: at('/cases?open=true') },
  'GET /cases/:case': {
    expected: SEES_CASE,
    ask: async (h) => ({ path: `/cases/${(await h.decidedCase()).case}` }),
  },
  'GET /cases/:case/ranking': {
    expected: SEES_CASE,
    ask: async (h) => ({ path: `/cases/${(await h.decidedCase()).case}/ranking` }),
  },
  'PUT /cases/:case': {
    expected: OWN_ROOM,
    ask: async (h) => ({
      path: `/cases/${(await h.decidedCase()).case}`,
      body: { position: { lat: 52.07, lon: 4.3 }, findings: { injuries: ['pelvis'] } },
    }),
  },
  'POST /cases/:case/decisions': {
    expected: created(OWN_ROOM),
    ask: async (h) => ({
      path: `/cases/${(await h.decidedCase()).case}/decisions`,
      body: {
        facility: 'haga-leyweg',
        seq: h.app.live.picture.seq,
        overrideReason: 'WEATHER',
      },
    }),
  },
  'POST /cases/:case/acknowledgement': {
    expected: [401, 404, 403, 403, 403, 404, 200, 404, 404, 200, 403],
    ask: async (h) => ({
      path: `/cases/${(await h.decidedCase()).case}/acknowledgement`,
      body: { answer: 'accepted' },
    }),
  },
  'POST /cases/:case/status': {
    expected: [401, 404, 403, 403, 200, 404, 200, 404, 404, 200, 200],
    ask: async (h) => ({
      path: `/cases/${(await h.decidedCase()).case}/status`,
      body: { status: 'arrived' },
    }),
  },
  'GET /decisions': { expected: READS_LOG, ask: at('/decisions') },
  'GET /indicators': { expected: READS_LOG, ask: at('/indicators') },
  'GET /decisions/:decision': {
    expected: READS_DECISION,
    ask: async (h) => ({ path: `/decisions/${(await h.decidedCase()).decision}` }),
  },
  'GET /decisions/:decision/replay': {
    expected: READS_DECISION,
    ask: async (h) => ({ path: `/decisions/${(await h.decidedCase()).decision}/replay` }),
  },
  'PUT /decisions/:decision/override-reason': {
    expected: OWN_ROOM,
    ask: async (h) => ({
      path: `/decisions/${(await h.decidedCase()).decision}/override-reason`,
      body: { overrideReason: 'WEATHER' },
    }),
  },
  'GET /accounts': { expected: ADMINISTERS, ask: at('/accounts') },
  'POST /accounts': {
    expected: created(ADMINISTERS),
    ask: async () => ({ path: '/accounts', body: order() }),
  },
  'PUT /accounts/:account': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/accounts/${await anAccount(h)}`, body: { role: 'viewer' } }),
  },
  'DELETE /accounts/:account': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/accounts/${await anAccount(h)}` }),
  },
  'GET /keys': { expected: ADMINISTERS, ask: at('/keys') },
  'POST /keys': {
    expected: created(ADMINISTERS),
    ask: async (h) => ({
      path: '/keys',
      body: { name: 'a key', scope: { actions: ['metrics.read'] }, expiresAt: inAnHour(h) },
    }),
  },
  'DELETE /keys/:key': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/keys/${await aKey(h)}` }),
  },
  'POST /invitations': {
    expected: created(ADMINISTERS),
    ask: async () => {
      const { email, role } = order();
      return { path: '/invitations', body: { people: [{ email, role }] } };
    },
  },
  'POST /accounts/:account/invitation': {
    expected: created(ADMINISTERS),
    ask: async (h) => ({ path: `/accounts/${await anAccount(h)}/invitation`, body: {} }),
  },
  'POST /invitation': {
    expected: COLUMNS.map(() => 403),
    ask: at('/invitation', { token: 'x', password: 'a long enough one' }),
  },
  'GET /installation': { expected: ADMINISTERS, ask: at('/installation') },
  'PUT /installation': {
    expected: ADMINISTERS,
    ask: at('/installation', { homeRegions: ['west'] }),
  },
  'GET /facilities/:facility/provenance': {
    expected: ADMINISTERS,
    ask: at('/facilities/lumc-leiden/provenance'),
  },
  'PUT /facilities/:facility/profile': {
    expected: ADMINISTERS,
    ask: async (h) => ({
      path: '/facilities/haga-leyweg/profile',
      body: reviewable(h, 'haga-leyweg'),
    }),
  },
  'POST /wall-pairing': { expected: COLUMNS.map(() => 201), ask: at('/wall-pairing', {}) },
  'GET /wall-pairing': { expected: COLUMNS.map(() => 200), ask: at('/wall-pairing') },
  'GET /walls': { expected: MANAGES_WALLS, ask: at('/walls') },
  'POST /walls': {
    expected: created(MANAGES_WALLS),
    ask: async (h) => {
      const screen = new Screen(h);
      await screen.ask();
      return { path: '/walls', body: { code: screen.code, name: 'Hal', setup: SETUP } };
    },
  },
  'PUT /walls/:wall': {
    expected: MANAGES_WALLS,
    ask: async (h) => ({
      path: `/walls/${(await aPairedScreen(h)).id}`,
      body: { name: 'Hal', setup: SETUP },
    }),
  },
  'GET /webhooks': { expected: ADMINISTERS, ask: at('/webhooks') },
  'POST /webhooks': {
    expected: created(ADMINISTERS),
    ask: async (h) => ({ path: '/webhooks', body: await webhookOrder(h) }),
  },
  'GET /webhooks/:webhook': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}` }),
  },
  'PUT /webhooks/:webhook': {
    expected: ADMINISTERS,
    ask: async (h) => ({
      path: `/webhooks/${await aWebhook(h)}`,
      body: { name: 'a webhook', url: WEBHOOK_URL },
    }),
  },
  'DELETE /webhooks/:webhook': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}` }),
  },
  'POST /webhooks/:webhook/secret': {
    expected: created(ADMINISTERS),
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/secret`, body: {} }),
  },
  'PUT /webhooks/:webhook/state': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/state`, body: { state: 'paused' } }),
  },
  'POST /webhooks/:webhook/test': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/test`, body: {} }),
  },
  'GET /webhooks/:webhook/dead-letters': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/dead-letters` }),
  },
  'POST /webhooks/:webhook/dead-letters/:letter/sending': {
    expected: ADMINISTERS.with(1, 404),
    ask: async (h) => ({
      path: `/webhooks/${await aWebhook(h)}/dead-letters/none/sending`,
      body: {},
    }),
  },
  'DELETE /webhooks/:webhook/dead-letters/:letter': {
    expected: ADMINISTERS.with(1, 404),
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/dead-letters/none` }),
  },
  'POST /facilities/:facility/confirmation-requests': {
    expected: created(KEEPS_SHIFT),
    ask: at('/facilities/lumc-leiden/confirmation-requests', {}),
  },
  'GET /regions/:region/notes': { expected: KEEPS_SHIFT, ask: at('/regions/west/notes') },
  'POST /regions/:region/notes': {
    expected: created(KEEPS_SHIFT),
    ask: at('/regions/west/notes', { text: 'IC van het LUMC belt om vijf uur terug' }),
  },
  'GET /regions/:region/handover-draft': {
    expected: KEEPS_SHIFT,
    ask: at('/regions/west/handover-draft?hours=8'),
  },
  'GET /regions/:region/handovers': { expected: KEEPS_SHIFT, ask: at('/regions/west/handovers') },
  'POST /regions/:region/handovers': {
    expected: created(KEEPS_SHIFT),
    ask: async (h) => ({
      path: '/regions/west/handovers',
      body: {
        from: new Date(h.clock.now - 8 * 3_600_000).toISOString(),
        to: new Date(h.clock.now).toISOString(),
        text: 'Rustige dienst',
      },
    }),
  },
  'DELETE /walls/:wall': {
    expected: MANAGES_WALLS,
    ask: async (h) => ({ path: `/walls/${(await aPairedScreen(h)).id}` }),
  },
};

/** Sign-in's own paths: who one is is decided there, and tested in tests/access. */
const SIGN_IN = ['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/auth/change-password'];

describe('every role over every route', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await openHarness(undefined, undefined, undefined, { webhooks: { poster: NO_NETWORK } });
  });
  afterAll(() => h.close());

  it('has a row for each route and a route for each row', () => {
    const routes = h.app.api.routes
      .filter(({ method, path }) => method !== 'ALL' && !SIGN_IN.includes(path))
      .map(({ method, path }) => `${method} ${path.replace(/^\/api\/v1/, '')}`);
    expect([...new Set(routes)].sort()).toEqual(Object.keys(TABLE).sort());
  });

  it.each(Object.entries(TABLE))('%s', async (route, { expected, ask }) => {
    const method = route.split(' ')[0] ?? '';
    const found: Record<string, number> = {};
    for (const who of COLUMNS) {
      const { path, body } = await ask(h, who);
      const reply = await h.send(who, method, `/api/v1${path}`, body);
      found[who ?? 'nobody'] = reply.status;
    }
    expect(found).toEqual(
      Object.fromEntries(COLUMNS.map((who, index) => [who ?? 'nobody', expected[index]])),
    );
  });
});
