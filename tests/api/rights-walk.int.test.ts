/**
 * The table of rights against every route: each role, each scope of a key alone and all of them, a wall screen and nobody, on what is
 * one's own and on another's. What is expected is asked of the table (`may`), not written down; a route without an action and a parameter
 * that nobody has a sample of fail. What is refused is told in the same words whether it exists or not.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  KEY_ACTIONS,
  may,
  type Action,
  type Principal,
  type Target,
  type Verdict,
} from '#domain/access/table.ts';
import type { KeyScope } from '../../server/access/scope.ts';
import { actionsOfRoutes } from '../../server/api/gates.ts';
import { aPairedScreen, SETUP } from '../walls/hands.ts';
import { openHarness, PEOPLE, request, type Harness, type Reply, type Who } from './harness.ts';
import { BY_PROVIDER, OWN_FACTOR, SECOND_STEP } from '../access/page-routes.ts';
import { aKey, anAccount, NO_NETWORK, aWebhook } from './role-hands.ts';

/** Who asks these need not be signed in, and nobody is asked for a right. */
const OPEN = [
  ...SECOND_STEP,
  ...BY_PROVIDER,
  // These ask who it is, and are about nobody else (tests/access/second-factor.int.test.ts).
  ...OWN_FACTOR,
  'delete /api/v1/wall-pairing',
  'get /api/auth/sign-in/ways',
  'get /api/v1/health',
  'get /api/v1/health/live',
  'get /api/v1/health/ready',
  'get /api/v1/wall-pairing',
  'post /api/auth/change-password',
  'post /api/auth/sign-in/email',
  'post /api/auth/sign-out',
  'post /api/v1/first-admin',
  'post /api/v1/invitation',
  'post /api/v1/wall-pairing',
];

/** Something in the world that is one's own to some and another's to others. */
interface Subject {
  name: string;
  facility: string;
  region: string;
  case: string;
  decision: string;
  wall: string;
}
interface Asker {
  name: string;
  headers: Record<string, string>;
  principal: Principal;
}
interface Route {
  name: string;
  method: string;
  path: string;
  action: Action;
  parameters: string[];
}

let h: Harness;
let routes: Route[];
let named: string[];
let askers: Asker[];
let subjects: Subject[];
let samples: Record<string, string>;
let types: Map<string, string>;

