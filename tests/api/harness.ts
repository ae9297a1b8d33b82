/**
 * A whole server without a port: real SQLite in memory, the Dutch seed, the embedded travel times, an account of each role and
 * two keys, signed in when first used. Each test makes its own.
 */
import { createHmac } from 'node:crypto';
import { afterEach } from 'vitest';
import pino, { type Logger } from 'pino';
import { openStores, type SqliteStores } from '../../db/open.ts';
import { loadGeography } from '../../seed/geography.ts';
import { loadSkeleton } from '../../seed/roads.ts';
import { seedProvenance } from '../../seed/provenance.ts';
import { seedRooms } from '../../seed/rooms.ts';
import { dutchSeed } from '../../seed/seed.ts';
import type { AccountOrder } from '../../server/access/accounts.ts';
import type { KeyScope } from '../../server/access/scope.ts';
import { createApp, type App, type ServerParts } from '../../server/app.ts';
import { createTravel } from '../../server/travel/index.ts';
import type { Problem } from '../../server/wire/session.ts';

export const ORIGIN = 'http://localhost:8080';
export const PASSWORD = 'a long enough one';

const NOWHERE = { room: null, facilities: [] as string[], regions: [] as string[] };

/** Somebody of each kind. Rooms, regions and facilities are those of the demo accounts. */
export const PEOPLE = {
  administrator: { role: 'administrator', scope: NOWHERE },
  chairWest: { role: 'chair', scope: { ...NOWHERE, regions: ['west'] } },
  chairNation: { role: 'chair', scope: { ...NOWHERE, regions: 'nation' } },
  dispatcher: { role: 'dispatcher', scope: { ...NOWHERE, room: 'mk-den-haag' } },
  dispatcherNoord: { role: 'dispatcher', scope: { ...NOWHERE, room: 'mk-noord-nederland' } },
  hospital: { role: 'hospital', scope: { ...NOWHERE, facilities: ['lumc-leiden'] } },
  hospitalHaga: { role: 'hospital', scope: { ...NOWHERE, facilities: ['haga-leyweg'] } },
  viewer: { role: 'viewer', scope: NOWHERE },
} as const satisfies Record<string, Pick<AccountOrder, 'role'> & { scope: object }>;

export const KEYS = {
  keyHospital: {
    actions: [
      'unit.write',
      'stop.write',
      'case.read',
      'case.acknowledge',
      'case.step',
      'decisions.read',
    ],
    facilities: ['lumc-leiden'],
    room: null,
  },
  keyRoom: {
    actions: [
      ...(['case.open', 'case.read', 'case.revise', 'case.decide', 'case.step'] as const),
      ...(['decision.explain', 'decisions.read'] as const),
    ],
    facilities: [],
    room: 'mk-den-haag',
  },
} as const satisfies Record<string, unknown>;

export type Who = keyof typeof PEOPLE | keyof typeof KEYS;
export const EVERYBODY = [...Object.keys(PEOPLE), ...Object.keys(KEYS)] as Who[];

export interface Reply {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, text otherwise. */
  body: unknown;
}

