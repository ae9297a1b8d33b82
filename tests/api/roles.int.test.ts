/** Every role over every route: a new route without a row here fails. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPairedScreen, Screen, SETUP } from '../walls/hands.ts';
import { EVERYBODY, openHarness, type Harness } from './harness.ts';
import {
  LUMC,
  at,
  fresh,
  inAnHour,
  ALL,
  OWN_UNIT,
  SEES_CASE,
  OWN_ROOM,
  READS_LOG,
  READS_DECISION,
  ADMINISTERS,
  PEOPLE_ONLY,
  aSession,
  MANAGES_WALLS,
  READS_MAP,
  NO_JSON,
  KEEPS_SHIFT,
  created,
  order,
  anAccount,
  aKey,
  aStop,
  NO_NETWORK,
  reviewable,
  type Row,
} from './role-hands.ts';
import { ACCOUNTABILITY_ROWS } from './role-rows-accountability.ts';
import { SECOND_FACTOR_ROWS } from './role-rows-second-factor.ts';
import { WEBHOOK_ROWS } from './role-rows-webhooks.ts';

const COLUMNS = [null, ...EVERYBODY] as const;

const TABLE: Record<string, Row> = {
  'GET /health': { expected: ALL.with(0, 200), ask: at('/health') },
  'GET /health/live': { expected: ALL.with(0, 200), ask: at('/health/live') },
  'GET /health/ready': { expected: ALL.with(0, 200), ask: at('/health/ready') },
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
        application: `HIX${fresh()}`,
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
  'GET /sessions': { expected: PEOPLE_ONLY, ask: at('/sessions') },
  'DELETE /sessions': { expected: PEOPLE_ONLY, ask: at('/sessions') },
  'DELETE /sessions/:session': {
    expected: PEOPLE_ONLY,
    ask: async (h, who) => ({ path: `/sessions/${await aSession(h, who)}` }),
  },
  'GET /accounts/:account/sessions': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/accounts/${await anAccount(h)}/sessions` }),
  },
  'DELETE /accounts/:account/sessions': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/accounts/${await anAccount(h)}/sessions` }),
  },
  'DELETE /accounts/:account/sessions/:session': {
    expected: ADMINISTERS.with(1, 404),
    ask: async (h) => ({ path: `/accounts/${await anAccount(h)}/sessions/none` }),
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
  'POST /keys/:key/rotation': {
    expected: created(ADMINISTERS),
    ask: async (h) => ({ path: `/keys/${await aKey(h)}/rotation`, body: {} }),
  },
  'DELETE /keys/:key/rotation': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/keys/${await aKey(h)}/rotation` }),
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
  ...WEBHOOK_ROWS,
  ...ACCOUNTABILITY_ROWS,
  ...SECOND_FACTOR_ROWS,
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
const SIGN_IN = /^\/api\/auth\/(?:sign-in|sign-out|change-password|second-factor|oidc)(?:\/|$)/;

describe('every role over every route', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await openHarness(undefined, undefined, undefined, { webhooks: { poster: NO_NETWORK } });
  });
  afterAll(() => h.close());

  it('has a row for each route and a route for each row', () => {
    const routes = h.app.api.routes
      .filter(({ method, path }) => method !== 'ALL' && !SIGN_IN.test(path))
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
