/** The cookie of a person's session, given anew while it is used. */
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { SESSION_HOURS, type Auth } from '../access/auth.ts';
import { cookieAttributes, cookieIn } from '../access/cookies.ts';
import type { ApiEnv } from './parts.ts';

/**
 * A session goes on for 24 hours from its last use; its cookie would end 24 hours after the sign-in, in the middle of the work of a desk
 * that is never signed out. So it is given again as it came. Nothing is done for who asked to be forgotten when the browser is closed:
 * such a cookie has no end.
 */
export async function keepSession(c: Context<ApiEnv>, auth: Auth, secure: boolean): Promise<void> {
  const { sessionToken, dontRememberToken } = (await auth.$context).authCookies;
  const { headers } = c.req.raw;
  const value = cookieIn(headers, sessionToken.name);
  if (value === undefined || cookieIn(headers, dontRememberToken.name) !== undefined) return;
  setCookie(c, sessionToken.name, value, {
    ...cookieAttributes(secure),
    sameSite: 'Lax',
    maxAge: SESSION_HOURS * 3_600,
  });
}