export interface Harness {
  app: App;
  stores: SqliteStores;
  /** The server's clock, milliseconds; starts at the machine's time. */
  clock: { now: number };
  /** Headers by which somebody is known. */
  credentials(who: Who): Promise<Record<string, string>>;
  send(
    who: Who | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  /** Opens a case in Den Haag as the dispatcher there. */
  openCase(body?: object): Promise<string>;
  /** Opens one and decides on the LUMC, otherwise than advised. */
  decidedCase(): Promise<{ case: string; decision: string }>;
  close(): Promise<void>;
}

/** A severe injury by a red criterion. */
export const DEN_HAAG_CASE = {
  position: { lat: 52.0705, lon: 4.3007 },
  ageBand: '16-64',
  urgency: 'A1',
  findings: { vitals: { systolicBloodPressure: 84, gcs: 9 }, injuries: ['pelvis'] },
};

export interface HarnessOptions extends Partial<
  Pick<
    ServerParts,
    | 'rateLimits'
    | 'newId'
    | 'webhooks'
    | 'demo'
    | 'secondFactorRoles'
    | 'traces'
    | 'oidc'
    | 'baseUrl'
    | 'trustedOrigins'
  >
> {
  /** Where the server's clock starts, milliseconds. */
  startsAt?: number;
  /** A clock that somebody else turns too. */
  clock?: { now: number };
}

const opened: Harness[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Closed by itself after the test. */
export async function createHarness(options: HarnessOptions = {}): Promise<Harness> {
  const made = await openHarness(undefined, undefined, undefined, options);
  opened.push(made);
  return made;
}

/** For several tests: its opener closes it. */
export async function openHarness(
  stores = openStores(':memory:'),
  secret = '5'.repeat(64),
  log: Logger = pino({ level: process.env.TEST_LOG ?? 'silent' }),
  options: HarnessOptions = {},
): Promise<Harness> {
  const { startsAt = Date.now(), clock = { now: startsAt }, ...parts } = options;
  const geography = loadGeography();
  const app = await createApp({
    stores,
    seed: dutchSeed(),
    geography,
    rooms: seedRooms(),
    provenance: seedProvenance(),
    travel: (live) =>
      createTravel({
        geography,
        skeleton: loadSkeleton(),
        destinations: () => Object.values(live.picture.facilities),
      }),
    secret,
    baseUrl: ORIGIN,
    trustedOrigins: [ORIGIN, 'http://127.0.0.1:8080'],
    log,
    version: '0.0.0-test',
    demo: false,
    clock: () => clock.now,
    ...parts,
  });

  const known = new Map<Who, Promise<Record<string, string>>>();
  const signIn = async (who: Who): Promise<Record<string, string>> => {
    if (who === 'keyHospital' || who === 'keyRoom') {
      const issued = await app.access.keys.issue({
        name: who,
        scope: structuredClone(KEYS[who]) as unknown as KeyScope,
        expiresAt: new Date(clock.now + 86_400_000).toISOString(),
        createdBy: 'test',
      });
      return { authorization: `Bearer ${issued.key}` };
    }
    return sessionOf(app, who);
  };

  const credentials = (who: Who) => {
    let found = known.get(who);
    if (found === undefined) known.set(who, (found = signIn(who)));
    return found;
  };

  const send: Harness['send'] = async (who, method, path, body, headers = {}) => {
    const mine = who === null ? {} : await credentials(who);
    return request(app, method, path, body, { ...mine, ...headers });
  };

  const openCase = async (body: object = DEN_HAAG_CASE) => {
    const reply = await send('dispatcher', 'POST', '/api/v1/cases', body);
    if (reply.status !== 201) throw new Error(`no case: ${JSON.stringify(reply.body)}`);
    return (reply.body as { id: string }).id;
  };

  return {
    app,
    stores,
    clock,
    credentials,
    send,
    openCase,
    async decidedCase() {
      const id = await openCase();
      const reply = await send('dispatcher', 'POST', `/api/v1/cases/${id}/decisions`, {
        facility: 'lumc-leiden',
        seq: app.live.picture.seq,
        overrideReason: 'CREW_JUDGEMENT',
      });
      if (reply.status !== 201) throw new Error(`no decision: ${JSON.stringify(reply.body)}`);
      return { case: id, decision: (reply.body as { id: string }).id };
    },
    async close() {
      await app.close();
      await stores.close();
    },
  };
}

/** An account and its session without a password, which takes time to hash: signing in has tests of its own. */
async function sessionOf(
  { access }: App,
  who: keyof typeof PEOPLE,
): Promise<Record<string, string>> {
  const { internalAdapter, secret, authCookies } = await access.auth.$context;
  const email = `${who.toLowerCase()}@test.example`;
  const { role, scope } = PEOPLE[who];
  const account = {
    email,
    name: email,
    emailVerified: true,
    active: true,
    role,
    scope: JSON.stringify(scope),
  };
  // A second server over the same file finds who was there.
  const known = await internalAdapter.findUserByEmail(email);
  const made =
    known?.user ?? (await internalAdapter.createUser(account, { method: 'email-password' }));
  const { token } = await internalAdapter.createSession(made.id);
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  const cookie = `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
  return { cookie, origin: ORIGIN };
}

const bodyOf = (body: unknown) =>
  typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);

/** One request without a port. A body that is a string or bytes is sent as it is. */
export async function request(
  app: Pick<App, 'fetch'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const answer = await app.fetch(
    new Request(`${ORIGIN}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: bodyOf(body) }),
    }),
  );
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

export function cookieOf({ headers }: Reply): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export const problemOf = (reply: Reply) => reply.body as Problem;
