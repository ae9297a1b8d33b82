/**
 * Conditional reading (RFC 9110, sections 8.8 and 13.1.2). A tag is made of the answer itself: of all that the asker may see, at
 * the moment of asking. So it is another when the ledger moved, when the clock alone made a figure stale or ended a stop, when
 * a text was erased, and for another audience; 304 is never said of something that has changed.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { sha256 } from '../../db/chain.ts';
import { API_PATH, type ApiEnv } from './parts.ts';

/**
 * Read anew each time. Of a case the tag is its version, for `If-Match`: the place is rounded and texts are erased later, and
 * the version stays. A ranking is of its moment, `me` and `health` tell the time or the head.
 */
const ALWAYS_NEW =
  /^\/(?:cases\/[^/]+(?:\/ranking)?|me|health(?:\/\w+)?|metrics|docs|wall-pairing)$/;

export const isConditional = (method: string, path: string): boolean =>
  method === 'get' && path.startsWith(API_PATH) && !ALWAYS_NEW.test(path.slice(API_PATH.length));

const tagged = etag({
  retainedHeaders: [...RETAINED_304_HEADERS, 'x-request-id', 'link'],
  generateDigest: (body) => crypto.subtle.digest('SHA-256', body),
});
const done = () => Promise.resolve();

/** Gives JSON that is read its tag, and answers 304 to whoever has it. */
export function conditionalReads(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next();
    const json = /json/.test(c.res.headers.get('content-type') ?? '');
    // A long table in CSV is sent as it is read: there is no end of it to make a tag of.
    if (json && isConditional(c.req.method.toLowerCase(), c.req.path)) await tagged(c, done);
  };
}

/**
 * The tag of an answer that tells its own moment, which is left out of `value`: weak, because the moment is another each time.
 * @param seq of the ledger, which the tag begins with
 */
export function tagOfMoment(c: Context<ApiEnv>, seq: number, value: object): void {
  c.header('ETag', `W/"${seq}-${sha256(JSON.stringify(value)).slice(0, 32)}"`);
}
