/** People who sign in by a provider, at a whole server without a port. */
import {
  cookieOf,
  createHarness,
  ORIGIN,
  request,
  type Harness,
  type HarnessOptions,
} from '../api/harness.ts';
import type { OidcSetUp } from '../../server/access/oidc.ts';
import { oidcRules } from '../../server/access/oidc-rules.ts';
import { CLIENT, type TestProvider } from '../support/sign-in-provider.ts';

/** Who of the hospital is what here. */
export const RULES = oidcRules(
  JSON.stringify([
    { claim: 'roles', is: 'beheer', role: 'administrator' },
    { claim: 'roles', is: 'meldkamer', role: 'dispatcher', scope: { room: 'mk-den-haag' } },
    { claim: 'realm_access.roles', is: 'west', role: 'chair', scope: { regions: ['west'] } },
    { claim: 'roles', is: 'lumc', role: 'hospital', scope: { facilities: ['lumc-leiden'] } },
    { claim: 'roles', is: 'gone', role: 'hospital', scope: { facilities: ['no-such-site'] } },
    { claim: 'roles', is: 'kijker', role: 'viewer' },
  ]),
  'rules.json',
);

export function setUpOf(provider: TestProvider, over: Partial<OidcSetUp> = {}): OidcSetUp {
  return {
    issuer: provider.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    rulesFile: 'rules.json',
    scopes: 'openid email profile roles',
    name: 'Ziekenhuis',
    link: false,
    signOutThere: false,
    factor: null,
    rules: RULES,
    factorRoles: new Set(),
    ...over,
  };
}

/** A server that has its first administrator, whose password is `PASSWORD`. */
export async function withProvider(
  provider: TestProvider,
  over: Partial<OidcSetUp> = {},
  more: HarnessOptions = {},
): Promise<Harness> {
  const h = await createHarness({ ...more, oidc: setUpOf(provider, over) });
  await h.credentials('administrator');
  return h;
}

const LEAVE = '/api/auth/oidc/leave';

/** A browser that has left for the provider, and what it keeps meanwhile. */
export async function leave(h: Harness, query = ''): Promise<{ url: string; cookie: string }> {
  const reply = await request(h.app, 'GET', `${LEAVE}${query}`);
  return { url: reply.headers.get('location') ?? '', cookie: cookieOf(reply) };
}

export interface CameBack {
  /** Where the browser is sent: a page of ours, or the page of sign-in that says why not. */
  to: string;
  headers: Headers;
  /** The session; empty without one. */
  cookie: string;
}

/** Comes back with what the provider gave along. */
export async function comeBack(h: Harness, back: URL, cookie: string): Promise<CameBack> {
  const path = `${back.pathname}${back.search}`;
  const headers = { cookie, 'user-agent': 'Firefox/140.0 Linux' };
  const reply = await request(h.app, 'GET', path, undefined, headers);
  if (reply.status !== 303) throw new Error(`no redirect: ${reply.status}`);
  const session = cookieOf(reply)
    .split('; ')
    .filter((one) => one.startsWith('spoedkaart.session_token='))
    .join('; ');
  return {
    to: reply.headers.get('location') ?? '',
    headers: reply.headers,
    cookie: session,
  };
}

/** All the way, as this one. */
export async function signInBy(
  provider: TestProvider,
  h: Harness,
  subject: string | null,
  query = '',
): Promise<CameBack> {
  const left = await leave(h, query);
  if (!left.url.startsWith(provider.issuer))
    return { to: left.url, headers: new Headers(), cookie: '' };
  return comeBack(h, await provider.visit(left.url, subject), left.cookie);
}

export const meOf = async (h: Harness, { cookie }: { cookie: string }) =>
  request(h.app, 'GET', '/api/v1/me', undefined, { cookie, origin: ORIGIN });

export const refusedWith = (code: string) => `/sign-in?refused=${code}`;
