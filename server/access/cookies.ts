/**
 * What our cookies are called. Over https each has the prefix `__Host-`: a browser takes such a one only over https, from this very
 * host, for all of its paths; so nobody on another name under the same domain, nor on plain http, can plant one here. Over plain http
 * (a demo, a machine by itself) they have none, for no browser would keep it.
 * Source: RFC 6265bis (draft 22), section 4.1.3.2.
 */
import { parse } from 'hono/utils/cookie';

const HOST = '__Host-';
const OWN = 'spoedkaart';

export type CookieKind = 'device' | 'return' | 'wall';

/** Whether people come by https. @param baseUrl origin that cookies are made for */
export function isSecure(baseUrl: string): boolean {
  return baseUrl.startsWith('https:');
}

/** What all names begin with, better-auth's too. */
export function cookiePrefix(secure: boolean): string {
  return `${secure ? HOST : ''}${OWN}`;
}

export function cookieName(kind: CookieKind, secure: boolean): string {
  return `${cookiePrefix(secure)}.${kind}`;
}

/** Value of the cookie of this name that came along; undefined without one. */
export function cookieIn(headers: Headers, name: string): string | undefined {
  return parse(headers.get('cookie') ?? '', name)[name];
}

/** Attributes of a cookie under a name with or without the prefix, which asks for `/` as its path. @param path where it may be narrower */
export function cookieAttributes(secure: boolean, path = '/') {
  return { path: secure ? '/' : path, httpOnly: true, secure } as const;
}
