/** Serves the built dashboard: precompressed, kept for good where the name holds a hash, one page for every address of its own. */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';
import { codingFor, pagesOf } from './page.ts';
import { HSTS, NOTHING_INLINE, policyOf } from './policy.ts';

export interface StaticOptions {
  /** Folder of the build, absolute. */
  root: string;
  /** Address of map tiles that the page may load, `https://host/{z}/{x}/{y}.png`; null: none. */
  tilesUrl: string | null;
  /** The server is reached by https. */
  secure: boolean;
  /** Origins under which the pages are reached. */
  origins: readonly string[];
}

const FOR_GOOD = 'public, max-age=31536000, immutable';

export function createStatic(options: StaticOptions): Hono {
  const app = new Hono();
  const pageOf = pagesOf(options.root);
  app.use(pageHeaders(options));
  app.get('/', (c) => answerPage(c));
  app.get('*', serveStatic({ root: options.root, precompressed: true }));
  // A name with an ending is a file: a missing one must not be answered with a page.
  app.get('*', (c) => {
    const isFile = /\.[a-z0-9]+$/i.test(c.req.path) || c.req.path.startsWith('/_app/');
    return isFile ? c.notFound() : answerPage(c);
  });
  app.notFound((c) => c.text('Not found', 404));
  return app;

  function answerPage(c: Context): Response {
    const page = pageOf(c.req.path);
    if (page === null) return c.text('The dashboard is not built: npm run build', 503);
    const coding = codingFor(c.req.header('accept-encoding'));
    const etag = `"${page.etag}-${coding}"`;
    c.header('ETag', etag);
    c.header('Vary', 'Accept-Encoding');
    c.header('Content-Security-Policy', policyOf(options, page.inline));
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    if (coding !== 'identity') c.header('Content-Encoding', coding);
    return c.body(page.bodies[coding], 200, { 'content-type': 'text/html; charset=utf-8' });
  }
}

/** What every answer says, and a page besides. */
function pageHeaders(options: StaticOptions): MiddlewareHandler {
  const policy = policyOf(options, NOTHING_INLINE);
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    // A script or a style is no document: the rest would be said for nothing, fifty times a page.
    if (c.res.ok && c.req.path.startsWith('/_app/immutable/')) {
      headers.set('Cache-Control', FOR_GOOD);
      return;
    }
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy);
    headers.set('Cache-Control', 'no-cache');
    headers.set('X-Frame-Options', 'DENY');
    headers.set('Referrer-Policy', 'same-origin');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Permissions-Policy', 'camera=(), microphone=(), payment=()');
    if (options.secure) headers.set('Strict-Transport-Security', HSTS);
  };
}