beforeAll(async () => {
  h = await openHarness(undefined, undefined, undefined, {
    webhooks: { poster: NO_NETWORK },
    rateLimits: { key: 0, session: 0, dispatch: 0 },
  });
  const actions = actionsOfRoutes(h.app.api);
  named = [
    ...new Set(
      h.app.api.routes
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`),
    ),
  ];
  routes = [...actions].map(([name, action]) => {
    const [method = '', path = ''] = name.split(' ');
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, one = '']) => one);
    return { name, method: method.toUpperCase(), path, action, parameters };
  });
  const reply = await h.send('viewer', 'GET', '/api/v1/openapi.json');
  const { paths } = reply.body as {
    paths: Record<string, Record<string, { requestBody?: { content: object } }>>;
  };
  types = new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) => {
        const [type] = Object.keys(requestBody?.content ?? {});
        return type === undefined ? [] : [[`${method} ${path}`, type] as const];
      }),
    ),
  );
  askers = await everybody();
  subjects = [await westOf(), await northOf()];
  samples = {
    ...{ kind: 'icu', type: 'Location', channel: 'fhir', stop: 'none', letter: 'none' },
    ...{ connection: 'none', message: 'none', session: 'none', feed: 'none' },
    ...{ account: await anAccount(h), key: await aKey(h), webhook: await aWebhook(h) },
  };
}, 60_000);
afterAll(() => h.close());

async function everybody(): Promise<Asker[]> {
  const found: Asker[] = [];
  const add = async (name: string, headers: Record<string, string>) => {
    const who = await h.app.access.identify(new Headers(headers));
    if (who === null) throw new Error(`${name} is nobody`);
    found.push({ name, headers, principal: who.principal });
  };
  for (const who of Object.keys(PEOPLE) as Who[]) await add(who, await h.credentials(who));
  const own = { facilities: ['lumc-leiden'], room: 'mk-den-haag' };
  const others = { facilities: ['umcg'], room: 'mk-noord-nederland' };
  const scopes: [string, KeyScope][] = [
    ['key of nothing', { actions: [], ...own }],
    ...KEY_ACTIONS.map((action): [string, KeyScope] => [
      `key of ${action}`,
      { actions: [action], ...own },
    ]),
    // Most of what is done to a case takes that it is seen.
    ...KEY_ACTIONS.map((action): [string, KeyScope] => [
      `key of case.read and ${action}`,
      { actions: [...new Set<Action>(['case.read', action])], ...own },
    ]),
    ['key of all', { actions: KEY_ACTIONS, ...own }],
    ['key of all of the north', { actions: KEY_ACTIONS, ...others }],
    ['key of all and of no place', { actions: KEY_ACTIONS, facilities: [], room: null }],
  ];
  for (const [name, scope] of scopes) {
    const expiresAt = new Date(h.clock.now + 86_400_000).toISOString();
    const { key } = await h.app.access.keys.issue({ name, scope, expiresAt, createdBy: 'test' });
    await add(name, { authorization: `Bearer ${key}` });
  }
  const { screen } = await aPairedScreen(h);
  await add('wall screen', { cookie: screen.cookie });
  return found;
}

async function westOf(): Promise<Subject> {
  const decided = await h.decidedCase();
  const wall = (await aPairedScreen(h, 'administrator', { regions: ['west'] })).id;
  return { name: 'the west', facility: 'lumc-leiden', region: 'west', ...decided, wall };
}

async function northOf(): Promise<Subject> {
  const { facilities, regions } = h.app.live.picture;
  const facility = facilities['umcg'];
  if (facility === undefined) throw new Error('no umcg');
  expect(Object.keys(regions)).toContain(facility.region);
  const position = { lat: 53.2194, lon: 6.5665 };
  const opened = await h.send('dispatcherNoord', 'POST', '/api/v1/cases', { position });
  const { id } = opened.body as { id: string };
  const made = await h.send('dispatcherNoord', 'POST', `/api/v1/cases/${id}/decisions`, {
    ...{ facility: facility.id, seq: h.app.live.picture.seq, overrideReason: 'CREW_JUDGEMENT' },
  });
  expect(made.status).toBe(201);
  const setup = { regions: [facility.region] };
  return {
    ...{ name: 'the north', facility: facility.id, region: facility.region, case: id },
    decision: (made.body as { id: string }).id,
    wall: (await aPairedScreen(h, 'administrator', setup)).id,
  };
}

/** What the table says of this one at this route over that subject. Who may not do it to anything is not asked further. */
function verdictOf({ action, parameters }: Route, who: Principal, subject: Subject): Verdict {
  const one = (): Target => {
    const { picture } = h.app.live;
    const found = picture.cases[subject.case];
    if (found === undefined) throw new Error('the case is gone');
    return { kind: 'case', one: found, picture };
  };
  const regions = (own: 'every' | 'some'): Target => ({
    ...{ kind: 'regions', ids: [subject.region], own },
  });
  const over = (target: Target) => may(who, action, target);
  const has = (name: string) => parameters.includes(name);
  if (has('case')) return over(one());
  if (has('decision')) {
    // The log is a right of its own; within it stands what one may see.
    if (action === 'decisions.read' && over({ kind: 'none' }) === 'forbidden') return 'forbidden';
    return over(one());
  }
  if (action === 'confirmation.ask' || action === 'shift.keep') return over(regions('every'));
  if (has('facility')) return over({ kind: 'facility', id: subject.facility });
  if (has('wall') && over({ kind: 'none' }) === 'allowed')
    return over(regions('some')) === 'allowed' ? 'allowed' : 'hidden';
  return over({ kind: 'none' });
}

const STATUS: Partial<Record<Verdict, number>> = { forbidden: 403, hidden: 404 };
/** What is looked up only after the body was read, so that there has to be one. */
const BODIES: Record<string, (values: Record<string, string>) => unknown> = {
  'put /api/v1/walls/{wall}': ({ region }) => ({
    name: 'Hal',
    setup: { ...SETUP, regions: [region] },
  }),
};

function send(
  { name, method, path }: Route,
  values: Record<string, string>,
  headers: Record<string, string>,
): Promise<Reply> {
  const filled = path.replace(/\{(\w+)\}/g, (_, one: string) => values[one] ?? '');
  const type = types.get(name);
  const body = type === undefined ? undefined : JSON.stringify(BODIES[name]?.(values) ?? {});
  const typed: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  return request(h.app, method, filled, body, { ...headers, ...typed });
}

const valuesOf = (subject: Subject): Record<string, string> => {
  const { facility, region, case: one, decision, wall } = subject;
  return { ...samples, facility, region, case: one, decision, wall };
};
/** Ids of the form that there is, of nothing that there is. */
const INVENTED: Record<string, string> = {
  ...{
    case: '01890000-0000-4000-8000-000000000000',
    wall: 'w'.repeat(36),
    account: 'a'.repeat(32),
  },
  ...{ decision: '01890000-0000-4000-8000-000000000001', key: 'k'.repeat(36) },
  ...{ webhook: 'h'.repeat(36), session: 's'.repeat(32), letter: 'l'.repeat(36) },
};

/** What a refusal says, but for the name of the request. */
function told({ status, headers, body }: Reply): unknown {
  const { instance: _instance, ...problem } = body as Record<string, unknown>;
  const names = [...headers].filter(([name]) => !/^(?:x-request-id|date)$/.test(name));
  return { status, problem, names };
}

describe('the table of rights', () => {
  it('stands at every route but the open ones', () => {
    const open = named.filter((name) => !routes.some((route) => route.name === name));
    expect(open.filter((name) => !OPEN.includes(name))).toEqual([]);
    expect(routes.length).toBeGreaterThan(80);
  });

  it('has a sample of all that a path can name', () => {
    const known = Object.keys(valuesOf(subjects[0] as Subject));
    const unknown = routes
      .flatMap(({ parameters }) => parameters)
      .filter((p) => !known.includes(p));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('tells the own from another’s: each of its verdicts comes up, and differs by subject', () => {
    const verdicts = new Set<string>();
    let differ = 0;
    for (const route of routes)
      for (const { principal } of askers) {
        const [first, second] = subjects.map((one) => verdictOf(route, principal, one));
        verdicts.add(first ?? '').add(second ?? '');
        if (first !== second) differ += 1;
      }
    expect([...verdicts].sort()).toEqual(['allowed', 'forbidden', 'hidden']);
    expect(differ).toBeGreaterThan(100);
  });

  it(
    'is what happens at every route, to everybody, on everything',
    { timeout: 120_000 },
    async () => {
      const wrong: string[] = [];
      for (const route of routes) {
        const targeted = route.parameters.some((one) => one in (subjects[0] ?? {}));
        for (const [n, subject] of subjects.entries()) {
          if (n > 0 && !targeted) continue;
          const nobody = await send(route, valuesOf(subject), {});
          if (nobody.status !== 401) wrong.push(`${route.name}: nobody got ${nobody.status}`);
          for (const { name, headers, principal } of askers) {
            const verdict = verdictOf(route, principal, subject);
            const reply = await send(route, valuesOf(subject), headers);
            const expected = STATUS[verdict];
            // What is named `none` is not there for those who may.
            const fine =
              expected === undefined
                ? ![401, 403, 500].includes(reply.status) &&
                  (reply.status !== 404 || route.parameters.some((p) => samples[p] === 'none'))
                : reply.status === expected;
            if (!fine)
              wrong.push(`${route.name}, ${subject.name}: ${name} ${verdict}, got ${reply.status}`);
            if (route.method === 'DELETE' && reply.status === 200) await madeAnew(route, n);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it('refuses in the same words what is there and what is not', { timeout: 60_000 }, async () => {
    let compared = 0;
    for (const route of routes) {
      const secret = route.parameters.filter((one) => one in INVENTED);
      if (secret.length === 0) continue;
      for (const subject of subjects)
        for (const { name, headers, principal } of askers) {
          const verdict = verdictOf(route, principal, subject);
          if (verdict === 'allowed') continue;
          const values = valuesOf(subject);
          const there = told(await send(route, values, headers));
          const made = Object.fromEntries(secret.map((one) => [one, INVENTED[one] ?? '']));
          const invented = told(await send(route, { ...values, ...made }, headers));
          // Who sees a case and may not do this to it is told so (docs/api.md); it is not there for them to find out.
          const seen = secret.some((one) => one === 'case' || one === 'decision');
          if (verdict === 'forbidden' && seen) continue;
          expect(invented, `${route.name}, ${subject.name}: ${name}`).toEqual(there);
          compared += 1;
        }
    }
    expect(compared).toBeGreaterThan(500);
  });
});

/** What was taken away by one who may is there again for the next. */
async function madeAnew({ parameters }: Route, n: number): Promise<void> {
  const subject = subjects[n] as Subject;
  if (parameters.includes('wall'))
    subject.wall = (await aPairedScreen(h, 'administrator', { regions: [subject.region] })).id;
  if (parameters.includes('account')) samples['account'] = await anAccount(h);
  if (parameters.includes('key')) samples['key'] = await aKey(h);
  if (parameters.includes('webhook')) samples['webhook'] = await aWebhook(h);
}
