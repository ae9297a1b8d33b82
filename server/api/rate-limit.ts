/**
 * Limits of requests, told with every answer. Source: draft-ietf-httpapi-ratelimit-headers (`RateLimit`, `RateLimit-Policy`),
 * RFC 6585 section 4 (429), RFC 9110 section 10.2.3 (`Retry-After`).
 */
import type { MiddlewareHandler } from 'hono';
import type { SignedIn } from '../access/principal.ts';
import {
  WINDOW_SECONDS,
  type RatePolicy,
  type RequestLimiter,
  type Standing,
} from '../access/request-limiter.ts';
import { API_PATH, type ApiEnv } from './parts.ts';
import { ProblemError } from './problems.ts';

/** What a dispatch desk lives by: its cases and the reasons of its decisions. */
const DISPATCH = /^\/(?:cases(?:\/|$)|decisions\/[^/]+\/override-reason$)/;

/** Counts the request for the key or session that makes it; comes after `authenticate`. @throws ProblemError TOO_MANY_REQUESTS */
export function limitRate(limiter: RequestLimiter): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { who } = c.var;
    const policy = policyOf(who, c.req.path.slice(API_PATH.length));
    const standing = await limiter.count(policy, who.session ?? who.principal.actor.id);
    if (standing === null) return next();
    const headers = headersOf(standing);
    if (standing.exceeded)
      throw new ProblemError('TOO_MANY_REQUESTS', {
        facts: { policy, limit: standing.limit, windowSeconds: WINDOW_SECONDS },
        headers: { ...headers, 'retry-after': String(secondsOf(standing)) },
      });
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}

function policyOf(who: SignedIn, path: string): RatePolicy {
  if (DISPATCH.test(path)) return 'dispatch';
  return who.session === null ? 'key' : 'session';
}

const secondsOf = ({ resetMs }: Standing) => Math.ceil(resetMs / 1000);

function headersOf(standing: Standing): Record<string, string> {
  const { policy, limit, remaining } = standing;
  return {
    'ratelimit-policy': `"${policy}";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"${policy}";r=${remaining};t=${secondsOf(standing)}`,
  };
}
