/**
 * The page starts without a network: a wall whose power was cut at night, a desk behind a broken switch. It then says that there is
 * no connection and goes on asking. Nothing of the API is ever kept, and a page comes from the server whenever that answers, so
 * a new build is there at the next load. Each build has a store of its own: its page and its parts are never mixed with another's.
 */
import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { storeName, storesToDrop, strategyFor } from '#lib/offline/strategy.ts';

/** The one page that serves every address. */
const PAGE = '/';
/** A server that does not answer within this time is not there, milliseconds. */
const PAGE_WITHIN_MS = 5_000;

const rooted = ({ path }: { path: string }) => (path.startsWith('/') ? path : `/${path}`);
const kept = new Set([...immutable, ...assets].map(rooted));
/** While developing there is no build, and nothing to keep. */
const built = immutable.length > 0;
const store = storeName(version);

self.addEventListener('install', (event) => {
  const fill = async () => {
    if (!built) return;
    const cache = await caches.open(store);
    // Past the browser's own store: a page of an earlier build must not end up among the parts of this one.
    await cache.addAll([
      new Request(PAGE, { cache: 'reload' }),
      ...[...kept].map((path) => new Request(path)),
    ]);
  };
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    for (const name of storesToDrop(await caches.keys(), version)) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (!built) return;
  const strategy = strategyFor(request, self.location.origin, kept);
  if (strategy === 'kept') event.respondWith(fromStore(request));
  else if (strategy === 'page') event.respondWith(fromServer(request));
});

/** Own store first, then that of the build before: a page that is still open asks for its own parts. */
async function fromStore(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function fromServer(request: Request): Promise<Response> {
  let said: Response | null = null;
  try {
    said = await fetch(request, { signal: AbortSignal.timeout(PAGE_WITHIN_MS) });
    // What stands before the server says that there is none behind it.
    if (said.status < 502 || said.status > 504) return said;
  } catch {
    // No network, or nobody who answers.
  }
  const page = await caches.match(PAGE, { cacheName: store });
  return page ?? said ?? Response.error();
}
