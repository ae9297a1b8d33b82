/** The cookie that is a wall screen's sign-in, as its browser is given it. */
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { cookieAttributes } from '../access/cookies.ts';
import { wallCookie } from '../access/wall-principal.ts';
import type { ApiEnv } from './parts.ts';

/** As long as browsers keep a cookie; how long it is worth something the server decides. */
const COOKIE_DAYS = 400;

export function keepWall(c: Context<ApiEnv>, secret: string, secure: boolean): void {
  setCookie(c, wallCookie(secure), secret, {
    ...cookieAttributes(secure),
    sameSite: 'Strict',
    maxAge: COOKIE_DAYS * 86_400,
  });
}
