/** What routes that take a password or a code share: where a request comes from, and the answer that says to wait. */
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { cookieAttributes } from '../access/cookies.ts';
import { deviceCookie, freshDevice, placeOf, type Place } from '../access/place.ts';
import { AUTH_PATH } from '../access/auth.ts';
import type { ApiEnv } from './parts.ts';
import { ProblemError } from './problems.ts';

/** As long as browsers keep a cookie. */
const COOKIE_SECONDS = 400 * 86_400;

/** Null where the connection has none: those are counted together. */
export function addressOf(env: { address?: string } | undefined): string | null {
  return env?.address ?? null;
}

/** The place of a request, with a device of its own also at the first time; `keep` gives the browser its cookie. */
export function placeHere(c: Context<ApiEnv>, secure: boolean): { from: Place; keep: () => void } {
  const told = placeOf(c.req.raw.headers, c.env?.address, secure);
  const device = told.device ?? freshDevice();
  return {
    from: { ...told, device },
    keep: () =>
      setCookie(c, deviceCookie(secure), device, {
        ...cookieAttributes(secure, AUTH_PATH),
        sameSite: 'Strict',
        maxAge: COOKIE_SECONDS,
      }),
  };
}

export function tooMany(waitMs: number): ProblemError {
  const seconds = String(Math.ceil(waitMs / 1000));
  return new ProblemError('TOO_MANY_ATTEMPTS', { headers: { 'retry-after': seconds } });
}
