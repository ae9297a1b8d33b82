/** What every request passes before any route: size, type, origin, identity. */
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { matchedRoutes } from 'hono/route';
import { openedBy } from '#domain/accountability/break-glass.ts';
import { withOpened } from '#domain/access/table.ts';
import type { Access } from '../access/access.ts';
import type { LivePicture } from '../desk/live-picture.ts';
import { API_PATH, FEEDS_PATH, MOST_BODY_BYTES, MOST_FEED_BYTES, type ApiEnv } from './parts.ts';
import { ProblemError } from './problems.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH'];
const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

export function limitBody(): MiddlewareHandler {
  const limitTo = (bytes: number) =>
    bodyLimit({
      maxSize: bytes,
      onError: () => {
        // The rest of the body is not read: the connection ends, and says so.
        throw new ProblemError('BODY_TOO_LARGE', {
          facts: { bytes },
          headers: { connection: 'close' },
        });
      },
    });
  const [usual, feeds] = [limitTo(MOST_BODY_BYTES), limitTo(MOST_FEED_BYTES)];
  const isFeed = (path: string) => path.startsWith(`${FEEDS_PATH}/`);
  return async (c, next) => (isFeed(c.req.path) ? feeds(c, next) : usual(c, next));
}

/** Waits until the body is here, of those who are known: its sender's line is not our time. @throws ProblemError TIMEOUT, which nobody hears, when its sender went away */
export function wholeBody(): MiddlewareHandler {
  return async (c, next) => {
    try {
      if (WITH_BODY.includes(c.req.method)) await c.req.arrayBuffer();
    } catch (error) {
      if (c.req.raw.signal.aborted) throw new ProblemError('TIMEOUT');
      throw error;
    }
    await next();
  };
}

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Routes whose bodies are no JSON, by their path under the prefix. */
const OTHER_BODIES: readonly { path: RegExp; type: RegExp; accepted: string[] }[] = [
  {
    path: /^\/(?:feeds\/csv|facilities\/[^/]+\/places\.csv)$/,
    type: /^text\/csv\s*(?:;|$)/i,
    accepted: ['text/csv'],
  },
  {
    path: /^\/feeds\/xlsx$/,
    type: /^application\/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet\s*(?:;|$)/i,
    accepted: [XLSX_TYPE],
  },
  {
    path: /^\/feeds\/have$/,
    type: /^(?:application|text)\/(?:[\w.+-]+\+)?xml\s*(?:;|$)/i,
    accepted: ['application/xml', 'text/xml'],
  },
];

/** Bodies are JSON, or what their route says; anything else is not guessed at, and none at all is no body of a wrong type. What nobody serves is not there, whatever body comes with it. */
export function bodyTypes(): MiddlewareHandler {
  return async (c, next) => {
    const under = c.req.path.slice(API_PATH.length);
    const other = OTHER_BODIES.find(({ path }) => path.test(under));
    const { type, accepted } = other ?? { type: JSON_TYPE, accepted: ['application/json'] };
    const fits = type.test(c.req.header('content-type') ?? '');
    const isServed = () => matchedRoutes(c).some((route) => route.method !== 'ALL');
    const comes = WITH_BODY.includes(c.req.method) && !isEmpty(c.req.raw.headers);
    if (comes && !fits && isServed())
      throw new ProblemError('UNSUPPORTED_MEDIA_TYPE', { facts: { accepted } });
    await next();
  };
}

/** Neither a body nor a word about one: a route that needs one says what is missing, the others need none. */
function isEmpty(headers: Headers): boolean {
  const length = headers.get('content-length');
  const none = length === null ? !headers.has('transfer-encoding') : length === '0';
  return none && !headers.has('content-type');
}

/** Who asks, with the cases that stand open for them; nobody is let through. Writes by cookie must not come from another site. */
export function authenticate(
  access: Access,
  live: Pick<LivePicture, 'picture' | 'now'>,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const who = await access.identifyAtDoor(c.req.raw.headers);
    if (who === null)
      throw new ProblemError('UNAUTHENTICATED', { headers: { 'www-authenticate': 'Bearer' } });
    if (who.mustSetUp) throw new ProblemError('SECOND_FACTOR_NEEDED');
    if (who.session !== null && !READING.includes(c.req.method))
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
    const opened = openedBy(live.picture, live.now()).get(who.principal.actor.id);
    c.set('who', { ...who, principal: withOpened(who.principal, opened) });
    await next();
  };
}

/** A browser says where a write comes from; a client that is no browser says nothing and carries no stolen cookie. */
export function refuseOtherSites(headers: Headers, trusted: readonly string[]): void {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const foreign = origin !== null ? !trusted.includes(origin) : site === 'cross-site';
  if (foreign) throw new ProblemError('ORIGIN_NOT_TRUSTED');
}
