/** The HTTP API: what every request passes, then one sub-app a resource. Source: contract, "HTTP". */
import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { timeout } from 'hono/timeout';
import { AUTH_PATH } from '../access/auth.ts';
import { accounts, firstAdministrator, lostFactors } from './accounts.ts';
import { accountability } from './accountability.ts';
import { unusual } from './unusual.ts';
import { caseSteps } from './case-steps.ts';
import { cases } from './cases.ts';
import { changes } from './changes.ts';
import { conditionalReads } from './conditional.ts';
import { decisions } from './decisions.ts';
import { notFound, onError } from './errors.ts';
import { authenticate, bodyTypes, limitBody, wholeBody } from './guard.ts';
import { exports } from './exports.ts';
import { feedIntake } from './feed-intake.ts';
import { feedPlaces } from './feed-places.ts';
import { feedSetup } from './feed-setup.ts';
import { feeds } from './feeds.ts';
import { health } from './health.ts';
import { installation } from './installation.ts';
import { acceptInvitation, invitations } from './invitations.ts';
import { indicators } from './indicators.ts';
import { keys } from './keys.ts';
import { resource } from './kit.ts';
import { ledger } from './ledger.ts';
import { maps } from './map.ts';
import { me } from './me.ts';
import { description } from './openapi.ts';
import { may } from '#domain/access/table.ts';
import { asRequest } from '../watch/request.ts';
import type { RequestNote } from '../watch/traces.ts';
import { API_PATH, FEEDS_PATH, type ApiApp, type ApiEnv, type ApiParts } from './parts.ts';
import { past } from './past.ts';
import { picture } from './picture.ts';
import { places } from './places.ts';
import { ProblemError } from './problems.ts';
import { limitRate } from './rate-limit.ts';
import { sessions } from './sessions.ts';
import { HSTS } from '../policy.ts';
import { shift } from './shift.ts';
import { secondFactor } from './second-factor.ts';
import { secondStep } from './sign-in-second.ts';
import { signInRoutes } from './sign-in.ts';
import { providerRoutes } from './sign-in-provider.ts';
import { providerSignOut } from './sign-out-provider.ts';
import { travelTimes } from './travel-times.ts';
import { trends } from './trends.ts';
import { units } from './units.ts';
import { wallPairing } from './wall-pairing.ts';
import { walls } from './walls.ts';
import { webhookLetters } from './webhook-letters.ts';
import { webhooks } from './webhooks.ts';

export function createApi(parts: ApiParts): ApiApp {
  const app = resource();
  const every = [
    identifyRequest(parts),
    headers(parts.secure),
    inTime(parts),
    limitBody(),
  ] as const;
  for (const path of [API_PATH, AUTH_PATH]) app.use(`${path}/*`, ...every);

  app.onError(onError(parts));
  app.notFound(notFound(app));

  // Open: no sign-in.
  app.use(`${API_PATH}/first-admin`, bodyTypes());
  app.route(API_PATH, health(parts)).route(API_PATH, firstAdministrator(parts));
  app.use(`${API_PATH}/invitation`, bodyTypes());
  app.route(API_PATH, acceptInvitation(parts));
  app.use(`${API_PATH}/wall-pairing`, bodyTypes());
  app.route(API_PATH, wallPairing(parts));
  app.use(`${AUTH_PATH}/sign-in/*`, bodyTypes());
  app.use(`${AUTH_PATH}/change-password`, bodyTypes());
  app.use(`${AUTH_PATH}/second-factor/*`, bodyTypes());
  app
    .route(AUTH_PATH, signInRoutes(parts))
    .route(AUTH_PATH, secondStep(parts))
    .route(AUTH_PATH, secondFactor(parts))
    .route(AUTH_PATH, providerRoutes(parts))
    .route(AUTH_PATH, providerSignOut(parts));

  app.use(
    `${API_PATH}/*`,
    authenticate(parts.access, parts.deskParts.live),
    limitRate(parts.access.requests),
    conditionalReads(),
    bodyTypes(),
  );
  app.use(`${FEEDS_PATH}/*`, wholeBody(), within(parts.timeoutMs ?? USUAL_TIMEOUT_MS));
  app.use(`${API_PATH}/webhooks/*`, takeOver(parts));
  const resources = [
    me,
    picture,
    past,
    units,
    places,
    maps,
    cases,
    caseSteps,
    accountability,
    unusual,
    decisions,
    indicators,
    ledger,
    accounts,
    sessions,
    lostFactors,
    keys,
    invitations,
    installation,
    feeds,
    walls,
    feedIntake,
    feedSetup,
    feedPlaces,
    exports,
    shift,
    changes,
    trends,
    travelTimes,
    webhooks,
    webhookLetters,
  ];
  for (const make of resources) app.route(API_PATH, make(parts));
  app.route(
    API_PATH,
    description(parts, () => app),
  );
  return app;
}

const USUAL_TIMEOUT_MS = 15_000;
/** A feed over a slow line is still coming in when others would long be answered: so many times the usual for all of it. */
const SLOW_LINE = 10;

const within = (ms: number) => timeout(ms, () => new ProblemError('TIMEOUT') as never);

/** Answers in time, or says that it does not. What a feed sends may take its time to come in; the work on it may not. */
function inTime({ timeoutMs = USUAL_TIMEOUT_MS }: ApiParts): MiddlewareHandler {
  const [usual, feeds] = [within(timeoutMs), within(SLOW_LINE * timeoutMs)];
  return (c, next) => (c.req.path.startsWith(`${FEEDS_PATH}/`) ? feeds(c, next) : usual(c, next));
}

/** Of several servers the one that a person asks has the webhooks; who may not manage them moves nothing. */
function takeOver({ haveWebhooks }: ApiParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (may(c.var.who.principal, 'webhooks.manage') === 'allowed') await haveWebhooks();
    await next();
  };
}

/** Gives the request a name of ours, and notes how it went: never with a body, a query or a header. */
function identifyRequest(parts: ApiParts): MiddlewareHandler<ApiEnv> {
  const { log, metrics, fingerprint, traces } = parts;
  const note = async (
    c: Context<ApiEnv>,
    id: string,
    next: () => Promise<void>,
    span: RequestNote,
  ) => {
    const started = performance.now();
    c.set('requestId', id);
    c.set('fingerprint', fingerprint);
    c.header('X-Request-Id', id);
    await next();
    const seconds = (performance.now() - started) / 1000;
    const route = matchedRoutes(c).findLast((one) => one.method !== 'ALL')?.path ?? 'none';
    const { method } = c.req;
    const { status } = c.res;
    metrics.requests.observe({ method, route, status: String(status) }, seconds);
    const who = c.var.who as ApiEnv['Variables']['who'] | undefined;
    const by = who?.principal.actor.id ?? null;
    log.debug(
      { request: id, method, route, status, ms: Math.round(seconds * 1000), by },
      'request',
    );
    span.named(`${method} ${route}`);
    span.note({
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      'spoedkaart.request': id,
    });
    if (status >= 500) span.failed();
  };
  return (c, next) => {
    const id = randomUUID();
    return asRequest(id, () =>
      traces.request(c.req.header('traceparent') ?? null, (span) => note(c, id, next, span)),
    );
  };
}

/** Answers of the API are for programs: nothing in them is run, framed or kept by a cache. */
function headers(secure: boolean): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers: set } = c.res;
    set.set('X-Content-Type-Options', 'nosniff');
    set.set('Referrer-Policy', 'no-referrer');
    set.set('Cross-Origin-Resource-Policy', 'same-origin');
    set.set('Cache-Control', 'no-store');
    if (secure) set.set('Strict-Transport-Security', HSTS);
    if (!set.has('Content-Security-Policy'))
      set.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  };
}
